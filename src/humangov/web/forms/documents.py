"""The forms of documents."""

from typing import ClassVar

from werkzeug.datastructures import FileStorage
from wtforms import Field, FileField, Form, MultipleFileField, SelectField, StringField, TextAreaField, ValidationError

from humangov.domain.documents import BY_HAND, MOST_FILES_AT_ONCE
from humangov.web.forms.base import RecordForm, choices
from humangov.web.forms.fields import DayField, TextField, required


def chosen_files(field: Field) -> list[FileStorage]:
    """The files that were chosen: a browser sends an empty one where there is none."""
    found = field.data if isinstance(field.data, list) else [field.data]
    return [file for file in found if isinstance(file, FileStorage) and file.filename]


def too_many(most: int) -> str:
    """What is told of more files than a form takes."""
    return f"Choose at most {most} files at once." if most > 1 else "Choose one file."


class Chosen:
    """At least one file, and not more than can be filed at once."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: str) -> None:
        self._message = message

    def __call__(self, _form: Form, field: Field) -> None:
        """Raises ValidationError."""
        count = len(chosen_files(field))
        if not count:
            raise ValidationError(self._message)
        if count > MOST_FILES_AT_ONCE:
            raise ValidationError(f"{too_many(MOST_FILES_AT_ONCE)} You chose {count}.")


class AddForm(RecordForm):
    """One or several files for the folder, each saved on its own (web/filing.py)."""

    saves_once = False

    files = MultipleFileField("Files", validators=[Chosen("Choose at least one file.")])
    type = SelectField(
        "Type",
        choices=choices([("", "Choose a type"), *((t.value, t.label) for t in BY_HAND)]),
        validators=required("Choose a type."),
    )
    title = TextField("Title", default="")
    dated = DayField("Date on the document", validators=required("Enter the date on the document."))
    note = TextAreaField("Note", default="")


class ReplaceForm(RecordForm):
    """The file of a new version."""

    file = FileField("File", validators=[Chosen("Choose the file of the new version.")])


class WithdrawForm(RecordForm):
    """Why a document is withdrawn."""

    reason = StringField("Reason", default="", validators=required("Enter the reason for withdrawing it."))
