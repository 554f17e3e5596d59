"""One of each form that a page of HumanGov sends, filled and ready to be sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from werkzeug.test import TestResponse

from humangov.domain.accounts import Grant
from humangov.domain.actions import Action, ActionStatus, By, waiting_line
from humangov.domain.employees import Employee
from humangov.domain.mass import MassStatus
from humangov.domain.permissions import Role
from tests.builders import NOW, a_mass, a_position, a_request, an_account
from tests.fakes.desks import PASSWORD
from tests.samples import PDF
from tests.web.people import APPOINTMENT, a_filed_document, checked, file, on_file
from tests.web.site import Site, Visitor


@dataclass(frozen=True)
class Sending:
    """A form, who sends it, and whether it holds what no page hands back."""

    visitor: Visitor
    path: str
    fields: Mapping[str, Any]
    never_carried: Mapping[str, Callable[[], Any]]

    def send(self, fields: Mapping[str, Any] | None = None) -> TestResponse:
        """The answer; `fields` in the place of those that were carried."""
        typed = self.fields if fields is None else fields
        return self.visitor.fetch(self.path, "POST", data=dict(typed) | {n: v() for n, v in self.never_carried.items()})


def _filled(visitor: Visitor, path: str, **typed: Any) -> Sending:
    return Sending(visitor, path, visitor.get(path).fields() | typed, {})


def _with_secrets(visitor: Visitor, path: str, secrets: Mapping[str, str], **typed: str) -> Sending:
    fields = {k: v for k, v in visitor.get(path).fields().items() if k not in secrets} | typed
    return Sending(visitor, path, fields, {name: partial(str, text) for name, text in secrets.items()})


def _button(visitor: Visitor, path: str) -> Sending:
    return Sending(visitor, path, {"csrf_token": visitor.token()}, {})


def _of(role: Role, path: str, **typed: Any) -> Callable[[Site], Sending]:
    """The form of a page that is always there."""
    return lambda site: _filled(site.visitor(role), path, **typed)


def _checked(visitor: Visitor, path: str, **typed: Any) -> Sending:
    page = checked(visitor, path, **typed)
    assert page.status == 200, page.main
    return Sending(visitor, path, page.fields() | {"step": "file"}, {})


def _sign_in(site: Site) -> Sending:
    site.desks.account(Role.VIEWER)
    return _with_secrets(site.visitor(), "/sign-in", {"password": PASSWORD}, email="viewer@california.gov")


def _invitation(site: Site) -> Sending:
    page = site.visitor(Role.ADMINISTRATOR).fill(
        "/admin/accounts/new", name="New Person", email="new@agency.gov", role="viewer"
    )
    link = page.text.partition('id="invitation-link"')[2].partition(">")[2].partition("<")[0]
    return _with_secrets(site.visitor(), urlsplit(link).path, {"password": "brass kettle over Juneau"})


def _sent_again(site: Site) -> Sending:
    """The link of a new account, which went out by mail."""
    site.desks.mail.sender = "no-reply@hr.example.gov"
    visitor = site.visitor(Role.ADMINISTRATOR)
    made = visitor.fill("/admin/accounts/new", name="New Person", email="new@agency.gov", role="viewer")
    return _filled(visitor, f"{urlsplit(made.headers['Location']).path}/send")


def _password(site: Site) -> Sending:
    secrets = {"current": PASSWORD, "new": "brass kettle over Juneau"}
    return _with_secrets(site.visitor(Role.VIEWER), "/account/password", secrets)


def _granting(site: Site, ending: str) -> Sending:
    """What an administrator asks for an account, before another one."""
    asking = an_account(role=Role.ADMINISTRATOR, name="Kim Ito")
    grant = Grant(role=Role.AUDITOR, by=By(asking.id, asking.name, NOW))
    other = an_account(role=Role.VIEWER, email="other@agency.gov", name="Bo Diaz", asked=grant, vouched=True)
    site.desks.records().accounts.update({asking.id: asking, other.id: other})
    return _filled(site.visitor(Role.ADMINISTRATOR), f"/admin/accounts/{other.id}{ending}")


def _account(site: Site, ending: str = "", **typed: Any) -> Sending:
    other = an_account(role=Role.VIEWER, email="other@agency.gov", name="Kim Ito")
    site.desks.records().accounts[other.id] = other
    return _filled(site.visitor(Role.ADMINISTRATOR), f"/admin/accounts/{other.id}{ending}", **typed)


def _action(site: Site) -> Sending:
    path = f"/employees/{on_file(site).id}/actions/new?code=702"
    return _checked(site.visitor(Role.SPECIALIST), path, effective="2026-02-01", title="Chief", reason="Merit")


def _leave(site: Site) -> tuple[Visitor, str]:
    """Who records a leave, and its address."""
    person, visitor = on_file(site), site.visitor(Role.SPECIALIST)
    path = f"/employees/{person.id}/actions/new?code=460"
    file(visitor, path, effective="2026-02-01", reason="Care of a child")
    known = {*site.desks.records().actions.get(person.id, {})}, {key for _, key in site.desks.records().requests}
    leave = max(known[0] | known[1])
    if leave in known[1]:
        assert site.visitor(Role.SUPERVISOR).fill(f"/employees/{person.id}/requests/{leave}").status_code == 303
    return visitor, f"/employees/{person.id}/actions/{leave}"


def _correction(site: Site) -> Sending:
    visitor, path = _leave(site)
    return _checked(visitor, f"{path}/correct", effective="2026-02-15", reason="Other day")


def _cancellation(site: Site) -> Sending:
    visitor, path = _leave(site)
    return _checked(visitor, f"{path}/cancel", reason="A mistake")


def _request(site: Site, **changes: Any) -> tuple[Employee, Action]:
    person = on_file(site)
    changes = {"status": ActionStatus.SUBMITTED, "decision": "", "changes": {"title": "Chief"}} | changes
    asked = a_request(person, **changes)
    site.desks.records().requests[person.id, asked.id] = asked
    site.desks.records().waiting[asked.id] = waiting_line(asked, person)
    return person, asked


def _decision(role: Role, ending: str = "", **typed: Any) -> Callable[[Site], Sending]:
    def made(site: Site) -> Sending:
        person, asked = _request(site)
        return _filled(site.visitor(role), f"/employees/{person.id}/requests/{asked.id}{ending}", **typed)

    return made


def _returned(site: Site) -> Sending:
    person, asked = _request(site, status=ActionStatus.RETURNED)
    path = f"/employees/{person.id}/requests/{asked.id}/change"
    return _checked(site.visitor(Role.SPECIALIST), path, title="Senior examiner")


def _edit(site: Site) -> Sending:
    return _filled(site.visitor(Role.SPECIALIST), f"/employees/{on_file(site).id}/edit/contact", phone="916-555-0101")


def _mass(role: Role, ending: str, status: MassStatus, **typed: Any) -> Callable[[Site], Sending]:
    def made(site: Site) -> Sending:
        mass = a_mass(status=status, chosen=1)
        site.desks.records().masses[mass.id] = mass
        visitor, path = site.visitor(role), f"/actions/mass/{mass.id}"
        return _filled(visitor, path + ending, **typed) if typed else _pressed(visitor, path, path + ending)

    return made


def _pressed(visitor: Visitor, page: str, path: str) -> Sending:
    """A button of a page, with the fields beside it."""
    return Sending(visitor, path, visitor.get(page).fields(path), {})


def _document(site: Site) -> Sending:
    path = f"/employees/{on_file(site).id}/documents/new"
    visitor, typed = site.visitor(Role.SPECIALIST), {"type": "appointment", "title": "Letter", "dated": "2026-01-05"}
    return Sending(visitor, path, visitor.get(path).fields() | typed, {"files": lambda: (BytesIO(PDF), "letter.pdf")})


def _replacement(site: Site) -> Sending:
    person = on_file(site)
    path = f"/employees/{person.id}/documents/{a_filed_document(site, person).id}/replace"
    visitor = site.visitor(Role.SPECIALIST)
    return Sending(visitor, path, visitor.get(path).fields(), {"file": lambda: (BytesIO(PDF), "other.pdf")})


def _withdrawal(site: Site) -> Sending:
    person = on_file(site)
    path = f"/employees/{person.id}/documents/{a_filed_document(site, person).id}/withdraw"
    return _filled(site.visitor(Role.SPECIALIST), path, reason="Filed for the wrong person")


def _position(ending: str, **typed: Any) -> Callable[[Site], Sending]:
    def made(site: Site) -> Sending:
        site.desks.records().positions["P-1"] = a_position(number="P-1")
        return _filled(site.visitor(Role.ADMINISTRATOR), f"/positions/P-1/{ending}", **typed)

    return made


_RAISE = {"code": "894", "effective": "2026-03-02", "unit": "DMV/", "percent": "3", "reason": "General raise"}
_NEW_POSITION = {"number": "065-1", "unit": "DMV/LIC", "title": "Chief"}
_SUPERVISOR, _SPECIALIST, _ADMINISTRATOR = Role.SUPERVISOR, Role.SPECIALIST, Role.ADMINISTRATOR

# By endpoint: how each form that changes something comes to be, filled.
SENDINGS: dict[str, Callable[[Site], Sending]] = {
    "sign_in.sign_in": _sign_in,
    "sign_in.invitation": _invitation,
    "sign_in.sign_out": lambda site: _button(site.visitor(Role.VIEWER), "/sign-out"),
    "account.password": _password,
    "account.everywhere": lambda site: _button(site.visitor(Role.VIEWER), "/account/sign-out-everywhere"),
    "account.shortcuts": _of(Role.VIEWER, "/account/shortcuts", search_key="s"),
    "accounts.invite": _of(_ADMINISTRATOR, "/admin/accounts/new", name="New Person", email="new@agency.gov"),
    "accounts.show": lambda site: _account(site, name="Kim Itoh"),
    "accounts.disable": lambda site: _account(site, "/disable"),
    "accounts.renew": lambda site: _account(site, "/invite"),
    "accounts.send": _sent_again,
    "granting.approve": lambda site: _granting(site, "/approve"),
    "granting.refuse": lambda site: _granting(site, "/refuse"),
    "agencies.new": _of(_ADMINISTRATOR, "/admin/agencies/new", code="FIN", name="Department of Finance"),
    "agencies.new_unit": _of(_ADMINISTRATOR, "/admin/agencies/DMV/units/new", code="EXA", name="Exams"),
    "agencies.change": _of(_ADMINISTRATOR, "/admin/agencies/DMV/changes/rename", name="Motor Vehicle Agency"),
    "codes.new": _of(_ADMINISTRATOR, "/admin/codes/new", code="730", title="Detail", fields=["position"], active="y"),
    "codes.change": _of(_ADMINISTRATOR, "/admin/codes/782", title="Other hours"),
    "appointing.new": lambda site: _checked(site.visitor(Role.SPECIALIST), "/employees/new", **APPOINTMENT),
    "actions.new": _action,
    "actions.correct": _correction,
    "actions.cancel": _cancellation,
    "requests.show": _decision(_SUPERVISOR),
    "requests.change": _returned,
    "deciding.send_back": _decision(_SUPERVISOR, "/return", reason="Say which position"),
    "deciding.reject": _decision(_SUPERVISOR, "/reject", reason="No money"),
    "deciding.withdraw": _decision(_SPECIALIST, "/withdraw", reason="A slip"),
    "edits.edit": _edit,
    "mass.new": _of(_SPECIALIST, "/actions/mass/new", **_RAISE),
    "mass.submit": _mass(_SPECIALIST, "/submit", MassStatus.READY),
    "mass.approve": _mass(_SUPERVISOR, "/approve", MassStatus.SUBMITTED),
    "mass.reject": _mass(_SUPERVISOR, "/reject", MassStatus.SUBMITTED, reason="Too much"),
    "mass.stop": _mass(_SUPERVISOR, "/stop", MassStatus.RUNNING, reason="Another class was meant"),
    "mass.withdraw": _mass(_SPECIALIST, "/withdraw", MassStatus.SUBMITTED, reason="A slip"),
    "documents.new": _document,
    "documents.replace": _replacement,
    "documents.withdraw": _withdrawal,
    "positions.new": _of(_ADMINISTRATOR, "/positions/new?unit=DMV/LIC", **_NEW_POSITION),
    "positions.change": _position("change", title="Chief examiner"),
    "positions.set_open": _position("state/close", effective="2027-01-01"),
}
# Posts that change nothing: that the session goes on follows from any request.
CHANGE_NOTHING = {"sign_in.extend"}
