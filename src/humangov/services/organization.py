"""Agencies and departments: read them, add and rename them. Codes never change and nothing is removed."""

from dataclasses import replace

from humangov.domain.errors import Conflict, Invalid, NotFound
from humangov.domain.events import Change, EventKind
from humangov.domain.organization import Agency, Department, Overview, code_problem, sorted_agencies, unit_name_problem
from humangov.domain.permissions import Permission
from humangov.domain.text import tidy
from humangov.services.desk import Desk

SUBJECT = "settings:agencies"


def view_organization(desk: Desk) -> Overview:
    """Agencies and headcount, for the forms that choose from them."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    return desk.organization.overview()


def add_agency(desk: Desk, code: str, name: str, version: int) -> None:
    """Add an agency. Raises Invalid (code, name) and Conflict (current Overview)."""
    desk.require(Permission.MANAGE_SETTINGS)
    before = _seen_at(desk, version)
    code, name = _checked(code, name, taken=before.agency(tidy(code).upper()) is not None)
    _save(desk, before, (*before.agencies, Agency(code, name)), Change("agency", "", f"{code} {name}"))


def rename_agency(desk: Desk, code: str, name: str, version: int) -> None:
    """Give an agency another name. Raises NotFound, Invalid (name) and Conflict."""
    desk.require(Permission.MANAGE_SETTINGS)
    before = _seen_at(desk, version)
    agency = _agency(before, code)
    _, name = _checked(code, name)
    change = Change("agency", f"{code} {agency.name}", f"{code} {name}")
    _save(desk, before, _with(before, replace(agency, name=name)), change)


def add_department(desk: Desk, agency_code: str, code: str, name: str, version: int) -> None:
    """Add a department to an agency. Raises NotFound, Invalid (code, name) and Conflict."""
    desk.require(Permission.MANAGE_SETTINGS)
    before = _seen_at(desk, version)
    agency = _agency(before, agency_code)
    code, name = _checked(code, name, taken=agency.department(tidy(code).upper()) is not None)
    changed = replace(agency, departments=(*agency.departments, Department(code, name)))
    _save(desk, before, _with(before, changed), Change("department", "", f"{agency_code} {code} {name}"))


def rename_department(desk: Desk, agency_code: str, code: str, name: str, version: int) -> None:
    """Give a department another name. Raises NotFound, Invalid (name) and Conflict."""
    desk.require(Permission.MANAGE_SETTINGS)
    before = _seen_at(desk, version)
    agency = _agency(before, agency_code)
    old = agency.department(code)
    if old is None:
        raise NotFound
    _, name = _checked(code, name)
    departments = tuple(replace(d, name=name) if d.code == code else d for d in agency.departments)
    change = Change("department", f"{agency_code} {code} {old.name}", f"{agency_code} {code} {name}")
    _save(desk, before, _with(before, replace(agency, departments=departments)), change)


def _checked(code: str, name: str, *, taken: bool = False) -> tuple[str, str]:
    code, name = tidy(code).upper(), tidy(name)
    wrong = code_problem(code) or ("This code is in use. Choose another." if taken else "")
    found = {"code": wrong, "name": unit_name_problem(name)}
    if any(found.values()):
        raise Invalid({field: text for field, text in found.items() if text})
    return code, name


def _seen_at(desk: Desk, version: int) -> Overview:
    overview = desk.organization.overview()
    if overview.version != version:
        raise Conflict(overview)
    return overview


def _agency(overview: Overview, code: str) -> Agency:
    agency = overview.agency(code)
    if agency is None:
        raise NotFound
    return agency


def _with(overview: Overview, changed: Agency) -> tuple[Agency, ...]:
    return tuple(changed if a.code == changed.code else a for a in overview.agencies)


def _save(desk: Desk, before: Overview, agencies: tuple[Agency, ...], change: Change) -> None:
    event = desk.event(EventKind.AGENCIES_CHANGED, SUBJECT, "Agencies and departments", changes=(change,))
    desk.organization.save_agencies(before, sorted_agencies(agencies), event)
