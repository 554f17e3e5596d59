"""An office in which specialists ask and a supervisor approves, and the book that is kept beside it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from humangov.domain.edits import EditKind
from humangov.domain.errors import Invalid
from humangov.domain.organization import Overview, tree_of
from humangov.domain.permissions import Role, operator
from humangov.domain.troubles import ChoreName
from humangov.services.actions import file_action
from humangov.services.desk import Desk, Origin
from humangov.services.desks import Desks
from humangov.services.edits import edit_facts
from humangov.services.proposing import Proposal
from tests.builders import AGENCIES, a_position, an_account, an_event, an_id, facts
from tests.careers.book import POSITIONS, Line, told, wrong
from tests.chores import do
from tests.deciding import approve_action
from tests.fakes.clock import FakeClock

OFFSETS = (-45, -21, -20, -7, -1, 0, 0, 1, 7, 20, 45, 400)
CHANGES: dict[str, tuple[dict[str, Any], ...]] = {
    "140": ({"title": "Clerk", "pay_cents": 45_000_00}, {"title": "Chief", "position": "P-1"}),
    "292": ({},),
    "317": ({},),
    "450": ({},),
    "460": ({},),
    "721": (
        {"agency": "DOT", "department": "BRI", "position": ""},
        {"agency": "DMV", "department": "REG"},
        {"position": "P-1", "title": "Examiner"},
        {"position": "P-2", "fte_hundredths": 50},
        {"agency": "DOT", "department": "ROA", "position": "P-2"},
    ),
    "740": ({"department": "REG"}, {"department": "ROA"}, {"title": "Analyst"}, {"position": "P-1"}),
    "780": ({"last_name": "Núñez"}, {"last_name": "García"}),
    "782": ({"fte_hundredths": 50}, {"fte_hundredths": 100}),
    "894": ({"pay_cents": 50_000_00}, {"pay_cents": 52_000_00}, {"pay_cents": 54_000_00}),
}
PHONES = ("916-555-0100", "916-555-0101", "")
# What somebody does, to whom, when and how: numbers that `Office.do` takes for a choice.
STEP = st.tuples(
    st.sampled_from("aaaaaaaacccxxesdddp"), st.integers(0, 2), st.integers(0, 1000), st.integers(0, len(OFFSETS) - 1)
)


def steps(least: int, most: int) -> st.SearchStrategy[list[tuple[str, int, int, int]]]:
    """What happens in an office, one step after the other."""
    return st.lists(STEP, min_size=least, max_size=most)


class Office:
    """Two people are appointed to begin with. `book` has what each was told to have become."""

    def __init__(self, desks: Desks, clock: FakeClock) -> None:
        self.clock, self.place, self.book = clock, 0, dict[str, list[Line]]()
        state = desks.installed("california")
        assert state is not None
        self.office = desks.open(state, operator("tests"), Origin())
        self.asking, self.approving = (
            desks.open(state, an_account(role=role).principal, Origin()) for role in (Role.SPECIALIST, Role.SUPERVISOR)
        )
        self.office.organization.save_units(Overview(), tree_of(AGENCIES), an_event())
        for number, fte in POSITIONS.items():
            self.office.positions.create(a_position(facts(fte_hundredths=fte), number=number), an_event())
        self.appoint(1, -9)
        self.appoint(2, 3)

    @property
    def today(self) -> date:
        return self.office.today()

    @property
    def desk(self) -> Desk:
        return self.asking

    def do(self, kind: str, whose: int, choice: int, offset: int) -> None:
        """One step: an act, a correction, a cancellation, an edit, days, a settlement, an appointment."""
        person = [*self.book][whose % len(self.book)]
        day = self.today + timedelta(days=OFFSETS[offset])
        steps: dict[str, Callable[[], object]] = {
            "a": lambda: self.act(person, choice, day),
            "c": lambda: self.correct(person, choice, day),
            "x": lambda: self.cancel(person, choice),
            "e": lambda: self.edit(person, PHONES[choice % len(PHONES)]),
            "d": lambda: self.days_pass(abs(OFFSETS[offset]) % 50),
            "s": lambda: do(self.asking, ChoreName.EFFECT),
            "p": lambda: self.appoint(len(self.book) + 1, OFFSETS[offset]) if len(self.book) < 3 else None,
        }
        steps[kind]()

    def days_pass(self, count: int) -> None:
        self.clock.advance(timedelta(days=count))

    def appoint(self, n: int, offset: int) -> None:
        changes = {
            "first_name": f"Ana{n}",
            "last_name": "García",
            "birth_date": date(1984, 5, n),
            "agency": "DMV",
            "department": "LIC",
            "title": "Examiner",
            "pay_cents": 50_000_00,
            "position": "P-1" if n == 2 else "",
        }
        person = an_id(self.clock.instant)
        self.book[person] = []
        self._ask(person, Proposal(code="100", **self._said(self.today + timedelta(days=offset), changes)), "100")
        if not self.book[person]:
            del self.book[person]

    def act(self, person: str, choice: int, day: date) -> None:
        code = [*CHANGES][choice % len(CHANGES)]
        changes = CHANGES[code][choice // len(CHANGES) % len(CHANGES[code])]
        self._ask(person, Proposal(code=code, **self._said(day, changes)), code)

    def correct(self, person: str, choice: int, day: date) -> None:
        acts = [line for line in self.book[person] if line.code and not line.cancels]
        target = acts[choice % len(acts)]
        options = CHANGES.get(target.code, ({"title": "Clerk"}, {"department": "REG"}, {"position": ""}))
        when = (target.effective, day)[choice % 2]
        said = self._said(when, options[choice // 7 % len(options)]) | {"reason": "A slip"}
        proposal = Proposal(code="002", target=target.id, **said)
        self._ask(person, proposal, target.code)

    def cancel(self, person: str, choice: int) -> None:
        acts = [line for line in self.book[person] if line.code and not line.cancels]
        target = acts[choice % len(acts)]
        self._ask(person, Proposal(code="001", target=target.id, **self._said(target.effective, {})), target.code)

    def edit(self, person: str, phone: str) -> None:
        token, version = an_id(self.clock.instant), self._version(person)
        record = told(self.book[person], self.today)
        edit_facts(self.asking, person, EditKind.CONTACT, {"phone": phone}, version, token)
        if record and record["phone"] != phone:
            self._note(person, Line(token, "", self.today, 0, self.clock.instant, {"phone": phone}))

    def _said(self, day: date, changes: Mapping[str, Any]) -> dict[str, Any]:
        return {"effective": day, "changes": changes, "reason": "As agreed", "exception": "Market"}

    def _version(self, person: str) -> int:
        """What the page showed, after whatever was due."""
        do(self.asking, ChoreName.EFFECT)
        return self.asking.employees.get(person).version

    def _ask(self, person: str, proposal: Proposal, code: str) -> None:
        """File it, and have it approved where it must be; then the book says whether that was right."""
        token = person if not self.book[person] else an_id(self.clock.instant)
        line = self._line(person, proposal, code, token)
        reason, refused = wrong(self.book, person, line, self.today), self._refused(person, proposal, token)
        assert bool(reason) == bool(refused), f"the book says: {reason or 'fine'}; the system: {refused or 'fine'}"
        if not refused:
            self._note(person, replace(line, recorded=self.clock.instant))

    def _refused(self, person: str, proposal: Proposal, token: str) -> dict[str, str]:
        """What the system says against it."""
        try:
            self._filed(person, proposal, token)
        except Invalid as invalid:
            return invalid.fields
        return {}

    def _filed(self, person: str, proposal: Proposal, token: str) -> None:
        version = self._version(person) if self.book[person] else 0
        whose = person if self.book[person] else ""
        filed = file_action(self.asking, whose, proposal, token, version, another_person=True)
        if filed.employee is None:
            approve_action(self.approving, person, token, filed.action.version)

    def _line(self, person: str, proposal: Proposal, code: str, token: str) -> Line:
        assert proposal.effective
        lines = self.book[person]
        target = next((line for line in lines if line.id == proposal.target), None)
        same = target and target.effective == proposal.effective
        return Line(
            id=token,
            code=code,
            effective=proposal.effective,
            place=target.place if target and same and proposal.code == "002" else self.place + 1,
            recorded=self.clock.instant,
            changes={**(target.changes if target else {}), **proposal.changes} if proposal.code != "001" else {},
            reason=proposal.reason,
            first=target.first if target and proposal.code == "002" else not lines,
            undoes=proposal.target,
            cancels=proposal.code == "001",
        )

    def _note(self, person: str, line: Line) -> None:
        self.place += 1
        self.book[person].append(line)
