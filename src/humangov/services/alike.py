"""Who is probably the same person, on file or asked for, and who else is asked for in the same position."""

from dataclasses import dataclass

from humangov.domain.actions import Waiting, seat_of
from humangov.domain.employees import Row
from humangov.domain.errors import LikelyDuplicate
from humangov.domain.shown import Line
from humangov.services.desk import Desk
from humangov.services.proposing import Case


@dataclass(frozen=True, slots=True)
class Alike:
    """Records and open requests that are probably about a new person; `rivals` are requests for the same position."""

    rows: tuple[Row, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    rivals: tuple[Waiting, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anybody who is probably the same person."""
        return bool(self.rows or self.waiting)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What whoever decides is shown of them."""
        on_file = ((f"On file, {row.number}", row.name) for row in self.rows)
        asked = ((f"Asked for by {w.requested_by or 'somebody'}", f"{w.name} {w.action_id}") for w in self.waiting)
        seats = (("Asked for in the same position", f"{w.name} {w.action_id}") for w in self.rivals)
        return (*on_file, *asked, *seats)


def alike_of(desk: Desk, case: Case) -> Alike:
    """Who is like the new person of a case, and who else is to have the position that it sets."""
    rivals = desk.requests.alike(case.action, seat_of) if seat_of(case.action) else ()
    if case.folder or not case.action.makes_person:
        return Alike(rivals=rivals)
    return Alike(desk.employees.same_person(case.person), desk.requests.alike(case.action), rivals)


def meet_nobody_alike(alike: Alike, *, another_person: bool) -> None:
    """Raises LikelyDuplicate, unless somebody said that it is another person."""
    if alike and not another_person:
        raise LikelyDuplicate(alike.rows, alike.waiting)
