import pytest

from bench.driver import Connection
from programs import CannotRun


@pytest.mark.parametrize("address", ["http://127.0.0.1:80", "http://localhost:80", "http://california.localhost:8000"])
def test_addresses_of_this_machine_can_be_measured(address: str) -> None:
    Connection(address, "").close()


@pytest.mark.parametrize("address", ["http://example.com", "https://localhost", "http://localhost.example.com", "x"])
def test_no_other_machine_is_put_under_load(address: str) -> None:
    with pytest.raises(CannotRun, match="not an http address of this machine"):
        Connection(address, "")
