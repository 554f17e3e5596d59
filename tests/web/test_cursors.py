"""A cursor is good for its own list as it is now: any other one leads to the page that says so, whatever is in it."""

import re
from typing import Any

import pytest

from humangov.domain.mass import MassStatus
from humangov.domain.permissions import Role
from humangov.web import cursors
from tests.architecture.tree import modules, text_of
from tests.builders import a_mass
from tests.web.people import on_file
from tests.web.site import Site

# The address of a list, what carries its cursor there, and the kind of its cursors.
LISTS = {
    "the directory": ("/employees", "after", "employees?"),
    "the directory, back": ("/employees", "before", "employees?"),
    "the log": ("/audit", "before", "audit?"),
    "a history": ("/employees/{employee}/history", "before", "employees/{employee}/history?"),
    "views": ("/employees/{employee}/views", "before", "employees/{employee}/views?"),
    "mass actions": ("/actions/mass", "before", "mass"),
    "people of a mass action": ("/actions/mass/{mass}", "after", "mass/{mass}/"),
    "the chart": ("/organization?unit=DMV/LIC", "after", "organization/DMV/LIC"),
}
SHAPES: dict[str, dict[str, Any]] = {
    "of the version before": {"at": "01KJQSK1ED5GNPQDTJ521NSGDH"},
    "no way": {"way": []},
    "a flat way": {"way": ["here", 25]},
    "a way of words": {"way": [["here", "far"]]},
    "one number": {"way": 7},
    "nothing": {},
    "a number for a place": {"at": 7, "n": 25},
    "a word for a number": {"at": "here", "n": "far"},
}


@pytest.fixture
def named(site: Site) -> dict[str, str]:
    """The ids that addresses name."""
    mass = a_mass(status=MassStatus.DONE)
    site.desks.records().masses[mass.id] = mass
    return {"employee": on_file(site).id, "mass": mass.id}


def sealed(site: Site, kind: str, payload: dict[str, Any]) -> str:
    with site.app.test_request_context("/", base_url="http://california.localhost/"):
        site.app.preprocess_request()
        return cursors.seal(kind, payload)


def refused(site: Site, address: str, name: str, cursor: str) -> bool:
    page = site.visitor(Role.AUDITOR).get(f"{address}{'&' if '?' in address else '?'}{name}={cursor}", status=400)
    return page.h1 == "This link does not work" and page.one("main").find("a") is not None


@pytest.mark.parametrize("which", LISTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_cursor_of_another_shape_does_not_work(site: Site, named: dict[str, str], which: str, shape: str) -> None:
    address, name, kind = (part.format(**named) for part in LISTS[which])
    if "directory" in which and shape == "of the version before":
        # It is as it was there, but for the count.
        site.visitor(Role.AUDITOR).get(f"{address}?{name}={sealed(site, kind, SHAPES[shape])}")
        return
    assert refused(site, address, name, sealed(site, kind, SHAPES[shape]))


@pytest.mark.parametrize("which", LISTS)
def test_a_cursor_that_is_forged_or_of_another_list_does_not_work(
    site: Site, named: dict[str, str], which: str
) -> None:
    address, name, kind = (part.format(**named) for part in LISTS[which])
    whole = {"way": [["here", 25]], "at": "here", "n": 25}
    forged = sealed(site, kind, whole)
    assert refused(site, address, name, ("B" if forged[0] == "A" else "A") + forged[1:])
    for other in {pair[2].format(**named) for pair in LISTS.values()} - {kind}:
        assert refused(site, address, name, sealed(site, other, whole))


def test_the_lists_here_are_all_that_there_are() -> None:
    read = re.compile(r"\bway\(|cursors\.unseal\(_kind\(listing")
    found = {module.stem for module in modules("src/humangov/web") if read.search(text_of(module))}
    assert found == {"audit", "listings", "mass", "organization", "paging"}
