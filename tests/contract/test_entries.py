"""What an entry of the ledger writes: bounded, and nothing that did not change."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from humangov.aws import keys, ledger
from humangov.aws.careers import action_text, career_text, moves_text, read_action, read_career, read_moves
from humangov.aws.writes import MOST_WRITES, Write
from humangov.domain.career import record_as_of
from humangov.domain.employees import Employee, Status
from humangov.domain.headcount import moves
from humangov.domain.opening import opening
from humangov.domain.positions import seated
from humangov.services.folders import Entry
from tests.builders import (
    AGENCIES,
    TODAY,
    a_by,
    a_position,
    an_action,
    an_employee,
    an_entry,
    an_incumbency,
    changed,
    facts,
)
from tests.contract.test_index import long_named

KIB, ITEM_BYTES = 1024, 400 * 1024


def written(entry: Entry) -> list[Write]:
    """All that is saved but the event."""
    return [ledger.record_write(entry), *ledger.writes(entry)]


def partitions(entry: Entry) -> Counter[str]:
    return Counter(w.key[0].partition("#")[0] for w in written(entry))


def an_act_of(employee: Employee, **changes: Any) -> Entry:
    """An action about somebody with a ledger."""
    was = opening(employee)
    action = an_action(employee_id=employee.id, approved=a_by(), **changes)
    after = record_as_of((*was, action), TODAY)
    assert after
    return Entry(
        before=employee,
        after=replace(after, version=employee.version + 1, token=action.id),
        was=was,
        ledger=(*was, action),
        day=TODAY,
    )


def test_an_appointment_saves_record_action_career_counter_and_moves_beside_its_rows() -> None:
    entry = an_entry(an_employee(email="jose@agency.gov"))
    assert len(written(entry)) == 26
    assert partitions(entry) == {"EMP": 3, "DIR": 14, "WORD": 4, "SAME": 1, "UNIQ": 2, "STATE": 1, "MOVES": 1}


def test_a_change_of_pay_saves_record_action_career_and_the_notice_to_come() -> None:
    assert partitions(an_act_of(an_employee())) == {"EMP": 3, "NOTICES": 1}


def test_an_edit_of_what_no_list_shows_leaves_the_career_in_short_alone() -> None:
    entry = an_act_of(an_employee(), code="", nature="", changes={"phone": "916-555-0100"})
    entry = replace(entry, ledger=tuple(replace(a, approved=None) for a in entry.ledger))
    assert partitions(entry) == {"EMP": 2}


def test_a_change_of_status_moves_one_counter_today_and_at_the_end() -> None:
    entry = an_act_of(an_employee(), code="460", nature="460", changes={})
    (counter,) = [w for w in written(entry) if w.key[1].startswith("COUNT#")]
    assert counter.sums == {"leave": 1, "active": -1, "final_leave": 1, "final_active": -1}


def test_a_change_of_status_that_is_to_come_moves_only_the_end_and_is_due() -> None:
    tomorrow = TODAY + timedelta(days=1)
    entry = an_act_of(an_employee(), code="460", nature="460", changes={}, effective=tomorrow)
    entry = replace(entry, after=replace(entry.after, due=tomorrow))
    (counter,) = [w for w in written(entry) if w.key[1].startswith("COUNT#")]
    assert counter.sums == {"final_leave": 1, "final_active": -1}
    assert [w.key for w in written(entry) if w.key[0] == keys.DUE] == [keys.due(tomorrow, entry.after.id)]


def test_a_move_to_another_agency_moves_two_counters() -> None:
    entry = an_act_of(an_employee(), code="721", nature="721", changes={"agency": "DOT", "department": "ROA"})
    counters = [w for w in written(entry) if w.key[1].startswith("COUNT#")]
    assert sorted((w.key[1].split("#")[1], w.sums["active"], w.sums["final_active"]) for w in counters) == [
        ("DMV", -1, -1),
        ("DOT", 1, 1),
    ]


def largest() -> Entry:
    """A correction of long ago by which every name, agency and status is another one, of a ledger never saved.

    The career ends in two more agencies, something else is due, a request ends, and two positions change hands.
    """
    before = long_named("q", email="a@agency.gov", number="A1")
    before = replace(before, due=TODAY + timedelta(days=1))
    after = long_named(
        "z", id=before.id, email="b@agency.gov", number="B1", agency="DOT", department="ROA", status=Status.LEAVE
    )
    dates = {"birth_date": date(1990, 1, 1), "hire_date": date(2020, 1, 1), "due": TODAY + timedelta(days=2)}
    after = replace(after, version=2, **dates)  # type: ignore[arg-type] # names of fields
    moved = {
        code: an_action(changes={"agency": code, "department": "NOR"}, effective=date(2026, 6, 1))
        for code in ("PARKS", "CDT")
    }
    first, away = opening(after)
    correction = an_action(code="002", nature="100", corrects=before.id, approved=a_by(), changes={})
    was = (*opening(before), moved["PARKS"])
    now = (replace(first, corrected_by=correction.id), away, moved["CDT"], correction)
    left, taken = a_position(facts()), a_position(facts(agency="DOT", unit="ROA"))
    left = replace(left, incumbents=(an_incumbency(employee_id=before.id),))
    seats = ((left, seated(left, before.id, ())), (taken, seated(taken, before.id, [an_incumbency()])))
    request = replace(correction, version=1)
    return Entry(before=before, after=after, was=was, ledger=now, day=TODAY, request=request, seats=seats)


def test_the_largest_entry_fits_into_a_transaction_with_its_event() -> None:
    writes = written(largest())
    assert len({w.key for w in writes}) == len(writes)
    assert len(writes) + 1 <= MOST_WRITES
    told = partitions(largest())
    assert (told["STATE"], told["MOVES"], told["DUE"], told["QUEUE"], told["NOTICES"]) == (4, 1, 2, 1, 1)


def a_long_ledger(count: int) -> list[Any]:
    """A career of so many actions, each a move to another agency, of somebody with a long name."""
    first = opening(an_employee(first_name="Maximiliana", last_name="Featherstonehaugh-Cholmondeley"))[0]
    found = [first]
    for n in range(1, count):
        changes = {"agency": AGENCIES[n % 2].code, "department": ("LIC", "BRI")[n % 2], "title": "Licensing examiner"}
        found.append(
            an_action(
                employee_id=first.employee_id,
                changes=changes,
                effective=first.effective + timedelta(days=17 * n),
                authority="Government Code section 19815.4",
            )
        )
    return found


def test_what_grows_with_a_career_stays_far_below_what_an_item_holds() -> None:
    ledger_ = a_long_ledger(200)
    assert len(career_text(ledger_).encode()) < 40 * KIB
    assert len(moves_text(moves(ledger_)).encode()) < 20 * KIB
    assert max(len(action_text(a).encode()) for a in ledger_) < 2 * KIB


def test_an_action_and_the_longest_texts_fit_into_an_item() -> None:
    action = an_action(reason="李" * 200, authority="李" * 200, remarks="李" * 2000, exception="李" * 200)
    assert len(action_text(action).encode()) < 10 * KIB < ITEM_BYTES
    assert read_action(action_text(action)) == action


def test_each_entry_s_moves_are_an_item_of_their_own() -> None:
    """Ten thousand people who are appointed on one day to as many first days meet at no item but the counters."""
    people = [an_employee(hire_date=date(1999, 1, 1) + timedelta(days=n)) for n in range(300)]
    found = [w for one in people for w in written(an_entry(one)) if w.key[0] == keys.MOVES]
    assert len({w.key for w in found}) == len(people)
    assert {len(str(w.item["moves"])) for w in found} == {33}


def test_moves_and_careers_come_back_as_they_were() -> None:
    ledger_ = a_long_ledger(20)
    assert read_moves(moves_text(moves(ledger_))) == moves(ledger_)
    told = read_career(ledger_[0].employee_id, career_text(ledger_))
    for day in (date(2015, 1, 1), date(2015, 8, 1), date(2016, 3, 1)):
        record, short = record_as_of(ledger_, day), record_as_of(told, day)
        assert record
        assert short
        assert (record.list_name, record.agency, record.status) == (short.list_name, short.agency, short.status)


def test_what_stays_the_same_is_not_written() -> None:
    employee = an_employee(email="jose@agency.gov")
    assert partitions(an_entry(changed(employee), employee)) == {"EMP": 1}
