"""Sessions: sign in, stay signed in, sign out."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from humangov.domain.accounts import TOUCH_EVERY, Account, AccountStatus, Session
from humangov.domain.errors import Invalid, SignedOut, TooManyAttempts
from humangov.domain.events import EventKind
from humangov.domain.passwords import NO_ACCOUNT_HASH, password_fits
from humangov.domain.permissions import Permission
from humangov.domain.text import text_problem, tidy
from humangov.services.desk import Desk

# RFC 5321, section 4.5.3.1.3: a longer address is none.
MOST_EMAIL = 254
# NIST SP 800-63B-4, section 3.2.2 allows no more than 100 failed attempts in a row; an office shares one address.
WINDOW = timedelta(minutes=15)
MOST_PER_ACCOUNT = 10
MOST_PER_ADDRESS = 300
REFUSED = "The e-mail or the password is not right. Check both, or ask your administrator for a new invitation."


@dataclass(frozen=True, slots=True)
class SessionPolicy:
    """How long a session lasts without use, and in all."""

    idle: timedelta = timedelta(minutes=15)
    absolute: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session with its account; `secret` is the cookie's value, known only when the session begins."""

    account: Account
    session: Session
    secret: str = ""


def account_subject(account_id: str) -> str:
    """How the audit log names an account."""
    return f"account:{account_id}"


def sign_in(desk: Desk, email: str, password: str, policy: SessionPolicy) -> SignedIn:
    """Begin a session. One message for every failure. Raises Invalid (field "email") and TooManyAttempts."""
    desk.require(Permission.SIGN_IN)
    email = tidy(email).casefold()
    count_attempt(desk, email)
    account = None if text_problem(email, MOST_EMAIL) else desk.accounts.by_email(email)
    usable = account if account and account.status is AccountStatus.ACTIVE else None
    fits = password_fits(usable.password_hash if usable else NO_ACCOUNT_HASH, password)
    if usable is None or not fits:
        subject = account_subject(account.id if account else "unknown")
        desk.audit.record(desk.event(EventKind.ACCOUNT_SIGN_IN_REFUSED, subject, account.email if account else ""))
        raise Invalid({"email": REFUSED})
    desk.throttle.forget(_account_key(email), _window(desk.now()))
    return begin_session(desk, usable, policy)


def count_attempt(desk: Desk, email: str) -> None:
    """Count a guess at a password, whether or not the account exists. Raises TooManyAttempts."""
    desk.require(Permission.SIGN_IN)
    start = _window(desk.now())
    for key, most in ((_account_key(email), MOST_PER_ACCOUNT), (f"address:{desk.origin.address}", MOST_PER_ADDRESS)):
        if desk.throttle.hit(key, start, start + 2 * WINDOW) > most:
            raise TooManyAttempts(int((start + WINDOW - desk.now()).total_seconds()) + 1)


def _account_key(email: str) -> str:
    """The digest of the e-mail: it may be anything that somebody typed."""
    return f"account:{digest_of(email)}"


def _window(now: datetime) -> datetime:
    """The whole quarter of an hour that has begun."""
    seconds = int(WINDOW.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)


def begin_session(desk: Desk, account: Account, policy: SessionPolicy) -> SignedIn:
    """A new session of an account that has just proved who it is."""
    desk.require(Permission.SIGN_IN)
    secret = secrets.token_urlsafe(32)
    now = desk.now()
    session = Session(
        id=digest_of(secret),
        account_id=account.id,
        epoch=account.epoch,
        started_at=now,
        seen_at=now,
        address=desk.origin.address,
    )
    acting = replace(desk, principal=account.principal)
    event = acting.event(EventKind.ACCOUNT_SIGNED_IN, account_subject(account.id), account.email)
    desk.accounts.open_session(session, session.ends_at(policy.idle, policy.absolute), event)
    return SignedIn(account, session, f"{account.id}.{secret}")


def digest_of(text: str) -> str:
    """The SHA-256 of any text, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def find_session(desk: Desk, cookie: str, policy: SessionPolicy) -> SignedIn:
    """The live session that a cookie names, with its account as it is now. One read. Raises SignedOut."""
    desk.require(Permission.SIGN_IN)
    account_id, _, secret = cookie.partition(".")
    whole = account_id and secret and len(cookie) < 200 and cookie.isascii() and cookie.isprintable()
    found = desk.accounts.session(account_id, digest_of(secret)) if whole else None
    if found is None:
        raise SignedOut
    account, session = found
    alive = account.status is AccountStatus.ACTIVE and session.epoch == account.epoch
    if not alive or desk.now() >= session.ends_at(policy.idle, policy.absolute):
        raise SignedOut
    return SignedIn(account, session)


def keep_session(desk: Desk, session: Session, policy: SessionPolicy) -> Session:
    """Note that the session is in use, at most once a minute; returns it as it stands in the store."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    now = desk.now()
    if now - session.seen_at < TOUCH_EVERY:
        return session
    seen = replace(session, seen_at=now)
    desk.accounts.touch(seen, seen.ends_at(policy.idle, policy.absolute))
    return seen


def sign_out(desk: Desk, session: Session) -> None:
    """End this session."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    event = desk.event(EventKind.ACCOUNT_SIGNED_OUT, account_subject(desk.principal.id), desk.principal.email)
    desk.accounts.end_session(session.account_id, session.id, event)


def sign_out_everywhere(desk: Desk) -> None:
    """End every session of one's own account."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    before = desk.accounts.get(desk.principal.id)
    after = replace(before, epoch=before.epoch + 1, version=before.version + 1)
    event = desk.event(EventKind.ACCOUNT_SIGNED_OUT, account_subject(before.id), before.email, about="everywhere")
    desk.accounts.change(before, after, event)
