"""The form that asks for another day than today."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form

from humangov.domain.moments import moment_problems
from humangov.web.forms.fields import DayField


class MomentForm(Form):
    """A day, and the one at whose end its facts were known. It is in the address, and asks for nothing that is saved.

    A day that is left out is today's.
    """

    as_of = DayField("As of", id="as-of")
    known_at = DayField("As known on", id="known-at")

    def __init__(self, query: MultiDict[str, str], today: date) -> None:
        super().__init__(query)
        self._today = today

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether the days can be asked for."""
        fine = super().validate(extra_validators)
        wrong = moment_problems(self.as_of.data or self._today, self.known_at.data, self._today)
        for name, message in wrong.items():
            self[name].errors = [*self[name].errors, message]
        return fine and not wrong
