"""Whether a file is whole, told by the libraries that open it: every file of the corpus gets its answer, for real."""

import io
import os
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from humangov.domain.errors import Invalid, Unavailable
from humangov.domain.files import JPEG, KINDS, PDF, TEXT, FileKind, told_at_the_door
from humangov.domain.looks import Caution, Look, Reason
from humangov.services import apart, looking
from humangov.services.apart import Bounds
from humangov.services.inside import whole
from humangov.services.looking import look_into, shown_as_jpeg
from tests import samples
from tests.corpus import Case
from tests.corpus.all import CASES
from tests.corpus.pdfs import a_pdf
from tests.corpus.pictures import heic

LIMIT = 25 * 1024 * 1024


def looked(name: str, content: bytes) -> Look:
    kind = told_at_the_door(name, io.BytesIO(content), len(content), LIMIT)
    assert isinstance(kind, FileKind), kind
    return look_into(kind, io.BytesIO(content))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_each_file_of_the_corpus_gets_its_answer(case: Case) -> None:
    found = looked(case.name, case.make())
    assert (found.refused or found.cautions or None) == case.answer, case.why


def test_the_corpus_has_every_answer_and_no_name_twice() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)
    found = {one for case in CASES for one in (case.answer if isinstance(case.answer, tuple) else (case.answer,))}
    assert found == {None, *Caution, *Reason} - {Reason.TOO_SLOW, Reason.TOO_HARD}


def test_every_reason_says_what_to_do_and_every_caution_what_is_so() -> None:
    for reason in Reason:
        for kind in KINDS:
            told = reason.told(kind.name, kind.again)
            assert told.count(".") >= 2
            assert "{" not in told
    assert "nobody can read it without the password" in Caution.PASSWORD.told


def test_a_picture_of_a_phone_is_shown_as_jpeg() -> None:
    with Image.open(io.BytesIO(shown_as_jpeg(io.BytesIO(heic(128, 96))))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (128, 96))
        red, green, blue = picture.convert("RGB").getpixel((64, 48))  # type: ignore[misc]
        assert blue > 80 > red + green


def test_a_large_picture_is_shown_as_large_as_a_screen() -> None:
    with Image.open(io.BytesIO(shown_as_jpeg(io.BytesIO(heic(4_200, 1_300))))) as picture:
        assert picture.size == (1_400, 434)


def test_a_file_on_a_disk_is_read_there_and_stays_where_it_was() -> None:
    with TemporaryFile() as file:
        file.write(a_pdf())
        file.seek(7)
        file.read(2)
        assert look_into(PDF, file) == Look()
        assert file.tell() == 9


def test_a_text_needs_no_look() -> None:
    assert look_into(TEXT, io.BytesIO(b"x")) == Look()


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import ctypes; ctypes.string_at(0)", Reason.TOO_HARD),
        ("import os; os.kill(os.getpid(), 9)", Reason.TOO_HARD),
        ("raise SystemExit(3)", Reason.TOO_HARD),
        ("import time; time.sleep(60)", Reason.TOO_SLOW),
    ],
)
def test_a_file_that_breaks_its_opener_is_refused_unseen(
    monkeypatch: pytest.MonkeyPatch, code: str, reason: Reason
) -> None:
    monkeypatch.setattr(apart, "COMMAND", (apart.COMMAND[0], "-c", code))
    monkeypatch.setattr(looking, "_slow", OrderedDict())
    monkeypatch.setattr(looking, "BOUNDS", Bounds(seconds=1, mebibytes=256))
    assert look_into(PDF, io.BytesIO(samples.PDF)) == Look(reason)


def test_a_file_that_took_too_long_takes_no_turn_when_it_is_sent_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    slow = f"import time; open({str(begun)!r}, 'a').write('x'); time.sleep(60)"
    monkeypatch.setattr(apart, "COMMAND", (apart.COMMAND[0], "-c", slow))
    monkeypatch.setattr(looking, "BOUNDS", Bounds(seconds=1, mebibytes=256))
    monkeypatch.setattr(looking, "_slow", OrderedDict())
    for _ in range(3):
        assert look_into(PDF, io.BytesIO(samples.PDF)) == Look(Reason.TOO_SLOW)
    assert begun.read_text() == "x"
    monkeypatch.setattr(looking, "SLOW_SECONDS", 0.0)
    look_into(PDF, io.BytesIO(a_pdf(1)))
    look_into(PDF, io.BytesIO(a_pdf(1)))
    assert begun.read_text() == "xxx", "what is forgotten is looked into again"


def test_few_of_the_files_that_took_too_long_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "_slow", OrderedDict())
    monkeypatch.setattr(looking, "MOST_SLOW", 2)
    for content in (b"a", b"b", b"c"):
        looking._remember_slow(io.BytesIO(content))
    assert [looking._was_slow(io.BytesIO(content)) for content in (b"a", b"b", b"c")] == [False, True, True]


def test_eight_at_once_take_turns_and_who_waits_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = "import sys, time; time.sleep(0.3); print('[\"\", []]')"
    monkeypatch.setattr(apart, "COMMAND", (apart.COMMAND[0], "-c", slow))
    monkeypatch.setattr(looking, "TURN_SECONDS", 0.5)

    def one(_: int) -> str:
        try:
            return "" if look_into(PDF, io.BytesIO(samples.PDF)) == Look() else "refused"
        except Invalid as told:
            return told.fields["file"]

    began = monotonic()
    with ThreadPoolExecutor(8) as threads:
        answers = [*threads.map(one, range(8))]
    assert set(answers) == {"", looking.TOO_BUSY}
    assert answers.count(looking.TOO_BUSY) >= 8 - looking.PLACES
    assert monotonic() - began < 5


def test_who_comes_when_enough_wait_is_told_at_once() -> None:
    for _ in range(looking.PLACES):
        looking._places.acquire()
    try:
        began = monotonic()
        with pytest.raises(Invalid) as told:
            look_into(PDF, io.BytesIO(samples.PDF))
        with pytest.raises(Unavailable):
            shown_as_jpeg(io.BytesIO(heic()))
        assert monotonic() - began < 0.5
    finally:
        for _ in range(looking.PLACES):
            looking._places.release()
    assert told.value.fields == {"file": looking.TOO_BUSY}
    assert look_into(JPEG, io.BytesIO(samples.JPEG)) == Look()


def opened(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    with path.open("rb") as file:
        whole.work(file)


SMALL = [
    case
    for case in CASES
    if case.name in {"letter.pdf", "packed.pdf", "photo.jpg", "scan.png", "fax.tif", "phone.heic"}
] + [case for case in CASES if case.name in {"letter.docx", "locked.docx"}]
MADE = {case.name: case.make() for case in SMALL}


@settings(max_examples=150)
@given(st.sampled_from(sorted(MADE)), st.integers(0, 100_000), st.binary(min_size=1, max_size=4))
def test_changed_bytes_are_told_without_an_error(
    tmp_path_factory: pytest.TempPathFactory, name: str, place: int, piece: bytes
) -> None:
    content, path = MADE[name], tmp_path_factory.getbasetemp() / f"changed-{os.getpid()}"
    at = place % len(content)
    opened(content[:at] + piece + content[at + len(piece) :], path)


@settings(max_examples=80)
@given(st.sampled_from(sorted(MADE)), st.integers(0, 100_000))
def test_what_broke_off_anywhere_is_told_without_an_error(
    tmp_path_factory: pytest.TempPathFactory, name: str, place: int
) -> None:
    content, path = MADE[name], tmp_path_factory.getbasetemp() / f"cut-{os.getpid()}"
    opened(content[: 8 + place % (len(content) - 8)], path)
