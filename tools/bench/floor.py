"""The floor: an application that only asks DynamoDB what a page asks, by the same client, and answers fixed bytes.

No page that makes these calls in Python can cost less. What is written goes under new keys each time, so that nobody
waits for anybody else's item.
"""

import json
import os
import re
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore import xform_name
from ulid import ULID

from humangov.aws.clients import connect

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Call = Callable[[], dict[str, Any]]
_WRITES = {"PutItem", "TransactWriteItems"}
_KEYS = re.compile(r'"[ps]k": {"S": "([^"]*)"}')
_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


def parameters(operation: str, recorded: dict[str, Any]) -> Call:
    """What gives the parameters of a call, each time it is made."""
    if operation not in _WRITES:
        return lambda: recorded
    text = json.dumps(_turned(recorded), ensure_ascii=False)
    ids = {one for key in _KEYS.findall(text) for one in _ID.findall(key)}

    def renewed() -> dict[str, Any]:
        new = text
        for one in ids:
            new = new.replace(one, str(ULID()))
        told: dict[str, Any] = json.loads(new)
        return told | {"ClientRequestToken": str(uuid.uuid4())} if "ClientRequestToken" in told else told

    return renewed


def _turned(recorded: dict[str, Any]) -> dict[str, Any]:
    """Conditions on what is there turned round: nothing is there under a new key, so they hold, for as much work."""
    turned: dict[str, Any] = json.loads(json.dumps(recorded))
    for put in [turned, *(each["Put"] for each in turned.get("TransactItems", ()) if "Put" in each)]:
        if "ExpressionAttributeNames" in put:
            put["ConditionExpression"] = f"NOT ({put['ConditionExpression']})"
    return turned


def make(recordings: Path, threads: int) -> "WSGIApplication":
    """The application of these recordings: the path says which."""
    client = connect(threads).dynamodb
    pages = {}
    for path, told in json.loads(recordings.read_text()).items():
        calls = [(getattr(client, xform_name(name)), parameters(name, params)) for name, params in told["calls"]]
        pages[path] = (f"{told['status']} Fixed", b"x" * told["length"], calls)

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        status, body, calls = pages[environ["PATH_INFO"]]
        environ["wsgi.input"].read()
        for call, params in calls:
            call(**params())
        start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [body]

    return answer


def application() -> "WSGIApplication":
    """For gunicorn."""
    return make(Path(os.environ["BENCH_RECORDINGS"]), int(os.environ["HUMANGOV_THREADS"]))
