"""What is typed about documents, and the names under which people get them back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humangov.domain.documents import DocumentType, Side, document_problems, safe_file_name
from humangov.domain.text import text_problem
from tests.builders import TODAY, a_document


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("letter.pdf", "letter.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\My letter.pdf", "My letter.pdf"),
        ("a/b\\..\\c.pdf", "c.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("le\x00tt\ner\u200b.pdf", "letter.pdf"),
        ('a<b>:"|?*;.pdf', "ab.pdf"),
        (".htaccess", "htaccess"),
        ("...", "document"),
        ("", "document"),
        ("/", "document"),
        (" résumé  2026 .pdf. ", "résumé 2026 .pdf"),
        ("re\u0301sume\u0301.pdf", "résumé.pdf"),
        ("李小龙.pdf", "李小龙.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("x" * 300, "x" * 120),
        ("x." + "y" * 300, "x." + "y" * 19),
    ],
)
def test_a_file_name_keeps_what_people_read_and_nothing_else(typed: str, kept: str) -> None:
    assert safe_file_name(typed) == kept


@given(st.text())
def test_any_file_name_becomes_a_safe_one(typed: str) -> None:
    name = safe_file_name(typed)
    assert 0 < len(name) <= 120
    assert not set(name) & set('/\\<>:"|?*;\n')
    assert not name.startswith(".")
    assert text_problem(name, 120) == ""


@given(st.text())
def test_a_safe_file_name_stays_as_it_is(typed: str) -> None:
    assert safe_file_name(safe_file_name(typed)) == safe_file_name(typed)


def test_what_is_typed_about_a_document_is_fine() -> None:
    assert document_problems("Letter", TODAY, "a\nb" * 600, TODAY) == {}


@pytest.mark.parametrize(
    ("title", "told"), [("", "Enter a title."), ("x" * 101, "Use at most 100 characters. You have 101.")]
)
def test_a_document_has_a_title(title: str, told: str) -> None:
    assert document_problems(title, TODAY, "", TODAY) == {"title": told}


@pytest.mark.parametrize("dated", [date(1899, 12, 31), TODAY + timedelta(days=1), date.min, date.max])
def test_a_document_is_dated_today_or_earlier(dated: date) -> None:
    told = {"dated": "Enter the date on the document, today or earlier."}
    assert document_problems("Letter", dated, "", TODAY) == told


def test_a_note_has_at_most_two_thousand_characters() -> None:
    assert document_problems("Letter", TODAY, "x" * 2_001, TODAY) == {
        "note": "Use at most 2,000 characters. You have 2,001."
    }


def test_no_part_of_a_key_comes_from_what_a_person_typed() -> None:
    document = a_document(file_name="../x.pdf", title="T", id="D", employee_id="E", object_id="O")
    assert document.object_key == "documents/E/D/O"


def test_every_type_has_a_label_and_a_side() -> None:
    assert {kind.side for kind in DocumentType} == set(Side)
    assert all(kind.label for kind in DocumentType)
    assert [side.label for side in Side] == ["Permanent side", "Temporary side"]
