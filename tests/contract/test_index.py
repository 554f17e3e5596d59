"""What is written beside a record: bounded, and nothing that did not change."""

from collections import Counter
from dataclasses import replace
from datetime import date

from humangov.aws import index, keys
from humangov.aws.writes import Write
from humangov.domain.employees import Employee, Status
from humangov.domain.text import fold
from tests.builders import an_employee, an_event, changed

# What else an entry of the ledger writes is held by test_entries.py.
MOST_WRITES = 78


def kinds(writes: list[Write]) -> dict[str, int]:
    return dict(Counter(w.kind for w in writes))


def long_named(seed: str, **changes: object) -> Employee:
    """A person whose every name is as long as a form takes, of as many words as fit."""
    name = " ".join(f"{seed}{n:02}" for n in range(99))[:100]
    names = dict.fromkeys(("first_name", "middle_name", "last_name", "preferred_name"), name)
    former = tuple(f"{seed}{n}a {seed}{n}b {seed}{n}c" for n in range(40))
    return replace(an_employee(), **{**names, "former_names": former, **changes})  # type: ignore[arg-type]


def test_an_ordinary_appointment_writes_21_rows() -> None:
    employee = an_employee(email="jose.garcia@agency.gov")
    assert kinds(index.writes(None, employee)) == {"Put": 21}
    assert len(index.search_words(employee)) == 4


def test_the_rows_of_the_largest_change_leave_room_in_a_transaction() -> None:
    before = long_named("q", email="a@agency.gov", number="A1")
    after = long_named(
        "z",
        id=before.id,
        email="b@agency.gov",
        number="B1",
        agency="DOT",
        department="ROA",
        status=Status.LEAVE,
        birth_date=date(1990, 1, 1),
        hire_date=date(2020, 1, 1),
    )
    writes = index.writes(before, after)
    assert len(writes) <= MOST_WRITES
    assert len({w.key for w in writes}) == len(writes)


def test_a_change_of_pay_writes_nothing_beside_the_record() -> None:
    employee = an_employee()
    assert index.writes(employee, changed(employee, pay_cents=1, street="1 Main St")) == []


def test_a_change_of_title_rewrites_rows_in_place() -> None:
    employee = an_employee(email="jose@agency.gov")
    assert kinds(index.writes(employee, changed(employee, title="Chief"))) == {"Put": 18}


def test_a_change_of_email_leaves_the_directory_alone() -> None:
    employee = an_employee(email="jose@agency.gov")
    writes = index.writes(employee, changed(employee, email="garcia@agency.gov"))
    assert not [w for w in writes if w.key[0].startswith("DIR#")]
    assert kinds(writes) == {"Put": 5, "Delete": 2}


def test_words_are_bounded_in_number_and_the_most_telling_come_first() -> None:
    words = index.search_words(long_named("q", number="N-1", email="q@agency.gov"))
    assert len(words) == index.WORDS
    assert words[:2] == ("n-1", "q@agency.gov")


def test_the_newest_former_names_are_the_last_to_be_dropped() -> None:
    words = index.search_words(an_employee(former_names=tuple(f"Name{n} Other{n}" for n in range(40))))
    assert "name39" in words
    assert "name0" not in words


def test_a_word_of_one_letter_is_compared_but_not_written() -> None:
    employee = an_employee(last_name="O'Brien")
    assert "o" in index.search_words(employee)
    assert not [pk for pk, _ in index.rows(employee) if pk == "WORD#o"]


def test_every_key_fits_whatever_the_name() -> None:
    for wide in ("ﷺ", "😀", "é", "李", "q"):
        name = wide * 100
        employee = an_employee(first_name=name, middle_name=name, last_name=name, preferred_name=name, email="a" * 254)
        assert fold(name)
        assert all(keys.storable(w.key) for w in index.writes(None, employee))


def test_rows_of_a_large_family_sort_by_name_and_one_word_names_come_first() -> None:
    names = [("", "Garcia"), ("Ana", "Garcia"), ("Ana María", "Garcia"), ("Ana", "Garcia Lopez"), ("Ana", "Garciaz")]
    made = [an_employee(first_name=first, last_name=last) for first, last in names]
    sort_keys = [next(keys.directory(e))[1] for e in made]
    assert sort_keys == sorted(sort_keys)


def test_looks_and_changes_of_a_subject_lie_apart() -> None:
    assert keys.event(an_event())[0] == keys.events(an_event().subject, seen=False)
