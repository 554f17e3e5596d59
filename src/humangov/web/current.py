"""What belongs to the request that is being answered: its state, its desk, and who is signed in."""

from dataclasses import dataclass, field
from time import perf_counter
from typing import cast

from flask import current_app, g

from humangov.domain.errors import NotFound, SignedOut
from humangov.domain.permissions import ABOUT_OTHERS, ANONYMOUS, Permission, Principal
from humangov.domain.states import Installed
from humangov.services.chores import Helper
from humangov.services.desk import Desk
from humangov.services.desks import Desks, Usage
from humangov.services.sessions import SessionPolicy, SignedIn
from humangov.settings import Settings
from humangov.web.assets import Assets


@dataclass(frozen=True, slots=True)
class Core:
    """What the application was built from."""

    settings: Settings
    desks: Desks
    assets: Assets
    helper: Helper

    @property
    def policy(self) -> SessionPolicy:
        """How long sessions last."""
        return SessionPolicy(self.settings.session_idle, self.settings.session_absolute)


@dataclass(slots=True)
class Visit:
    """One request, from its first byte to its line in the log. `nonce` is that of its content security policy.

    `form_id` is that of the draft of its form; `is_shown_again` is whether the answer to it is looked at once more.
    `judged` is the desk at which a form that does not read goes on, once its rest was judged (web/together.py).
    """

    request_id: str
    nonce: str
    usage: Usage
    started: float = field(default_factory=perf_counter)
    installed: Installed | None = None
    desk: Desk | None = None
    signed_in: SignedIn | None = None
    form_id: str = ""
    is_shown_again: bool = False
    judged: Desk | None = None


def core() -> Core:
    """What the application was built from."""
    return cast("Core", current_app.extensions["humangov"])


def settings() -> Settings:
    """The settings."""
    return core().settings


def visit() -> Visit:
    """The request that is being answered."""
    return cast("Visit", g.visit)


def has_visit() -> bool:
    """Whether the request has got so far that it is known whom it visits."""
    return "visit" in g


def installed() -> Installed:
    """The state that the host names. Raises NotFound on a host that names none."""
    found = visit().installed
    if found is None:
        raise NotFound
    return found


def desk() -> Desk:
    """The desk of this request: its principal at the stores of its state. Raises NotFound on a host that names none."""
    opened = visit().desk
    if opened is None:
        raise NotFound
    return opened


def signed_in() -> SignedIn:
    """The session and its account. Raises SignedOut."""
    found = visit().signed_in
    if found is None:
        raise SignedOut
    return found


def principal() -> Principal:
    """Who acts; ANONYMOUS where nobody has signed in."""
    opened = visit().desk
    return opened.principal if opened else ANONYMOUS


def may(permission: Permission, employee_id: str = "") -> bool:
    """Whether the principal has this permission, and about this person: for showing what can be done, not guarding."""
    own = permission in ABOUT_OTHERS and principal().owns(employee_id)
    return permission in principal().permissions and not own


def forget_form_token() -> None:
    """Let the next CSRF token of this request be made anew: Flask-WTF keeps one for the whole request."""
    g.pop("csrf_token", None)


def kick() -> None:
    """Have the chores of this request's state done, outside of it."""
    core().helper.kick(installed().slug)


def glance() -> None:
    """Have somebody look for chores in this request's state, if nobody did so for a while."""
    core().helper.glance(installed().slug)
