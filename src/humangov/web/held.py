"""Files about which their uploader is asked: what the form carries of each, signed, so that none is sent again."""

from dataclasses import asdict
from datetime import timedelta

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from humangov.domain.documents import Held
from humangov.domain.looks import Caution
from humangov.services.uploads import UPLOAD_LASTS
from humangov.web import current

# A little less than the store keeps it.
_LASTS = UPLOAD_LASTS - timedelta(minutes=5)


def seal(held: Held) -> str:
    """The file as text for the form: good for this state, this account, and for its hour."""
    return str(_serializer().dumps([*_owner(), asdict(held)]))


def unseal(text: str) -> Held | None:
    """What was sealed for this account; None for any other text, and when the file is not held any more."""
    try:
        *owner, held = _serializer().loads(text, max_age=_LASTS // timedelta(seconds=1))
    except BadData:
        return None
    return Held(**held | {"cautions": tuple(map(Caution, held["cautions"]))}) if owner == _owner() else None


def _owner() -> list[str]:
    return [current.installed().slug, current.principal().id]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="humangov-held")
