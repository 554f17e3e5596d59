"""What holds for every test."""

from hypothesis import settings

# The same examples in each run: a test fails because of a change, and never of chance or of a slow machine.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
