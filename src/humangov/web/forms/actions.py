"""The forms of personnel actions: fields of the record by the code, and beside them since when and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import request
from wtforms import BooleanField, SelectField, TextAreaField

from humangov.domain.actions import Action
from humangov.domain.codes import CANCELLATION
from humangov.domain.employees import LABELS
from humangov.domain.errors import BadLink
from humangov.domain.organization import Overview
from humangov.services.offering import Offer
from humangov.services.proposing import Proposal
from humangov.services.vacancies import Vacancy
from humangov.web import cursors
from humangov.web.forms.base import Needed, choices
from humangov.web.forms.employees import (
    ContactForm,
    FactsForm,
    IdentityForm,
    JobForm,
    NameForm,
    PayForm,
    changes_of,
    position_choices,
    unit_choices,
    unit_of,
)
from humangov.web.forms.fields import DayField, TextField, required
from humangov.web.forms.seen import is_as_seen, marks_of

# What makes no sense without the other is changed together.
_PAIRS = (("agency", "department"), ("pay_cents", "pay_basis"))
_TEXTS = ("reason", "authority", "remarks", "exception")
_FIRST = ("code", "effective")
# Agency and department are one choice.
_UNIT = {"agency": "unit", "department": "unit"}


class WhyForm(FactsForm):
    """Since when, why and by what authority: what every action says."""

    effective = DayField("Effective date", validators=required("Enter the date on which it takes effect."))
    exception = TextField("Reason for pay outside the range", default="")
    reason = TextField("Reason", default="", validators=[Needed()])
    authority = TextField("Legal authority", default="")
    remarks = TextAreaField("Remarks", default="")

    def __init__(self, offer: Offer | None, **more: Any) -> None:  # noqa: ANN401 as the form that it extends
        super().__init__(**more)
        # Messages above the form stand in the order of the page.
        self._fields = {name: self._fields[name] for name in sorted(self._fields, key=lambda n: n not in _FIRST)}
        if offer and offer.request and not self.is_submitted():
            self.adopt(offer.request.id, offer.request.version)

    @property
    def step(self) -> str:
        """What the pressed button asks for: check, back, draft or file."""
        return request.form.get("step", "check")

    @property
    def goes_on(self) -> bool:
        """Whether the form was sent to go on with what it says, and reads well."""
        return self.step != "back" and self.sent

    @property
    def finds(self) -> bool:
        """Whether it is sent to find a position: by its button, or with words for which none is chosen yet."""
        if not self.is_submitted() or "position" not in self:
            return False
        unresolved = self["position_search"].data.upper() not in ("", self["position"].data)
        return self.step == "find" or (self.step == "check" and unresolved)

    def found(self, vacancies: Sequence[Vacancy]) -> None:
        """Choose the position whose number was looked for; with other words it is still to be chosen."""
        number = self["position_search"].data.upper()
        if number in {vacancy.number for vacancy in vacancies}:
            self["position"].data = number
            self["position_search"].data, self["position_search"].raw_data = "", None
        elif self.step == "check":
            self.show({"position_search": "Choose the position from the list above, or empty this field."})

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether everything reads well, and nothing lacks that must be there. A draft may lack its reason."""
        fine = super().validate(extra_validators)
        if self.reason.data or self.step == "draft":
            return fine
        self.reason.errors = ["Enter the reason."]
        return False

    def show(self, problems: Mapping[str, str]) -> None:
        """Put the messages of a service beside their fields."""
        super().show({_UNIT.get(name, name): message for name, message in problems.items()})

    def offer(self, overview: Overview, vacancies: Sequence[Vacancy] = ()) -> None:
        """Let the person choose from the state's lists, and among the vacancies that were found."""
        for field in self:
            if field.name == "unit" and isinstance(field, SelectField):
                field.choices = unit_choices(overview)
            if field.name == "position" and isinstance(field, SelectField):
                field.choices = position_choices(field.data, vacancies)

    def asks(self, code: str, target: str, changes: Mapping[str, Any]) -> Proposal:
        """What the person asks for."""
        texts = {name: self[name].data or "" for name in _TEXTS if name in self}
        effective = self["effective"].data if "effective" in self else None
        return Proposal(code=code, effective=effective, changes=changes, target=target, **texts)


class ActionForm(WhyForm, NameForm, JobForm, PayForm):
    """An action on somebody who is on file: the fields that its code may change, filled with what stands there.

    `key` names the form. Its `base` says, sealed, the code, what a 001 or 002 is about, and marks of the values that
    the person saw: what is as it was seen is not changed. Of a request it says what that asks for already: that
    goes on to be asked for, whatever the record has become meanwhile. `lost` is whether that got lost on the way.
    """

    separation_reason = TextField(LABELS["separation_reason"], default="")

    def __init__(self, key: str, offer: Offer | None = None) -> None:
        version = offer.person.version if offer and offer.person else None
        super().__init__(offer, data=_filled(offer) if offer else {}, version=version)
        if offer and self.begins:
            self.base.data = cursors.seal(key, _begun(offer))
        self._begun = self._opened(key)
        self.lost = self._begun is None
        self._incomplete = self._incomplete or (self.lost and self.is_submitted())
        self._keep(self.marks if not self.lost else offer.fields if offer else ())

    def _opened(self, key: str) -> dict[str, Any] | None:
        try:
            return cursors.unseal(key, self.base.data or "")
        except BadLink:
            return None

    def _keep(self, names: Iterable[str]) -> None:
        """Leave out what this action does not change."""
        kept = {_UNIT.get(name, name) for name in names}
        kept |= {"position_search"} & {f"{name}_search" for name in kept}
        if self.code == CANCELLATION:
            kept |= {"effective", "exception"}
        for name in [f.name for f in self if f.name in LABELS or f.name in {"unit", "position_search"}]:
            if name not in kept:
                del self[name]
        for name in ("effective", "exception") if self.code == CANCELLATION else ():
            del self[name]

    @property
    def code(self) -> str:
        """The code of the action."""
        return str(self._begun["code"]) if self._begun else ""

    @property
    def target(self) -> str:
        """The id of the action that this one is about."""
        return str(self._begun["target"]) if self._begun else ""

    @property
    def marks(self) -> dict[str, str]:
        """Marks of the values that the person saw."""
        return dict(self._begun["marks"]) if self._begun else {}

    def proposal(self) -> Proposal:
        """What the person asks for: what differs from what they saw, and what the request asks for already."""
        typed, seen = changes_of(self), self.marks
        asked = set(self._begun.get("asked", ())) if self._begun else set()
        changed = {name for name, value in typed.items() if name in asked or not is_as_seen(seen, name, value)}
        changed |= {name for pair in _PAIRS if changed & {*pair} for name in pair if name in typed}
        return self.asks(self.code, self.target, {name: v for name, v in typed.items() if name in changed})


def _begun(offer: Offer) -> dict[str, Any]:
    marks = marks_of(offer.shown, offer.fields) if offer.shown else {}
    target, asked = offer.target.id if offer.target else "", offer.request.changes if offer.request else ()
    return {"code": offer.code, "target": target, "marks": marks, "asked": sorted(asked)}


def _filled(offer: Offer) -> dict[str, Any]:
    """What the form begins with: the record, with what the request changes."""
    found: dict[str, Any] = {}
    if offer.shown:
        shown = replace(offer.shown, **offer.request.changes) if offer.request else offer.shown
        found = {name: getattr(shown, name) for name in LABELS} | {"unit": unit_of(shown)}
    if action := offer.request or offer.target:
        found["effective"] = action.effective
    return found | _texts(offer.request)


def _texts(action: Action | None) -> dict[str, str]:
    return {name: getattr(action, name) for name in _TEXTS} if action else {}


class AppointForm(WhyForm, NameForm, IdentityForm, JobForm, PayForm, ContactForm):
    """Everything about a new employee. The forms stand in the order of the page, and so do messages about them."""

    code = SelectField(
        "Kind of appointment", validate_choice=False, validators=required("Choose the kind of appointment.")
    )
    effective = DayField("First day", validators=required("Enter the first day."))
    another_person = BooleanField("This is another person. Create a new record.")
    lost = False

    def __init__(self, offer: Offer | None = None) -> None:
        super().__init__(offer, data=_appointed(offer.request) if offer and offer.request else {})

    def offer(self, overview: Overview, vacancies: Sequence[Vacancy] = ()) -> None:
        """Let the person choose among the state's departments and appointments, and the vacancies."""
        super().offer(overview, vacancies)
        codes = ((code.code, code.label) for code in overview.codes if code.active and code.appoints)
        self.code.choices = [*choices([("", "Choose an appointment")]), *choices(codes)]

    def proposal(self) -> Proposal:
        """What the person asks for."""
        return self.asks(self.code.data or "", "", changes_of(self))


def _appointed(request: Action) -> dict[str, Any]:
    unit = f"{request.changes.get('agency', '')}/{request.changes.get('department', '')}"
    return {**request.changes, **_texts(request), "unit": unit, "code": request.code, "effective": request.effective}
