"""Plain builders: a whole, valid value, with what a test is about put in by name."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from ulid import ULID

from humangov.domain.accounts import Account, AccountStatus, Session
from humangov.domain.actions import Action, ActionStatus, By
from humangov.domain.documents import Document, DocumentType, Maker
from humangov.domain.employees import Employee, Status
from humangov.domain.events import Event, EventKind
from humangov.domain.mass import MassAction, Rule, RuleKind, Selection
from humangov.domain.notices import ChangedLine, Notice
from humangov.domain.opening import opening
from humangov.domain.organization import Agency, Department
from humangov.domain.permissions import Role
from humangov.domain.positions import Incumbency, Position, PositionFacts
from humangov.domain.states import BY_SLUG, Installed
from humangov.services.folders import Entry

NOW = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)
AGENCIES = (
    Agency("DMV", "Department of Motor Vehicles", (Department("LIC", "Licensing"), Department("REG", "Registration"))),
    Agency("DOT", "Department of Transportation", (Department("BRI", "Bridges"), Department("ROA", "Roads"))),
    Agency("PARKS", "State Parks", (Department("NOR", "Northern parks"),)),
)


_made = count(1)


def an_id(at: datetime = NOW) -> str:
    """A new ULID of an instant, the same in each run; those of one instant sort as they were made."""
    milliseconds = int(at.timestamp() * 1000)
    return str(ULID(milliseconds.to_bytes(6, "big") + next(_made).to_bytes(10, "big")))


def an_installed(slug: str = "california", **changes: Any) -> Installed:
    state = BY_SLUG[slug]
    whole = Installed(state, f"humangov-{slug}", f"humangov-{slug}-123456789012", "", "#1a4480", state.code)
    return replace(whole, **changes)


def an_employee(**changes: Any) -> Employee:
    """An employee of DMV Licensing. The e-mail is empty and the number follows the id, so that two are not one."""
    identity = changes.pop("id", None) or an_id()
    values: dict[str, Any] = {
        "id": identity,
        "number": f"E{identity[-8:]}",
        "first_name": "José",
        "last_name": "García",
        "birth_date": date(1984, 5, 17),
        "agency": "DMV",
        "department": "LIC",
        "title": "Licensing examiner",
        "pay_cents": 58_240_00,
        "hire_date": date(2015, 7, 1),
        "status_since": date(2015, 7, 1),
        "token": identity,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Employee(**{**values, **changes})


def changed(employee: Employee, **changes: Any) -> Employee:
    """The employee one version on, by a form of its own."""
    return replace(employee, **{"version": employee.version + 1, "token": an_id(), **changes})


def an_entry(after: Employee, before: Employee | None = None, **changes: Any) -> Entry:
    """What makes one record another one, each with the ledger of somebody who was appointed to it as it is."""
    was = opening(before) if before else ()
    return replace(Entry(before=before, after=after, was=was, ledger=opening(after), day=TODAY), **changes)


def a_by(name: str = "Dana Lee", at: datetime = NOW, person: str = "") -> By:
    return By(f"{name.lower().replace(' ', '-')}", name, at, person)


def an_action(**changes: Any) -> Action:
    """A pay change that was recorded the day on which it took effect."""
    identity = changes.pop("id", None) or an_id()
    code = changes.pop("code", "894")
    values: dict[str, Any] = {
        "id": identity,
        "employee_id": an_id(),
        "code": code,
        "title": "General adjustment",
        "nature": code,
        "effective": TODAY,
        "sequence": 1,
        "changes": {"pay_cents": 60_000_00},
        "reason": "General raise",
        "status": ActionStatus.PROCESSED,
        "requested": a_by(),
        "recorded": a_by(),
    }
    return Action(**{**values, **changes})


def a_request(person: Employee, **changes: Any) -> Action:
    """A promotion of somebody that Dana Lee asks for, returned to her."""
    values: dict[str, Any] = {
        "employee_id": person.id,
        "code": "702",
        "title": "Promotion",
        "status": ActionStatus.RETURNED,
        "decision": "Say which position",
        "recorded": None,
    }
    return an_action(**{**values, **changes})


def a_document(**changes: Any) -> Document:
    identity = changes.pop("id", None) or an_id()
    values: dict[str, Any] = {
        "id": identity,
        "employee_id": an_id(),
        "type": DocumentType.APPOINTMENT,
        "title": "Appointment letter",
        "dated": date(2015, 6, 20),
        "note": "",
        "file_name": "letter.pdf",
        "media_type": "application/pdf",
        "size_bytes": 1234,
        "sha256": "0" * 64,
        "version": 1,
        "object_id": an_id(),
        "added_at": NOW,
        "added_by": "Dana Lee",
        "made_by": Maker.PERSON,
        "token": identity,
    }
    return Document(**{**values, **changes})


def facts(**changes: Any) -> PositionFacts:
    """A licensing examiner's position of DMV Licensing, since 2015, with a pay range."""
    values: dict[str, Any] = {
        "effective": date(2015, 7, 1),
        "title": "Licensing examiner",
        "job_class": "1731",
        "agency": "DMV",
        "unit": "LIC",
        "pay_from_cents": 48_000_00,
        "pay_to_cents": 61_000_00,
    }
    return PositionFacts(**{**values, **changes})


def a_position(*versions: PositionFacts, **changes: Any) -> Position:
    """A vacant position, of these versions or else of one. The number follows a counter, so that two are not one."""
    values: dict[str, Any] = {"number": f"P-{next(_made)}", "token": an_id(), "versions": versions or (facts(),)}
    return Position(**{**values, **changes})


def an_incumbency(**changes: Any) -> Incumbency:
    """José García in a position since July 2015."""
    values: dict[str, Any] = {
        "employee_id": an_id(),
        "number": "E1",
        "name": "García, José",
        "from_day": date(2015, 7, 1),
        "action_id": an_id(),
    }
    return Incumbency(**{**values, **changes})


def a_mass(**changes: Any) -> MassAction:
    """A raise of three percent for everybody who is active, from today on."""
    values: dict[str, Any] = {
        "id": an_id(),
        "code": "894",
        "title": "General adjustment",
        "effective": TODAY,
        "reason": "General raise",
        "selection": Selection(statuses=(Status.ACTIVE,)),
        "rule": Rule(kind=RuleKind.PERCENT, percent_hundredths=3_00),
        "requested": a_by(),
    }
    return MassAction(**{**values, **changes})


def a_notice(**changes: Any) -> Notice:
    """The notice of a promotion in California, the same in each run."""
    values: dict[str, Any] = {
        "number": "01KJQ7Z5W0A1B2C3D4E5F6G7H8",
        "state": "California",
        "initials": "CA",
        "color": "#1a4480",
        "time_zone": "America/Los_Angeles",
        "employee_name": "José García",
        "employee_number": "E100234",
        "code": "702",
        "title": "Promotion",
        "effective": date(2026, 3, 1),
        "position": "004512 Licensing examiner II",
        "agency": "Department of Motor Vehicles",
        "unit": "Licensing",
        "changes": (
            ChangedLine("Position", "", "004512"),
            ChangedLine("Position title", "Licensing examiner I", "Licensing examiner II"),
            ChangedLine("Pay", "$58,240 a year", "$64,120 a year"),
        ),
        "reason": "Selected from certificate 26-0117",
        "authority": "Government Code 18500",
        "remarks": "Six months of probation.\nNo other change.",
        "requested_by": "Dana Lee",
        "requested_at": NOW,
        "approved_by": "Robin Okafor",
        "approved_at": NOW + timedelta(hours=1),
        "recorded_at": NOW + timedelta(hours=1),
    }
    return Notice(**{**values, **changes})


def an_account(**changes: Any) -> Account:
    identity = changes.pop("id", None) or an_id()
    values: dict[str, Any] = {
        "id": identity,
        "email": f"{identity.lower()}@agency.gov",
        "name": "Dana Lee",
        "role": Role.SPECIALIST,
        "status": AccountStatus.ACTIVE,
        "password_hash": "$argon2id$none",
        "created_at": NOW,
    }
    return Account(**{**values, **changes})


def a_session(account: Account, **changes: Any) -> Session:
    values: dict[str, Any] = {
        "id": an_id().lower().ljust(64, "0"),
        "account_id": account.id,
        "epoch": account.epoch,
        "started_at": NOW,
        "seen_at": NOW,
        "address": "192.0.2.7",
    }
    return Session(**{**values, **changes})


def an_event(**changes: Any) -> Event:
    """A change of an employee. The id follows the instant."""
    at = changes.pop("at", NOW)
    values: dict[str, Any] = {
        "id": an_id(at),
        "kind": EventKind.EMPLOYEE_CHANGED,
        "actor_id": "01J00000000000000000000000",
        "actor_name": "Dana Lee",
        "subject": "employee:01J00000000000000000000001",
        "subject_label": "E1 García, José",
    }
    return Event(at=at, **{**values, **changes})


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)
