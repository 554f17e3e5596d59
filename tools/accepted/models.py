"""What AWS's own API models say of a text: botocore brings them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import botocore.session
from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

# Java's classes of characters, which Python has not; narrower than AWS's, since what is written here is in ASCII. What
# lies beyond 16 bits is written as two surrogates there.
_LETTERS = {"L": "A-Za-z", "Lu": "A-Z", "Ll": "a-z", "IsAlphabetic": "A-Za-z", "M": ""}
_OTHERS = {"N": "0-9", "Nd": "0-9", "IsDigit": "0-9", "Z": " ", "Zs": " ", "S": "$+<=>^`|~", "P": "!-/:-@[-`{-~"}
_CLASSES = _LETTERS | _OTHERS | {"Alnum": "0-9A-Za-z", "ASCII": r"\x00-\x7f", "Print": " -~"}
_CLASS, _BRACKETS = re.compile(r"\\p\{(\w+)\}"), re.compile(r"\[(?:\\.|[^\]\\])*\]")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a text must be. `source` is where AWS says so."""

    source: str
    pattern: str = ""
    least: int = 0
    most: int | None = None
    choices: frozenset[str] = field(default_factory=frozenset)

    def wrong(self, text: str) -> str:
        """Why AWS would refuse the text, or nothing."""
        if self.choices and text not in self.choices:
            return f"it is none of {', '.join(sorted(self.choices))}"
        if not self.least <= len(text) <= (self.most or len(text)):
            return f"its {len(text)} characters are not {self.least} to {self.most}"
        if self.pattern and not re.fullmatch(self.pattern, text, re.DOTALL):
            return f"it does not match {self.pattern}"
        return ""


@cache
def _operation(service: str, name: str) -> OperationModel:
    return botocore.session.get_session().get_service_model(service).operation_model(name)


def in_models(operation: str, path: Iterable[str]) -> Rule | None:
    """The rule of a member of an operation's input, or None where the model says nothing of it."""
    service, name = operation.split()
    shape: Shape | None = _operation(service, name).input_shape
    for word in path:
        shape = _member(_of_one(shape), word) if shape else None
    return _said(_of_one(shape), f"{service} {name}") if shape else None


def _of_one(shape: Shape) -> Shape:
    """What a list or a map is made of."""
    while isinstance(shape, ListShape | MapShape):
        shape = shape.member if isinstance(shape, ListShape) else shape.value
    return shape


def _member(shape: Shape, word: str) -> Shape | None:
    """A member by its name in Terraform, which is the same one in small letters, and may be of one: Rules is rule."""
    members = shape.members if isinstance(shape, StructureShape) else {}
    plain = word.replace("_", "").lower()
    return next((found for name, found in members.items() if name.lower() in {plain, f"{plain}s", f"{plain}es"}), None)


def _said(shape: Shape, source: str) -> Rule | None:
    said = shape.metadata
    if shape.type_name != "string" or not said.keys() & {"enum", "pattern", "min", "max"}:
        return None
    choices = frozenset(said.get("enum", ()))
    return Rule(
        f"botocore: {source}, {shape.name}",
        _in_python(said.get("pattern", "")),
        said.get("min", 0),
        said.get("max"),
        choices,
    )


def _in_python(pattern: str) -> str:
    """A pattern of Java's in Python's words."""
    inside = _BRACKETS.sub(lambda bracket: _CLASS.sub(lambda found: _CLASSES[found[1]], bracket[0]), pattern)
    outside = _CLASS.sub(lambda found: f"[{_CLASSES[found[1]]}]", inside)
    return outside.replace(r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF")
