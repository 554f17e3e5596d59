"""Careers folded from their ledgers, against a fold that is as plain as can be."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from humangov.domain.actions import Action, next_sequence
from humangov.domain.career import next_due, pay_moved, record_as_of, standing, steps
from humangov.domain.employees import BOOKKEEPING, Employee, Status
from humangov.domain.headcount import moves
from humangov.domain.opening import opening
from tests.builders import a_by, an_action, an_employee, an_id

HIRED = date(2020, 1, 6)
PERSON = an_employee(hire_date=HIRED, status_since=HIRED, former_names=())
DAYS = st.integers(0, 400).map(lambda n: HIRED + timedelta(days=n))
CHANGES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "894": st.integers(1, 5).map(lambda n: {"pay_cents": n * 10_000_00}),
    "702": st.sampled_from(["Examiner", "Senior examiner"]).map(lambda title: {"title": title}),
    "721": st.sampled_from(["DMV", "DOT"]).map(lambda agency: {"agency": agency}),
    "460": st.just({}),
    "292": st.just({}),
    "317": st.just({}),
    "140": st.just({}),
    "": st.sampled_from(["916-555-0100", "916-555-0101"]).map(lambda phone: {"phone": phone}),
}
STATUSES = {"460": Status.LEAVE, "292": Status.ACTIVE, "317": Status.SEPARATED, "140": Status.ACTIVE}


def instant(n: int) -> datetime:
    """The n-th time at which anything was recorded."""
    return datetime.combine(HIRED, time(12), UTC) + timedelta(days=7 * n)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Action]:
    """An appointment and what followed in any order of days: acts, edits, corrections and cancellations."""
    first = replace(opening(PERSON)[0], recorded=a_by(at=instant(0)), requested=a_by(at=instant(0)))
    ledger = [first]
    for n in range(1, draw(st.integers(1, 12)) + 1):
        open_to = [a for a in standing(ledger) if not a.is_edit and not a.first]
        kind = draw(st.sampled_from(["act", "act", "act", "correct", "cancel"])) if open_to else "act"
        at = {"id": an_id(), "recorded": a_by(at=instant(n)), "employee_id": PERSON.id}
        if kind == "act":
            code, day = draw(st.sampled_from(sorted(CHANGES))), draw(DAYS)
            what = {"code": code, "changes": draw(CHANGES[code]), "sequence": next_sequence(ledger, day)}
            ledger.append(an_action(effective=day, **what, **at))
            continue
        target = draw(st.sampled_from(open_to))
        if kind == "cancel":
            ledger.append(an_action(code="001", nature="", cancels=target.id, effective=target.effective, **at))
        else:
            day = draw(st.one_of(st.just(target.effective), DAYS))
            place = target.sequence if day == target.effective else next_sequence(ledger, day)
            what = {"changes": draw(CHANGES[target.nature]), "effective": day, "sequence": place, "reason": "A slip"}
            ledger.append(an_action(code="002", nature=target.nature, corrects=target.id, **what, **at))
    return ledger


def naively(ledger: Iterable[Action], day: date, known_at: datetime) -> dict[str, Any]:
    """The record by the book: what was known, without what was undone, in the order of days, one field at a time."""
    alive: dict[str, Action] = {}
    for action in sorted(ledger, key=lambda a: a.recorded_at):
        if action.recorded_at > known_at:
            break
        alive.pop(action.cancels, None)
        alive.pop(action.corrects, None)
        if not action.cancels:
            alive[action.id] = action
    record: dict[str, Any] = {}
    by_id = {action.id: action for action in ledger}
    order = sorted(alive.values(), key=lambda a: (not a.first, a.effective, a.sequence, a.recorded_at))
    for action in order:
        if action.effective <= day or action.first:
            record |= action.changes
            if action.first:
                record |= {"status": Status.ACTIVE, "status_since": action.effective, "separation_reason": ""}
            if action.nature in STATUSES:
                gone = action.nature == "317"
                record |= {"status": STATUSES[action.nature], "status_since": action.effective}
                act = action
                while act.corrects:
                    act = by_id[act.corrects]
                record |= {"separation_reason": act.reason if gone else ""}
                record |= {"position": ""} if gone else {}
    return record


def told(record: Employee | None) -> dict[str, Any]:
    """What a record says, without its bookkeeping."""
    names = (f.name for f in fields(Employee) if f.name not in BOOKKEEPING | {"hire_date", "former_names"})
    return {name: getattr(record, name) for name in names} if record else {}


@settings(max_examples=300)
@given(ledgers(), DAYS, st.integers(0, 13))
def test_every_day_as_it_was_known_at_any_time_is_what_the_plain_fold_says(
    ledger: list[Action], day: date, known: int
) -> None:
    expected = naively(ledger, day, instant(known))
    found = told(record_as_of(ledger, day, instant(known)))
    assert found == {name: expected[name] for name in found}
    assert bool(found) == bool(expected)


@settings(max_examples=200)
@given(ledgers(), st.randoms())
def test_the_order_in_which_a_ledger_is_read_does_not_matter(ledger: list[Action], dice: Any) -> None:
    shuffled = [*ledger]
    dice.shuffle(shuffled)
    assert steps(shuffled) == steps(ledger)


@settings(max_examples=200)
@given(ledgers(), DAYS)
def test_what_is_due_next_is_the_next_day_on_which_the_record_can_differ(ledger: list[Action], day: date) -> None:
    due = next_due(ledger, day)
    until = (due or day + timedelta(days=500)) - timedelta(days=1)
    assert told(record_as_of(ledger, until)) == told(record_as_of(ledger, max(day, HIRED)))


@settings(max_examples=200)
@given(ledgers(), DAYS)
def test_the_moves_up_to_a_day_add_up_to_the_person_of_that_day(ledger: list[Action], day: date) -> None:
    sums: dict[tuple[str, Status], int] = {}
    for (on, agency, status), n in moves(ledger).items():
        if on <= day:
            sums[agency, status] = sums.get((agency, status), 0) + n
    record = record_as_of(ledger, day)
    assert record is not None
    assert {place for place, n in sums.items() if n} == {(record.agency, record.status)}
    assert sum(sums.values()) == 1


@settings(max_examples=200)
@given(ledgers(), st.integers(0, 12))
def test_what_moved_of_pay_is_what_differs_on_any_day_by_the_plain_fold(ledger: list[Action], until: int) -> None:
    def pay(day: date, known_at: datetime) -> dict[str, Any]:
        record = naively(ledger, day, known_at) if day >= HIRED else {}
        in_pay = record.get("status") is Status.ACTIVE
        return {"status": in_pay} | {name: record.get(name) for name in ("pay_cents", "pay_basis", "fte_hundredths")}

    last = max(a.recorded_at for a in ledger)
    days = {HIRED - timedelta(days=1), *(a.effective for a in ledger)}
    pairs = [(pay(day, instant(until)), pay(day, last)) for day in days]
    expected = {name for was, now in pairs for name in now if was[name] != now[name]}
    was = [a for a in ledger if a.recorded_at <= instant(until)]
    assert pay_moved(was, ledger) == expected
