"""What could not be done of one state's chores, in one partition: a few items, or none."""

from humangov.aws import keys
from humangov.aws.items import plain, read
from humangov.aws.table import Span, Table
from humangov.aws.writes import delete, put
from humangov.domain.troubles import ChoreName, Trouble


class Troubles:
    """See chore_ports.TroubleStore."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def all(self, chore: ChoreName | None = None) -> tuple[Trouble, ...]:
        """One Query; more only where they fill a megabyte."""
        span = Span(keys.TROUBLES, f"{chore}#", f"{chore}#{keys.HIGHEST}") if chore else Span(keys.TROUBLES)
        return tuple(read(Trouble, item) for item in self._table.walk(span))

    def note(self, trouble: Trouble) -> None:
        """One PutItem."""
        self._table.save(put(keys.trouble(trouble.chore, trouble.item), plain(trouble)))

    def clear(self, chore: ChoreName, item: str) -> None:
        """One DeleteItem."""
        self._table.save(delete(keys.trouble(chore, item)))
