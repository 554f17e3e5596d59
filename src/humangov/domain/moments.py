"""Days that people look back at, or ahead to: what had happened by then, and what was known of it by another day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from humangov.domain.employees import EARLIEST_BIRTH
from humangov.domain.errors import Invalid
from humangov.domain.rules import LATEST_HIRE


def moment_problems(day: date, known_on: date | None, today: date) -> dict[str, str]:
    """What is wrong with a day, and with the one at whose end its facts were known: field name to what to do."""
    found = {}
    if not EARLIEST_BIRTH <= day <= today + LATEST_HIRE:
        found["as_of"] = "Enter a day from 1900 to a year from today."
    if known_on and not EARLIEST_BIRTH <= known_on <= today:
        found["known_at"] = "Enter a day from 1900 to today. What will be known later, nobody knows yet."
    return found


def check_moment(day: date, known_on: date | None, today: date) -> None:
    """Go on only with days that can be asked for. Raises Invalid (as_of, known_at)."""
    if wrong := moment_problems(day, known_on, today):
        raise Invalid(wrong)


def end_of(day: date, time_zone: str) -> datetime:
    """The last instant of a day in a time zone."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(time_zone))
    return midnight - timedelta(microseconds=1)
