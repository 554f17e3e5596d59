"""The contract of ports.Throttle."""

from humangov.services.desk import Desk
from tests.builders import NOW, minutes

UNTIL = NOW + minutes(30)


def test_attempts_are_counted_by_key_window_and_state(desk: Desk, neighbor: Desk) -> None:
    assert [desk.throttle.hit("account:1", NOW, UNTIL) for _ in range(3)] == [1, 2, 3]
    assert desk.throttle.hit("account:2", NOW, UNTIL) == 1
    assert desk.throttle.hit("account:1", NOW + minutes(15), UNTIL) == 1
    assert neighbor.throttle.hit("account:1", NOW, UNTIL) == 1


def test_a_forgotten_count_begins_anew(desk: Desk) -> None:
    desk.throttle.hit("account:1", NOW, UNTIL)
    desk.throttle.hit("account:2", NOW, UNTIL)
    for _ in range(2):
        desk.throttle.forget("account:1", NOW)
    assert desk.throttle.hit("account:1", NOW, UNTIL) == 1
    assert desk.throttle.hit("account:2", NOW, UNTIL) == 2
