"""Codes of personnel actions: what each may change, and what it makes of the person's status.

The list is modelled on the families of nature-of-action codes in OPM's Guide to Processing Personnel Actions (chapter
1): the first digit tells appointments (1) from returns (2), separations (3), nonpay (4), conversions (5), position
changes (7) and pay (8). 001 and 002 cancel and correct another action. A state keeps only what differs from these.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from humangov.domain.documents import DocumentType
from humangov.domain.employees import LABELS, Status, in_sentence
from humangov.domain.text import REASON_TEXT, SHORT_TEXT, text_problem

CANCELLATION, CORRECTION = "001", "002"
NAMES = frozenset({"first_name", "middle_name", "last_name", "suffix"})
JOB = frozenset({"position", "agency", "department", "title", "job_class", "employment_type", "fte_hundredths"})
PAY = frozenset({"pay_cents", "pay_basis"})
# A second person must approve what can move what a person is paid: these fields, and whether they are in pay at all.
PAY_AFFECTING = PAY | {"fte_hundredths"}
PAY_FACTS = PAY_AFFECTING | {"status"}
# What an administrator can let a code change, in the order of a form.
GROUPS: Mapping[str, frozenset[str]] = {"names": NAMES, "job": JOB, "pay": PAY}
_CODE = re.compile(r"[1-578]\d\d")
_SUSPENSIONS = re.compile(r"45\d")


@dataclass(frozen=True, slots=True)
class Family:
    """What all codes of a first digit have in common."""

    label: str
    done: str
    allowed_from: frozenset[Status]
    leads_to: Status | None = None
    may_change: frozenset[str] = frozenset()


_EMPLOYED = frozenset({Status.ACTIVE, Status.LEAVE, Status.SUSPENDED})
_AWAY = frozenset({Status.LEAVE, Status.SUSPENDED})
FAMILIES: Mapping[str, Family] = {
    "1": Family("Appointments", "appointed", frozenset({Status.SEPARATED}), Status.ACTIVE, JOB | PAY),
    "2": Family("Returns", "returned", _AWAY, Status.ACTIVE),
    "3": Family("Separations", "separated", _EMPLOYED, Status.SEPARATED),
    "4": Family("Leave and suspension", "placed in nonpay status", frozenset({Status.ACTIVE}), Status.LEAVE),
    "5": Family("Conversions", "converted", _EMPLOYED, None, JOB | PAY),
    "7": Family("Position changes", "position changed", _EMPLOYED, None, NAMES | JOB | PAY),
    "8": Family("Pay changes", "pay changed", _EMPLOYED, None, PAY_AFFECTING),
}
# 780 is a change of the person's name, wherever they stand.
_ANY_STATUS = frozenset({Status.ACTIVE, Status.LEAVE, Status.SUSPENDED, Status.SEPARATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCode:
    """A code of the state's list.

    `fields` are those of the record that it may change, `second_person` whether the state asks for somebody else's
    approval though it moves no pay, and `alone_because` why the state does without one though it does. `notice` is the
    type of the document as which its notice is filed. One that is not `active` is not offered any more.
    """

    code: str
    title: str
    fields: tuple[str, ...] = ()
    second_person: bool = False
    alone_because: str = ""
    notice: DocumentType = DocumentType.PERSONNEL_ACTION
    active: bool = True

    @property
    def label(self) -> str:
        """The code as people say it: "702 Promotion"."""
        return f"{self.code} {self.title}"

    @property
    def family(self) -> Family:
        """The family of the code's first digit."""
        return FAMILIES[self.code[0]]

    @property
    def appoints(self) -> bool:
        """Whether it makes somebody an employee, for the first time or again."""
        return appoints(self.code)

    @property
    def pay_facts(self) -> frozenset[str]:
        """What it can change of a person's pay: its fields, and whether they are in pay at all."""
        return PAY_AFFECTING & set(self.fields) | ({"status"} if status_after(self.code) else set())

    @property
    def affects_pay(self) -> bool:
        """Whether it can start, stop or change what a person is paid."""
        return bool(self.pay_facts)

    @property
    def done_alone(self) -> frozenset[str]:
        """What of a person's pay the state lets one person change by it."""
        return self.pay_facts if self.alone_because else frozenset()

    @property
    def needs_second_person(self) -> bool:
        """Whether somebody other than the one who asks must approve it."""
        return self.second_person or bool(self.pay_facts - self.done_alone)


def appoints(nature: str) -> bool:
    """Whether an action of this code makes somebody an employee."""
    return nature[:1] == "1"


def status_after(nature: str) -> Status | None:
    """The status that an action of this code leads to; None where it changes none."""
    if _SUSPENSIONS.fullmatch(nature):
        return Status.SUSPENDED
    return FAMILIES[nature[0]].leads_to if nature[:1] in FAMILIES else None


def allowed_from(nature: str) -> frozenset[Status]:
    """The statuses in which an action of this code can befall a person."""
    names_only = nature == "780" or nature[:1] not in FAMILIES
    return _ANY_STATUS if names_only else FAMILIES[nature[0]].allowed_from


def _of(rows: str, *fields: frozenset[str], notice: DocumentType | None = None) -> list[ActionCode]:
    pairs = (row.split(" ", 1) for row in rows.strip().splitlines())
    names = tuple(sorted(frozenset[str]().union(*fields)))
    kind = notice or DocumentType.PERSONNEL_ACTION
    return [ActionCode(code=c.strip(), title=title, fields=names, notice=kind) for c, title in pairs]


DEFAULTS: tuple[ActionCode, ...] = (
    *_of(
        "100 Permanent appointment\n108 Term appointment\n115 Temporary appointment\n118 Seasonal appointment", JOB, PAY
    ),
    *_of("140 Reinstatement\n170 Exempt appointment\n199 Internship", JOB, PAY),
    *_of("292 Return to duty\n293 Return to pay status"),
    *_of(
        "300 Mandatory retirement\n301 Disability retirement\n302 Voluntary retirement\n317 Resignation\n330 Removal\n"
        "350 Death\n352 Termination: appointment elsewhere\n355 Termination: end of appointment\n"
        "356 Reduction in force\n385 Termination during probation",
        notice=DocumentType.SEPARATION,
    ),
    *_of("450 Suspension, not to exceed\n452 Suspension, indefinite"),
    *_of("460 Leave without pay\n472 Furlough\n473 Leave for uniformed service\n480 Sabbatical"),
    *_of("500 Conversion to permanent appointment\n508 Conversion to term appointment", JOB, PAY),
    *_of("515 Conversion to temporary appointment\n570 Conversion to exempt appointment", JOB, PAY),
    *_of("702 Promotion\n703 Temporary promotion\n713 Change to lower grade\n721 Reassignment or transfer", JOB, PAY),
    *_of("740 Position change\n790 Realignment", JOB - {"fte_hundredths"}),
    *_of("780 Name change", NAMES),
    *_of("782 Change in hours", frozenset({"fte_hundredths"})),
    *_of("890 Miscellaneous pay adjustment\n892 Step increase\n893 Within-range increase\n894 General adjustment", PAY),
)


def codes_with(own: Iterable[ActionCode]) -> tuple[ActionCode, ...]:
    """The state's list by code: the defaults, with what the state has changed or added."""
    merged = {code.code: code for code in (*DEFAULTS, *own)}
    return tuple(merged[code] for code in sorted(merged))


def fields_said(fields: Iterable[str]) -> str:
    """Fields that a code may change, as people read them; one without fields changes the status only."""
    wanted = set(fields)
    return ", ".join(in_sentence(name) for name in LABELS if name in wanted) or "the status only"


def own_codes(codes: Iterable[ActionCode]) -> tuple[ActionCode, ...]:
    """What a state keeps of its list: the codes in which it differs from the defaults, by code."""
    return tuple(sorted((code for code in codes if code not in DEFAULTS), key=lambda code: code.code))


def code_problems(code: ActionCode, *, taken: bool = False) -> dict[str, str]:
    """Every rule that a code breaks: field name to what to do about it."""
    found = {}
    if not _CODE.fullmatch(code.code):
        found["code"] = "Use three digits whose first is 1, 2, 3, 4, 5, 7 or 8, the digit of its family."
    elif taken:
        found["code"] = "This code is in use. Choose another, or change that one."
    if wrong := text_problem(code.title, SHORT_TEXT) or ("" if code.title else "Enter a title."):
        found["title"] = wrong
    if wrong := _alone_problem(code):
        found["alone_because"] = wrong
    family = FAMILIES.get(code.code[:1])
    if family and (alien := set(code.fields) - family.may_change):
        found["fields"] = f"Codes of the family “{family.label}” cannot change: {fields_said(alien)}. Take that away."
    return found


def _alone_problem(code: ActionCode) -> str:
    if code.second_person and code.alone_because:
        return "Either a second person must approve it, or there is a reason why nobody need. Choose one."
    return text_problem(code.alone_because, REASON_TEXT)
