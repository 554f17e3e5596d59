"""Promises about the styles: what one place says of a class, no other place takes back."""

import re
from collections import Counter
from collections.abc import Iterator

from tests.architecture.tree import ROOT, some

STYLES = sorted((ROOT / "assets").glob("*.scss"))
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r"((?:[^{};]|#\{[^}]*\})*)([{};])")


def declared(text: str) -> Iterator[tuple[str, str]]:
    """Each (selector with all that it stands in, property), in the order of the text."""
    within: list[str] = []
    for said, end in _TOKEN.findall(_COMMENT.sub("", text)):
        words = " ".join(said.split())
        if end == "{":
            within.append(words)
            continue
        name, colon, _ = words.partition(":")
        if colon and within and not within[0].startswith("@use"):
            yield from ((f"{' / '.join(within[:-1])} / {one.strip()}", name) for one in within[-1].split(","))
        if end == "}" and within:
            within.pop()


def test_no_class_is_styled_twice_in_conflict() -> None:
    found = some([pair for file in STYLES for pair in declared(file.read_text("utf-8"))])
    assert len(found) > 200
    assert [pair for pair, times in Counter(found).items() if times > 1] == []
