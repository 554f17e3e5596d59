"""The demo that cannot begin, and the one that was broken off."""

from datetime import date
from importlib import import_module

import pytest

from humangov.aws.organization import Organization
from humangov.cli.filing import on_day, settle
from humangov.cli.people import Career
from humangov.domain.accounts import AccountStatus
from humangov.domain.errors import Conflict, Unavailable
from humangov.domain.lists import Listing
from humangov.domain.organization import Overview
from humangov.domain.permissions import Role
from humangov.services.accounts import renew_invitation
from humangov.services.desk import Desk
from humangov.services.uploads import dead_uploads
from tests.cli.terminal import Terminal


def test_a_run_that_was_broken_off_is_finished_without_doubles(bare: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    demo = import_module("humangov.cli.demo")
    with monkeypatch.context() as broken_off:
        broken_off.setattr(demo, "ACCOUNTS", demo.ACCOUNTS[:1])
        bare.run("demo", "--california", "0", "--wyoming", "1")
    bare.run("demo", "--california", "0", "--wyoming", "3")
    desk = bare.desk("wyoming")
    assert len({row.number for row in desk.directory.page(Listing(size=100)).items}) == 3
    assert desk.organization.overview().count() == 3
    # One of each role, and a second administrator.
    assert len(desk.accounts.all()) == len(Role) + 1


def test_a_demo_of_before_gets_the_accounts_of_roles_that_came_later(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = import_module("humangov.cli.demo")
    with monkeypatch.context() as earlier:
        earlier.setattr(demo, "ACCOUNTS", tuple(row for row in demo.ACCOUNTS if row[2] is not Role.SUPERVISOR))
        terminal.run("demo", "--california", "0", "--wyoming", "0")
    terminal.run("demo", "--california", "0", "--wyoming", "0")
    assert {account.role for account in terminal.desk("wyoming").accounts.all()} == set(Role)


def test_an_upload_of_a_past_day_is_not_swept_as_one_that_died(terminal: Terminal) -> None:
    desk = terminal.desk("wyoming")
    past, later = on_day(desk, date(1995, 5, 2)), on_day(desk, date(2020, 5, 4))
    past.documents.begin_upload(past.new_id(), "documents/somebody/something/1")
    assert past.today() == date(1995, 5, 2)
    assert [*dead_uploads(later), *dead_uploads(desk)] == []


def test_an_account_that_waits_for_its_password_is_finished(terminal: Terminal) -> None:
    terminal.run("demo", "--california", "0", "--wyoming", "0")
    desk = terminal.desk("wyoming")
    auditor = desk.accounts.by_email("auditor@wyoming.example")
    assert auditor
    renew_invitation(desk, auditor.id, auditor.version)
    terminal.run("demo", "--california", "0", "--wyoming", "0")
    assert {account.status for account in desk.accounts.all()} == {AccountStatus.ACTIVE}


def test_branding_of_one_s_own_outlives_the_demo(terminal: Terminal) -> None:
    terminal.run("state", "add", "wyoming", "--color", "#492f24")
    terminal.run("demo", "--california", "0", "--wyoming", "0")
    assert "#492f24" in terminal.run("state", "show", "wyoming").stdout


def test_a_state_of_before_gets_its_role_when_roles_are_asked_for(terminal: Terminal) -> None:
    empty = ("demo", "--california", "0", "--wyoming", "0")
    terminal.run(*empty)
    assert "the server's own" in terminal.run("state", "show", "california").stdout
    for _ in range(2):
        terminal.run(*empty, "--roles")
        assert ":role/humangov-state-california" in terminal.run("state", "show", "california").stdout


def test_a_password_against_the_rules_is_refused_before_anything_is_made(
    bare: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUMANGOV_DEMO_PASSWORD", "short")
    assert bare.refused("demo").startswith("HUMANGOV_DEMO_PASSWORD is not usable: Use at least 15 characters")
    assert "registry" in bare.run("doctor", code=1).stdout


def test_a_call_that_waited_too_long_is_made_again(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    demo, tries = import_module("humangov.cli.demo"), iter([Unavailable(), Conflict(None), None])

    def settle_at_last(desk: Desk, career: Career, *, begun: bool) -> None:
        if problem := next(tries):
            raise problem
        settle(desk, career, begun=begun)

    monkeypatch.setattr(demo, "settle", settle_at_last)
    monkeypatch.setattr(demo, "WAIT_SECONDS", 0.0)
    assert "Wyoming: 1 employee at" in terminal.run("demo", "--california", "0", "--wyoming", "1").stdout


def test_a_service_that_stays_away_ends_the_demo_in_one_line(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = import_module("humangov.cli.demo")

    def never(*_: object, begun: bool) -> None:
        raise Unavailable

    monkeypatch.setattr(demo, "settle", never)
    monkeypatch.setattr(demo, "WAIT_SECONDS", 0.0)
    assert "does not answer" in terminal.refused("demo", "--california", "0", "--wyoming", "1")


def test_a_demo_without_a_password_is_refused_in_one_line(bare: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUMANGOV_DEMO_PASSWORD")
    assert bare.refused("demo").startswith("HUMANGOV_DEMO_PASSWORD is missing")


def test_a_log_is_told_how_far_it_is(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("humangov.cli.demo"), "TOLD_SECONDS", 0.0)
    said = terminal.run("demo", "--california", "0", "--wyoming", "2").stdout
    assert "Wyoming, positions: 1 of " in said
    assert "Wyoming, employees: 2 of 2" in said


def test_adding_the_agencies_reads_them_a_few_times_only(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    reads, overview = 0, Organization.overview

    def counted(self: Organization) -> Overview:
        nonlocal reads
        reads += 1
        return overview(self)

    monkeypatch.setattr(Organization, "overview", counted)
    terminal.run("demo", "--california", "0", "--wyoming", "0")
    assert 0 < reads < 20
