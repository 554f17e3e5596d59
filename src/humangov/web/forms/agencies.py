"""The forms of agencies and departments."""

from humangov.web.forms.base import RecordForm
from humangov.web.forms.fields import TextField


class UnitForm(RecordForm):
    """A new agency or department."""

    code = TextField("Code", default="")
    name = TextField("Name", default="")


class RenameForm(RecordForm):
    """Another name."""

    name = TextField("Name", default="")
