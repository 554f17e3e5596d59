"""The day that a page shows: today, unless the address says another one and by when its facts were known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue

from humangov.domain.text import long_date
from humangov.web import current
from humangov.web.forms.moments import MomentForm

# What in the address belongs to one list of one day only.
_NOT_CARRIED = {"as_of", "known_at", "after", "before"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the one at whose end its facts were known (None: what is known now)."""

    day: date
    known_on: date | None
    today: date

    @property
    def is_now(self) -> bool:
        """Whether it is today, as known today."""
        return self.day == self.today and self.known_on in {None, self.today}

    @property
    def query(self) -> Mapping[str, str]:
        """What the address says of it: nothing for today."""
        if self.is_now:
            return {}
        known = {"known_at": self.known_on.isoformat()} if self.known_on else {}
        return {"as_of": self.day.isoformat(), **known}

    @property
    def words(self) -> str:
        """The moment as a band over the page says it."""
        known = f", as known on {long_date(self.known_on)}" if self.known_on else ""
        return f"As of {long_date(self.day)}{known}"

    def at(self, path: str) -> str:
        """The address of a page on the same day."""
        return f"{path}{'&' if '?' in path else '?'}{urlencode(self.query)}" if self.query else path


@dataclass(frozen=True, slots=True)
class Picker:
    """The form that asks for a day, and what else of the address goes with it."""

    form: MomentForm
    action: str
    kept: tuple[tuple[str, str], ...]

    @property
    def today_url(self) -> str:
        """The same page as of today."""
        return f"{self.action}?{urlencode(self.kept)}" if self.kept else self.action


def asked() -> tuple[Moment | None, Picker]:
    """The moment that the address asks for (None: one that cannot be), and the form to ask for another."""
    today = current.desk().today()
    form = MomentForm(request.args, today)
    kept = tuple((k, v) for k, v in request.args.items(multi=True) if v and k not in _NOT_CARRIED)
    picker = Picker(form, request.path, kept)
    if not form.validate():
        return None, picker
    return Moment(form.as_of.data or today, form.known_at.data, today), picker


def refused(picker: Picker) -> ResponseReturnValue:
    """The page that says what is wrong with a day, with the form to ask for another one."""
    return render_template("moments/refused.html", picker=picker), 422
