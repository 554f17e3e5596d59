"""The forms of action codes. Fields that make sense together only are one choice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput

from humangov.domain.codes import FAMILIES, GROUPS, NAMES, PAY, ActionCode
from humangov.domain.documents import OF_NOTICES, DocumentType
from humangov.domain.employees import LABELS
from humangov.web.forms.base import Needed, RecordForm, choices
from humangov.web.forms.fields import TextField

# A code can change a whole name, the unit with its agency, and the amount with its basis; any other field alone.
_TOGETHER = {"names": ("Legal name", NAMES), "unit": ("Agency and department", {"agency", "department"})}
_TOGETHER["pay"] = ("Pay and its basis", PAY)
_INSIDE = frozenset[str]().union(*(names for _, names in _TOGETHER.values()))
BUNDLES: Mapping[str, frozenset[str]] = {
    **{key: frozenset(names) for key, (_, names) in _TOGETHER.items()},
    **{name: frozenset({name}) for group in GROUPS.values() for name in group - _INSIDE},
}
_GROUP_LABELS = {"names": "Names", "job": "Job", "pay": "Pay"}


@dataclass(frozen=True, slots=True)
class Group:
    """Choices that stand together."""

    label: str
    keys: tuple[str, ...]


class CodeForm(RecordForm):
    """A code's facts, in the order of the page. The digits themselves are typed for a new one only."""

    code = TextField("Code", default="", validators=[Needed()])
    title = TextField("Title", default="", validators=[Needed()])
    fields = SelectMultipleField("Fields that it may change", option_widget=CheckboxInput(), default=())
    second_person = BooleanField("A second person must approve it")
    alone_because = TextField("Why nobody else need approve it", default="")
    notice = SelectField("Its notice is filed as", choices=choices((t.value, t.label) for t in OF_NOTICES))
    active = BooleanField("Offer this code")

    def offer(self, family: str = "") -> None:
        """Let the person choose among what codes of the family may change; among all where it is not known yet."""
        allowed = FAMILIES[family].may_change if family else frozenset(LABELS)
        fitting = (key for group in self.groups for key in group.keys if BUNDLES[key] & allowed)
        self.fields.choices = choices((key, _label(key)) for key in fitting)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The choices by group, in the order in which a record has its fields."""
        order = [*_TOGETHER, *LABELS]
        return tuple(
            Group(_GROUP_LABELS[name], tuple(sorted((k for k in BUNDLES if BUNDLES[k] <= names), key=order.index)))
            for name, names in GROUPS.items()
        )

    def code_of(self, code: str, family: str = "") -> ActionCode:
        """The code that was typed."""
        allowed = FAMILIES[family].may_change if family else frozenset(LABELS)
        return ActionCode(
            code=code,
            title=self.title.data or "",
            fields=tuple(sorted(_fields(self.fields.data or ()) & allowed)),
            second_person=bool(self.second_person.data),
            alone_because=self.alone_because.data or "",
            notice=DocumentType(self.notice.data),
            active=bool(self.active.data),
        )


def facts_of(code: ActionCode) -> dict[str, object]:
    """A code as its form shows it."""
    return {
        "title": code.title,
        "fields": [key for key, names in BUNDLES.items() if names & set(code.fields)],
        "second_person": code.second_person,
        "alone_because": code.alone_because,
        "notice": code.notice.value,
        "active": code.active,
    }


def _fields(keys: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(BUNDLES[key] for key in keys))


def _label(key: str) -> str:
    return _TOGETHER[key][0] if key in _TOGETHER else LABELS[key]
