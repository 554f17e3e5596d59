"""Writes down what a page asks DynamoDB and how long its answer is, for the floor to do the same."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.driver import Ask
from bench.visitor import Visitor
from humangov.app import create_app
from humangov.aws.clients import connect
from humangov.aws.desks import AwsDesks
from humangov.aws.registry import Registry
from humangov.settings import Settings
from programs import CannotRun

if TYPE_CHECKING:
    from botocore.model import OperationModel


@dataclass(slots=True)
class Recorded:
    """A page's calls of DynamoDB, each with its operation and parameters, and the length of its answer in bytes."""

    status: int = 200
    length: int = 0
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


class Recorder:
    """The application in this process, on a client that is listened to."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        read = Settings.from_environment(settings)
        clients = connect(read.threads, read.region)
        self._events = clients.dynamodb.meta.events
        self._app = create_app(read, AwsDesks(clients, Registry(clients.dynamodb, read.registry_table)))

    def record(self, visitor: Visitor, ask: Ask) -> Recorded:
        """What a page does just after another visit to it: the registry and the session's last use are known then."""
        self._send(visitor, Ask(ask.path))
        with self._listening() as calls:
            status, length = self._send(visitor, ask)
        if status != ask.status:
            raise CannotRun(f"{ask.path} answered {status} in the place of {ask.status}.")
        return Recorded(status, length, calls)

    def _send(self, visitor: Visitor, ask: Ask) -> tuple[int, int]:
        client = self._app.test_client(use_cookies=False)
        headers = {"Cookie": visitor.cookie, "Accept": "text/html"}
        form = "application/x-www-form-urlencoded" if ask.body else None
        method = "POST" if ask.body else "GET"
        with client.open(
            ask.path, method=method, base_url=visitor.base_url, headers=headers, data=ask.body, content_type=form
        ) as response:
            return response.status_code, len(response.data)

    @contextmanager
    def _listening(self) -> Iterator[list[tuple[str, dict[str, Any]]]]:
        calls: list[tuple[str, dict[str, Any]]] = []

        def note(params: dict[str, Any], model: "OperationModel", **_: object) -> None:
            calls.append((model.name, json.loads(json.dumps(params))))

        self._events.register("provide-client-params.dynamodb", note)
        try:
            yield calls
        finally:
            self._events.unregister("provide-client-params.dynamodb", note)


def save(recordings: Mapping[str, Recorded], file: Path) -> None:
    """Where the floor reads them: by the path that they are asked for under."""
    file.write_text(json.dumps({path: asdict(one) for path, one in recordings.items()}))
