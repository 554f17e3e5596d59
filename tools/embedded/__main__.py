"""Gets what the embedded APIs need and is not there yet: python -m embedded."""

import sys

from embedded.java import install
from embedded.package import simulator
from programs import CannotRun

try:
    simulator()
    install()
except CannotRun as reason:
    sys.exit(str(reason))
