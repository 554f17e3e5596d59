"""The forms by which somebody decides about a request."""

from wtforms import StringField

from humangov.web.forms.base import RecordForm
from humangov.web.forms.fields import required


class ApproveForm(RecordForm):
    """A button: `version` is that of the request that the person saw."""


class DecideForm(RecordForm):
    """Why a request is returned, rejected or withdrawn."""

    reason = StringField("Reason", default="", validators=required("Enter the reason."))
