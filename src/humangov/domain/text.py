"""Text as people type it, and the folded form in which it is sorted and searched."""

import re
import unicodedata

SHORT_TEXT = 100
LONG_TEXT = 2_000
# Apostrophes of every kind, the 'okina, hyphens and dots: they separate or join words of a name, and nobody types them alike.
_JOINERS = re.compile(r"[\s'’‘ʻʼ`´\-‐‑‒–—.,/()\"]+")
# Letters that NFKD does not take apart.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "ı": "i"})
# Invisible direction marks could make a name read as another one.
_BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def fold(text: str) -> str:
    """Sortable, searchable form: case and accents dropped, joiners folded to one space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _JOINERS.sub(" ", bare).strip()


def words(*texts: str) -> tuple[str, ...]:
    """The distinct folded words of the texts, sorted; a joined name counts joined as well ("O'Brien": o, brien, obrien)."""
    found: set[str] = set()
    for text in texts:
        for chunk in text.split():
            parts = fold(chunk).split()
            found.update(parts)
            if len(parts) > 1:
                found.add("".join(parts))
    return tuple(sorted(found))


def typed_words(text: str) -> tuple[str, ...]:
    """The words of a search as they are compared. What has an @ or a digit is an e-mail address or a number: it stays whole."""
    found: list[str] = []
    for chunk in text.split():
        exact = "@" in chunk or any(c.isdigit() for c in chunk)
        found.extend([chunk.casefold()] if exact else fold(chunk).split())
    return tuple(dict.fromkeys(found))


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
    if any(_unprintable(c) for c in text):
        return "Remove the characters that cannot be printed. Typing the text by hand usually helps."
    return ""


def _unprintable(character: str) -> bool:
    """Control, private-use, unassigned and direction-changing characters; line breaks are fine."""
    if character == "\n":
        return False
    return unicodedata.category(character) in {"Cc", "Co", "Cs", "Cn"} or unicodedata.bidirectional(character) in _BIDI
