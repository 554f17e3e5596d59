"""The tenancy walk: every route, method and role, signed out, from another state, without a token, and brought back.

Its subjects are found by walking the application's own list of routes.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from humangov.app import create_app
from humangov.domain.accounts import Grant
from humangov.domain.actions import waiting_line
from humangov.domain.mass import MassStatus
from humangov.domain.permissions import Role
from humangov.web.sessions import OPEN_ENDPOINTS
from humangov.web.tenancy import ANY_HOST_ENDPOINTS
from tests.builders import a_by, a_document, a_mass, a_position, a_request, an_employee, an_event
from tests.fakes.desks import FakeDesks
from tests.fakes.records import Records, StoredObject
from tests.web.permission_matrix import MATRIX
from tests.web.site import Site, Visitor, a_site, fake_assets, settings

METHODS = ("GET", "POST")
SIGN_OUT = {"sign_in.sign_out", "account.everywhere"}


def rules(folder: Path) -> list[tuple[str, Rule]]:
    """Each method of each route."""
    walked = create_app(settings(), FakeDesks(), fake_assets(folder)).url_map.iter_rules()
    return [(method, rule) for rule in walked for method in METHODS if method in (rule.methods or ())]


def named(route: tuple[str, Rule]) -> str:
    """As the matrix names it."""
    return f"{route[0]} {route[1].endpoint}"


def names_a_record(route: tuple[str, Rule]) -> bool:
    """Whether the address leads to a record."""
    return bool(route[1].arguments & {"employee_id", "document_id", "account_id", "mass_id", "number"})


def names_an_employee(route: tuple[str, Rule]) -> bool:
    """Whether the address leads to an employee, or to a mass action of many."""
    return bool(route[1].arguments & {"employee_id", "mass_id"})


def is_about_a_person_and_a_keepers(route: tuple[str, Rule]) -> bool:
    """Whether it changes or decides something about one employee, or shows the form for it."""
    return "employee_id" in route[1].arguments and allowed(route) <= {Role.SPECIALIST, Role.SUPERVISOR}


def changes_something(route: tuple[str, Rule]) -> bool:
    """Whether it is sent to change something."""
    return route[0] != "GET"


def has_a_form(route: tuple[str, Rule]) -> bool:
    """Whether there is a form that can come back."""
    method, rule = route
    return method != "GET" and "GET" in (rule.methods or ()) and rule.endpoint != "sign_in.invitation"


# The tests that are about some routes only.
SUBJECTS: dict[str, Callable[[tuple[str, Rule]], bool]] = {
    "test_records_of_another_state_are_not_found": names_a_record,
    "test_employees_of_another_agency_are_not_found": names_an_employee,
    "test_nobody_changes_or_decides_anything_on_their_own_record": is_about_a_person_and_a_keepers,
    "test_without_a_token_nothing_is_done": changes_something,
    "test_what_comes_back_after_a_sign_in_is_shown_and_not_saved": has_a_form,
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test here walks all routes."""
    if "route" in metafunc.fixturenames:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            routes = rules(Path(folder))
        applies = SUBJECTS.get(metafunc.function.__name__)
        subjects = [route for route in routes if applies is None or applies(route)]
        assert subjects, "no route is walked"
        if "caller" in metafunc.fixturenames:
            pairs = [(route, role) for route in subjects for role in Role if role in allowed(route)]
            metafunc.parametrize(("route", "caller"), pairs, ids=[f"{named(route)} {role}" for route, role in pairs])
        else:
            metafunc.parametrize("route", subjects, ids=[named(route) for route in subjects])


def fill(desks: FakeDesks, slug: str) -> dict[str, str]:
    """One of each record in a state, and an address's parts that lead to it."""
    records = desks.records(slug)
    employee = an_employee()
    document = a_document(employee_id=employee.id)
    records.employees[employee.id] = employee
    records.documents[employee.id, document.id] = [document]
    records.objects[document.object_key] = StoredObject(b"%PDF-1.7", "application/pdf")
    asked = a_request(employee)
    records.requests[employee.id, asked.id] = asked
    records.waiting[asked.id] = waiting_line(asked, employee)
    records.events.append(an_event(subject=f"employee:{employee.id}"))
    mass = a_mass(status=MassStatus.SUBMITTED, chosen=1)
    records.masses[mass.id] = mass
    position = a_position(number=f"{slug[:3].upper()}-1")
    records.positions[position.number] = position
    other = replace(desks.account(Role.VIEWER, slug), asked=Grant(role=Role.SPECIALIST, by=a_by()))
    records.accounts[other.id] = other
    return {
        "employee_id": employee.id,
        "document_id": document.id,
        "account_id": other.id,
        "mass_id": mass.id,
        # The appointment that `opening` makes of a record that is older than the ledger.
        "action_id": employee.id,
        "request_id": asked.id,
        "number": position.number,
        "open_or_close": "close",
        "kind": "contact",
        "agency_code": "DMV",
        "code": "LIC",
        "action_code": "702",
        "change": "rename",
        "secret": "no-secret",
    }


@pytest.fixture
def walked(tmp_path: Path) -> Site:
    """California and Wyoming with an account of each role."""
    site = a_site(tmp_path)
    for slug in site.desks.states:
        for role in Role:
            site.desks.account(role, slug)
    return site


def kept(records: Records) -> dict[str, Any]:
    """What must not have changed: everything but sessions, attempts, events and drafts."""
    loose = {"sessions", "attempts", "events", "drafts"}
    return deepcopy({name: getattr(records, name) for name in Records.__slots__ if name not in loose})


def address_of(rule: Rule, parts: dict[str, str]) -> str:
    """The address of a route with these parts."""
    missing = rule.arguments - set(parts)
    assert not missing, f"fill() in this file has no value for {missing} of {rule.rule}"
    path = rule.rule
    for name in rule.arguments:
        path = path.replace(f"<{name}>", parts[name])
    return path


def call(visitor: Visitor, route: tuple[str, Rule], parts: dict[str, str], **more: Any) -> TestResponse:
    """Call a route; `data` None sends a form with nothing but the CSRF token."""
    method, rule = route
    path = address_of(rule, parts)
    if method == "POST" and "data" not in more:
        more["data"] = {"csrf_token": visitor.token()}
    response = visitor.fetch(path, method, **more)
    response.get_data()
    response.close()
    return response


def allowed(route: tuple[str, Rule]) -> frozenset[Role | None]:
    row = f"{route[0]} {route[1].endpoint}"
    assert row in MATRIX, f"add a row for {row!r} to tests/web/permission_matrix.py"
    return MATRIX[row]


def test_every_row_has_its_route(tmp_path: Path) -> None:
    named = {f"{method} {rule.endpoint}" for method, rule in rules(tmp_path)}
    assert set(MATRIX) == named


def test_what_is_open_is_pinned() -> None:
    opened = {row.split()[1] for row, roles in MATRIX.items() if None in roles}
    assert opened == OPEN_ENDPOINTS
    assert {"sign_in.sign_in", "sign_in.invitation", "accessibility.show"} == OPEN_ENDPOINTS - ANY_HOST_ENDPOINTS


def test_addresses_are_in_kebab_case(route: tuple[str, Rule]) -> None:
    plain = "".join(part for part in route[1].rule.split("/") if not part.startswith("<"))
    assert plain == plain.lower()
    assert "_" not in plain


def test_signed_out_nothing_answers_but_what_is_open(walked: Site, route: tuple[str, Rule]) -> None:
    parts = fill(walked.desks, "california")
    before = kept(walked.desks.records())
    response = call(walked.visitor(), route, parts)
    if None in allowed(route):
        assert response.status_code in {200, 404, 422}
    else:
        assert response.status_code == 303
        assert response.headers["Location"].startswith("/sign-in")
        assert call(walked.visitor(), route, parts, headers={"Sec-Fetch-Dest": "empty"}).status_code == 401
    assert kept(walked.desks.records()) == before


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_its_row_says(walked: Site, route: tuple[str, Rule], role: Role) -> None:
    parts = fill(walked.desks, "california")
    before = kept(walked.desks.records())
    response = call(walked.visitor(role), route, parts)
    if role in allowed(route):
        assert response.status_code not in {401, 403}
        assert response.status_code < 500
    else:
        assert response.status_code == 403
        assert kept(walked.desks.records()) == before


def test_records_of_another_state_are_not_found(walked: Site, route: tuple[str, Rule], caller: Role) -> None:
    theirs = fill(walked.desks, "wyoming")
    before = {slug: kept(walked.desks.records(slug)) for slug in walked.desks.states}
    seen = len(walked.desks.records("wyoming").events)
    assert call(walked.visitor(caller), route, theirs).status_code == 404
    assert {slug: kept(walked.desks.records(slug)) for slug in walked.desks.states} == before
    assert len(walked.desks.records("wyoming").events) == seen


def test_employees_of_another_agency_are_not_found(walked: Site, route: tuple[str, Rule], caller: Role) -> None:
    theirs = fill(walked.desks, "california")
    walked.desks.limit(caller, "DOT", "PARKS")
    visitor = walked.visitor(caller)
    records = walked.desks.records()
    before, seen = kept(records), len(records.events)
    assert call(visitor, route, theirs).status_code == 404
    assert kept(records) == before
    assert len(records.events) == seen


def test_nobody_changes_or_decides_anything_on_their_own_record(
    walked: Site, route: tuple[str, Rule], caller: Role
) -> None:
    parts = fill(walked.desks, "california")
    records = walked.desks.records()
    own = replace(walked.desks.account(caller), employee_id=parts["employee_id"])
    visitor = walked.visitor(caller)
    records.accounts[own.id] = own
    before = kept(records)
    response = visitor.fetch(f"/employees/{own.employee_id}")
    assert "This is your own record" in response.text
    response = call(visitor, route, parts)
    assert response.status_code == 403
    assert kept(records) == before


@pytest.mark.parametrize("role", Role)
def test_a_session_of_another_state_opens_nothing(walked: Site, route: tuple[str, Rule], role: Role) -> None:
    parts = fill(walked.desks, "california")
    visitor = walked.visitor(role, "wyoming")
    cookie = visitor.client.get_cookie("humangov", domain="wyoming.localhost")
    assert cookie
    here = walked.visitor()
    here.client.set_cookie("humangov", cookie.value, domain="california.localhost")
    before = kept(walked.desks.records())
    response = call(here, route, parts, data=None) if route[0] == "GET" else call(here, route, parts)
    if None not in allowed(route):
        assert response.status_code in {303, 401}
    assert kept(walked.desks.records()) == before


def test_without_a_token_nothing_is_done(walked: Site, route: tuple[str, Rule]) -> None:
    parts = fill(walked.desks, "california")
    role = next(r for r in (*Role, None) if r in allowed(route))
    visitor = walked.visitor(role)
    before, sessions = kept(walked.desks.records()), deepcopy(walked.desks.records().sessions)
    assert call(visitor, route, parts, data={}).status_code in {303, 400}
    evil = {"Sec-Fetch-Site": "cross-site"}
    assert call(visitor, route, parts, data={"csrf_token": visitor.token()}, headers=evil).status_code == 403
    assert kept(walked.desks.records()) == before
    assert set(walked.desks.records().sessions) == set(sessions)


def test_what_comes_back_after_a_sign_in_is_shown_and_not_saved(walked: Site, route: tuple[str, Rule]) -> None:
    parts = fill(walked.desks, "california")
    role = next(r for r in (*Role, None) if r in allowed(route))
    visitor = walked.visitor(role)
    before = kept(walked.desks.records())
    response = call(visitor, route, parts, data={"csrf_token": visitor.token(), "_resume": "1", "name": "Typed text"})
    assert response.status_code == 200
    assert kept(walked.desks.records()) == before


def test_every_address_is_in_the_documentation(route: tuple[str, Rule]) -> None:
    rows = (Path(__file__).parents[2] / "docs/routes.md").read_text("utf-8").splitlines()
    described = [row for row in rows if row.startswith(f"| `{route[1].rule}` |")]
    assert len(described) == 1
    assert route[0] in described[0].split("|")[2]
