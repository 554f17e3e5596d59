"""A form is saved once: from here on a request saves as its form, with what the form says."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, Field, FileField, Form, PasswordField
from wtforms.fields.choices import SelectFieldBase
from wtforms.widgets import HiddenInput

from humangov.services import once as services
from humangov.web import asked, current

# What says how to go on, and not what is to be saved.
STEPS = frozenset({"step", "another_person", "keep"})


def begin(form_id: str, form: Form, file_name: str = "") -> bool:
    """Let this request save as this form; whether it was saved before. Raises SentOtherwise: with other content.

    With the name of a file it is one of several of the form, each saved on its own: `form_id` follows from its bytes.
    """
    fields = [field for field in form if _is_typed(field) and not (file_name and isinstance(field, FileField))]
    said = tuple((field.name, str(field.label.text), _words(field)) for field in fields)
    file = (("file", "File", file_name),) if file_name else ()
    visit = current.visit()
    visit.desk = services.sending(current.desk(), form_id, _content(fields), (*file, *said))
    return services.is_done(visit.desk)


def was_saved(form_id: str) -> bool:
    """Whether this form saved before, whatever it said then."""
    return services.was_saved(current.desk(), form_id)


def _is_typed(field: Field) -> bool:
    """Whether a person fills it. A password is kept nowhere, not even as a digest."""
    return (
        field.name not in STEPS and not isinstance(field, PasswordField) and not isinstance(field.widget, HiddenInput)
    )


def _content(fields: Iterable[Field]) -> bytes:
    """All that counts: where the form belongs, what was typed, and in a conflict what was chosen."""
    typed = {field.name: _value(field.data) for field in fields}
    kept = {name: value for name, value in request.form.items() if name.startswith("keep-")}
    return json.dumps([asked.address(), typed, kept], sort_keys=True).encode()


def _value(data: Any) -> str | list[str]:  # noqa: ANN401 what a field holds
    if isinstance(data, list | tuple):
        return sorted(str(_value(one)) for one in data)
    return _digest(data) if isinstance(data, FileStorage) else str(data)


def _digest(file: FileStorage) -> str:
    digest = hashlib.sha256()
    while piece := file.stream.read(1_048_576):
        digest.update(piece)
    file.stream.seek(0)
    return digest.hexdigest()


def _words(field: Field) -> str:
    """What stands in a field, as the person reads it."""
    if isinstance(field, BooleanField):
        return "Yes" if field.data else "No"
    if isinstance(field, SelectFieldBase):
        chosen = {str(one) for one in (field.data if isinstance(field.data, list) else [field.data])}
        labels = {str(choice.data): str(choice.label.text) for choice in field}
        return ", ".join(labels.get(one, one) for one in sorted(chosen))
    found = field.data if isinstance(field.data, list) else [field.data]
    if any(isinstance(one, FileStorage) for one in found):
        return ", ".join(one.filename or "" for one in found if isinstance(one, FileStorage))
    return str(field.raw_data[0]) if field.raw_data else ""
