"""Reads the part of HCL that files of variables are made of: names, texts, numbers, lists and maps, no expressions.

Terraform reads the same files; this tells commands what is in them, and where, so that a line can be added to a file
without touching its others. Source of the grammar: HCL native syntax specification, "Structural Elements", "Literals".
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.place import Stop

Value = str | int | float | bool | list["Value"] | dict[str, "Value"] | None
Span = tuple[int, int]

_SKIPPED = r"(?:\s+|#[^\n]*|//[^\n]*|/\*.*?\*/)*"
_TOKEN = re.compile(
    _SKIPPED + r'(?P<token>"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?|[A-Za-z_][\w-]*|[=:,{}\[\]]|\Z)', re.DOTALL
)
_WORDS: Mapping[str, Value] = {"true": True, "false": False, "null": None}


@dataclass(slots=True)
class Literals:
    """A file: its text, its values, and where each entry stands, from its name to the end of its value."""

    text: str
    source: str = "the text"
    values: dict[str, Value] = field(default_factory=dict)
    spans: dict[tuple[str, ...], Span] = field(default_factory=dict)
    _at: int = 0

    @classmethod
    def of(cls, file: Path) -> "Literals":
        """A file, read."""
        return parsed(file.read_text("utf-8"), file.name)

    def read(self) -> None:
        """Read all of the text."""
        self.values = self._entries((), "")

    def _peek(self) -> tuple[str, Span]:
        found = _TOKEN.match(self.text, self._at)
        if not found:
            raise self._wrong()
        return found["token"], found.span("token")

    def _next(self) -> tuple[str, Span]:
        token, span = self._peek()
        self._at = span[1]
        return token, span

    def _wrong(self) -> Stop:
        line = self.text.count("\n", 0, self._at) + 1
        return Stop(f"{self.source}, near line {line}: write plain values there (names, texts, numbers, lists, maps).")

    def _entries(self, path: tuple[str, ...], end: str) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while self._peek()[0] != end:
            name, (start, _) = self._next()
            if not re.match(r'["A-Za-z_]', name) or self._next()[0] not in {"=", ":"}:
                raise self._wrong()
            key = json.loads(name) if name.startswith('"') else name
            found[key] = self._value((*path, key))
            self.spans[*path, key] = (start, self._at)
            if self._peek()[0] == ",":
                self._next()
        self._next()
        return found

    def _value(self, path: tuple[str, ...]) -> Value:
        word, _ = self._next()
        if word == "{":
            return dict(self._entries(path, "}"))
        if word == "[":
            return self._items(path)
        if word in _WORDS:
            return _WORDS[word]
        if word.startswith('"') and "${" not in word:
            return str(json.loads(word))
        if re.fullmatch(r"-?\d+(\.\d+)?", word):
            return float(word) if "." in word else int(word)
        raise self._wrong()

    def _items(self, path: tuple[str, ...]) -> list[Value]:
        found: list[Value] = []
        while self._peek()[0] != "]":
            found.append(self._value(path))
            if self._peek()[0] == ",":
                self._next()
        self._next()
        return found


def parsed(text: str, source: str = "the text") -> Literals:
    """A text, read. Stops at what is more than a plain value."""
    literals = Literals(text, source)
    literals.read()
    return literals


def written(value: Value) -> str:
    """A value as it stands in a file, on one line."""
    if isinstance(value, dict):
        inner = ", ".join(f"{name} = {written(part)}" for name, part in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(written(part) for part in value)}]"
    return json.dumps(value)
