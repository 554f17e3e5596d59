"""Passwords: the rules of NIST SP 800-63B-4, section 3.1.1, and their hashes (argon2id)."""

import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from humangov.domain.text import fold

# A password that stands alone has at least fifteen characters; there are no rules of composition and no forced change.
LEAST = 15
MOST = 128
# OWASP Password Storage: argon2id with 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
_COMMON = frozenset(FREQUENCY_LISTS["passwords"])
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
    bare = fold(password).replace(" ", "")
    if bare in _COMMON or len(set(bare)) < 5 or _is_repeated(bare):
        return "This password is too easy to guess. Use several words that do not belong together."
    left = bare
    for word in sorted({w for text in context for w in fold(text).replace("@", " ").split() if len(w) > 2}, key=len):
        left = left.replace(word, "")
    if len(left) < LEAST // 2:
        return "This password is mostly your name, e-mail or state. Use words that do not belong to you."
    return ""


def _is_repeated(text: str) -> bool:
    """Whether the text is one short piece, perhaps a common password, over and over."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1))


def hash_password(password: str) -> str:
    """The argon2id hash, with its parameters and salt inside (PHC string)."""
    return _HASHER.hash(_normal(password))


def password_fits(password_hash: str, password: str) -> bool:
    """Whether the password is the one that was hashed."""
    try:
        return _HASHER.verify(password_hash, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


def _normal(password: str) -> str:
    """NFKC, so that the same keys give the same password on every machine (SP 800-63B-4, section 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
