"""The demo: two states with made-up people, papers and accounts, all filed by the services as anybody's would be."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta

import click
from ulid import ULID

from humangov.cli.office import THREADS, Office, known_state
from humangov.cli.papers import paper
from humangov.cli.people import Career, agencies, careers
from humangov.cli.states import add_state
from humangov.domain.acts import Act, ActKind
from humangov.domain.employees import Employee
from humangov.domain.errors import NotFound
from humangov.domain.permissions import Role
from humangov.domain.states import Installed
from humangov.services import accounts
from humangov.services.desk import Desk
from humangov.services.documents import add_document
from humangov.services.employees import appoint, record_act
from humangov.services.organization import add_agency, add_department

COLORS = {"california": "#1a4480", "wyoming": "#5c3b1e"}
# The auditor comes last: where there is one, the state is complete.
ACCOUNTS = (
    ("admin", "Jordan Ellery", Role.ADMINISTRATOR),
    ("specialist", "Robin Castellane", Role.SPECIALIST),
    ("viewer", "Sam Whitcombe", Role.VIEWER),
    ("auditor", "Alex Thornbury", Role.AUDITOR),
)
MOST_BYTES = 1_048_576


@click.command()
@click.option("--california", default=2_000, show_default=True, type=click.IntRange(0, 20_000), help="Employees.")
@click.option("--wyoming", default=300, show_default=True, type=click.IntRange(0, 20_000), help="Employees.")
def demo(california: int, wyoming: int) -> None:
    """Fill California and Wyoming with made-up employees, papers and accounts. What is there already stays.

    The password of all accounts is taken from HUMANGOV_DEMO_PASSWORD.

    Example: HUMANGOV_DEMO_PASSWORD="four words of yours here" humangov demo
    """
    password = os.environ.get("HUMANGOV_DEMO_PASSWORD", "")
    if not password:
        raise click.ClickException("HUMANGOV_DEMO_PASSWORD is missing: give a password of at least 15 characters.")
    office = Office.open()
    for slug, how_many in (("california", california), ("wyoming", wyoming)):
        installed = add_state(office, known_state(slug), COLORS[slug])
        desk = office.desk(installed)
        if not desk.accounts.by_email(_email("auditor", installed)):
            _fill(desk, careers(installed.state, how_many), password)
        click.echo(
            f"{installed.name}: {desk.organization.overview().count():,} employees at {office.address(installed)}"
        )


def _email(name: str, installed: Installed) -> str:
    return f"{name}@{installed.slug}.example"


def _fill(desk: Desk, people: list[Career], password: str) -> None:
    """Everything of one state. Begun before and broken off: goes on from there."""
    _add_agencies(desk)
    with ThreadPoolExecutor(THREADS) as pool:
        done = pool.map(lambda career: _settle(desk, career), people)
        with click.progressbar(done, length=len(people), label=f"{desk.state.name:12}", update_min_steps=20) as bar:
            for _ in bar:
                pass
    for name, full_name, role in ACCOUNTS:
        _add_account(desk, _email(name, desk.state), full_name, role, password)


def _add_agencies(desk: Desk) -> None:
    for agency in agencies():
        there = desk.organization.overview()
        if there.agency(agency.code) is None:
            add_agency(desk, agency.code, agency.name, there.version)
        for department in agency.departments:
            there = desk.organization.overview()
            found = there.agency(agency.code)
            if found is None or found.department(department.code) is None:
                add_department(desk, agency.code, department.code, department.name, there.version)


def _add_account(desk: Desk, email: str, name: str, role: Role, password: str) -> None:
    found = desk.accounts.by_email(email)
    if found and found.password_hash:
        return
    invited = (
        accounts.renew_invitation(desk, found.id, found.version) if found else accounts.invite(desk, email, name, role)
    )
    accounts.accept_invitation(desk, invited.account.id, invited.secret, password)


def _settle(desk: Desk, career: Career) -> None:
    """One person: the appointment, the acts that followed, and the papers, each on its own day."""
    hired = career.values["hire_date"]
    employee = _appointed(on_day(desk, hired), career)
    for index, (day, act) in enumerate(career.acts):
        if employee.version == index + 1:
            employee = record_act(on_day(desk, day), employee.id, act, employee.version, _id(day, career, index + 1))
    filed = {document.id for document in desk.employees.folder(employee.id).documents} if career.papers else set()
    for index in range(career.papers):
        if (token := _id(hired, career, 100 + index)) not in filed:
            details, upload = paper(employee, desk.state.name, index)
            add_document(on_day(desk, hired), employee.id, details, upload, MOST_BYTES, token)


def _appointed(desk: Desk, career: Career) -> Employee:
    token = _id(career.values["hire_date"], career, 0)
    try:
        return desk.employees.get(token)
    except NotFound:
        return appoint(desk, Act(ActKind.APPOINTMENT, career.values), token, another_person=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDesk(Desk):
    """A desk whose clock shows a day of the past.

    What it makes has ids of the present: an upload with an old id passes for one that died, and is swept while it lasts.
    """

    def new_id(self) -> str:
        """A new ULID of now."""
        return str(ULID())


def on_day(desk: Desk, day: date) -> Desk:
    """The desk as if it were ten in the morning of that day, and a little later each time it looks at the clock."""
    start = datetime.combine(day, time(18), UTC)
    began = datetime.now(UTC)
    parts = {part.name: getattr(desk, part.name) for part in fields(desk)}
    return PastDesk(**parts | {"clock": lambda: start + (datetime.now(UTC) - began) + timedelta(milliseconds=1)})


def _id(day: date, career: Career, index: int) -> str:
    """The same ULID for the same thing in every run."""
    stamp = int(datetime.combine(day, time(18), UTC).timestamp() * 1000)
    return str(ULID.from_bytes(stamp.to_bytes(6, "big") + career.entropy[:9] + bytes([index])))
