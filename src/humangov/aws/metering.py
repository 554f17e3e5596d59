"""What a request costs: hooks on the DynamoDB client that count calls and capacity units."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from humangov.services.desks import Usage

if TYPE_CHECKING:
    from botocore.hooks import BaseEventHooks
    from botocore.model import OperationModel

_usage: ContextVar[Usage | None] = ContextVar("usage", default=None)


@contextmanager
def metered() -> Iterator[Usage]:
    """Counts what is used inside the context, in this thread."""
    usage = Usage()
    token = _usage.set(usage)
    try:
        yield usage
    finally:
        _usage.reset(token)


def meter(events: "BaseEventHooks") -> None:
    """Count the calls of the client with these events, and have DynamoDB say what each of them cost."""
    events.register("provide-client-params.dynamodb", _ask)
    events.register("after-call.dynamodb", _note)


def _ask(params: dict[str, Any], model: "OperationModel", **_: object) -> None:
    """Count a call (its retries are one with it), and ask for its cost where the operation can tell it."""
    if usage := _usage.get():
        usage.calls += 1
        usage.operations[model.name] = usage.operations.get(model.name, 0) + 1
    if model.input_shape and "ReturnConsumedCapacity" in model.input_shape.members:
        params["ReturnConsumedCapacity"] = "TOTAL"


def _note(parsed: dict[str, Any], **_: object) -> None:
    """Add up the units. Operations on several tables answer with a list."""
    if usage := _usage.get():
        told = parsed.get("ConsumedCapacity") or []
        for one in told if isinstance(told, list) else [told]:
            usage.units += one.get("CapacityUnits", 0.0)


def note_change() -> None:
    """Count a change that was saved, or may have been."""
    if usage := _usage.get():
        usage.changes += 1
