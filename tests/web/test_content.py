"""The bytes of what is filed: told exactly, whole or in part, and locked in."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from humangov.domain.documents import Scan
from humangov.domain.events import EventKind
from humangov.domain.permissions import Principal, Role
from humangov.domain.states import Installed
from humangov.services.desk import Desk, Origin
from humangov.services.folders import Content
from tests.builders import an_installed
from tests.fakes.desks import FakeDesks
from tests.fakes.documents import FakeFiles
from tests.samples import DOCX, PDF, PNG, TEXT
from tests.web.people import a_filed_document, on_file
from tests.web.site import Site, Visitor, a_site


def test_content_is_told_exactly_and_locked_in(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    document = a_filed_document(site, person, PNG, "Ausweis für José.png")
    answer = viewer.fetch(f"/employees/{person.id}/documents/{document.id}/content")
    assert answer.data == PNG
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Length"] == str(len(PNG))
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    disposition = answer.headers["Content-Disposition"]
    assert (
        disposition == "inline; filename=\"Ausweis f_r Jos_.png\"; filename*=UTF-8''Ausweis%20f%C3%BCr%20Jos%C3%A9.png"
    )


def test_what_a_browser_cannot_show_safely_is_given_to_be_kept(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    document = a_filed_document(site, person, DOCX, "form.docx")
    path = f"/employees/{person.id}/documents/{document.id}"
    assert viewer.fetch(f"{path}/content").headers["Content-Disposition"].startswith("attachment")
    assert "A browser cannot show" in viewer.get(path).main


@pytest.mark.parametrize(
    ("asked", "status", "got"),
    [
        ("bytes=0-3", 206, PDF[:4]),
        ("bytes=4-", 206, PDF[4:]),
        ("bytes=-5", 206, PDF[-5:]),
        ("bytes=0-1,4-5", 200, PDF),
        ("lines=1-2", 200, PDF),
        ("bytes=-99999", 200, PDF),
        ("bytes=2-99999", 206, PDF[2:]),
        ("bytes=-0", 200, PDF),
        ("bytes=9-4", 200, PDF),
        ("bytes=x", 200, PDF),
        ("bytes=99999-", 416, None),
    ],
)
def test_ranges_are_answered(site: Site, viewer: Visitor, asked: str, status: int, got: bytes | None) -> None:
    person = on_file(site)
    document = a_filed_document(site, person)
    path = f"/employees/{person.id}/documents/{document.id}/content"
    answer = viewer.fetch(path, headers={"Range": asked})
    assert answer.status_code == status
    if got is not None:
        assert answer.data == got
    if status == 206:
        assert answer.headers["Content-Range"].endswith(f"/{len(PDF)}")
        assert answer.headers["Content-Length"] == str(len(answer.data))
    if status == 416:
        assert answer.headers["Content-Range"] == f"bytes */{len(PDF)}"


def test_looking_and_keeping_are_recorded_as_what_they_are(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    path = f"/employees/{person.id}/documents/{a_filed_document(site, person).id}/content"
    viewer.fetch(path)
    viewer.fetch(f"{path}?download=1")
    records = site.desks.records()
    assert len(records.of_kind(EventKind.DOCUMENT_VIEWED)) == len(records.of_kind(EventKind.DOCUMENT_DOWNLOADED)) == 1


def test_a_document_of_somebody_else_is_not_found_under_this_person(site: Site, viewer: Visitor) -> None:
    document = a_filed_document(site, on_file(site))
    viewer.get(f"/employees/{on_file(site).id}/documents/{document.id}/content", status=404)


def test_a_version_that_is_no_number_is_a_bad_link(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    document = a_filed_document(site, person)
    viewer.get(f"/employees/{person.id}/documents/{document.id}/content?version=new", status=400)


def test_a_range_for_another_content_is_answered_with_all_of_it(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    path = f"/employees/{person.id}/documents/{a_filed_document(site, person).id}/content"
    answer = viewer.fetch(path, headers={"Range": "bytes=0-3", "If-Range": '"an older one"'})
    assert (answer.status_code, answer.data) == (200, PDF)


def test_a_text_says_in_which_letters_it_is_written(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    path = f"/employees/{person.id}/documents/{a_filed_document(site, person, TEXT, 'note.txt').id}"
    assert viewer.fetch(f"{path}/content").headers["Content-Type"] == "text/plain; charset=utf-8"
    assert viewer.get(path).one("iframe").has_attr("sandbox")


@dataclass
class Watched(Iterator[bytes]):
    """Pieces that know whether they were closed, and how many were taken."""

    pieces: Iterator[bytes]
    taken: int = 0
    closed: bool = False

    def __next__(self) -> bytes:
        piece = next(self.pieces)
        self.taken += 1
        return piece

    def close(self) -> None:
        self.closed = True


@dataclass
class WatchedFiles:
    """The files of a state, of which the pieces that go out are watched."""

    files: FakeFiles
    out: list[Watched]

    def scanned(self, key: str) -> Scan:
        return self.files.scanned(key)

    def open(self, key: str, first: int | None = None, last: int | None = None) -> Content:
        content = self.files.open(key, first, last)
        self.out.append(Watched(content.pieces))
        return replace(content, pieces=self.out[-1])


@dataclass
class WatchedDesks(FakeDesks):
    """Desks whose files are watched."""

    out: list[Watched] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def open(self, installed: Installed, principal: Principal, origin: Origin) -> Desk:
        desk = super().open(installed, principal, origin)
        watched = WatchedFiles(FakeFiles(self.records(installed.slug), self.calls), self.out)
        return replace(desk, files=watched) if principal.role is Role.VIEWER else desk  # type: ignore[arg-type] # a viewer only opens


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_store_s_answer_is_closed_however_much_of_it_is_wanted(tmp_path: Path, method: str) -> None:
    desks = WatchedDesks()
    site = a_site(tmp_path, desks)
    person = on_file(site)
    document = a_filed_document(site, person, TEXT * 20_000, "long.txt")
    answer = site.visitor(Role.VIEWER).fetch(
        f"/employees/{person.id}/documents/{document.id}/content", method, buffered=False
    )
    assert answer.headers["Content-Length"] == str(len(TEXT * 20_000))
    assert answer.headers["Accept-Ranges"] == "bytes"
    next(iter(answer.response), b"")
    answer.close()
    assert [(watched.closed, watched.taken < 3) for watched in desks.out] == [(True, True)]


@pytest.fixture
def behind_nginx(tmp_path: Path) -> Site:
    """Two states behind the proxy that fetches contents itself."""
    return a_site(tmp_path, trusted_proxies=1, x_accel=True)


def test_behind_nginx_the_store_s_address_goes_to_nginx_and_no_bytes(behind_nginx: Site) -> None:
    person = on_file(behind_nginx)
    document = a_filed_document(behind_nginx, person, PNG, "photo.png")
    path = f"/employees/{person.id}/documents/{document.id}/content"
    answer = behind_nginx.visitor(Role.VIEWER).fetch(f"{path}?download=1")
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["X-Accel-Redirect"] == "/_contents"
    assert document.object_key in answer.headers["X-Object-Url"]
    assert "X-Object-Range" not in answer.headers
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="photo.png"')
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert behind_nginx.desks.records().events[-1].kind is EventKind.DOCUMENT_DOWNLOADED


@pytest.mark.parametrize(
    ("asked", "told"), [("bytes=0-3", "bytes=0-3"), ("bytes=-5", f"bytes={len(PDF) - 5}-{len(PDF) - 1}"), ("x=1", None)]
)
def test_behind_nginx_the_app_says_which_bytes(behind_nginx: Site, asked: str, told: str | None) -> None:
    person = on_file(behind_nginx)
    path = f"/employees/{person.id}/documents/{a_filed_document(behind_nginx, person).id}/content"
    answer = behind_nginx.visitor(Role.VIEWER).fetch(path, headers={"Range": asked})
    assert answer.headers.get("X-Object-Range") == told


def test_behind_nginx_nothing_is_handed_over_to_whom_it_is_not_open(behind_nginx: Site) -> None:
    person = on_file(behind_nginx)
    path = f"/employees/{person.id}/documents/{a_filed_document(behind_nginx, person).id}/content"
    for visitor in (behind_nginx.visitor(), behind_nginx.visitor(Role.ADMINISTRATOR)):
        assert "X-Accel-Redirect" not in visitor.fetch(path).headers


@pytest.mark.parametrize(
    ("scan", "status", "says"), [("waiting", 409, "Still being scanned"), ("threat", 403, "stays closed")]
)
def test_a_file_opens_when_its_scan_found_nothing(
    site: Site, viewer: Visitor, scan: str, status: int, says: str
) -> None:
    person = on_file(site)
    document = a_filed_document(site, person, PDF, "letter.pdf")
    path = f"/employees/{person.id}/documents/{document.id}"
    scans = site.desks.records().scans
    scans[document.object_key] = Scan(scan)
    page = viewer.get(path)
    assert says in page.main
    assert not page.all("iframe")
    assert "Download" not in [link.get_text(strip=True) for link in page.all("main a")]
    assert viewer.fetch(f"{path}/content").status_code == status
    scans[document.object_key] = Scan.CLEAN
    assert "Yes, nothing was found" in viewer.get(path).main
    assert viewer.fetch(f"{path}/content").data == PDF


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize("scanned", [False, True, None])
def test_the_page_says_whether_files_of_its_state_are_scanned(
    tmp_path: Path, *, required: bool, scanned: bool | None
) -> None:
    site = a_site(tmp_path, FakeDesks(an_installed(scanned=scanned)), scan_required=required)
    person = on_file(site)
    says = "Each is then scanned" if (required if scanned is None else scanned) else "They are not scanned"
    assert says in site.visitor(Role.SPECIALIST).get(f"/employees/{person.id}/documents/new").main
