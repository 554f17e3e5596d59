"""The texts of a plan: each with the attribute that holds it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text that Terraform would send to AWS. `attribute` is its type and path, without places in lists."""

    address: str
    attribute: str
    text: str


def leaves(changes: Iterable[Mapping[str, Any]]) -> Iterator[Leaf]:
    """Every text of the resources of a plan; nothing of what AWS will say, and nothing that is only read."""
    for resource in changes:
        if resource["mode"] == "managed" and resource["type"].startswith("aws_"):
            change = resource["change"]
            for path, text in _texts(change["after"], change["after_unknown"], resource["type"]):
                yield Leaf(resource["address"], path, text)


def _texts(value: object, unknown: object, path: str) -> Iterator[tuple[str, str]]:
    if unknown is True:
        return
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            # The keys of tags are texts of ours too.
            if path.endswith(".tags"):
                yield f"{path}.*", name
            yield from _texts(inner, _at(unknown, name), f"{path}.{'*' if path.endswith('.tags') else name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts(inner, _at(unknown, place), path)


def _at(unknown: object, place: str | int) -> object:
    """What is unknown of a part."""
    if isinstance(unknown, Mapping):
        return unknown.get(place)
    return unknown[place] if isinstance(unknown, list) and isinstance(place, int) and place < len(unknown) else None
