"""Counters of attempts in one state."""

from datetime import datetime

from humangov.aws import keys
from humangov.aws.table import Table
from humangov.aws.writes import delete, update


class StateThrottle:
    """See ports.Throttle."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def hit(self, key: str, window_start: datetime, keep_until: datetime) -> int:
        """One UpdateItem. A try whose answer was lost counts again: rather too strict than too lax."""
        keep = {"expires_at": int(keep_until.timestamp())}
        count: int = self._table.save(update(keys.attempts(key, window_start), {"n": 1}, keep))["n"]
        return count

    def forget(self, key: str, window_start: datetime) -> None:
        """One DeleteItem."""
        self._table.save(delete(keys.attempts(key, window_start)))
