"""Text as people type it, folded for sorting and searching."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humangov.domain.text import (
    fold,
    long_date,
    opening,
    reason_problem,
    starts_search,
    text_problem,
    tidy,
    tidy_lines,
    typed_words,
    words,
)

# Twice-folded is folded: what is stored and what is typed meet.
ANY_TEXT = st.text(max_size=40)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("José", "jose"),
        ("JOSE\u0301", "jose"),
        ("O'Brien", "o brien"),
        ("O’BRIEN", "o brien"),
        ("ʻOkina", "okina"),
        ("Smith-Jones", "smith jones"),
        ("Smith–Jones", "smith jones"),
        ("  De  La   Cruz ", "de la cruz"),
        ("Þórsson", "thorsson"),
        ("Straße", "strasse"),
        ("Łukasz Đặng", "lukasz dang"),
        ("İrem", "irem"),
        ("Isıl", "isil"),
        ("ﬁona", "fiona"),
        ("李小龙", "李小龙"),
        ("J.R.", "j r"),
        ("ℌelga", "helga"),
        ("می\u200cرزا", "میرزا"),
        ("", ""),
        ("-'.", ""),
    ],
)
def test_case_accents_and_joiners_are_folded(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_case_and_form_of_unicode_do_not_matter(text: str) -> None:
    assert fold(tidy(text)) == fold(text)
    assert fold(text.casefold()) == fold(text)


@given(ANY_TEXT)
def test_folded_text_has_single_spaces_inside_and_none_around(text: str) -> None:
    assert fold(text) == " ".join(fold(text).split())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("José García", {"jose", "garcia"}),
        ("O'Brien", {"o", "brien", "obrien"}),
        ("O Brien", {"o", "brien", "obrien"}),
        ("OBrien", {"obrien"}),
        ("Smith-Jones", {"smith", "jones", "smithjones"}),
        ("J.R.", {"j", "r", "jr"}),
        ("Madonna", {"madonna"}),
        ("李", {"李"}),
        ("-", set()),
        ("", set()),
    ],
)
def test_a_name_is_found_by_its_words_apart_and_joined(name: str, found: set[str]) -> None:
    assert set(words(name)) == found


def test_the_words_of_several_names_come_once_and_sorted() -> None:
    assert words("Ana Lee", "Lee", "") == ("ana", "lee")


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("García José", ("garcia", "jose")),
        ("O'Br", ("obr",)),
        ("Smith-Jones", ("smith", "jones")),
        ("Ana.Lee@DMV.gov", ("ana.lee@dmv.gov",)),
        ("A-1024", ("a-1024",)),
        ("lee lee", ("lee",)),
        ("' - .", ()),
        ("   ", ()),
    ],
)
def test_typed_words_are_compared_folded_and_numbers_whole(typed: str, compared: tuple[str, ...]) -> None:
    assert typed_words(typed) == compared


@pytest.mark.parametrize("stored", ["O'Brien", "OBrien", "O Brien", "o’brien"])
@pytest.mark.parametrize("typed", ["O'Brien", "o'br", "OBRIEN"])
def test_an_apostrophe_hides_nobody(stored: str, typed: str) -> None:
    assert all(any(word.startswith(t) for word in words(stored)) for t in typed_words(typed))


@given(st.text(st.characters(categories=["L", "M", "Zs", "Pd"]), max_size=30))
def test_every_name_is_found_by_its_own_words(name: str) -> None:
    assert all(any(word.startswith(t) for word in words(name)) for t in typed_words(name))


def test_tidy_makes_one_space_of_many_and_one_letter_of_two() -> None:
    assert tidy("  Jose\u0301\t \n Ruiz ") == "José Ruiz"


def test_tidy_lines_keeps_the_lines() -> None:
    assert tidy_lines(" a  b \r\n\r c\n") == "a b\n\nc"


def test_a_text_of_the_most_characters_is_fine_and_one_more_is_told_with_both_numbers() -> None:
    assert text_problem("x" * 100) == ""
    assert text_problem("x" * 10_000) == "Use at most 100 characters. You have 10,000."


@pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\x7f", "\u202e", "\u2066", "\u200e", "\u200b", "\ufeff", "\ue000", "\ud800"]
)
def test_characters_that_nobody_sees_are_refused(character: str) -> None:
    assert text_problem(f"Ana{character}Lee").startswith("Remove the characters")


@pytest.mark.parametrize("text", ["José", "李小龙", "می\u200cرزا", "a\nb", "Zoë 👩\u200d🔬", "ʻOkina"])
def test_names_and_lines_of_every_script_are_fine(text: str) -> None:
    assert text_problem(text) == ""


def test_a_reason_is_needed_and_has_at_most_200_characters() -> None:
    assert reason_problem("") == "Enter the reason."
    assert reason_problem("x" * 200) == ""
    assert reason_problem("x" * 201).startswith("Use at most 200")


def test_a_date_in_a_sentence_is_written_out() -> None:
    assert long_date(date(2026, 11, 3)) == "November 3, 2026"


@pytest.mark.parametrize(
    ("word", "under", "starts"),
    [
        ("garcia", "ga", True),
        ("g", "g", False),
        ("李", "李", True),
        ("李小龙", "李", True),
        ("", "", False),
        ("김", "김", True),
    ],
)
def test_a_search_starts_from_two_letters_or_from_one_that_says_a_word(word: str, under: str, *, starts: bool) -> None:
    assert (opening(word), starts_search(word)) == (under, starts)
