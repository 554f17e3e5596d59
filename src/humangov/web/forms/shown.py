"""What a page showed, carried by its form: what is decided is compared with it, line by line."""

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from humangov.domain.shown import Shown
from humangov.web import current

# Says nothing that anybody was ever shown.
NOTHING = Shown(0, ())


def sealed(about: str, shown: Shown) -> str:
    """What is shown, as text for a form about this. It says no more than the page that it stands on."""
    return str(_serializer().dumps([_whose(about), shown.version, shown.lines]))


def unsealed(about: str, text: str) -> Shown:
    """What `sealed` was given for a form about this, for the same account; NOTHING for any other text."""
    try:
        whose, version, lines = _serializer().loads(text)
    except BadData:
        return NOTHING
    return Shown(version, tuple((label, said) for label, said in lines)) if whose == _whose(about) else NOTHING


def _whose(about: str) -> list[str]:
    return [current.installed().slug, current.principal().id, about]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="humangov-shown")
