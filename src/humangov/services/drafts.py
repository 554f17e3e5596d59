"""What somebody is typing, kept for them alone until it is sent: nothing of it is on file."""

import json

from humangov.domain.forms import DRAFT_LASTS, MOST_DRAFT_BYTES, Draft
from humangov.domain.permissions import Permission
from humangov.services.desk import Desk

Fields = tuple[tuple[str, ...], ...]


def keep_draft(desk: Desk, session_id: str, form_id: str, path: str, fields: Fields) -> bool:
    """Keep what was typed into the form at an address; whether it is kept: not where it is too long."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    # As it is written: a control character takes six bytes.
    if len(json.dumps([path, fields], ensure_ascii=False).encode()) > MOST_DRAFT_BYTES:
        return False
    whose = {"account_id": desk.principal.id, "session_id": session_id, "form_id": form_id}
    desk.forms.keep(Draft(**whose, path=path, fields=fields, ends_at=desk.now() + DRAFT_LASTS))
    return True


def find_draft(desk: Desk, session_id: str, form_id: str, path: str) -> Fields | None:
    """What was typed into this form in this session. None: nothing, or too long ago, or it is another form's."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    found = desk.forms.draft(desk.principal.id, session_id, form_id)
    return found.fields if found and found.path == path and found.ends_at > desk.now() else None
