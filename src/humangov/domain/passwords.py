"""Passwords: the rules of NIST SP 800-63B-4, section 3.1.1, and their hashes (argon2id)."""

import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from humangov.domain.text import fold

# A password that stands alone has at least fifteen characters; there are no rules of composition and no forced change.
LEAST = 15
MOST = 128
# Common passwords, alone, repeated or with something tacked on, take fewer guesses than this; four words take far more.
LEAST_GUESSES = 10**10
# The time to weigh a password grows with the cube of its length, and this much of it tells enough.
_WEIGHED = 40
# OWASP Password Storage: argon2id with 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
# Verified when there is no account, so that the time taken does not tell.
NO_ACCOUNT_HASH = _HASHER.hash("no account has this password")


def password_problem(password: str, *context: str) -> str:
    """What is wrong with a new password, as an instruction; empty when nothing is.

    `context` are words that an attacker would try first: the account's name and e-mail, and the state.
    """
    if len(password) < LEAST:
        return f"Use at least {LEAST} characters. Four or more words in a row are easy to remember."
    if len(password) > MOST:
        return f"Use at most {MOST} characters."
    if zxcvbn(password[:_WEIGHED])["guesses"] < LEAST_GUESSES:
        return "This password is too easy to guess. Use several words that do not belong together."
    left = fold(password).replace(" ", "")
    for word in _words(*context):
        left = left.replace(word, "")
    if len(left) < LEAST // 2:
        return "This password is mostly your name, e-mail or state. Use words that do not belong to you."
    return ""


def _words(*context: str) -> list[str]:
    """The words of three letters and more, the longest first: none is part of one that follows."""
    found = {word for text in context for word in fold(text).replace("@", " ").split() if len(word) > 2}
    return sorted(found, key=len, reverse=True)


def hash_password(password: str) -> str:
    """The argon2id hash, with its parameters and salt inside (PHC string)."""
    return _HASHER.hash(_normal(password))


def password_fits(password_hash: str, password: str) -> bool:
    """Whether the password is the one that was hashed."""
    try:
        return _HASHER.verify(password_hash, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


def _normal(password: str) -> bytes:
    """NFKC, so that the same keys give the same password on every machine (SP 800-63B-4, section 3.1.1.2).

    What is longer than a password can be is cut: it takes no time, and fits none.
    """
    return unicodedata.normalize("NFKC", password[: MOST + 1]).encode(errors="surrogatepass")
