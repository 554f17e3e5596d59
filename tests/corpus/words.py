"""Word documents, as several programs write them, and what hides in them."""

import io
import zipfile
from collections.abc import Mapping
from functools import partial

import olefile

from humangov.domain.looks import Caution, Reason
from tests import samples
from tests.corpus import Case
from tests.corpus.ole import an_ole

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE_PART = olefile.MAGIC + bytes(2_000)


def a_docx(
    more: Mapping[str, bytes] | None = None, main: str = "word/document.xml", links: str = "", base: str = _REL
) -> bytes:
    """A document with its main part there, these relationships of it, and more parts."""
    part = main.lstrip("/")
    types = samples.TYPES.replace(b"word/document.xml", part.encode())
    whole = f'<Relationships><Relationship Type="{base}/officeDocument" Target="{main}"/></Relationships>'
    return samples.a_zip(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": whole.encode(),
            part: b"<document>Dear Jos\xc3\xa9,</document>",
            f"word/_rels/{part.rpartition('/')[2]}.rels": f"<Relationships>{links}</Relationships>".encode(),
            **(more or {}),
        }
    )


def link(kind: str, target: str, *, outside: bool = True) -> str:
    """A relationship."""
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="r" Type="{_REL}/{kind}" Target="{target}"{mode}/>'


def field(*pieces: str) -> bytes:
    """A document with a field, its text cut in pieces."""
    runs = "".join(f"<r><instrText>{piece}</instrText></r>" for piece in pieces)
    return f'<document><r><fldChar type="begin"/></r>{runs}<r><fldChar type="end"/></r></document>'.encode()


def _renamed(old: str, new: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return samples.a_zip({entry.filename.replace(old, new): parts.read(entry) for entry in parts.infolist()})


_EVIL = link("attachedTemplate", "https://example.com/t.dotm")
# The same machine, written in other ways; and a folder above a drive's top.
_SHARES = (
    "file:///%5C%5Chost%5Cshare%5Ct.dotm",
    "%5C%5Chost%5Cshare%5Ct.dotm",
    "%255C%255Chost%255Ct.dotm",
    "C:/x/../..//host/t.dotm",
    "file:////host/t.dotm",
    "file:/\\host\\t.dotm",
    "file:///host@80/t.dotm",
    "//host/t.dotm",
    "..",
)
_OWN = ("Normal.dotm", "C:\\Users\\x\\a%20b.dotx", "file:///d:/t.dotx", "file:///Library/Templates/t.dotm")

_MACROS = samples.TYPES.replace(
    b"openxmlformats-officedocument.wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
)


def _changed_sum() -> bytes:
    content = bytearray(a_docx())
    at = content.index(b"word/document.xml") + len(b"word/document.xml") + 3
    content[at] ^= 0xFF
    return bytes(content)


def _entities() -> bytes:
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    return a_docx({"word/document.xml": f"<!DOCTYPE d [{names}]><document>&e11;</document>".encode()})


def _deep() -> bytes:
    return a_docx({"word/document.xml": b"<a>" * 100_000 + b"</a>" * 100_000})


def _repeated() -> bytes:
    """Many names for the same bytes: little to send, and much to unpack."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in zip(range(30), [bytes(10 * 1024 * 1024)] * 30, strict=True):
            file.writestr(f"word/media/{name}.bin", content)
        with zipfile.ZipFile(io.BytesIO(a_docx())) as document:
            for part in document.infolist():
                file.writestr(part, document.read(part))
    return stream.getvalue()


CASES = (
    Case("letter.docx", a_docx, None, "as Word writes it"),
    Case("online.docx", lambda: a_docx(main="word/document2.xml"), None, "as Word on the web writes it"),
    Case("absolute.docx", lambda: a_docx(main="/word/document.xml"), None, "its main part is named from the top"),
    Case(
        "strict.docx",
        lambda: a_docx(base="http://purl.oclc.org/ooxml/officeDocument/relationships"),
        None,
        "in the strict form of the standard",
    ),
    Case("linked.docx", lambda: a_docx(links=link("hyperlink", "https://example.gov")), None, "a link is only text"),
    Case(
        "own-template.docx",
        lambda: a_docx(links=link("attachedTemplate", "file:///C:\\Users\\x\\Letter.dotx")),
        None,
        "a template on the writer's own disk",
    ),
    Case(
        "chart.docx",
        lambda: a_docx({"word/embeddings/sheet1.xlsx": samples.a_zip({"xl/workbook.xml": b"<w/>"})}),
        None,
        "a chart carries its table",
    ),
    Case("half.docx", lambda: a_docx()[: len(a_docx()) // 2], Reason.DAMAGED, "it broke off on its way"),
    Case("changed.docx", _changed_sum, Reason.DAMAGED, "a byte fell over"),
    Case(
        "table.docx",
        lambda: samples.a_zip({"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<Types/>"}),
        Reason.NOT_WORD,
        "a spreadsheet under another name",
    ),
    Case("archive.docx", lambda: samples.a_zip({"a.txt": b"a"}), Reason.NOT_WORD, "a zip under another name"),
    Case("macros.docx", lambda: a_docx({"word/vbaProject.bin": OLE_PART}), Reason.MACROS, "a macro"),
    Case(
        "macros-said.docx",
        lambda: a_docx({"[Content_Types].xml": _MACROS}),
        Reason.MACROS,
        "a DOCM under another name",
    ),
    Case(
        "macros-inside.docx",
        lambda: a_docx({"word/embeddings/a.xlsx": samples.a_zip({"xl/vbaProject.bin": OLE_PART})}),
        Reason.MACROS,
        "a macro in the table of a chart",
    ),
    Case(
        "remote.docx",
        lambda: a_docx(links=link("attachedTemplate", "https://example.com/t.dotm")),
        Reason.REMOTE,
        "its template comes from elsewhere",
    ),
    Case(
        "share.docx",
        lambda: a_docx(links=link("attachedTemplate", "file:///\\\\host\\share\\t.dotx")),
        Reason.REMOTE,
        "its template comes from another machine",
    ),
    Case(
        "remote-frame.docx",
        lambda: a_docx(links=link("frame", "http://example.com/f")),
        Reason.REMOTE,
        "a frame comes from elsewhere",
    ),
    *(
        Case(f"share-{n}.docx", partial(a_docx, links=link("attachedTemplate", target)), Reason.REMOTE, target)
        for n, target in enumerate(_SHARES)
    ),
    *(
        Case(f"own-{n}.docx", partial(a_docx, links=link("attachedTemplate", target)), None, target)
        for n, target in enumerate(_OWN)
    ),
    Case(
        "capitals.docx",
        lambda: _renamed("document.xml.rels", "document.xml.RELS", a_docx(links=_EVIL)),
        Reason.REMOTE,
        "Word compares names without case",
    ),
    Case(
        "mode.docx",
        lambda: a_docx(links=_EVIL.replace("External", "external")),
        Reason.REMOTE,
        "nor does it read this one strictly",
    ),
    Case("twice.docx", lambda: a_docx({"WORD/Document.xml": b"<document/>"}), Reason.DAMAGED, "two parts of one name"),
    Case(
        "remote-picture.docx",
        lambda: a_docx(links=link("image", "file://host/share/x.png")),
        Reason.REMOTE,
        "its picture is on another machine, which is told who opens it",
    ),
    Case(
        "chunk.docx",
        lambda: a_docx({"word/c.rtf": b"{\\rtf1}"}, links=link("aFChunk", "c.rtf", outside=False)),
        Reason.FOREIGN,
        "a piece of RTF, which brings what RTF can",
    ),
    Case(
        "starts.docx",
        lambda: a_docx({"word/document.xml": field(" DDE", 'AUTO cmd.exe "/k calc"')}),
        Reason.COMMANDS,
        "a field starts a program, its name cut in two",
    ),
    Case(
        "starts-in-header.docx",
        lambda: a_docx(
            {"word/header1.xml": f'<hdr>{" " * 2**20}<fldSimple instr="DDE cmd x"/></hdr>'.encode("utf-16")}
        ),
        Reason.COMMANDS,
        "a field far down in another part",
    ),
    Case("page-field.docx", lambda: a_docx({"word/document.xml": field(" PAGE ")}), None, "a field counts pages"),
    Case(
        "object.docx",
        lambda: a_docx(
            links=link("oleObject", "embeddings/o.bin", outside=False), more={"word/embeddings/o.bin": OLE_PART}
        ),
        Reason.OBJECTS,
        "an object of another program",
    ),
    Case(
        "control.docx",
        lambda: a_docx(links=link("control", "activeX/a.xml", outside=False)),
        Reason.OBJECTS,
        "an ActiveX control",
    ),
    Case(
        "program.docx",
        lambda: a_docx({"word/media/image1.png": b"MZ\x90\x00" + bytes(99)}),
        Reason.PROGRAMS,
        "a program under another name",
    ),
    Case("script.docx", lambda: a_docx({"word/embeddings/run.js": b"x"}), Reason.PROGRAMS, "a script"),
    Case("bomb.docx", _repeated, Reason.TOO_MUCH_INSIDE, "unpacks to 300 MB"),
    Case(
        "parts.docx",
        lambda: a_docx({f"p{n}": b"" for n in range(5_001)}),
        Reason.TOO_MUCH_INSIDE,
        "thousands of parts",
    ),
    Case("entities.docx", _entities, Reason.DAMAGED, "a thousand laughs"),
    Case("deep.docx", _deep, Reason.DAMAGED, "100,000 elements in each other"),
    Case(
        "locked.docx",
        lambda: an_ole({"EncryptionInfo": b"\x04\x00\x04\x00" + bytes(60), "EncryptedPackage": bytes(9_000)}),
        (Caution.PASSWORD,),
        "nobody here can read it",
    ),
    Case(
        "cut-locked.docx",
        lambda: an_ole({"EncryptionInfo": bytes(64), "EncryptedPackage": bytes(9_000)})[:2_000],
        Reason.DAMAGED,
        "locked, and broke off",
    ),
    Case("old.docx", lambda: an_ole({"WordDocument": bytes(5_000)}), Reason.NOT_WORD, "an old DOC under a new name"),
)
