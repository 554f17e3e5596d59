"""Sealed text for links: where a list goes on. Nobody can read it, change it, or use it elsewhere.

A position is a sort key: a name and an id, perhaps of somebody whom the reader of the link may not see. So the payload
is veiled as in SIV mode (RFC 5297, section 2.6, with HMAC-SHA-256 and SHAKE256 for its two functions): the tag says
that it is ours, and with a second key makes what veils it. The same payload always gives the same text.
"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from flask import current_app

from humangov.domain.errors import BadLink
from humangov.web import current

_LONGEST = 2_000
_TAG_BYTES = 16


def seal(kind: str, payload: dict[str, Any]) -> str:
    """The payload as text for a query string, good for this state and this `kind` only (route and filters)."""
    said = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    tag = _tag(kind, said)
    return _written(tag + _veil(tag, said))


def unseal(kind: str, text: str) -> dict[str, Any]:
    """The payload of a text that `seal` made for the same state and kind. Raises BadLink for any other text."""
    whole = _read(text[:_LONGEST])
    tag, veiled = whole[:_TAG_BYTES], whole[_TAG_BYTES:]
    said = _veil(tag, veiled)
    if _written(whole) != text or not hmac.compare_digest(tag, _tag(kind, said)):
        raise BadLink
    payload: dict[str, Any] = json.loads(said)
    return payload


def _tag(kind: str, said: bytes) -> bytes:
    about = json.dumps([current.installed().slug, kind]).encode()
    return hmac.digest(_key("tag"), about + b"\0" + said, "sha256")[:_TAG_BYTES]


def _veil(tag: bytes, text: bytes) -> bytes:
    """Veils a text, and unveils it again."""
    stream = hashlib.shake_256(_key("veil") + tag).digest(len(text))
    return bytes(one ^ other for one, other in zip(text, stream, strict=True))


def _key(use: str) -> bytes:
    return hmac.digest(str(current_app.secret_key).encode(), f"humangov-cursor {use}".encode(), "sha256")


def _written(whole: bytes) -> str:
    return urlsafe_b64encode(whole).rstrip(b"=").decode()


def _read(text: str) -> bytes:
    """The bytes of a text, however it is garbled; `unseal` finds out."""
    try:
        return urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
    except ValueError:
        raise BadLink from None
