"""A state as the benchmark visits it: an account, a visitor who has signed in, and the pages that are asked for."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bench.driver import Ask
from bench.loading import REGION
from bench.measuring import TOGETHER, WARM_UP, Measured
from bench.pages import CHANGE, PAGES, Page, active, changes, typical
from bench.people import installed
from bench.programs import Server
from bench.recording import Recorder
from bench.visitor import Visitor, sign_in
from humangov.aws.clients import connect
from humangov.aws.desks import AwsDesks
from humangov.aws.registry import OneState
from humangov.domain.permissions import Role, operator
from humangov.services.accounts import invite
from humangov.services.desk import Desk, Origin
from humangov.services.passwords import accept_invitation

# The home page shows ten changes, and reads one more.
LATEST = 11


@dataclass(frozen=True, slots=True)
class Site:
    """A state with its people, and somebody who has signed in."""

    slug: str
    people: int
    desk: Desk
    visitor: Visitor

    def pages(self, recorder: Recorder, requests: int) -> Iterator[Measured]:
        """Every page, ready to be measured."""
        count = WARM_UP + requests + TOGETHER
        yield self._change(recorder, count)
        person = typical(self.desk)
        for page in PAGES:
            yield self._read(recorder, page, Ask(page.path.format(person=person)), count)

    def _read(self, recorder: Recorder, page: Page, ask: Ask, count: int) -> Measured:
        visitor = self.visitor if page.signed_in else Visitor(self.visitor.base_url, "")
        return Measured(page.name, self.people, visitor, [ask] * count, recorder.record(visitor, ask))

    def _change(self, recorder: Recorder, count: int) -> Measured:
        """A change to somebody else each time. The first ones are saved now, so that each state's latest are alike."""
        asks = changes(self.visitor, [row.id for row in islice(active(self.desk), LATEST + 1 + count)])
        connection = self.visitor.connection()
        for ask in asks[:LATEST]:
            connection.timed(ask)
        recorded = recorder.record(self.visitor, asks[LATEST])
        return Measured(CHANGE, self.people, self.visitor, asks[LATEST + 1 :], recorded)


def open_site(app: Server, slug: str, people: int) -> Site:
    """Make an account by the services, and sign in by the page."""
    state = installed(slug)
    desk = AwsDesks(connect(1, REGION), OneState(state)).open(state, operator("bench"), Origin("terminal", "command"))
    email, password = f"specialist@{slug}.example", secrets.token_urlsafe(24)
    invited = invite(desk, email, "Robin Castellane", Role.SPECIALIST)
    accept_invitation(desk, invited.account.id, invited.secret, password)
    return Site(slug, people, desk, sign_in(f"http://{slug}.localhost:{app.port}", email, password))
