"""Pages that gather several reads: one that does not answer takes nothing else away."""

import pytest

from humangov.domain.mass import MassStatus
from tests.builders import a_mass
from tests.web.people import on_file
from tests.web.site import Site, Visitor
from tests.web.test_requests import asked


@pytest.mark.parametrize(
    ("call", "path", "told"),
    [
        ("mass.underway", "/actions", "Mass actions that wait cannot be read just now"),
        ("mass.underway", "/actions/mass", "What waits for approval cannot be read just now"),
        ("requests.waiting", "/actions", "Requests cannot be read just now"),
    ],
)
def test_what_does_not_answer_takes_nothing_else_from_the_page(
    site: Site, specialist: Visitor, call: str, path: str, told: str
) -> None:
    asked(specialist, on_file(site))
    mass = a_mass(status=MassStatus.SUBMITTED, chosen=1)
    site.desks.records().masses[mass.id] = mass
    site.desks.calls.failing.add(call)
    page = specialist.get(path)
    assert told in page.main
    assert ("General adjustment" if call == "requests.waiting" or path != "/actions" else "Promotion") in page.main
    assert "Nothing waits" not in page.main
