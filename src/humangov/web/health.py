"""Probes, answered on any host: whether the process is alive and ready, and which version it is."""

from flask import Blueprint, Response, jsonify

import humangov
from humangov.web import current

pages = Blueprint("health", __name__)


@pages.get("/livez")
def livez() -> Response:
    """The process answers."""
    return jsonify(status="alive")


@pages.get("/readyz")
def readyz() -> Response:
    """Settings and credentials are loaded: else the process would not have started. Asks no other service."""
    return jsonify(status="ready")


@pages.get("/version")
def version() -> Response:
    """Which build this is."""
    revision = current.settings().revision
    return jsonify(name="humangov", version=humangov.__version__, **({"revision": revision} if revision else {}))
