"""The stores of every port in memory, and the desks that open them. They keep the contracts of services/ports.py."""

from tests.fakes.clock import FakeClock
from tests.fakes.desks import PASSWORD, FakeDesks

__all__ = ["PASSWORD", "FakeClock", "FakeDesks"]
