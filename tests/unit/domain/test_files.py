"""What is inside a file: every kind whole, half-sent, mislabelled and forged."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humangov.domain import word
from humangov.domain.files import (
    BY_MEDIA_TYPE,
    DOCX,
    JPEG,
    KINDS,
    PDF,
    PNG,
    TEXT,
    TIFF,
    FileKind,
    file_problem,
    kind_of,
)
from tests import samples

LIMIT = 25 * 1024 * 1024
WHOLE = [
    (PDF, samples.PDF),
    (PNG, samples.PNG),
    (JPEG, samples.JPEG),
    (TIFF, samples.TIFF),
    (DOCX, samples.DOCX),
    (TEXT, samples.TEXT),
]
BY_KIND = pytest.mark.parametrize(("kind", "content"), WHOLE, ids=[kind.name for kind, _ in WHOLE])


def kind(content: bytes) -> FileKind | None:
    return kind_of(io.BytesIO(content), len(content))


def problem(name: str, content: bytes, most_bytes: int = LIMIT) -> str:
    return file_problem(name, io.BytesIO(content), len(content), most_bytes)


@BY_KIND
def test_a_whole_file_is_told_by_what_is_inside(kind: FileKind, content: bytes) -> None:
    assert kind_of(io.BytesIO(content), len(content)) is kind
    for ending in kind.endings:
        assert problem(f"letter{ending}", content) == problem(f"LETTER{ending.upper()}", content) == ""


@BY_KIND
def test_looking_leaves_the_position_at_the_start(kind: FileKind, content: bytes) -> None:
    stream = io.BytesIO(content)
    stream.seek(3)
    kind_of(stream, len(content))
    assert stream.tell() == 0


@pytest.mark.parametrize(("kind", "content"), WHOLE[:-1], ids=[kind.name for kind, _ in WHOLE[:-1]])
@pytest.mark.parametrize("share", [0.999, 0.9, 0.5, 0.1])
def test_a_half_sent_file_is_refused_and_told_what_to_do(kind: FileKind, content: bytes, share: float) -> None:
    half = content[: max(9, int(len(content) * share))]
    name = f"scan{kind.endings[0]}"
    assert (
        problem(name, half)
        == f"This is not a whole {kind.name} file, though its name ends in {kind.endings[0]}. {kind.hint}"
    )


@BY_KIND
def test_a_mislabelled_file_is_told_its_true_kind(kind: FileKind, content: bytes) -> None:
    for other in KINDS:
        if other is not kind:
            told = problem(f"letter{other.endings[0]}", content)
            assert told.startswith(f"This file is {kind.name} inside, but its name ends in {other.endings[0]}.")
            assert told.endswith(f"Rename it to end in {kind.endings[0]}.")


@pytest.mark.parametrize("name", ["letter", "", "..", ".pdf"])
def test_a_name_without_an_ending_is_told_so(name: str) -> None:
    assert (
        problem(name, samples.PDF) == "This file is PDF inside, but its name has no ending. Rename it to end in .pdf."
    )


def test_an_ending_of_thousands_of_letters_is_not_repeated_to_people() -> None:
    assert len(problem("x." + "y" * 10_000, samples.PDF)) < 150


@pytest.mark.parametrize("name", ["scan.pdf ", "C:\\x\\scan.pdf", "../../scan.pdf", "\u202escan.pdf"])
def test_the_ending_is_that_of_the_name_that_people_get_back(name: str) -> None:
    assert problem(name, samples.PDF) == ""


def test_an_empty_file_is_told_so() -> None:
    assert problem("a.pdf", b"").startswith("This file is empty.")


def test_a_file_of_the_most_bytes_is_fine_and_a_byte_more_is_not() -> None:
    assert problem("a.txt", b"x" * 100, 100) == ""
    assert problem("a.txt", b"x" * 101, 100).startswith("This file is larger than 100 bytes.")
    assert "25.0 MB" in file_problem("a.txt", io.BytesIO(b"x"), LIMIT + 1, LIMIT)


@pytest.mark.parametrize(
    "content", [b"MZ\x90\x00" * 99, b"GIF89a" + b"\x00" * 99, b"\x1f\x8b\x08" + b"\x00" * 99, b"\x7fELF" * 9]
)
def test_other_kinds_are_refused_with_the_list_of_what_is_accepted(content: bytes) -> None:
    told = "Files of this kind cannot be filed. Use PDF, PNG, JPEG, TIFF, Word (DOCX) or plain text."
    assert problem("a.exe", content) == told


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
    assert problem("a.txt", content).startswith("This is not a whole plain text file")


def test_a_page_behind_blank_space_longer_than_a_piece_is_no_text() -> None:
    assert kind(b" " * 70_000 + b"<html>") is None


def test_markup_inside_a_text_is_text_wherever_the_pieces_end() -> None:
    assert kind(b"x" * 65_536 + b"<html>") is TEXT


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
    assert problem("a.txt", content).endswith(TEXT.hint)


@given(st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1, max_size=20), st.integers(0, 5))
def test_letters_of_several_bytes_may_lie_on_the_border_of_pieces(text: str, shift: int) -> None:
    content = b"x" * (65_536 - shift) + text.encode() + b"y" * 65_530 + text.encode()
    assert kind(content) is TEXT


@given(st.binary(max_size=200))
def test_any_bytes_are_told_without_an_error(content: bytes) -> None:
    kind(content)
    for _, whole in WHOLE:
        kind(whole[:9] + content)
        kind(whole[:-9] + content)


@given(st.sampled_from([content for _, content in WHOLE]), st.integers(0, 10_000), st.integers(0, 255))
def test_a_changed_byte_is_told_without_an_error(content: bytes, place: int, byte: int) -> None:
    at = place % len(content)
    kind(content[:at] + bytes([byte]) + content[at + 1 :])


def test_a_makers_data_behind_a_picture_is_fine() -> None:
    assert kind(samples.JPEG + b"\x00SEFT" * 50) is JPEG


def test_a_page_inside_a_picture_stays_a_picture() -> None:
    assert kind(samples.PNG.replace(b"IDAT", b"IDAT<html><script>")) is PNG


@pytest.mark.parametrize("content", [samples.PDF, samples.JPEG, samples.TIFF, samples.PNG])
def test_a_file_that_is_an_archive_too_is_refused(content: bytes) -> None:
    assert kind(content + samples.DOCX) is None


@pytest.mark.parametrize(
    "parts",
    [
        {"[Content_Types].xml": samples.TYPES},
        {"word/document.xml": b"<w/>"},
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"},
        {"xl/workbook.xml": b"<x/>", "[Content_Types].xml": samples.TYPES},
    ],
)
def test_another_zip_is_no_word_document(parts: dict[str, bytes]) -> None:
    assert kind(samples.a_zip(parts)) is None


MACROS = samples.TYPES.replace(
    b"openxmlformats-officedocument.wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
)


@pytest.mark.parametrize(
    "parts",
    [
        {"word/vbaProject.bin": b"macro"},
        {"word/VBAPROJECT.BIN": b"macro"},
        {"[Content_Types].xml": MACROS},
        {"[Content_Types].xml": samples.TYPES + b"application/vnd.ms-office.vbaProject"},
    ],
)
def test_a_document_with_macros_is_refused(parts: dict[str, bytes]) -> None:
    content = samples.a_zip({**samples.WORD_PARTS, **parts})
    assert problem("letter.docx", content).endswith(DOCX.hint)


def test_a_document_that_unpacks_to_hundreds_of_megabytes_is_refused_without_unpacking_it() -> None:
    bomb = samples.a_zip({**samples.WORD_PARTS, "word/media/a.bin": bytes(word.MOST_UNPACKED_BYTES)})
    assert len(bomb) < 1024 * 1024
    assert kind(bomb) is None


def test_a_document_of_thousands_of_parts_is_refused() -> None:
    parts = {f"p{n}": b"" for n in range(word.MOST_PARTS)}
    assert kind(samples.a_zip({**samples.WORD_PARTS, **parts})) is None


def test_a_list_of_parts_of_megabytes_is_not_read() -> None:
    parts = {f"{n:05}" + "x" * 600: b"" for n in range(1_900)}
    assert kind(samples.a_zip({**samples.WORD_PARTS, **parts})) is None


def test_a_zip_in_the_large_format_is_refused() -> None:
    end = samples.DOCX[-22:]
    assert kind(samples.DOCX[:-22] + b"PK\x06\x07" + bytes(16) + end) is None


def test_a_document_behind_a_password_is_refused() -> None:
    content = bytearray(samples.DOCX)
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert kind(bytes(content)) is None


def test_a_document_packed_in_a_rare_way_is_refused() -> None:
    assert kind(samples.a_zip(samples.WORD_PARTS, zipfile.ZIP_LZMA)) is None


@pytest.mark.parametrize("order", ["<", ">"])
def test_pictures_of_both_byte_orders_are_read(order: str) -> None:
    assert kind(samples.a_tiff(order)) is TIFF
    assert kind(samples.a_tiff(order)[:-1]) is None


def test_a_picture_of_one_strip_has_its_place_in_the_directory() -> None:
    assert kind(samples.a_tiff("<", strips=1)) is TIFF


@pytest.mark.parametrize("strips", [0, 100_001])
def test_a_picture_without_strips_or_of_too_many_is_refused(strips: int) -> None:
    assert kind(samples.a_tiff("<", strips=strips, said_strips=strips)) is None


def test_a_directory_of_thousands_of_entries_is_refused() -> None:
    assert kind(b"II*\x00\x08\x00\x00\x00\xff\xff" + bytes(12 * 65_535)) is None


def test_media_types_name_their_kinds() -> None:
    assert BY_MEDIA_TYPE["application/pdf"] is PDF
    assert {k.name for k in KINDS if not k.shown_in_browser} == {"TIFF", "Word (DOCX)"}
