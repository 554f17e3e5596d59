"""Values as people read them: in lists, in the history and in the audit log."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from humangov.domain.employees import LABELS, Employee, PayBasis, differences
from humangov.domain.events import Change
from humangov.domain.organization import Overview


def money(cents: int, basis: PayBasis | str | None = None) -> str:
    """An amount: "$58,240 a year". Whole dollars stand without cents, an hourly rate always with them."""
    whole = cents % 100 == 0 and basis != PayBasis.HOURLY
    amount = f"${cents // 100:,}" if whole else f"${cents // 100:,}.{cents % 100:02d}"
    return f"{amount} {PayBasis(basis).unit}" if basis else amount


def us_date(day: date) -> str:
    """A date in a list: "Nov 23, 2026"."""
    return f"{day:%b} {day.day}, {day.year}"


def local_time(at: datetime, time_zone: str) -> str:
    """An instant in a time zone: "Nov 23, 2026, 2:05 PM PST"."""
    local = at.astimezone(ZoneInfo(time_zone))
    return f"{us_date(local.date())}, {local:%I:%M %p %Z}".replace(", 0", ", ")


def fte(hundredths: int) -> str:
    """A full-time equivalent: "0.50"."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def file_size(size_bytes: int) -> str:
    """A size: "24.0 MB", "312 KB" or "80 bytes"."""
    if size_bytes >= 1_048_576:
        return f"{size_bytes / 1_048_576:.1f} MB"
    return f"{size_bytes // 1024} KB" if size_bytes >= 1024 else f"{size_bytes} bytes"


def spoken(field: str, value: object, employee: Employee | None, overview: Overview) -> str:
    """One field's value in words; "" for none."""
    if value is None or employee is None:
        return ""
    of_their_own = {
        "pay_cents": money(employee.pay_cents, employee.pay_basis),
        "agency": overview.agency_name(employee.agency),
        "department": overview.department_name(employee.agency, employee.department),
        "fte_hundredths": fte(employee.fte_hundredths),
    }
    return of_their_own.get(field) or _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, StrEnum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, date):
        return us_date(value)
    if isinstance(value, tuple):
        return ", ".join(str(v) for v in value)
    return str(value)


def changes_text(changes: Iterable[Change]) -> str:
    """Changes in one line: "pay $58,240 a year to $59,987 a year"."""
    return ", ".join(f"{LABELS[c.field].lower()} {c.before or '–'} to {c.after or '–'}" for c in changes) or "no change"


def shift_text(change: Change) -> str:
    """From what to what, in a row beside the field's name: "$37,044 → $38,044 a year"; what is new without an arrow."""
    if not change.before:
        return change.after
    unit = next((u for basis in PayBasis if change.after.endswith(u := f" {basis.unit}")), "")
    return f"{change.before.removesuffix(unit)} → {change.after or 'none'}"


def changes_between(before: Employee | None, after: Employee, overview: Overview) -> tuple[Change, ...]:
    """What an act did to the record, field by field, in words. `Change.field` is the field's name; LABELS says it."""
    found = differences(before, after)
    return tuple(
        Change(name, spoken(name, old, before, overview), spoken(name, new, after, overview))
        for name, (old, new) in sorted(found.items(), key=lambda item: list(LABELS).index(item[0]))
    )
