"""The forms of documents."""

from wtforms import FileField, MultipleFileField, SelectField, StringField, TextAreaField

from humangov.domain.documents import DocumentType
from humangov.web.forms.base import RecordForm, choices
from humangov.web.forms.fields import DayField, TextField, required


class AddForm(RecordForm):
    """One or several files for the folder."""

    files = MultipleFileField("Files")
    type = SelectField(
        "Type",
        choices=choices([("", "Choose a type"), *((t.value, t.label) for t in DocumentType)]),
        validators=required("Choose a type."),
    )
    title = TextField("Title", default="")
    dated = DayField("Date on the document", validators=required("Enter the date on the document."))
    note = TextAreaField("Note", default="")


class ReplaceForm(RecordForm):
    """The file of a new version."""

    file = FileField("File")


class WithdrawForm(RecordForm):
    """Why a document is withdrawn."""

    reason = StringField("Reason", default="", validators=required("Enter the reason for withdrawing it."))
