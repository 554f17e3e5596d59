"""Notices as PDF: the same for everybody who opens one, whatever was typed."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from humangov.domain.files import PDF
from humangov.domain.looks import Look
from humangov.domain.notices import ChangedLine
from humangov.services.looking import look_into
from humangov.services.printing import print_notice
from humangov.services.typesetting import FONTS
from tests.architecture.tree import ROOT
from tests.builders import a_notice
from tests.unit.services.pdfs import Pdf

MARKUP = '#eval("1") *bold* _slanted_ [ ] $x$ \\ @ref <label> // /* `raw` ~ -- "q" #set page(fill: red)'
SOMEWHERE_ELSE = """
from hashlib import sha256
from humangov.services.printing import print_notice
from tests.builders import a_notice
print(sha256(print_notice(a_notice())).hexdigest())
"""


def printed(**changes: object) -> Pdf:
    return Pdf(print_notice(a_notice(**changes)))


def lines(count: int) -> tuple[ChangedLine, ...]:
    return tuple(ChangedLine(f"Fact {i}", f"was {i}", f"is {i}") for i in range(count))


def test_the_same_notice_gives_the_same_bytes_in_every_thread() -> None:
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(print_notice, [a_notice()] * 8))) == 1


def test_another_process_in_another_place_gives_the_same_bytes(tmp_path: Path) -> None:
    # Neither a home nor a time zone nor fonts of the machine's own: nothing but the notice counts.
    environment = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]), "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-c", SOMEWHERE_ELSE]
    told = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True, text=True)  # noqa: S603 our own words
    assert told.stdout.strip() == sha256(print_notice(a_notice())).hexdigest()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("change", ["employee_name", "remarks", "number", "color", "state"])
def test_another_notice_gives_other_bytes(change: str) -> None:
    other = {"color": "#5c3b1e"}.get(change, "Another")
    assert print_notice(a_notice(**{change: other})) != print_notice(a_notice())


def test_it_is_tagged_as_pdf_ua_and_kept_as_pdf_a() -> None:
    pdf = printed()
    assert pdf.root["/MarkInfo"] == {"/Marked": True, "/Suspects": False}
    assert pdf.root["/Lang"] == "en-US"
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.packet
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf.packet


def test_it_is_a_file_that_may_be_filed() -> None:
    content = print_notice(a_notice())
    assert look_into(PDF, BytesIO(content)) == Look()


def test_a_reader_s_window_shows_its_title() -> None:
    pdf = printed()
    assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 it is pypdf's own kind of true
    assert pdf.reader.metadata
    assert pdf.reader.metadata.title == "Notice of personnel action: 702 Promotion, José García"
    assert "Notice of personnel action: 702 Promotion, José García" in pdf.packet


def test_it_was_made_when_the_action_was_recorded() -> None:
    notice = a_notice()
    metadata = Pdf(print_notice(notice)).reader.metadata
    assert metadata
    assert metadata.creation_date == metadata.modification_date == notice.recorded_at


def test_its_headings_go_down_one_step_at_a_time() -> None:
    pdf = printed()
    assert (len(pdf.elements("/H1")), len(pdf.elements("/H2"))) == (1, 6)
    assert pdf.elements("/H3") == []


def test_every_table_has_a_head_whose_cells_name_their_columns() -> None:
    pdf = printed()
    tables = len(pdf.elements("/Table"))
    assert tables == len(pdf.elements("/THead")) == 5
    heads = pdf.elements("/TH")
    assert len(heads) == 2 + 3 + 3 + 2 + 3
    assert {attributes["/Scope"] for head in heads for attributes in _attributes(head)} == {"/Column"}
    assert all(any(a.get("/Headers") for a in _attributes(cell)) for cell in pdf.elements("/TD"))


def _attributes(element: Any) -> list[Any]:
    found = element["/A"]
    return [one for one in (found if isinstance(found, list) else [found]) if one.get("/O") == "/Table"]


def test_every_font_is_inside() -> None:
    fonts = list(printed(employee_name="Ж Ω שלום Kaʻahumanu").fonts())
    assert len(fonts) >= 3
    assert all({"/FontFile2", "/FontFile3"} & set(font) for font in fonts)


def test_all_of_the_notice_stands_in_its_text() -> None:
    text = printed(refers_to="Corrects 702 Promotion of Mar 1, 2026, recorded Mar 2, 2026").text
    for said in (
        *("California", "702 Promotion", "Effective March 1, 2026", "José García", "E100234"),
        *("004512 Licensing examiner II", "Department of Motor Vehicles", "Licensing"),
        *("Pay $58,240 a year $64,120 a year", "Position None 004512"),
        *("Selected from certificate 26-0117", "Government Code 18500", "Six months of probation. No other change."),
        "Corrects 702 Promotion of Mar 1, 2026, recorded Mar 2, 2026",
        *("Requested Dana Lee Mar 2, 2026, 9:30 AM PST", "Approved Robin Okafor Mar 2, 2026, 10:30 AM PST"),
        *("on Mar 2, 2026, 10:30 AM PST.", "Notice number 01KJQ7Z5W0A1B2C3D4E5F6G7H8", "Page 1 of 1"),
    ):
        assert said in text, said


def test_what_nobody_gave_is_none_or_left_out() -> None:
    bare = printed(changes=(), remarks="", reason="", authority="", position="", unit="", approved_at=None)
    assert "This action changes no entry" in bare.text
    assert "Reason Legal authority None None" in bare.text
    assert "Remarks" not in bare.text
    assert "Approved" not in bare.text


def test_markup_stays_text() -> None:
    pdf = printed(employee_name=MARKUP, title=MARKUP, remarks=f"= Heading\n- item\n{MARKUP}")
    assert pdf.text.count(MARKUP) == 3
    assert "= Heading - item" in pdf.text
    assert len(pdf.elements("/H1")) == 1
    assert pdf.elements("/L") == []


@pytest.mark.parametrize(
    "name",
    ["Zoë Ångström-Łukasiewicz", "Kaʻahumanu Kamāmalu", "Nguyễn Thị Ánh", "Юлия Ёлкина", "Ελένη Παπαδοπούλου", "ᏣᎳᎩ"],
)
def test_names_of_many_scripts_are_printed(name: str) -> None:
    pdf = printed(employee_name=name)
    assert name in pdf.text
    assert "U+" not in pdf.text


EASTERN = {
    "王小明 刘伟": "WenQuanYiMicroHei",
    "陳怡君 龔自珍": "WenQuanYiMicroHei",
    "渡邉 さくら タナカ 髙橋": "WenQuanYiMicroHei",
    "김민수 박지영": "WenQuanYiMicroHei",
    "สมชาย ใจดี กุลธิดา น้ำเพชร": "NotoSerifThai-Regular",
}


@pytest.mark.parametrize(("name", "font"), EASTERN.items())
def test_names_of_east_asia_and_thailand_are_printed_in_a_font_that_has_them(name: str, font: str) -> None:
    pdf = printed(employee_name=name, remarks="")
    assert "U+" not in pdf.text
    assert set(name) <= set(pdf.text)
    # The reader of these tests does not put the marks of Thai together.
    assert name in pdf.text or font.startswith("NotoSerifThai")
    glyphs = pdf.glyphs()
    assert len(glyphs[font]) >= 5
    assert {shown for shown, numbers in glyphs.items() if 0 in numbers} == set()


def test_the_font_of_east_asia_is_debian_s_byte_for_byte() -> None:
    # fonts-wqy-microhei 0.2.0-beta-3.1, under the Apache License 2.0: whoever packed it changed nothing.
    found = find_spec(FONTS[0])
    assert found
    assert found.origin
    content = (Path(found.origin).parent / "fonts" / "wqy-microhei.ttc").read_bytes()
    assert sha256(content).hexdigest() == "2420e8078af796b19a3f6ef13de527a1a91c1e7171eea115926c614ced1009b3"


def test_a_character_without_a_glyph_stands_as_its_number() -> None:
    text = printed(employee_name="𠮷野", unit="রহিম", remarks="👍").text
    assert "[U+20BB7]野" in text
    assert "[U+09B0][U+09B9][U+09BF][U+09AE]" in text.replace(" ", "")
    assert "[U+1F44D]" in text
    assert "its number in Unicode" in text
    assert "its number in Unicode" not in printed(employee_name="王小明").text


def test_a_character_that_nobody_sees_stands_as_its_number() -> None:
    assert "abc[U+202E]def [U+E000] [U+0000]" in printed(employee_name="abc\u202edef \ue000 \x00").text


def test_an_accent_that_was_typed_apart_is_joined() -> None:
    assert "José" in printed(employee_name="Jose\u0301").text


def test_a_word_longer_than_its_column_is_whole_and_stays_inside() -> None:
    pdf = printed(unit="W" * 100, remarks="k" * 300)
    assert "W" * 100 in pdf.text.replace(" ", "")
    assert "k" * 300 in pdf.text.replace(" ", "")
    assert max(line.count("W") for line in pdf.lines) < 20
    assert max(line.count("k") for line in pdf.lines) < 110


def test_a_long_table_goes_on_with_its_head_on_the_next_page() -> None:
    pdf = printed(changes=lines(90))
    assert len(pdf.pages) > 2
    assert all("Entry Before After" in page for page in pdf.pages[:3])
    assert f"Page 2 of {len(pdf.pages)}" in pdf.pages[1]
    assert "Fact 89 was 89 is 89" in pdf.text
    assert len(pdf.elements("/THead")) == 5, "a head that comes again is not read again"


@pytest.mark.parametrize(("color", "white"), [("#1a4480", True), ("#ffdd00", False)])
def test_text_on_the_state_s_color_is_white_where_that_can_be_read(color: str, white: bool) -> None:  # noqa: FBT001 a case
    content = printed(color=color).reader.pages[0].get_contents()
    assert content is not None
    assert (b" cs 1 scn" in content.get_data()) is white


@settings(max_examples=40)
@given(st.text(st.characters(), max_size=30), st.text(st.characters(), max_size=60))
def test_whatever_was_typed_is_printed(name: str, remarks: str) -> None:
    assert Pdf(print_notice(a_notice(employee_name=name, remarks=remarks))).elements("/H1")
