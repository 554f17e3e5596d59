"""The content of documents: bytes, whole or in part, that do nothing in the browser but be looked at."""

from urllib.parse import quote

from flask import Blueprint, Response, request
from werkzeug.datastructures import Range
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from humangov.domain.documents import Document
from humangov.domain.errors import BadLink
from humangov.domain.files import BY_MEDIA_TYPE, PDF
from humangov.services.contents import Linked, link_document, open_document, picture_of
from humangov.services.folders import Content
from humangov.web import current

pages = Blueprint("content", __name__)
# A document may be framed by our own pages, and may load, run and send nothing. The one style is the browser's own,
# by which it puts a picture in the middle.
_PDF_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
# Browsers show PDF in a viewer of their own, in a process of its own: the newest inside a sandbox too, the older ones
# not at all there. One about which its uploader was asked is shown in a sandbox or not at all.
_SANDBOXED = f"sandbox; {_PDF_POLICY}"


@pages.get("/employees/<employee_id>/documents/<document_id>/content")
def content(employee_id: str, document_id: str) -> Response:
    """A version's content, to be looked at or (`download=1`) to be kept."""
    release = link_document if current.settings().x_accel else open_document
    released = release(
        current.desk(),
        employee_id,
        document_id,
        version=_version(request.args.get("version", "")),
        # Answers carry no validator that If-Range could name: what comes with one is about another content.
        choose=_wanted if request.range and "If-Range" not in request.headers else None,
        download=_is_kept(),
    )
    response = _handed_over(released) if isinstance(released, Linked) else _sent(released.content)
    response.headers.update(_about(released.document))
    return response


@pages.get("/employees/<employee_id>/documents/<document_id>/picture")
def picture(employee_id: str, document_id: str) -> Response:
    """A version as JPEG, to be looked at: what phones take is shown by few browsers."""
    made = picture_of(current.desk(), employee_id, document_id, version=_version(request.args.get("version", "")))
    response = Response(made, mimetype="image/jpeg")
    response.headers.update({"Content-Security-Policy": _SANDBOXED, "X-Frame-Options": "SAMEORIGIN"})
    return response


def _version(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) < 6):
        raise BadLink
    return int(text) if text else None


def _is_kept() -> bool:
    return request.args.get("download") == "1"


def _wanted(size_bytes: int) -> tuple[int, int] | None:
    """The bytes that one Range header asks for (RFC 9110, section 14); several ranges are answered with all."""
    wanted = request.range
    if not isinstance(wanted, Range) or wanted.units != "bytes" or len(wanted.ranges) != 1:
        return None
    first, stop = wanted.ranges[0]
    # Of a content that is shorter than the end asked for, all of it is the end.
    first = max(0, size_bytes + first) if first < 0 else first
    if first >= size_bytes:
        raise RequestedRangeNotSatisfiable(length=size_bytes)
    last = min(stop or size_bytes, size_bytes) - 1
    return None if (first, last) == (0, size_bytes - 1) else (first, last)


def _sent(content: Content) -> Response:
    """The bytes as they come from the store: no more than a piece of them is ever in memory."""
    partial = content.length != content.whole
    response = Response(content.pieces, 206 if partial else 200, direct_passthrough=True)
    response.headers["Content-Length"] = str(content.length)
    if partial:
        last = content.start + content.length - 1
        response.headers["Content-Range"] = f"bytes {content.start}-{last}/{content.whole}"
    return response


def _handed_over(linked: Linked) -> Response:
    """Leave the bytes to nginx, which fetches them from the store while no thread of ours waits (nginx.conf)."""
    response = Response()
    response.headers["X-Accel-Redirect"] = "/_contents"
    response.headers["X-Object-Url"] = linked.url
    if linked.span:
        response.headers["X-Object-Range"] = "bytes={}-{}".format(*linked.span)
    return response


def _about(document: Document) -> dict[str, str]:
    """The headers that say what the bytes are, and what they may do."""
    kept = _is_kept() or not _is_shown(document)
    return {
        "Accept-Ranges": "bytes",
        "Content-Disposition": _disposition("attachment" if kept else "inline", document.file_name),
        "Content-Security-Policy": _PDF_POLICY if _is_mere_pdf(document) else _SANDBOXED,
        "Content-Type": document.media_type,
        "X-Frame-Options": "SAMEORIGIN",
    }


def _is_mere_pdf(document: Document) -> bool:
    return document.media_type == PDF.media_type and not document.cautions


def _is_shown(document: Document) -> bool:
    kind = BY_MEDIA_TYPE.get(document.media_type)
    return kind is not None and kind.shown_in_browser


def _disposition(how: str, file_name: str) -> str:
    """RFC 6266: a plain name for old programs, and the real one in UTF-8 (RFC 8187)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " .-_()") else "_" for c in file_name)
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"
