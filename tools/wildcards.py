"""Which policies allow every action of a service, or every resource: those that are listed with a reason, no others."""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from isolation.estate import CannotRead
from isolation.rendering import render

STATES: Mapping[str, Mapping[str, object]] = {"california": {}, "texas": {"dedicated": True}, "wyoming": {}}
# The statements' names, and why each may say so.
EXPLAINED: Mapping[str, str] = {
    "AccountByItsPolicies": "a key's policy: the key, for whom IAM allows it (KMS Developer Guide, default key policy)",
    "LogsOfThisAccount": "a key's policy: its resource is the key itself, and the condition names the log groups",
    "AlarmsOfThisAccount": "a key's policy: its resource is the key itself, for alarms of this account",
    "OurAccount": "an endpoint: it narrows what roles may do to this account, and gives nothing by itself",
    "OurTables": "an endpoint: every call, but to this installation's tables only",
    "OurBuckets": "an endpoint: every call, but to this installation's buckets only",
    "SignInToEcr": "ecr:GetAuthorizationToken takes no resource (Service Authorization Reference)",
}


def main() -> int:
    """Print each with its reason. Returns 1 where one has none, or a reason has no statement."""
    try:
        with tempfile.TemporaryDirectory() as place:
            found = sorted({*wide(render(STATES, Path(place)))})
    except CannotRead as reason:
        print(reason, file=sys.stderr)
        return 1
    for address, name, what in found:
        print(f"  {address}: {name or '(no name)'} allows {what}: {EXPLAINED.get(name, 'NOT EXPLAINED')}")
    unexplained = [name for _, name, _ in found if name not in EXPLAINED]
    idle = set(EXPLAINED) - {name for _, name, _ in found}
    print(f"wildcards: {len(found)} statements, {len(unexplained)} unexplained, {len(idle)} explanations without one")
    return 1 if unexplained or idle else 0


def wide(resources: list[Any]) -> Iterator[tuple[str, str, str]]:
    """Each statement that allows too much: where it is, its name, and what it allows."""
    for resource in resources:
        for attribute in ("policy", "assume_role_policy"):
            text = resource.values.get(attribute)
            for statement in _statements(text):
                if what := _too_much(statement):
                    yield resource.address, statement.get("Sid", ""), what


def _statements(text: object) -> list[dict[str, Any]]:
    try:
        said = json.loads(text) if isinstance(text, str) else {}
    except json.JSONDecodeError:
        return []
    found = said.get("Statement", []) if isinstance(said, dict) else []
    return [found] if isinstance(found, dict) else list(found)


def _too_much(statement: Mapping[str, Any]) -> str:
    """What a statement allows without naming it; "" where it denies, or names all."""
    if statement.get("Effect") != "Allow":
        return ""
    actions = [action for action in _listed(statement.get("Action", [])) if action == "*" or action.endswith(":*")]
    # In a trust policy the resource is the role itself, and is not said.
    resources = [one for one in _listed(statement.get("Resource", [])) if one == "*"]
    return " on ".join(filter(None, (", ".join(actions), "every resource" if resources else "")))


def _listed(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value] if isinstance(value, list) else []


if __name__ == "__main__":
    sys.exit(main())
