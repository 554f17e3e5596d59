"""PDF: whole, sloppy, broken, locked and more than paper."""

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from humangov.domain.looks import MOST_OBJECTS, MOST_PAGES, Caution, Reason
from tests import samples
from tests.corpus import Case

DRAWN = b"BT /F1 12 Tf 72 720 Td (Dear Jos\\351,) Tj ET "


def a_pdf(pages: int = 3, change: Callable[[Pdf], object] = lambda _: None, **how: object) -> bytes:
    """A file of some pages, changed before it is saved."""
    with Pdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(612, 792))
            pdf.pages[-1].Contents = pdf.make_stream(DRAWN * 20)
        change(pdf)
        stream = io.BytesIO()
        pdf.save(stream, **how)  # type: ignore[arg-type]
    return stream.getvalue()


def _script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _deep_script(pdf: Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"app.alert(1)"))
    field = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), AA=Dictionary(K=action))
    pdf.pages[0].Annots = Array([pdf.make_indirect(field)])


def _launch(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))


def _attach(pdf: Pdf) -> None:
    pdf.attachments["data.csv"] = b"a,b"


def _attach_letter(pdf: Pdf) -> None:
    pdf.attachments["letter.docx"] = samples.DOCX


def _hide_letter(pdf: Pdf) -> None:
    pdf.Root.X = pdf.make_stream(samples.DOCX)


def _attach_behind_end() -> bytes:
    return a_pdf(change=_attach) + samples.DOCX


def _form(pdf: Pdf) -> None:
    script = b'<xdp><script contentType="application/x-javascript">app.alert(1)</script></xdp>'
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(script))


def _many_objects(pdf: Pdf) -> None:
    pdf.Root.X = Array([pdf.make_indirect(Dictionary(A=n)) for n in range(MOST_OBJECTS + 1)])


def _word_about_scripts(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = String("What /S /JavaScript, /JS (x) and /EF << do (a course)")


def _no_kids(pdf: Pdf) -> None:
    pdf.Root.Pages = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=0, Kids=Array([])))


def _bomb() -> bytes:
    packed = zlib.compress(zlib.compress(bytes(300 * 1024 * 1024), 9), 9)
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        stream = pikepdf.Stream(pdf, packed)
        stream.Filter = Array([Name.FlateDecode, Name.FlateDecode])
        pdf.pages[0].Contents = pdf.make_indirect(stream)
        made = io.BytesIO()
        pdf.save(made, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return made.getvalue()


def _object_stream_bomb() -> bytes:
    """Its objects are in a stream that unpacks to more than there is memory."""
    packed = zlib.compress(b"1 0 2 40 " + b" " * 400 * 1024 * 1024, 9)
    head = b"%%PDF-1.5\n5 0 obj<</Type/ObjStm/N 2/First 9/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    body = head + packed + b"\nendstream endobj\n"
    rows = b"".join(bytes(row) for row in ([2, 0, 5, 0], [2, 0, 5, 1], [1, 0, 9, 0]))
    table = b"6 0 obj<</Type/XRef/Size 6/Index[1 2 5 1]/W[1 2 1]/Root 1 0 R/Length %d>>stream\n" % len(rows)
    return body + table + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(body)


def _nested() -> bytes:
    return samples.PDF.replace(b"/MediaBox", b"/X" + b"[" * 100_000 + b"]" * 100_000 + b"/MediaBox")


def _circle() -> bytes:
    return samples.PDF.replace(b"Kids[3 0 R]", b"Kids[2 0 R]")


def _locked(*, user: str) -> bytes:
    return a_pdf(encryption=pikepdf.Encryption(owner="boss", user=user, R=6))


def _updated() -> bytes:
    """A change behind the end, as who signs or fills in a form saves it."""
    whole = a_pdf(1)
    added = b"\n9 0 obj<</Type/Annot>>endobj\nxref\n9 1\n%010d 00000 n \n" % (len(whole) + 1)
    previous = whole[whole.rindex(b"startxref") + 10 :].split()[0]
    trailer = b"trailer<</Size 10/Root 1 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n"
    return whole + added + trailer % (previous, len(whole) + added.index(b"xref"))


CASES = (
    Case("letter.pdf", a_pdf, None, "as programs write it"),
    Case("packed.pdf", lambda: a_pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate), None, "objects in streams"),
    Case("for-the-web.pdf", lambda: a_pdf(linearize=True), None, "its first page comes first"),
    Case("blank.pdf", lambda: samples.PDF, None, "an empty page is a page"),
    Case("junk-before.pdf", lambda: b"\xef\xbb\xbf\r\n" + a_pdf(), None, "bytes before the header shift its table"),
    Case("mail-before.pdf", lambda: b"Content-Type: application/pdf\r\n\r\n" + a_pdf(), None, "saved from mail"),
    Case("zeros-behind.pdf", lambda: a_pdf() + bytes(4_096), None, "a disk's block filled up"),
    Case("page-behind.pdf", lambda: a_pdf() + b"\n<!-- served by x -->" * 99, None, "what a server added harms nobody"),
    Case("wrong-table.pdf", lambda: a_pdf().replace(b"startxref\n", b"startxref\n9"), None, "every reader mends it"),
    Case("updated.pdf", _updated, None, "a form filled in"),
    Case("signed-off.pdf", lambda: _locked(user=""), None, "only printing needs a password"),
    Case("course.pdf", lambda: a_pdf(change=_word_about_scripts), None, "words about scripts run nothing"),
    Case("cut-in-half.pdf", lambda: a_pdf()[: len(a_pdf()) // 2], Reason.CUT, "it broke off on its way"),
    Case("cut-at-end.pdf", lambda: a_pdf()[:-12], Reason.CUT, "it broke off at the very end"),
    Case("cut-for-the-web.pdf", lambda: a_pdf(9, linearize=True)[:-900], Reason.CUT, "its first page is whole"),
    Case("cut-update.pdf", lambda: _updated()[:-40], Reason.CUT, "what was filled in broke off"),
    Case("head-alone.pdf", lambda: b"%PDF-1.7\n%%EOF", Reason.DAMAGED, "nothing between both ends"),
    Case("no-pages.pdf", lambda: a_pdf(1, _no_kids), Reason.NO_PAGES, "a book without pages"),
    Case(
        "page-lost.pdf", lambda: a_pdf(2).replace(b"/Count 2", b"/Count 3"), Reason.PAGES_MISSING, "says three, has two"
    ),
    Case("circle.pdf", _circle, Reason.DAMAGED, "its pages lead to themselves"),
    Case("many.pdf", lambda: a_pdf(MOST_PAGES + 1), Reason.TOO_MANY_PAGES, "more pages than are looked through"),
    Case("bomb.pdf", _bomb, Reason.TOO_MUCH_INSIDE, "300 MB in a page"),
    Case("bomb-of-objects.pdf", _object_stream_bomb, Reason.DAMAGED, "400 MB in its list of objects: QPDF gives up"),
    Case("nested.pdf", _nested, Reason.DAMAGED, "100,000 brackets"),
    Case("zip-behind.pdf", lambda: a_pdf() + samples.DOCX, Reason.ARCHIVE_BEHIND, "a PDF that unpacks"),
    Case("locked.pdf", lambda: _locked(user="secret"), (Caution.PASSWORD,), "nobody here can read it"),
    Case("script.pdf", lambda: a_pdf(change=_script), (Caution.SCRIPTS,), "runs when it is opened"),
    Case("field-script.pdf", lambda: a_pdf(change=_deep_script), (Caution.SCRIPTS,), "runs when it is filled in"),
    Case(
        "packed-script.pdf",
        lambda: a_pdf(change=_deep_script, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        (Caution.SCRIPTS,),
        "not to be found by looking at its bytes",
    ),
    Case("starts.pdf", lambda: a_pdf(change=_launch), (Caution.SCRIPTS,), "starts a program"),
    Case("attached.pdf", lambda: a_pdf(change=_attach), (Caution.ATTACHMENTS,), "another file inside"),
    Case(
        "attached-letter.pdf",
        lambda: a_pdf(change=_attach_letter, compress_streams=False),
        (Caution.ATTACHMENTS,),
        "a Word document inside as it came",
    ),
    Case(
        "hidden-letter.pdf",
        lambda: a_pdf(change=_hide_letter, compress_streams=False),
        Reason.ARCHIVE_BEHIND,
        "an archive that nobody attached",
    ),
    Case("attached-and-behind.pdf", _attach_behind_end, Reason.ARCHIVE_BEHIND, "a file attached, and one behind"),
    Case("form.pdf", lambda: a_pdf(change=_form), (Caution.SCRIPTS,), "a form with scripts in its XML"),
    Case(
        "objects.pdf",
        lambda: a_pdf(1, _many_objects, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        Reason.TOO_MUCH_INSIDE,
        "more objects than are looked through",
    ),
)
