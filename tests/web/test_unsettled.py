"""Somebody whose own due action cannot be entered: told on their pages, and nobody else is held up."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from humangov.domain.permissions import Role
from tests.builders import TODAY
from tests.web.people import checked, file, on_file
from tests.web.site import Site, Visitor, a_site

TOLD = "An action that has taken effect could not be entered"


@pytest.fixture
def site(tmp_path: object) -> Site:
    return a_site(tmp_path, idle=True)  # type: ignore[arg-type] # a path


@pytest.fixture
def broken(site: Site) -> Callable[[], None]:
    """From then on no record can be saved, by a fault of ours."""
    note = site.desks.calls.note

    def failing(operation: str) -> None:
        if operation == "employees.record":
            raise AttributeError("García")
        note(operation)

    return lambda: setattr(site.desks.calls, "note", failing)


def test_the_pages_show_the_record_as_it_stood_and_say_so(
    site: Site, specialist: Visitor, supervisor: Visitor, broken: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    person, other = on_file(site), on_file(site, last_name="Other")
    base = f"/employees/{person.id}"
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    path = str(
        file(specialist, f"{base}/actions/new?code=702", effective=tomorrow, title="Chief", reason="Merit").headers[
            "Location"
        ]
    )
    supervisor.fill(path)
    asked = file(specialist, f"{base}/actions/new?code=460", effective="2026-03-10", reason="Care").headers["Location"]
    site.desks.clock.advance(timedelta(days=1))
    site.sign_in(specialist, site.desks.account(Role.SPECIALIST))
    site.sign_in(supervisor, site.desks.account(Role.SUPERVISOR))
    broken()
    for address in (base, f"{base}/career", f"{base}?as_of=2026-03-02", asked):
        assert TOLD in specialist.get(address).main, address
    assert person.title in specialist.get(base).main
    for code in ("702", "460"):
        page = checked(specialist, f"{base}/actions/new?code={code}", effective="2026-03-12", title="Head", reason="x")
        assert page.status == 422
        assert TOLD in page.one("#error-summary").get_text()
    assert TOLD not in specialist.get(f"/employees/{other.id}").main
    told = [record for record in caplog.records if record.message == "due action could not be entered"]
    assert told
    assert "García" not in caplog.text
