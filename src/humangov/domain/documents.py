"""Documents in an employee's file: what is known of each, and the rules for what is typed about them."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from humangov.domain.employees import EARLIEST_BIRTH
from humangov.domain.looks import Caution
from humangov.domain.text import LONG_TEXT, text_problem, tidy

MOST_FILES_AT_ONCE = 10


class Side(StrEnum):
    """The side of the folder on which a document is filed (after OPM's Guide to Personnel Recordkeeping, chapter 2)."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"

    @property
    def label(self) -> str:
        """The side as people say it."""
        return f"{self.value.capitalize()} side"


class Scan(StrEnum):
    """What the scan for malware says of a content; OFF where nobody scans."""

    OFF = "off"
    WAITING = "waiting"
    CLEAN = "clean"
    THREAT = "threat"
    FAILED = "failed"

    @property
    def releases(self) -> bool:
        """Whether the content may be given out."""
        return self in {Scan.OFF, Scan.CLEAN}


class Maker(StrEnum):
    """Who made a document. What the system made from the record is an official paper: nobody changes it."""

    PERSON = "person"
    SYSTEM = "system"


class DocumentType(StrEnum):
    """What a document is. The type decides the side of the folder."""

    APPLICATION = "application"
    APPOINTMENT = "appointment"
    IDENTITY = "identity"
    ELIGIBILITY = "eligibility"
    PERSONNEL_ACTION = "personnel-action"
    BENEFITS = "benefits"
    LICENSE = "license"
    PERFORMANCE = "performance"
    TRAINING = "training"
    CORRESPONDENCE = "correspondence"
    SEPARATION = "separation"
    EARLIER_NOTICE = "earlier-notice"
    OTHER = "other"

    @property
    def is_the_systems(self) -> bool:
        """Whether only the system files documents of it: nobody is to take a paper of a person's for one of its own."""
        return self is DocumentType.PERSONNEL_ACTION

    @property
    def label(self) -> str:
        """The type as people say it."""
        return _TYPES[self][0]

    @property
    def side(self) -> Side:
        """The side of the folder."""
        return _TYPES[self][1]


_TYPES = {
    DocumentType.APPLICATION: ("Application or résumé", Side.PERMANENT),
    DocumentType.APPOINTMENT: ("Appointment letter", Side.PERMANENT),
    DocumentType.IDENTITY: ("Identity document", Side.PERMANENT),
    DocumentType.ELIGIBILITY: ("Eligibility to work", Side.TEMPORARY),
    DocumentType.PERSONNEL_ACTION: ("Notice of personnel action", Side.PERMANENT),
    DocumentType.BENEFITS: ("Benefits election", Side.PERMANENT),
    DocumentType.LICENSE: ("License or certificate", Side.TEMPORARY),
    DocumentType.PERFORMANCE: ("Performance appraisal", Side.TEMPORARY),
    DocumentType.TRAINING: ("Training record", Side.TEMPORARY),
    DocumentType.CORRESPONDENCE: ("Correspondence", Side.TEMPORARY),
    DocumentType.SEPARATION: ("Separation document", Side.PERMANENT),
    DocumentType.EARLIER_NOTICE: ("Earlier notice, not made by HumanGov", Side.PERMANENT),
    DocumentType.OTHER: ("Other", Side.TEMPORARY),
}
# What a person may file, and what a notice may be filed as.
BY_HAND = tuple(kind for kind in DocumentType if not kind.is_the_systems)
OF_NOTICES = tuple(kind for kind in DocumentType if kind is not DocumentType.EARLIER_NOTICE)
NOT_BY_HAND = (
    f"Only HumanGov files a document as “{DocumentType.PERSONNEL_ACTION.label}”. "
    f"Choose “{DocumentType.EARLIER_NOTICE.label}” for one of another system."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One version of one document.

    `version` counts from 1 and `object_id` names the stored object; both change with each new version, `id` never.
    `sha256` is in lower-case hexadecimal, `size_bytes` the length of the content. One that the system made is the
    notice of the action whose id it has. `cautions` are what its uploader was asked about, and kept it knowingly.
    """

    id: str
    employee_id: str
    type: DocumentType
    title: str
    dated: date
    note: str
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    version: int
    object_id: str
    added_at: datetime
    added_by: str
    made_by: Maker
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawal_reason: str = ""
    token: str = ""
    cautions: tuple[Caution, ...] = ()

    @property
    def is_sealed(self) -> bool:
        """Whether it stays as it was filed: no new version, and no withdrawal."""
        return self.made_by is Maker.SYSTEM

    @property
    def looks_sealed(self) -> bool:
        """Whether a person filed it as what only the system files, which was possible once."""
        return self.type.is_the_systems and not self.is_sealed

    @property
    def object_key(self) -> str:
        """Where the content lies in the state's bucket. No part of it comes from what a person typed."""
        return object_key(self.employee_id, self.id, self.object_id)


@dataclass(frozen=True, slots=True)
class Held:
    """A file that waits in the store until its uploader says whether to keep it: nobody sees it, and a sweep erases it.

    `document_id` is the document that it would be, or of which it would be a version.
    """

    employee_id: str
    document_id: str
    object_id: str
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    cautions: tuple[Caution, ...]

    @property
    def question(self) -> str:
        """What the uploader is asked."""
        return " ".join(caution.told for caution in self.cautions)


def object_key(employee_id: str, document_id: str, object_id: str) -> str:
    """The key of one version's content."""
    return f"documents/{employee_id}/{document_id}/{object_id}"


def document_problems(title: str, dated: date, note: str, today: date) -> dict[str, str]:
    """What is wrong with what was typed about a document: field name to what to do about it."""
    found = {}
    if wrong := text_problem(title) or ("" if title else "Enter a title."):
        found["title"] = wrong
    if not EARLIEST_BIRTH <= dated <= today:
        found["dated"] = "Enter the date on the document, today or earlier."
    if wrong := text_problem(note, LONG_TEXT):
        found["note"] = wrong
    return found


def safe_file_name(typed: str) -> str:
    """The name under which people get a file back: no path, control or direction characters, at most 120 long."""
    last = typed.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if not text_problem(c) and c not in '<>:"|?*\n;')
    name = tidy(kept).strip(". ")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:100]}{dot}{ending[:19]}" if dot and stem else (name[:120] or "document")
