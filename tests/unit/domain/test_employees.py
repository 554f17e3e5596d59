"""Names of employees as they are shown, sorted, searched and compared."""

from datetime import date
from itertools import permutations

import pytest

from humangov.domain.employees import LABELS, EmploymentType, PayBasis, Status, differences, in_sentence, row_of
from tests.builders import an_employee, changed


def test_the_legal_name_has_all_parts_in_reading_order() -> None:
    whole = an_employee(first_name="Ana", middle_name="Maria", last_name="Lee", suffix="Jr.")
    assert whole.legal_name == "Ana Maria Lee Jr."


def test_the_preferred_name_stands_for_the_first_in_headings_and_lists() -> None:
    person = an_employee(first_name="José", preferred_name="Pepe", last_name="García")
    assert (person.display_name, person.list_name) == ("Pepe García", "García, Pepe")


@pytest.mark.parametrize(
    "parts", [{"first_name": "", "last_name": "Sukarno"}, {"first_name": "Sukarno", "last_name": ""}]
)
def test_a_one_word_name_stands_alone_wherever_it_was_typed(parts: dict[str, str]) -> None:
    person = an_employee(**parts)
    assert person.display_name == person.list_name == person.legal_name == "Sukarno"
    assert person.sort_name == "sukarno"


def test_a_name_of_a_middle_name_alone_is_still_shown() -> None:
    assert an_employee(first_name="", last_name="", middle_name="Kai").display_name == "Kai"


def test_double_last_names_do_not_come_between_people_of_the_single_one() -> None:
    names = [
        ("De", "Zoë"),
        ("De La Cruz", "Ana"),
        ("De La Cruz", "Bea"),
        ("Dea", "Abe"),
        ("Delacruz", "Al"),
        ("Diaz", "Ed"),
    ]
    people = [an_employee(last_name=last, first_name=first) for last, first in names]
    for order in list(permutations(people))[::60]:
        assert sorted(order, key=lambda e: e.sort_name) == people


def test_case_accents_and_apostrophes_do_not_matter_for_the_order() -> None:
    assert an_employee(last_name="o’brien").sort_name == an_employee(last_name="O'BRIEN").sort_name


def test_people_of_the_same_last_name_stand_in_the_order_that_is_shown() -> None:
    pepe = an_employee(last_name="García", first_name="José", preferred_name="Pepe")
    luis = an_employee(last_name="García", first_name="Luis")
    assert luis.sort_name < pepe.sort_name


def test_a_record_is_found_by_every_name_by_number_and_by_email() -> None:
    person = an_employee(
        first_name="José",
        middle_name="Luis",
        last_name="O'Brien",
        preferred_name="Pepe",
        former_names=("José Ruiz",),
        number="A-7",
        email="Pepe@DMV.gov",
    )
    assert set(person.search_words) >= {"jose", "luis", "obrien", "pepe", "ruiz", "a-7", "pepe@dmv.gov"}
    assert "" not in an_employee().search_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("José", "García"), ("JOSE", "Garcia")),
        (("Ana", "O'Brien"), ("Ana", "OBrien")),
        (("Ana", "De La Cruz"), ("Ana", "Delacruz")),
        (("", "Sukarno"), ("Sukarno", "")),
        (("Xiaolong", "Li"), ("Li", "Xiaolong")),
    ],
)
def test_the_same_person_written_otherwise_is_alike(one: tuple[str, str], other: tuple[str, str]) -> None:
    first, second = (an_employee(first_name=f, last_name=n) for f, n in (one, other))
    assert first.likeness == second.likeness


@pytest.mark.parametrize("change", [{"last_name": "Garza"}, {"first_name": "Josef"}, {"birth_date": date(1984, 5, 18)}])
def test_another_name_or_birth_date_is_another_person(change: dict[str, object]) -> None:
    assert an_employee(**change).likeness != an_employee().likeness


def test_a_row_has_what_a_list_shows() -> None:
    row = row_of(an_employee(number="A-7", status=Status.LEAVE))
    assert (row.number, row.name, row.status) == ("A-7", "García, José", Status.LEAVE)


def test_differences_leave_out_what_describes_the_record_itself() -> None:
    before = an_employee(title="Clerk")
    assert differences(before, changed(before, title="Examiner")) == {"title": ("Clerk", "Examiner")}


def test_a_new_record_differs_by_what_it_holds_and_not_by_what_is_empty() -> None:
    found = differences(None, an_employee())
    assert found["title"] == (None, "Licensing examiner")
    assert not {"email", "former_names", "id", "token"} & set(found)


def test_every_field_of_a_person_has_a_label() -> None:
    filled = an_employee(**dict.fromkeys(("middle_name", "suffix", "street", "separation_reason"), "x"))
    assert set(differences(None, filled)) <= set(LABELS)


@pytest.mark.parametrize(
    ("field", "said"), [("postal_code", "ZIP code"), ("email", "work e-mail"), ("region", "state of residence")]
)
def test_a_label_inside_a_sentence_begins_small_unless_it_is_an_abbreviation(field: str, said: str) -> None:
    assert in_sentence(field) == said


def test_statuses_types_and_bases_are_said_in_words() -> None:
    assert [s.label for s in Status] == ["Active", "On leave", "Suspended", "Separated", "Not started"]
    assert EmploymentType.PROBATIONARY.label == "Probationary"
    assert [(b.label, b.unit) for b in PayBasis] == [("Annual", "a year"), ("Hourly", "an hour")]
