"""Text as people type it, and the folded form in which it is sorted and searched."""

import re
import unicodedata
from datetime import date
from itertools import pairwise

SHORT_TEXT = 100
REASON_TEXT = 200
LONG_TEXT = 2_000
# Apostrophes of every kind, the 'okina, hyphens and dots: they separate or join words, and nobody types them alike.
_JOINERS = re.compile(r"[\s'’‘ʻʼ`´\-‐‑‒–—.,/()\"]+")
# Letters that NFKD does not take apart.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "ı": "i"})
# Control, direction-changing, private and unassigned characters could make a name read as another one.
_UNPRINTABLE = {"Cc", "Cf", "Cn", "Co", "Cs"}
# A line break, and the joiners without which Persian and the scripts of India cannot be written right.
_ALLOWED = {"\n", "\u200c", "\u200d"}


def fold(text: str) -> str:
    """Sortable, searchable form: case and accents dropped, joiners folded to one space."""
    # NFKD makes capitals of some symbols, and casefold takes some letters apart: each goes before the other once.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in plain.translate(_LETTERS) if not _is_mark(c))
    return _JOINERS.sub(" ", bare).strip()


def _is_mark(character: str) -> bool:
    """Accents, and format characters that nobody sees."""
    return unicodedata.combining(character) > 0 or unicodedata.category(character) == "Cf"


def words(*texts: str) -> tuple[str, ...]:
    """The distinct folded words of the texts, sorted.

    A joined name counts joined as well ("O'Brien": o, brien, obrien), and so does a letter that stands before a name.
    """
    found: set[str] = set()
    for text in texts:
        chunks = [fold(chunk).split() for chunk in text.split()]
        parts = [part for chunk in chunks for part in chunk]
        found.update(parts, ("".join(chunk) for chunk in chunks if chunk))
        found.update(one + two for one, two in pairwise(parts) if len(one) == 1)
    return tuple(sorted(found))


def typed_words(text: str) -> tuple[str, ...]:
    """The words of a search as they are compared.

    What has an @ or a digit is an e-mail address or a number, and stays whole. A letter joined to a name is one word
    with it, so that "O'Br" finds O'Brien, OBrien and O Brien.
    """
    found: list[str] = []
    for chunk in tidy(text).split():
        parts = fold(chunk).split()
        if "@" in chunk or any(c.isdigit() for c in chunk):
            parts = [chunk.casefold()]
        elif min(map(len, parts), default=0) == 1:
            parts = ["".join(parts)]
        found.extend(parts)
    return tuple(dict.fromkeys(found))


def opening(word: str) -> str:
    """The letters under which a word is filed, the least that a search must have: two, or one that says a word.

    From U+2E80 on come the scripts of East Asia, in which one letter is a common name.
    """
    return word[:1] if word[:1] >= "\u2e80" else word[:2]


def starts_search(word: str) -> bool:
    """Whether a search can start from the word: a single letter of an alphabet is only compared."""
    return len(word) > 1 or opening(word) >= "\u2e80"


def tidy(text: str) -> str:
    """What was typed, in NFC, without spaces around it and with single spaces inside."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def tidy_lines(text: str) -> str:
    """The same for text of several lines: line breaks stay."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def text_problem(text: str, most: int = SHORT_TEXT) -> str:
    """What is wrong with a text, as an instruction; empty when nothing is."""
    if len(text) > most:
        return f"Use at most {most:,} characters. You have {len(text):,}."
    if any(unicodedata.category(c) in _UNPRINTABLE and c not in _ALLOWED for c in text):
        return "Remove the characters that cannot be printed. Typing the text by hand usually helps."
    return ""


def reason_problem(reason: str) -> str:
    """What is wrong with a tidied reason, as an instruction; empty when nothing is."""
    return text_problem(reason, REASON_TEXT) or ("" if reason else "Enter the reason.")


def long_date(day: date) -> str:
    """A date inside a sentence: "November 23, 2026"."""
    return f"{day:%B} {day.day}, {day.year}"
