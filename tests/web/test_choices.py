"""What can be chosen is understood without the list around it."""

import re

import pytest

from humangov.domain.permissions import Role
from humangov.web.forms.mass import OF_KIND
from tests.builders import AGENCIES, a_position, an_event, facts
from tests.web.markup import read
from tests.web.people import messages, on_file
from tests.web.site import Site, Visitor
from tests.web.test_mass import RAISE

NAMES = {agency.code: agency.name for agency in AGENCIES}
PLACES = {
    Role.SPECIALIST: ["/employees/new", "/employees/{}/actions/new?code=721", "/actions/mass/new"],
    Role.ADMINISTRATOR: ["/positions/new", "/positions/P-7/change"],
}


@pytest.mark.parametrize(("role", "path"), [(role, path) for role, paths in PLACES.items() for path in paths])
def test_a_unit_that_can_be_chosen_names_its_agency(site: Site, role: Role, path: str) -> None:
    desk = site.desks.open_for(Role.ADMINISTRATOR)
    desk.positions.create(a_position(facts(unit="OLD"), number="P-7"), an_event())
    page = site.visitor(role).get(path.format(on_file(site).id))
    units = [o for o in page.all("main option") if re.fullmatch(r"[A-Z]+/[A-Z]+", str(o.get("value", "")))]
    assert len(units) >= 5
    assert [o for o in units if not o.get_text().startswith(NAMES[str(o["value"]).partition("/")[0]] + ": ")] == []
    assert "Department of Motor Vehicles: Licensing" in [option.get_text() for option in units]


def test_what_is_typed_for_a_kind_of_change_that_is_not_chosen_is_no_matter(site: Site, specialist: Visitor) -> None:
    path = "/actions/mass/new"
    groups = {str(group["class"][-1]) for group in specialist.get(path).all("fieldset.hg-kind")}
    assert groups == {f"hg-kind--{kind}" for kind in OF_KIND}
    assert specialist.fill(path, **RAISE, kind="percent", amount="much").status_code == 303
    refused = read(specialist.fill(path, **RAISE, kind="amount", amount="much"))
    assert (refused.status, messages(refused.all(".usa-error-message"))) == (
        422,
        ["Enter dollars and cents, such as 1,200 or 0.75."],
    )
