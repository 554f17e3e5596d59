"""Jinja filters: values as people read them, times in the state's zone."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from flask import Flask

from humangov.domain import wording
from humangov.domain.codes import fields_said
from humangov.domain.permissions import Role
from humangov.web import current, sentences


def local_time(at: datetime) -> str:
    """An instant in the state's time zone: "Nov 23, 2026, 2:05 PM PST"."""
    return wording.local_time(at, current.installed().time_zone)


def local_day(at: datetime) -> str:
    """The day of an instant in the state's time zone: "Nov 23, 2026"."""
    return wording.us_date(at.astimezone(ZoneInfo(current.installed().time_zone)).date())


def lower_first(text: str) -> str:
    """The text inside a sentence: "as of March 1, 2026"."""
    return text[:1].lower() + text[1:]


def label(value: StrEnum) -> str:
    """What an enumeration calls its member: "On leave"."""
    return str(getattr(value, "label", value.value))


def register(app: Flask) -> None:
    """Make the filters known to the templates."""
    app.jinja_env.filters.update(
        us_date=wording.us_date,
        money=wording.money,
        file_size=wording.file_size,
        fte=wording.fte,
        local_time=local_time,
        local_day=local_day,
        label=label,
        role=Role,
        what_happened=sentences.what_happened,
        subject_url=sentences.subject_url,
        sentences=sentences.sentences,
        field_label=sentences.field_label,
        from_to=sentences.from_to,
        shift=wording.shift_text,
        fields_said=fields_said,
        lower_first=lower_first,
    )
