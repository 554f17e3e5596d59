"""What is told of a file at the door, by its size, its name and how it begins. What is inside: test_looking.py."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humangov.domain.files import (
    ACCEPTED,
    BY_MEDIA_TYPE,
    DOCX,
    HEIC,
    JPEG,
    KINDS,
    PDF,
    PNG,
    TEXT,
    TIFF,
    FileKind,
    begins_as,
    is_program,
    is_text,
    told_at_the_door,
)
from tests import samples
from tests.corpus.ole import an_ole
from tests.corpus.pictures import heic
from tests.corpus.programs import PROGRAMS

LIMIT = 25 * 1024 * 1024
WHOLE = [
    (PDF, samples.PDF),
    (PNG, samples.PNG),
    (JPEG, samples.JPEG),
    (TIFF, samples.TIFF),
    (HEIC, heic()),
    (DOCX, samples.DOCX),
    (TEXT, samples.TEXT),
]
BY_KIND = pytest.mark.parametrize(("kind", "content"), WHOLE, ids=[kind.name for kind, _ in WHOLE])


def problem(name: str, content: bytes, most_bytes: int = LIMIT) -> str | FileKind:
    return told_at_the_door(name, io.BytesIO(content), len(content), most_bytes)


def told(name: str, content: bytes, most_bytes: int = LIMIT) -> str:
    return str(problem(name, content, most_bytes))


@BY_KIND
def test_a_file_is_told_by_how_it_begins_and_its_name(kind: FileKind, content: bytes) -> None:
    for ending in kind.endings:
        assert problem(f"letter{ending}", content) is problem(f"LETTER{ending.upper()}", content) is kind


@BY_KIND
def test_looking_leaves_the_position_at_the_start(kind: FileKind, content: bytes) -> None:
    stream = io.BytesIO(content)
    stream.seek(3)
    begins_as(stream)
    assert stream.tell() == 0
    is_text(stream)
    assert stream.tell() == 0
    stream.seek(3)
    is_program(stream)
    assert stream.tell() == 0


@BY_KIND
def test_a_mislabelled_file_is_told_its_true_kind(kind: FileKind, content: bytes) -> None:
    for other in KINDS:
        if other is not kind:
            said = told(f"letter{other.endings[0]}", content)
            assert said.startswith(f"This file is {kind.name} inside, but its name ends in {other.endings[0]}.")
            assert said.endswith(f"Rename it to end in {kind.endings[0]}.")


@pytest.mark.parametrize("name", ["letter", "", "..", ".pdf"])
def test_a_name_without_an_ending_is_told_so(name: str) -> None:
    assert (
        problem(name, samples.PDF) == "This file is PDF inside, but its name has no ending. Rename it to end in .pdf."
    )


def test_an_ending_of_thousands_of_letters_is_not_repeated_to_people() -> None:
    assert len(told("x." + "y" * 10_000, samples.PDF)) < 150


@pytest.mark.parametrize("name", ["scan.pdf ", "C:\\x\\scan.pdf", "../../scan.pdf", "\u202escan.pdf"])
def test_the_ending_is_that_of_the_name_that_people_get_back(name: str) -> None:
    assert problem(name, samples.PDF) is PDF


def test_an_empty_file_is_told_so() -> None:
    assert told("a.pdf", b"").startswith("This file is empty.")


def test_a_file_of_the_most_bytes_is_fine_and_a_byte_more_is_not() -> None:
    assert problem("a.txt", b"x" * 100, 100) is TEXT
    assert told("a.txt", b"x" * 101, 100).startswith("This file is larger than 100 bytes.")
    assert "25.0 MB" in str(told_at_the_door("a.txt", io.BytesIO(b"x"), LIMIT + 1, LIMIT))


@pytest.mark.parametrize("content", [b"GIF89a" + b"\x00" * 99, b"\x1f\x8b\x08" + b"\x00" * 99])
def test_other_kinds_are_refused_with_the_list_of_what_is_accepted(content: bytes) -> None:
    assert problem("a.bin", content) == f"Files of this kind cannot be filed. Use {ACCEPTED}."


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_is_told_so_whatever_it_is_called(name: str) -> None:
    assert problem(name, PROGRAMS[name]) == "This is a program, not a document. Do not open it."


@pytest.mark.parametrize("content", [b"MZ Paving, Inc.\n", b"#!important\n", b"# The first of March\n"])
def test_a_text_that_begins_like_a_program_is_a_text(content: bytes) -> None:
    assert problem("note.txt", content) is TEXT


@pytest.mark.parametrize(
    ("name", "content", "hint"),
    [
        ("old.doc", an_ole({"WordDocument": b""}), "Open it, save it as PDF or DOCX, and choose that."),
        ("list.xlsx", samples.a_zip({"xl/workbook.xml": b""}), "save it as PDF (Print, then Save as PDF)"),
        ("moving.gif", b"GIF89a\x00\x01", "save it as PNG or JPEG"),
        ("all.zip", samples.a_zip({"a": b""}), "Take the files out of it, and choose those."),
        ("m.docm", samples.DOCX, "without macros"),
    ],
)
def test_what_is_often_tried_is_told_what_to_do_with_it(name: str, content: bytes, hint: str) -> None:
    assert hint in told(name, content)


def test_a_text_about_pdf_is_a_text_and_a_cut_pdf_is_none() -> None:
    assert problem("note.txt", b"A file begins with %PDF-1.7\n") is TEXT
    assert told("note.txt", b"%PDF-1.7\nBT").startswith("This file is PDF inside")


def test_every_kind_is_named_among_those_accepted() -> None:
    assert all(kind.name in ACCEPTED for kind in KINDS)


@given(st.binary(max_size=200))
def test_any_bytes_are_told_without_an_error(content: bytes) -> None:
    for name in ("a.pdf", "a.docx", "a.txt", "a"):
        problem(name, content)


HTML = [
    b"<!DOCTYPE html><p>",
    b"\n\t <html>",
    b"\xef\xbb\xbf<HTML>",
    b"<svg onload=x>",
    b"<?xml version='1.0'?>",
    b"<script>x</script>",
    b"<!-- --><html>",
]


@pytest.mark.parametrize("content", HTML)
def test_a_page_is_no_text(content: bytes) -> None:
    assert told("a.txt", content).startswith("This is not a whole plain text file")


def test_a_page_behind_blank_space_longer_than_a_piece_is_no_text() -> None:
    assert not is_text(io.BytesIO(b" " * 70_000 + b"<html>"))


def test_markup_inside_a_text_is_text_wherever_the_pieces_end() -> None:
    assert is_text(io.BytesIO(b"x" * 65_536 + b"<html>"))


@pytest.mark.parametrize(
    "content",
    [
        b" \r\n\t",
        b"\xef\xbb\xbf",
        b"a\x00b",
        b"a\x1bb",
        "é".encode("latin-1") * 9,
        "héllo".encode("utf-16"),
        b"ok \xe2\x28\xa1",
        b"ok \xe2\x82",
    ],
)
def test_what_is_blank_or_not_utf_8_is_no_text_and_told_how_to_save_it(content: bytes) -> None:
    assert told("a.txt", content).endswith(TEXT.again)


@given(st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1, max_size=20), st.integers(0, 5))
def test_letters_of_several_bytes_may_lie_on_the_border_of_pieces(text: str, shift: int) -> None:
    content = b"x" * (65_536 - shift) + text.encode() + b"y" * 65_530 + text.encode()
    assert is_text(io.BytesIO(content))


def test_media_types_name_their_kinds() -> None:
    assert BY_MEDIA_TYPE["application/pdf"] is PDF
    assert {k.name for k in KINDS if not k.shown_in_browser} == {"HEIC", "TIFF", "Word (DOCX)"}
