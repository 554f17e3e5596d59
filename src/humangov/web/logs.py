"""The log: JSON lines, one for each request, with ids and figures and nothing that says who a person is."""

import logging
import re
import secrets
import sys
from time import perf_counter
from typing import TextIO

from flask import Response, request
from pythonjsonlogger.json import JsonFormatter

from humangov.web import current

logger = logging.getLogger("humangov.request")
PROBES = ("health.livez", "health.readyz")
_SANE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


def configure(level: str, stream: TextIO | None = None) -> None:
    """Write JSON lines to the stream (standard output if there is none), whatever logged them."""
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(
        JsonFormatter("%(levelname)s %(name)s %(message)s", timestamp=True, rename_fields={"levelname": "level"})
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Where it found credentials and endpoints, at each start.
    logging.getLogger("botocore").setLevel(max(logging.WARNING, logging.getLevelName(level)))


def request_id() -> str:
    """The id that a trusted proxy gave to this request, or a new one, short enough to say on the telephone."""
    sent = request.headers.get("X-Request-Id", "") if current.settings().trusted_proxies else ""
    return sent if _SANE_ID.fullmatch(sent) else secrets.token_hex(8)


def note(response: Response) -> Response:
    """After each request: its line in the log, and its id for the person to quote."""
    visit = current.visit()
    response.headers["X-Request-Id"] = visit.request_id
    # A probe that finds all well is of no interest, every few seconds.
    probed = request.endpoint in PROBES and response.status_code == 200
    logger.log(
        logging.DEBUG if probed else logging.INFO,
        "request",
        extra={
            "request_id": visit.request_id,
            "state": visit.installed.slug if visit.installed else "",
            "account_id": visit.signed_in.account.id if visit.signed_in else "",
            "route": request.endpoint or "",
            "method": request.method,
            "status": response.status_code,
            "milliseconds": round((perf_counter() - visit.started) * 1000, 1),
            "dynamodb_calls": visit.usage.calls,
            "capacity_units": round(visit.usage.units, 1),
        },
    )
    return response
