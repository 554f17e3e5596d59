"""What opening a file tells: that it is whole, why it cannot be filed, or what its uploader is to be asked."""

from dataclasses import dataclass
from enum import StrEnum

MOST_PIXELS = 50_000_000
MOST_PAGES = 2_000
MOST_OBJECTS = 300_000
MOST_UNPACKED_BYTES = 200 * 1024 * 1024


class Caution(StrEnum):
    """What a person must know of a file before it is kept."""

    PASSWORD = "password"  # noqa: S105 a word for it
    SCRIPTS = "scripts"
    ATTACHMENTS = "attachments"

    @property
    def told(self) -> str:
        """What its uploader is asked about."""
        return " ".join(_CAUTIONS[self])

    @property
    def told_after(self) -> str:
        """What is told beside the file ever after."""
        return f"{_CAUTIONS[self][0]} {_AFTER[self]}"


_CAUTIONS = {
    Caution.PASSWORD: ("It needs a password.", "It can be kept, but nobody can read it without the password."),
    Caution.SCRIPTS: ("It has scripts inside.", "It can be kept as it is, and is shown where they cannot do anything."),
    Caution.ATTACHMENTS: ("It has other files inside.", "It can be kept as it is, but nobody has looked into those."),
}
_AFTER = {
    Caution.PASSWORD: "Nobody can read it without the password. HumanGov does not know it.",
    Caution.SCRIPTS: "Here they cannot do anything. Take care when you open a copy of it elsewhere.",
    Caution.ATTACHMENTS: "Nobody has looked into those. Take care when you open them.",
}


class Reason(StrEnum):
    """Why a file cannot be filed."""

    DAMAGED = "damaged"
    CUT = "cut"
    NO_PAGES = "no-pages"
    PAGES_MISSING = "pages-missing"
    TOO_MANY_PAGES = "too-many-pages"
    NO_PICTURE = "no-picture"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_MUCH_INSIDE = "too-much-inside"
    ARCHIVE_BEHIND = "archive-behind"
    NOT_WORD = "not-word"
    MACROS = "macros"
    REMOTE = "remote"
    FOREIGN = "foreign"
    COMMANDS = "commands"
    OBJECTS = "objects"
    PROGRAMS = "programs"
    TOO_SLOW = "too-slow"
    TOO_HARD = "too-hard"

    def told(self, kind: str, again: str) -> str:
        """The reason with what to do. `again` says how a file of this kind is saved anew."""
        sentence, advice = _REASONS[self]
        return f"{sentence.format(kind=kind)} {advice or again}"


# What is so, and what to do; "" for: save it anew.
_REASONS = {
    Reason.DAMAGED: ("This {kind} file is damaged: it cannot be opened.", ""),
    Reason.CUT: ("The end of this {kind} file is missing.", "Copy or send it again from where it comes from."),
    Reason.NO_PAGES: ("This {kind} file has no pages.", "Choose another file, or make it again."),
    Reason.PAGES_MISSING: (
        "Pages are missing from this {kind} file.",
        "Copy it again from where it comes from, or scan all pages again.",
    ),
    Reason.TOO_MANY_PAGES: (
        f"This {{kind}} file has more than {MOST_PAGES:,} pages.",
        "Save it in parts, and file each of them.",
    ),
    Reason.NO_PICTURE: (
        "The picture in this {kind} file is missing, or a part of it.",
        "Copy it again from where it comes from.",
    ),
    Reason.TOO_MANY_PIXELS: (
        f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels.",
        "Save it smaller, or scan it with 300 dots per inch.",
    ),
    Reason.TOO_MUCH_INSIDE: (
        "This {kind} file is too large when it is unpacked to be looked through.",
        "Save it smaller, or in parts.",
    ),
    Reason.ARCHIVE_BEHIND: ("This {kind} file has a zip archive hidden behind it.", ""),
    Reason.NOT_WORD: ("This file is packed as Word packs its files, but holds no Word document.", ""),
    Reason.MACROS: (
        "This Word document has macros, which can do harm.",
        "Open it in Word, save it as a Word document (.docx) without macros, and choose that.",
    ),
    Reason.REMOTE: (
        "This Word document loads a part of itself from another place when it is opened.",
        "Save it as PDF, or take its template (Developer, Template) and links (File, Info) out, and choose it.",
    ),
    Reason.FOREIGN: (
        "This Word document has a part in another format, which only Word can open.",
        "Open it in Word, save it as a new Word document (.docx) or as PDF, and choose that.",
    ),
    Reason.COMMANDS: (
        "This Word document has a field that starts another program (DDE).",
        "Save it as PDF, or take the field out, and choose that.",
    ),
    Reason.OBJECTS: (
        "This Word document has an object of another program inside.",
        "Save it as PDF, or take the object out, and choose that.",
    ),
    Reason.PROGRAMS: (
        "This Word document has a program inside.",
        "Do not open it: ask where it comes from, and tell your security office.",
    ),
    Reason.TOO_SLOW: (
        "HumanGov could not look through this {kind} file in time.",
        "Try again in a minute. If it happens again, save it in parts or with less in it.",
    ),
    Reason.TOO_HARD: ("HumanGov could not look into this {kind} file, and files nothing unseen.", ""),
}


class Refused(Exception):
    """A file cannot be filed: why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Look:
    """What looking into a file told: why it is refused, or what to ask about it. Neither: it is whole."""

    refused: Reason | None = None
    cautions: tuple[Caution, ...] = ()
