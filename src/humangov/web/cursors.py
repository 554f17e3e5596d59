"""Sealed text for links: where a list goes on. A reader can see it, but nobody can change it or use it elsewhere."""

from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from humangov.domain.errors import BadLink
from humangov.web import current

_LONGEST = 2_000


def seal(kind: str, payload: dict[str, Any]) -> str:
    """The payload as text for a query string, good for this state and this `kind` only (route and filters)."""
    return _serializer().dumps([current.installed().slug, kind, payload])


def unseal(kind: str, text: str) -> dict[str, Any]:
    """The payload of a text that `seal` made for the same state and kind. Raises BadLink for any other text."""
    try:
        slug, made_for, payload = _serializer().loads(text[:_LONGEST])
    except (BadSignature, ValueError, TypeError):
        raise BadLink from None
    if slug != current.installed().slug or made_for != kind or not isinstance(payload, dict):
        raise BadLink
    return payload


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="humangov-cursor")
