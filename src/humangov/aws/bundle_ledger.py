"""What is to be compared, on the disk: two tables of millions of items are compared in a few megabytes of memory."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from humangov.aws.bundle_parts import canonical

_NEVER = 1 << 62


class Ledger:
    """Names with a value each, of which it keeps the digests: nothing personal lies in its file."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        for pragma in ("journal_mode=OFF", "synchronous=OFF"):
            database.execute(f"PRAGMA {pragma}")
        columns = "name BLOB PRIMARY KEY, value BLOB, place TEXT, ends INTEGER, seen INTEGER DEFAULT 0"
        database.execute(f"CREATE TABLE ledger ({columns}) WITHOUT ROWID")

    def add(self, name: object, value: object, place: str, ends: int = _NEVER) -> bool:
        """Note a value, where it was found, and when it may go by itself (Unix time). False if the name is known."""
        row = (_digest(name), _digest(value), place, ends)
        made = self._database.execute("INSERT OR IGNORE INTO ledger(name, value, place, ends) VALUES (?,?,?,?)", row)
        return made.rowcount == 1

    def compare(self, name: object, value: object) -> str:
        """What is noted under the name is "" (the same value), "other", or "none". It counts as seen."""
        key = _digest(name)
        found = self._database.execute("SELECT value FROM ledger WHERE name = ?", (key,)).fetchone()
        if found is None:
            return "none"
        self._database.execute("UPDATE ledger SET seen = 1 WHERE name = ?", (key,))
        return "" if found[0] == _digest(value) else "other"

    def unseen(self, now: float) -> Iterator[str]:
        """Where that was found which was never compared, and which has not ended by now."""
        said = "SELECT place FROM ledger WHERE seen = 0 AND ends > ? ORDER BY place"
        yield from (place for (place,) in self._database.execute(said, (now,)))

    def ended(self, now: float) -> int:
        """How much was never compared that may have gone by itself."""
        said = "SELECT COUNT(*) FROM ledger WHERE seen = 0 AND ends <= ?"
        count: int = self._database.execute(said, (now,)).fetchone()[0]
        return count


def _digest(value: object) -> bytes:
    return hashlib.sha256(canonical(value)).digest()


@contextmanager
def ledger() -> Iterator[Ledger]:
    """An empty ledger, which is gone afterwards."""
    with TemporaryDirectory(prefix="humangov-") as folder:
        database = sqlite3.connect(Path(folder) / "ledger", isolation_level=None)
        with closing(database):
            database.execute("PRAGMA cache_size=-16000")
            made = Ledger(database)
            database.execute("BEGIN")
            yield made
