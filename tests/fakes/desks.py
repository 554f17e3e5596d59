"""Desks over stores in memory: what create_app(settings, desks) gets in tests."""

from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache

from humangov.domain.accounts import Account
from humangov.domain.notices import Notice
from humangov.domain.organization import Agency, tree_of
from humangov.domain.passwords import hash_password
from humangov.domain.permissions import ANONYMOUS, Principal, Role
from humangov.domain.states import Installed
from humangov.services.desk import Desk, Origin
from humangov.services.desks import Usage
from tests.builders import AGENCIES, an_account, an_installed
from tests.fakes.accounts import FakeAccounts, FakeThrottle
from tests.fakes.audit import FakeAudit
from tests.fakes.clock import FakeClock
from tests.fakes.directory import FakeDirectory
from tests.fakes.documents import FakeDocuments, FakeFiles
from tests.fakes.employees import FakeEmployees
from tests.fakes.forms import FakeForms
from tests.fakes.mail import FakeMail
from tests.fakes.mass import FakeMass
from tests.fakes.organization import FakeOrganization
from tests.fakes.positions import FakePositions
from tests.fakes.records import Calls, Records
from tests.fakes.requests import FakeRequests
from tests.fakes.troubles import FakeTroubles

# The password of every account that FakeDesks.account makes.
PASSWORD = "plum kettle drives to Boise"
ORIGIN = Origin("192.0.2.7", "request-1")


@cache
def _password_hash() -> str:
    return hash_password(PASSWORD)


def printed_plainly(notice: Notice) -> bytes:
    """A file with the words of a notice, other for each other notice."""
    return f"%PDF-1.7\n{notice!r}\n%%EOF".encode()


class FakeDesks:
    """See services.desks.Desks. Serves California and Wyoming unless told otherwise; each has `agencies` and no people.

    `printer` makes its notices: of words alone unless a test sets print_notice, which takes a process each.
    `mail.sender` is "" until a test sets mail up.
    `calls.failing` names the store calls that raise Unavailable: "documents.add", or "*" for all of them.
    """

    def __init__(
        self, *states: Installed, only: Installed | None = None, agencies: tuple[Agency, ...] = AGENCIES
    ) -> None:
        served = [*states, *([only] if only else [])] or [an_installed(), an_installed("wyoming")]
        self.states = {installed.slug: installed for installed in served}
        self.only = only
        self.clock = FakeClock()
        self.calls = Calls()
        self.printer = printed_plainly
        self.mail = FakeMail(self.calls)
        version = int(bool(agencies))
        self._records = {slug: Records(tree=tree_of(agencies), agencies_version=version) for slug in self.states}

    def installed(self, slug: str) -> Installed | None:
        """The state with this slug, if it is served and active."""
        found = self.states.get(slug)
        return found if found and found.active else None

    def the_only(self) -> Installed | None:
        """The state of a dedicated instance."""
        return self.only

    def open(self, installed: Installed, principal: Principal, origin: Origin) -> Desk:
        """The desk of a principal in this state."""
        held = (self.records(installed.slug), self.calls)
        return Desk(
            state=installed,
            principal=principal,
            origin=origin,
            clock=self.clock,
            employees=FakeEmployees(*held),
            requests=FakeRequests(*held),
            directory=FakeDirectory(*held),
            documents=FakeDocuments(*held),
            files=FakeFiles(*held),
            accounts=FakeAccounts(*held),
            forms=FakeForms(*held),
            throttle=FakeThrottle(*held),
            audit=FakeAudit(*held),
            organization=FakeOrganization(*held, lambda: installed.day_of(self.clock.instant)),
            positions=FakePositions(*held),
            mass=FakeMass(*held),
            troubles=FakeTroubles(*held),
            mail=self.mail,
            printer=self.printer,
        )

    def metered(self) -> AbstractContextManager[Usage]:
        """Counts the calls of stores inside the context."""
        return self.calls.metered()

    def records(self, slug: str = "california") -> Records:
        """All that a state holds, to be filled and looked at."""
        return self._records[slug]

    def account(self, role: Role, slug: str = "california") -> Account:
        """The state's account of a role, <role>@<slug>.gov with PASSWORD; made when it is first asked for."""
        accounts, email = self.records(slug).accounts, f"{role.value}@{slug}.gov"
        found = next((account for account in accounts.values() if account.email == email), None)
        if found is None:
            found = an_account(email=email, name=f"{role.label} Lee", role=role)
            found = replace(found, password_hash=_password_hash())
            accounts[found.id] = found
        return found

    def limit(self, role: Role, *agencies: str, slug: str = "california") -> Account:
        """The state's account of a role, limited to these agencies from now on."""
        account = replace(self.account(role, slug), agencies=agencies)
        self.records(slug).accounts[account.id] = account
        return account

    def open_for(self, role: Role | None, slug: str = "california") -> Desk:
        """The desk of the state's account of a role; None for somebody who has not signed in."""
        principal = self.account(role, slug).principal if role else ANONYMOUS
        return self.open(self.states[slug], principal, ORIGIN)
