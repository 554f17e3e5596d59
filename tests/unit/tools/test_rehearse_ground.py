"""What the rehearsal stands on."""

import pytest

from rehearse.ground import gateway


@pytest.mark.parametrize(
    ("bridge", "address"),
    [
        ({"Subnet": "172.17.0.0/16", "Gateway": "172.17.0.254"}, "172.17.0.254"),
        ({"Subnet": "172.17.0.0/16"}, "172.17.0.1"),
    ],
)
def test_the_machine_has_an_address_on_the_engine_s_bridge(bridge: dict[str, str], address: str) -> None:
    assert gateway(bridge) == address
