"""Passwords: which are refused, and that only the right one fits."""

import pytest

from humangov.domain.passwords import NO_ACCOUNT_HASH, hash_password, password_fits, password_problem

CONTEXT = ("dana.lee@dmv.ca.gov", "Dana Lee", "California", "humangov")
EASY = "This password is too easy to guess. Use several words that do not belong together."
YOURS = "This password is mostly your name, e-mail or state. Use words that do not belong to you."


@pytest.mark.parametrize(
    "password",
    [
        "plum kettle drives to Boise",
        "correct horse battery staple",
        "purple elephant dance",
        "plum kettle drives plum kettle drives",
        "the lamp that Dana never lit",
        "mein Hund heißt Waldi",
        "я люблю зелёный чай",
        "今日はとても良い天気ですね散歩",
        "xK9$vQ2!mZ7#pL4",
        "plum kettle drives " * 6,
    ],
)
def test_good_passwords_are_fine(password: str) -> None:
    assert password_problem(password, *CONTEXT) == ""


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "password!!!!!!!!",
        "Password12345678",
        "123456789012345",
        "qwertyuiopasdfgh",
        "abcdefghijklmnop",
        "aaaaaaaaaaaaaaa",
        "яяяяяяяяяяяяяяя",
        "iloveyouiloveyou",
        "letmeinletmein123",
        "p@ssw0rdp@ssw0rd",
        "               ",
        "Summer2026Summer2026",
    ],
)
def test_common_repeated_and_running_passwords_are_refused(password: str) -> None:
    assert password_problem(password, *CONTEXT) == EASY


@pytest.mark.parametrize(
    "password", ["Dana Lee Dana Lee", "dana.lee@dmv.ca.gov", "CaliforniaHumangov!9", "Lee-California-Dana"]
)
def test_a_password_made_of_the_account_is_refused(password: str) -> None:
    assert password_problem(password, *CONTEXT) in {YOURS, EASY}
    assert password_problem("Dana Lee zq Dana Lee", *CONTEXT) == YOURS


def test_length_is_from_15_to_128() -> None:
    assert password_problem("plum kettle 99").startswith("Use at least 15 characters.")
    assert password_problem("plum kettle 9 z") == ""
    assert password_problem("plum kettle drives" + "z9" * 55) == ""
    assert password_problem("p" * 129) == "Use at most 128 characters."


def test_the_right_password_fits_and_another_does_not() -> None:
    stored = hash_password("plum kettle drives")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert password_fits(stored, "plum kettle drives")
    assert not password_fits(stored, "Plum kettle drives")
    assert not password_fits(stored, "")


def test_the_same_keys_give_the_same_password_on_every_machine() -> None:
    assert password_fits(hash_password("cafe\u0301 kettle drives"), "café kettle drives")


def test_a_password_is_not_cut_while_it_can_be_one() -> None:
    stored = hash_password("x" * 128)
    assert not password_fits(stored, "x" * 127)
    assert not password_fits(stored, "x" * 129)
    assert not password_fits(stored, "x" * 1_000_000)


@pytest.mark.parametrize("stored", ["", "x", "$argon2id$none", pytest.param(NO_ACCOUNT_HASH, id="nobody")])
def test_nothing_fits_what_is_no_hash(stored: str) -> None:
    assert not password_fits(stored, "plum kettle drives")


def test_a_password_of_broken_characters_fits_nothing_and_breaks_nothing() -> None:
    assert not password_fits(NO_ACCOUNT_HASH, "\ud800\x00")
