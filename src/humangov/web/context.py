"""What every template knows: the state, who is signed in, what they may do, and the addresses of the assets."""

from typing import Any

from flask import Flask

import humangov
from humangov.domain.permissions import Permission
from humangov.web import again, asked, current, sessions
from humangov.web.assets import Assets


def register(app: Flask, assets: Assets) -> None:
    """Make it known to the templates."""
    app.jinja_env.globals.update(asset=assets.url, Permission=Permission, version=humangov.__version__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    visit, required = current.visit(), current.settings().scan_required
    return {
        "installed": visit.installed,
        "principal": current.principal(),
        "signed_in": visit.signed_in,
        "may": current.may,
        "mailed": bool(visit.desk and visit.desk.mail.sender),
        "csp_nonce": visit.nonce,
        "request_id": visit.request_id,
        "files_are_scanned": visit.installed.is_scanned(otherwise=required) if visit.installed else required,
        "session_seconds": sessions.seconds_left(),
        "may_be_saved": again.is_uncertain(),
        "shown_at": asked.shown_at(),
        "unsent_key": sessions.unsent_key,
    }
