"""Every service asks for a permission first. The services are found by looking."""

import ast
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

from humangov import services
from humangov.domain.errors import NotPermitted, SignedOut
from humangov.domain.permissions import ANONYMOUS, ROLE_PERMISSIONS, Permission, Role
from tests.fakes import FakeDesks
from tests.inner import INNER

Service = Callable[..., Any]
# What each service needs. A new one is to be added here, and someone thinks about it.
NEEDS = {
    "accounts.change_account": "MANAGE_ACCOUNTS",
    "accounts.disable_account": "MANAGE_ACCOUNTS",
    "accounts.invite": "MANAGE_ACCOUNTS",
    "accounts.list_accounts": "MANAGE_ACCOUNTS",
    "accounts.renew_invitation": "MANAGE_ACCOUNTS",
    "accounts.view_account": "MANAGE_ACCOUNTS",
    "actions.check_action": "CHANGE_RECORDS",
    "actions.file_action": "CHANGE_RECORDS",
    "actions.file_decided": "MOVE_STATES",
    "actions.save_draft": "CHANGE_RECORDS",
    "approving.approve_action": "APPROVE_ACTIONS",
    "approving.list_waiting": "READ_RECORDS",
    "approving.reject_action": "APPROVE_ACTIONS",
    "approving.return_action": "APPROVE_ACTIONS",
    "approving.view_request": "READ_RECORDS",
    "approving.who_went_on": "READ_RECORDS",
    "approving.withdraw_action": "CHANGE_RECORDS",
    "audit.history": "READ_RECORDS",
    "audit.looks": "READ_AUDIT",
    "audit.read_log": "READ_AUDIT",
    "bundles.record_export": "MOVE_STATES",
    "bundles.record_import": "MOVE_STATES",
    "careers.file_career": "MOVE_STATES",
    "chart.view_chart": "READ_POSITIONS",
    "chores.go_on": "DO_CHORES",
    "chores.list_troubles": "DO_CHORES",
    "chores.try_again": "DO_CHORES",
    "codes.add_code": "MANAGE_SETTINGS",
    "codes.change_code": "MANAGE_SETTINGS",
    "codes.list_codes": "MANAGE_SETTINGS",
    "codes.view_code": "MANAGE_SETTINGS",
    "contents.link_document": "READ_RECORDS",
    "contents.open_document": "READ_RECORDS",
    "contents.picture_of": "READ_RECORDS",
    "directory.headcount_on": "USE_OWN_ACCOUNT",
    "directory.list_employees": "READ_RECORDS",
    "directory.list_employees_on": "READ_RECORDS",
    "documents.add_document": "CHANGE_RECORDS",
    "documents.changeable_document": "CHANGE_RECORDS",
    "uploads.dead_uploads": "DO_CHORES",
    "documents.replace_document": "CHANGE_RECORDS",
    "uploads.sweep_upload": "DO_CHORES",
    "vacancies.find_vacancies": "CHANGE_RECORDS",
    "documents.view_document": "READ_RECORDS",
    "documents.withdraw_document": "CHANGE_RECORDS",
    "drafts.find_draft": "USE_OWN_ACCOUNT",
    "drafts.keep_draft": "USE_OWN_ACCOUNT",
    "edits.edit_facts": "CHANGE_RECORDS",
    "employees.codes_for": "READ_RECORDS",
    "employees.requests_of": "READ_RECORDS",
    "employees.view_as_of": "READ_RECORDS",
    "employees.view_career": "READ_RECORDS",
    "employees.view_employee": "READ_RECORDS",
    "flowing.follow_position": "CHANGE_RECORDS",
    "granting.approve_grant": "MANAGE_ACCOUNTS",
    "granting.refuse_grant": "MANAGE_ACCOUNTS",
    "granting.what_is_asked": "MANAGE_ACCOUNTS",
    "home.view_home": "USE_OWN_ACCOUNT",
    "links.can_be_sent": "MANAGE_ACCOUNTS",
    "links.send_again": "MANAGE_ACCOUNTS",
    "sending.count_sending": "MANAGE_ACCOUNTS",
    "sending.may_send_at_once": "MANAGE_ACCOUNTS",
    "links.send_link": "MANAGE_ACCOUNTS",
    "mass.list_all": "READ_RECORDS",
    "mass.list_open": "READ_RECORDS",
    "mass.list_people": "READ_RECORDS",
    "mass.start": "CHANGE_RECORDS",
    "mass.view": "READ_RECORDS",
    "mass_deciding.approve": "APPROVE_ACTIONS",
    "mass_deciding.reject": "APPROVE_ACTIONS",
    "mass_deciding.stop": "APPROVE_ACTIONS",
    "mass_deciding.submit": "CHANGE_RECORDS",
    "mass_deciding.withdraw": "CHANGE_RECORDS",
    "massing.unfinished": "DO_CHORES",
    "massing.work_on": "DO_CHORES",
    "migration.claim_links": "MOVE_STATES",
    "migration.count_without_ledger": "MOVE_STATES",
    "migration.double_accounts": "MOVE_STATES",
    "migration.open_ledger": "MOVE_STATES",
    "notices.file_wanted": "DO_CHORES",
    "notices.unprinted": "READ_RECORDS",
    "notices.wanted_notices": "DO_CHORES",
    "offering.offer_action": "CHANGE_RECORDS",
    "offering.offer_appointment": "CHANGE_RECORDS",
    "offering.offer_codes": "CHANGE_RECORDS",
    "offering.offer_request": "CHANGE_RECORDS",
    "offering.offer_undoing": "CHANGE_RECORDS",
    "once.first_sent": "USE_OWN_ACCOUNT",
    "once.is_done": "USE_OWN_ACCOUNT",
    "once.sending": "USE_OWN_ACCOUNT",
    "once.was_saved": "USE_OWN_ACCOUNT",
    "organization.add_agency": "MANAGE_SETTINGS",
    "organization.add_unit": "MANAGE_SETTINGS",
    "organization.close_unit": "MANAGE_SETTINGS",
    "organization.move_unit": "MANAGE_SETTINGS",
    "organization.open_unit": "MANAGE_SETTINGS",
    "organization.rename_unit": "MANAGE_SETTINGS",
    "organization.view_organization": "USE_OWN_ACCOUNT",
    "own_records.linked_by_now": "USE_OWN_ACCOUNT",
    "own_records.own_record": "MANAGE_ACCOUNTS",
    "own_records.was_and_is": "MANAGE_ACCOUNTS",
    "own_records.with_number": "MANAGE_ACCOUNTS",
    "passwords.accept_invitation": "SIGN_IN",
    "passwords.change_password": "USE_OWN_ACCOUNT",
    "passwords.open_invitation": "SIGN_IN",
    "positions.change_position": "MANAGE_POSITIONS",
    "positions.create_position": "MANAGE_POSITIONS",
    "positions.view_position": "READ_POSITIONS",
    "recording.due_today": "DO_CHORES",
    "recording.is_behind": "USE_OWN_ACCOUNT",
    "recording.settle_one": "DO_CHORES",
    "sessions.begin_session": "SIGN_IN",
    "sessions.count_attempt": "SIGN_IN",
    "sessions.find_session": "SIGN_IN",
    "sessions.keep_session": "USE_OWN_ACCOUNT",
    "sessions.sign_in": "SIGN_IN",
    "sessions.sign_out": "USE_OWN_ACCOUNT",
    "sessions.sign_out_everywhere": "USE_OWN_ACCOUNT",
    "shortcuts.change_shortcuts": "USE_OWN_ACCOUNT",
}


def found_services() -> Iterator[tuple[str, Service]]:
    """Every public function whose first parameter is a desk, but for what the services share."""
    for module in pkgutil.iter_modules(services.__path__):
        inside = import_module(f"humangov.services.{module.name}")
        for name, function in inspect.getmembers(inside, inspect.isfunction):
            own = function.__module__ == inside.__name__ and not name.startswith("_")
            # `make mutate` puts the changed copies of a function beside it.
            if (
                own
                and "__mutmut_" not in name
                and f"{module.name}.{name}" not in INNER
                and next(iter(inspect.signature(function).parameters), "") == "desk"
            ):
                yield f"{module.name}.{name}", function


SERVICES = dict(found_services())
CASES = [(name, role) for name in sorted(SERVICES) for role in (*Role, None)]


def test_every_service_stands_in_the_table() -> None:
    assert sorted(SERVICES) == sorted(NEEDS)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_the_first_statement_of_a_service_asks_for_its_permission(name: str) -> None:
    (function,) = ast.parse(inspect.getsource(SERVICES[name])).body
    assert isinstance(function, ast.FunctionDef)
    assert ast.get_docstring(function)
    asked = ast.unparse(function.body[1])
    about = [f"desk.require(Permission.{NEEDS[name]}{whom})" for whom in ("", ", employee_id")]
    assert asked in about


@pytest.mark.parametrize(("name", "role"), CASES)
def test_a_service_refuses_who_may_not_before_anything_is_read(name: str, role: Role | None) -> None:
    desks = FakeDesks()
    desk, service = desks.open_for(role), SERVICES[name]
    may = ROLE_PERMISSIONS[role] if role else ANONYMOUS.permissions
    if Permission[NEEDS[name]] in may:
        return
    arguments = {
        p.name: None
        for p in list(inspect.signature(service).parameters.values())[1:]
        if p.default is inspect.Parameter.empty
    }
    with desks.metered() as usage, pytest.raises(NotPermitted if role else SignedOut):
        service(desk, **arguments)
    assert usage.calls == 0
