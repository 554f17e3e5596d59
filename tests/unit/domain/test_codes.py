"""What a code makes of a person's status and pay, in which statuses it is possible, and the rules of a code itself."""

from dataclasses import replace

import pytest

from humangov.domain.codes import (
    DEFAULTS,
    FAMILIES,
    ActionCode,
    allowed_from,
    appoints,
    code_problems,
    codes_with,
    fields_said,
    own_codes,
    status_after,
)
from humangov.domain.documents import DocumentType
from humangov.domain.employees import Status

STATUSES = {
    "100": Status.ACTIVE,
    "292": Status.ACTIVE,
    "317": Status.SEPARATED,
    "450": Status.SUSPENDED,
    "459": Status.SUSPENDED,
    "460": Status.LEAVE,
    "4500": Status.LEAVE,
    "500": None,
    "702": None,
    "894": None,
    "001": None,
    "": None,
}
EVERY = frozenset({Status.ACTIVE, Status.LEAVE, Status.SUSPENDED, Status.SEPARATED})
EMPLOYED = EVERY - {Status.SEPARATED}
FROM = {
    "100": {Status.SEPARATED},
    "292": {Status.LEAVE, Status.SUSPENDED},
    "317": EMPLOYED,
    "450": {Status.ACTIVE},
    "702": EMPLOYED,
    "780": EVERY,
    "001": EVERY,
    "": EVERY,
}


# The list that a new state has, once more: what each code may change, and the document as which its notice is filed.
JOB = ("agency", "department", "employment_type", "fte_hundredths", "job_class", "position", "title")
PAY = ("pay_basis", "pay_cents")
BOTH = tuple(sorted((*JOB, *PAY)))
LIST = {
    "100 108 115 118 140 170 199 500 508 515 570 702 703 713 721": (BOTH, DocumentType.PERSONNEL_ACTION),
    "292 293 450 452 460 472 473 480": ((), DocumentType.PERSONNEL_ACTION),
    "300 301 302 317 330 350 352 355 356 385": ((), DocumentType.SEPARATION),
    "740 790": (tuple(name for name in JOB if name != "fte_hundredths"), DocumentType.PERSONNEL_ACTION),
    "780": (("first_name", "last_name", "middle_name", "suffix"), DocumentType.PERSONNEL_ACTION),
    "782": (("fte_hundredths",), DocumentType.PERSONNEL_ACTION),
    "890 892 893 894": (PAY, DocumentType.PERSONNEL_ACTION),
}


def test_the_list_of_a_new_state() -> None:
    said = {code: of for codes, of in LIST.items() for code in codes.split()}
    assert {code.code: (code.fields, code.notice) for code in DEFAULTS} == said
    assert all(code.active and code.title[:1].isupper() and code.title == code.title.strip() for code in DEFAULTS)
    assert not any(code.second_person or code.alone_because for code in DEFAULTS)


def a_code(code: str = "730", *fields: str, second: bool = False, alone: str = "") -> ActionCode:
    return ActionCode(code=code, title="Detail", fields=fields, second_person=second, alone_because=alone)


@pytest.mark.parametrize("nature", STATUSES)
def test_the_first_digit_tells_the_status_and_45_a_suspension(nature: str) -> None:
    assert status_after(nature) is STATUSES[nature]


@pytest.mark.parametrize("nature", FROM)
def test_the_first_digit_tells_in_which_statuses_it_is_possible_and_a_name_changes_in_any(nature: str) -> None:
    assert allowed_from(nature) == FROM[nature]


def test_who_is_appointed_is_told_by_the_first_digit() -> None:
    assert [code for code in ("100", "199", "210", "317", "001", "") if appoints(code)] == ["100", "199"]
    assert [a_code(code).appoints for code in ("140", "702")] == [True, False]


def test_a_code_is_named_by_its_digits_and_title_and_is_of_the_family_of_its_first_digit() -> None:
    assert (a_code().label, a_code().family) == ("730 Detail", FAMILIES["7"])


@pytest.mark.parametrize(
    ("code", "moved"),
    [
        (a_code("740", "title", "department"), set()),
        (
            a_code("740", "title", "pay_cents", "pay_basis", "fte_hundredths"),
            {"pay_cents", "pay_basis", "fte_hundredths"},
        ),
        (a_code("317"), {"status"}),
        (a_code("140", "pay_cents"), {"status", "pay_cents"}),
    ],
)
def test_what_moves_pay_needs_two_unless_the_state_says_why_not(code: ActionCode, moved: set[str]) -> None:
    none = frozenset[str]()
    assert (code.pay_facts, code.affects_pay, code.done_alone) == (none | moved, bool(moved), none)
    assert code.needs_second_person is bool(moved)
    assert replace(code, second_person=True).needs_second_person
    alone = replace(code, alone_because="Payroll checks each")
    assert (alone.done_alone, alone.needs_second_person) == (none | moved, False)


def test_a_state_has_the_default_codes_and_its_own_by_code_and_keeps_what_differs() -> None:
    own = (a_code("830"), replace(DEFAULTS[0], title="Appointment"), a_code("130"))
    codes = codes_with(own)
    assert [code.code for code in codes] == sorted({code.code for code in (*DEFAULTS, *own)})
    assert {code.code: code for code in codes}[DEFAULTS[0].code] == own[1]
    assert [code.code for code in own_codes(codes)] == [DEFAULTS[0].code, "130", "830"]
    assert own_codes(reversed(own)) == (own[1], own[2], own[0])
    assert own_codes(codes_with(())) == ()


def test_fields_are_said_in_the_order_of_a_record_and_none_is_the_status() -> None:
    assert fields_said(["title", "agency"]) == "agency, position title"
    assert fields_said(()) == "the status only"


@pytest.mark.parametrize("code", ["601", "901", "001", "73", "7300", "7a0", "", "٧٣٠"])
def test_a_code_is_three_digits_of_a_family(code: str) -> None:
    text = "Use three digits whose first is 1, 2, 3, 4, 5, 7 or 8, the digit of its family."
    assert code_problems(a_code(code), taken=True) == {"code": text}


def test_each_rule_of_a_code_is_told_beside_its_field() -> None:
    for digit in "1234578":
        assert code_problems(a_code(f"{digit}30")) == {}
    assert code_problems(a_code(), taken=True) == {"code": "This code is in use. Choose another, or change that one."}
    assert code_problems(replace(a_code(), title="")) == {"title": "Enter a title."}
    assert code_problems(replace(a_code(), title="x" * 101)) == {"title": "Use at most 100 characters. You have 101."}
    assert code_problems(replace(a_code(), title="x" * 100)) == {}
    assert code_problems(a_code("330", "pay_cents", "agency")) == {
        "fields": "Codes of the family “Separations” cannot change: agency, pay. Take that away."
    }
    assert code_problems(a_code("830", "pay_cents", "pay_basis", "fte_hundredths")) == {}


def test_why_nobody_else_approves_is_said_only_where_nobody_else_does_and_in_a_few_words() -> None:
    both = "Either a second person must approve it, or there is a reason why nobody need. Choose one."
    assert code_problems(a_code(second=True, alone="Payroll checks each")) == {"alone_because": both}
    assert code_problems(a_code(second=True)) == code_problems(a_code(alone="x" * 200)) == {}
    long = {"alone_because": "Use at most 200 characters. You have 201."}
    assert code_problems(a_code(alone="x" * 201)) == long
