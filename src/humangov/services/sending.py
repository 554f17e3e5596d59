"""How often links are mailed to one account: each is a message to somebody who did not ask for it."""

from datetime import UTC, datetime, timedelta

from humangov.domain.errors import Invalid
from humangov.domain.permissions import Permission
from humangov.services.desk import Desk

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MOST_AN_HOUR = 5
TOO_SOON = "A link was sent to this account within the last minute. Wait a minute, then try again."
TOO_OFTEN = f"{MOST_AN_HOUR} links were sent to this account within the hour. Wait until the next hour, then try again."


def count_sending(desk: Desk, account_id: str) -> None:
    """Count one more link that goes to the owner of an account. Raises Invalid (form)."""
    desk.require(Permission.MANAGE_ACCOUNTS)
    for window, most, refused in ((MINUTE, 1, TOO_SOON), (HOUR, MOST_AN_HOUR, TOO_OFTEN)):
        start = _start(desk, window)
        if desk.throttle.hit(_key(window, account_id), start, start + 2 * window) > most:
            raise Invalid({"form": refused})


def may_send_at_once(desk: Desk, account_id: str) -> None:
    """Let the next link go at once, where this one was not taken; in the hour it counts all the same."""
    desk.require(Permission.MANAGE_ACCOUNTS)
    desk.throttle.forget(_key(MINUTE, account_id), _start(desk, MINUTE))


def _key(window: timedelta, account_id: str) -> str:
    return f"links:{window.seconds}:{account_id}"


def _start(desk: Desk, window: timedelta) -> datetime:
    """When the whole minute or hour began that it is."""
    return datetime.fromtimestamp(desk.now().timestamp() // window.seconds * window.seconds, UTC)
