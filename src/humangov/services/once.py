"""A form is saved once: sent again it is done already, and with other content it is refused, with both to compare."""

import hashlib
from dataclasses import replace

from humangov.domain.errors import NotFound, SentOtherwise
from humangov.domain.forms import FORM_LASTS, MOST_SAID, Sent
from humangov.domain.permissions import Permission
from humangov.services.desk import Desk

# Name, label and what stood there.
Said = tuple[tuple[str, str, str], ...]


def sending(desk: Desk, form_id: str, content: bytes, said: Said) -> Desk:
    """The desk of somebody who sends a form: what it saves from now on is saved as this form's, with this content."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    sent = Sent(
        account_id=desk.principal.id,
        form_id=form_id,
        sha256=hashlib.sha256(content).hexdigest(),
        said=tuple((name, label, text[:MOST_SAID]) for name, label, text in said),
        ends_at=desk.now() + FORM_LASTS,
    )
    return replace(desk, sent=sent)


def is_done(desk: Desk) -> bool:
    """Whether the form that is sent was saved before with this content. Raises SentOtherwise: with other content."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    before = _before(desk)
    if before and desk.sent and before.sha256 != desk.sent.sha256:
        raise SentOtherwise
    return before is not None


def was_saved(desk: Desk, form_id: str) -> bool:
    """Whether the principal saved by this form before, whatever it said then."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    return desk.forms.sent(desk.principal.id, form_id) is not None


def first_sent(desk: Desk) -> Sent:
    """What the form said that was saved. Raises NotFound."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    if (before := _before(desk)) is None:
        raise NotFound
    return before


def _before(desk: Desk) -> Sent | None:
    return desk.forms.sent(desk.sent.account_id, desk.sent.form_id) if desk.sent else None
