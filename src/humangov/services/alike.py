"""Who is probably the same person: among the records on file, and among the requests for people who are not."""

from dataclasses import dataclass

from humangov.domain.actions import Waiting
from humangov.domain.employees import Row
from humangov.domain.errors import LikelyDuplicate
from humangov.domain.shown import Line
from humangov.services.desk import Desk
from humangov.services.proposing import Case


@dataclass(frozen=True, slots=True)
class Alike:
    """Records and open requests that are probably about the person of an appointment."""

    rows: tuple[Row, ...] = ()
    waiting: tuple[Waiting, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anybody."""
        return bool(self.rows or self.waiting)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What whoever decides is shown of them."""
        on_file = ((f"On file, {row.number}", row.name) for row in self.rows)
        asked = ((f"Asked for by {w.requested_by or 'somebody'}", f"{w.name} {w.action_id}") for w in self.waiting)
        return (*on_file, *asked)


def alike_of(desk: Desk, case: Case) -> Alike:
    """Who is like the new person of a case; nobody where the action is about somebody on file."""
    if case.folder or not case.action.makes_person:
        return Alike()
    return Alike(desk.employees.same_person(case.person), desk.requests.alike(case.action))


def meet_nobody_alike(alike: Alike, *, another_person: bool) -> None:
    """Raises LikelyDuplicate, unless somebody said that it is another person."""
    if alike and not another_person:
        raise LikelyDuplicate(alike.rows, alike.waiting)
