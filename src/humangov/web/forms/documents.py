"""The forms of documents."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import request
from werkzeug.datastructures import FileStorage
from wtforms import (
    Field,
    FileField,
    Form,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)

from humangov.domain.documents import BY_HAND, MOST_FILES_AT_ONCE, Held
from humangov.web import held
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
    """At least one file, or one that was sent before and is to be kept; and not more than can be filed at once."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: str) -> None:
        self._message = message

    def __call__(self, form: Form, field: Field) -> None:
        """Raises ValidationError."""
        count = len(chosen_files(field))
        if not count and isinstance(form, FileForm):
            if form.kept:
                return
            raise ValidationError(form.gone or (_TICK if form.held else self._message))
        if count > MOST_FILES_AT_ONCE:
            raise ValidationError(f"{too_many(MOST_FILES_AT_ONCE)} You chose {count}.")


_TICK = "Tick the file if it is to be kept, or choose another one."
_GONE = "The file that you were asked about is not held any more. Choose it again."


class FileForm(RecordForm):
    """A form of files. `held` are those about which its sender is asked, by the text that the page carries of each."""

    keep = SelectMultipleField("Files to keep", choices=[], default=(), validate_choice=False)

    def __init__(
        self, obj: object | None = None, data: Mapping[str, Any] | None = None, version: int | None = None
    ) -> None:
        super().__init__(obj, data, version)
        asked = dict.fromkeys(request.form.getlist("asked")) if self.is_submitted() else {}
        found = {text: held.unseal(text) for text in asked}
        self.held = {text: file for text, file in found.items() if file}
        self.gone = _GONE if len(self.held) < len(asked) else ""

    @property
    def kept(self) -> list[Held]:
        """Those that are to be kept."""
        return [file for text, file in self.held.items() if text in (self.keep.data or ())]

    def ask(self, file: Held) -> None:
        """Ask about this one."""
        self.held[held.seal(file)] = file
        self.show({"keep": f"{file.file_name}: {file.question}"})

    def is_filed(self, file: Held) -> None:
        """Ask no more about this one."""
        self.held = {text: other for text, other in self.held.items() if other != file}


class AddForm(FileForm):
    """One or several files for the folder, each saved on its own (web/filing.py)."""

    saves_once = False
    tells_together = False

    files = MultipleFileField("Files", validators=[Chosen("Choose at least one file.")])
    type = SelectField(
        "Type",
        choices=choices([("", "Choose a type"), *((t.value, t.label) for t in BY_HAND)]),
        validators=required("Choose a type."),
    )
    title = TextField("Title", default="")
    dated = DayField("Date on the document", validators=required("Enter the date on the document."))
    note = TextAreaField("Note", default="")


class ReplaceForm(FileForm):
    """The file of a new version."""

    file = FileField("File", validators=[Chosen("Choose the file of the new version.")])


class WithdrawForm(RecordForm):
    """Why a document is withdrawn."""

    reason = StringField("Reason", default="", validators=required("Enter the reason for withdrawing it."))
