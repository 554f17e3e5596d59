"""Holds every write of the contract tests against what a state's role may do (deploy/terraform/modules/state_store)."""

import json
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from tests.architecture.tree import ROOT, text_of

if TYPE_CHECKING:
    from botocore.model import OperationModel

LISTED = json.loads(text_of(ROOT / "deploy/terraform/modules/state_store/actions.json"))


def may(action: str, partition: str) -> bool:
    """Whether the role may do this in the partition."""
    patterns = LISTED["partitions"].get(action, ["*"])
    return any(fnmatchcase(partition, pattern) for pattern in patterns)


def hold(params: Mapping[str, Any], model: "OperationModel", **_: object) -> None:
    """Fails the test whose call AWS would refuse."""
    refused = [
        f"{action} in {partition}" for action, partition in _writes(model.name, params) if not may(action, partition)
    ]
    assert refused == [], "AWS would refuse this: see partitions in actions.json of state_store"


def _writes(operation: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The actions of a call, each with its partition."""
    if operation in {"UpdateItem", "DeleteItem"}:
        yield f"dynamodb:{operation}", params["Key"]["pk"]["S"]
    for write in params.get("TransactItems", ()):
        for kind, request in write.items():
            yield f"dynamodb:{kind}Item", request.get("Key", request.get("Item"))["pk"]["S"]
