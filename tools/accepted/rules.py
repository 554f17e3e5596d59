"""Which rule holds for which attribute: the models', our own table's, or none with a reason."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, TypeVar

from accepted.leaves import Leaf
from accepted.models import Rule, in_models

_T = TypeVar("_T")
TABLE = Path(__file__).with_name("table.toml")


@dataclass(slots=True)
class Table:
    """What is known of attributes. `used` are the lines of the file that an attribute needed."""

    operations: Mapping[str, str]
    members: Mapping[str, str]
    rules: Mapping[str, Rule]
    free: Mapping[str, str]
    used: set[str] = field(default_factory=set)
    _found: dict[str, tuple[Rule, ...] | None] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path = TABLE) -> "Table":
        """The table that is checked in."""
        said = tomllib.loads(file.read_text("utf-8"))
        rules = {attribute: _own(rule) for rule in said["rules"] for attribute in rule["attributes"]}
        return cls(said["operations"], said["members"], rules, said["free"])

    def complaints(self, leaves: Iterable[Leaf]) -> Iterator[str]:
        """What AWS would refuse, and of which attributes nobody knows what it accepts."""
        for leaf in leaves:
            if leaf.attribute not in self._found:
                self._found[leaf.attribute] = self._rules(leaf.attribute)
            rules = self._found[leaf.attribute]
            if rules is None:
                yield f"{leaf.attribute} ({leaf.address}) is in no model and not in {TABLE.name}: say what AWS accepts"
            for rule in rules or ():
                if wrong := rule.wrong(leaf.text):
                    yield f'{leaf.address}: {leaf.attribute} is "{leaf.text}": {wrong} ({rule.source})'

    def idle(self) -> set[str]:
        """The lines of the table that nothing needed."""
        return {*self.operations, *self.members, *self.rules, *self.free} - self.used

    def _rules(self, attribute: str) -> tuple[Rule, ...] | None:
        """All that holds for an attribute; None where nothing is known."""
        found = tuple(rule for rule in (self._modelled(attribute), self._listed(self.rules, attribute)) if rule)
        reason = self._listed(self.free, attribute)
        return found if found or reason else None

    def _modelled(self, attribute: str) -> Rule | None:
        kind, *path = attribute.split(".")
        if named := self._listed(self.members, attribute):
            service, operation, members = named.split()
            return in_models(f"{service} {operation}", members.split("."))
        if kind in self.operations and (rule := in_models(self.operations[kind], path)):
            self.used.add(kind)
            return rule
        return None

    def _listed(self, lines: Mapping[str, _T], attribute: str) -> _T | None:
        for line, said in lines.items():
            if fnmatchcase(attribute, line):
                self.used.add(line)
                return said
        return None


def _own(said: Mapping[str, Any]) -> Rule:
    return Rule(said["page"], said.get("pattern", ""), choices=frozenset(said.get("choices", ())))
