"""Fields that read what people type: money, full-time equivalents, days. They parse; the rules are the domain's."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import DateField, Field, StringField
from wtforms.validators import InputRequired
from wtforms.widgets import TextInput

from humangov.domain.text import tidy

_US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?")


def read_day(typed: str) -> date:
    """The day that a text says, as a browser sends it or as people write it. Raises ValueError with what to do."""
    match = _US_DAY.fullmatch(typed)
    try:
        return date.fromisoformat(f"{match[3]}-{match[1]:0>2}-{match[2]:0>2}" if match else typed)
    except ValueError:
        raise ValueError("Enter a day that exists, such as 11/23/2026.") from None


def required(message: str) -> list[InputRequired]:
    """The one validator of a field that must be filled."""
    return [InputRequired(message)]


class TextField(StringField):
    """A line of text, with the spaces tidied."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed."""
        self.data = tidy(valuelist[0]) if valuelist else ""


class DayField(DateField):
    """A day, as the browser's date field sends it; people who type it may write 11/23/2026 too."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed. Nothing is no day."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        self.data = read_day(typed)


class _HundredthsField(Field):
    """A decimal number with at most two places, kept as whole hundredths."""

    widget = TextInput()
    problem = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, with or without "$" and commas."""
        typed = re.sub(r"[$,\s]", "", str(valuelist[0])) if valuelist else ""
        self.data = None
        if not typed:
            return
        if not _AMOUNT.fullmatch(typed):
            raise ValueError(self.problem)
        self.data = int(Decimal(typed) * 100)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data // 100}.{self.data % 100:02d}"


class SignedField(_HundredthsField):
    """A decimal number, which may be below zero, as whole hundredths."""

    def __init__(self, label: str, problem: str, **more: Any) -> None:  # noqa: ANN401 as in WTForms
        super().__init__(label, **more)
        self.problem = problem

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, with a minus sign of any kind."""
        typed = re.sub(r"[%\s]", "", str(valuelist[0])) if valuelist else ""
        below = typed[:1] in {"-", "−", "–"}
        super().process_formdata([typed[1:] if below else typed])
        self.data = -self.data if below and self.data else self.data

    def _value(self) -> str:
        if self.raw_data or self.data is None or self.data >= 0:
            return super()._value()
        return f"-{-self.data // 100}.{-self.data % 100:02d}"


class MoneyField(_HundredthsField):
    """Dollars and cents as whole cents."""

    problem = "Enter dollars and cents above zero, such as 58,240 or 28.50."


class FteField(_HundredthsField):
    """The full-time equivalent in hundredths."""

    problem = "Enter a number from 0.01 to 1.00. Full time is 1.00."
