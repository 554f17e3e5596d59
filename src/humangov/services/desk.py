"""The desk: who acts, on the stores of one state, and the clock. Every service's first parameter."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from ulid import ULID

from humangov.domain.actions import By
from humangov.domain.errors import NotPermitted, OwnRecord, SignedOut, WouldSave
from humangov.domain.events import Change, Event, EventKind
from humangov.domain.forms import Sent
from humangov.domain.notices import Notice
from humangov.domain.permissions import ABOUT_OTHERS, ANONYMOUS, SYSTEM, Permission, Principal
from humangov.domain.states import Installed
from humangov.services.printing import print_notice
from humangov.services.scope import SCOPED, scoped_stores

if TYPE_CHECKING:
    from humangov.services import chore_ports, form_ports, ports


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from: the client's address and the request's id."""

    address: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A principal at the stores of one state. `sent` is the form that they send: what they save is saved as its.

    `printer` makes the PDF of a notice, and raises Unprintable or Unavailable.

    At a desk that `looks_only` nothing can be saved but what takes effect by itself. `tried` has the kinds of change
    that the principal came to save, whether they are saved or not.
    """

    state: Installed
    principal: Principal
    origin: Origin
    clock: Callable[[], datetime]
    employees: "ports.EmployeeStore"
    requests: "ports.RequestStore"
    directory: "ports.Directory"
    documents: "ports.DocumentStore"
    files: "ports.FileStore"
    accounts: "ports.AccountStore"
    forms: "form_ports.FormStore"
    throttle: "ports.Throttle"
    audit: "ports.AuditStore"
    organization: "ports.OrganizationStore"
    positions: "ports.PositionStore"
    mass: "chore_ports.MassStore"
    troubles: "chore_ports.TroubleStore"
    mail: "ports.Mail"
    printer: Callable[[Notice], bytes] = print_notice
    sent: Sent | None = None
    looks_only: bool = False
    tried: list[EventKind] = field(default_factory=list)

    def __post_init__(self) -> None:
        """However a desk comes to be, its stores hold no more than its principal may reach."""
        stores = scoped_stores({name: getattr(self, name) for name in SCOPED}, self.principal.agencies)
        for name, store in stores.items():
            object.__setattr__(self, name, store)

    def require(self, permission: Permission, employee_id: str = "") -> None:
        """Go on only with this permission; to change or decide something, only about somebody else (`employee_id`).

        Raises SignedOut, NotPermitted or OwnRecord.
        """
        if permission not in self.principal.permissions:
            raise SignedOut if self.principal == ANONYMOUS else NotPermitted
        if permission in ABOUT_OTHERS and self.principal.owns(employee_id):
            raise OwnRecord

    def must_save(self) -> None:
        """Go on only where something can be saved. Raises WouldSave."""
        if self.looks_only:
            raise WouldSave

    def now(self) -> datetime:
        """The instant, UTC."""
        return self.clock()

    def today(self) -> date:
        """The day in the state's time zone."""
        return self.local_day(self.now())

    def local_day(self, at: datetime) -> date:
        """The day of an instant in the state's time zone."""
        return self.state.day_of(at)

    def by(self) -> By:
        """Who does a step of an action, and when: the principal, now."""
        return By(self.principal.id, self.principal.name, self.now(), self.principal.employee_id)

    def new_id(self) -> str:
        """A new ULID, which sorts by the desk's clock."""
        return str(ULID.from_datetime(self.now()))

    def event(self, kind: EventKind, subject: str, label: str, changes: tuple[Change, ...] = (), **more: str) -> Event:
        """An event of now by this principal. `more`: agency, about, about_id, act, effective, reason."""
        if not kind.is_view and self.principal != SYSTEM:
            self.must_save()
            self.tried.append(kind)
        at = self.now()
        return Event(
            id=str(ULID.from_datetime(at)),
            at=at,
            kind=kind,
            actor_id=self.principal.id,
            actor_name=self.principal.name,
            subject=subject,
            subject_label=label,
            changes=changes,
            address=self.origin.address,
            request_id=self.origin.request_id,
            sent=self.sent if self.sent and self.sent.account_id == self.principal.id else None,
            **more,
        )

    def saw(self, kind: EventKind, subject: str, label: str, **more: str) -> None:
        """Record that this principal looked at something. Nothing is shown if this fails."""
        self.audit.record(self.event(kind, subject, label, (), **more))
