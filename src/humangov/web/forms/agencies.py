"""The forms of agencies and units: what changes, and from which day on."""

from wtforms import SelectField

from humangov.domain.units import Tree
from humangov.web.forms.base import Needed, RecordForm, choices
from humangov.web.forms.fields import DayField, TextField


class DayForm(RecordForm):
    """From which day on a unit is closed, or open again."""

    effective = DayField("Effective date", validators=[Needed()])


class RenameForm(DayForm):
    """Another name."""

    name = TextField("Name", default="", validators=[Needed()])


class AgencyForm(RenameForm):
    """A new agency."""

    code = TextField("Code", default="", validators=[Needed()])


class MoveForm(DayForm):
    """Another place in the tree of the agency."""

    parent = SelectField("Beneath")

    def offer(self, tree: Tree, agency: str, code: str = "") -> None:
        """Let the person choose the agency itself, or any of its units but this one."""
        others = [u for u in tree.units if u.agency == agency and u.code not in ("", code)]
        named = sorted((tree.name(agency, u.code), u.code) for u in others)
        below = [(code, f"{name} ({code})") for name, code in named]
        self.parent.choices = choices([("", f"{tree.name(agency)}, right beneath the agency"), *below])


class UnitForm(MoveForm, AgencyForm):
    """A new unit."""
