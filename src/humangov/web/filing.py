"""Filing what a form sends: each file has its own token, and can fail alone."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from time import monotonic

from flask import session
from ulid import ULID
from werkzeug.datastructures import FileStorage

from humangov.domain.documents import MOST_FILES_AT_ONCE, Document, DocumentType, Held, safe_file_name
from humangov.domain.errors import Asked, Invalid, Unavailable
from humangov.services.documents import Details, add_document
from humangov.services.uploads import Upload
from humangov.web import current, once
from humangov.web.forms.documents import AddForm, chosen_files

# Each is looked into: after so long no other is begun, so that the answer comes before the proxy gives up.
MOST_SECONDS = 5.0
NOT_BEGUN = "There was no time for this one. Choose it again: nothing is filed twice."
BROKE_OFF = "HumanGov could not reach its records any more. Choose this again in a minute: nothing is filed twice."

# Of each name as much, and of names as many, as a cookie holds.
_NAME_CHARACTERS = 80
_FILED = "filed"


def remember(employee_id: str, names: list[str]) -> None:
    """Keep the names for the folder's page: a script files each in a request of its own, and one message tells of all.

    Kept apart from other messages, which any page in between would show.
    """
    if not names:
        return
    shortened = (name if len(name) <= _NAME_CHARACTERS else f"{name[: _NAME_CHARACTERS - 1]}…" for name in names)
    known = dict.fromkeys([*_filed_for(employee_id), *shortened])
    session[_FILED] = [employee_id, [*known][-MOST_FILES_AT_ONCE:]]


def recall(employee_id: str) -> list[str]:
    """The names that were filed for this person since its folder was last looked at; forgets them."""
    if names := _filed_for(employee_id):
        session.pop(_FILED)
    return names


def _filed_for(employee_id: str) -> list[str]:
    whose, names = session.get(_FILED, ("", []))
    return list(names) if whose == employee_id else []


def file_all(form: AddForm, employee_id: str) -> list[str]:
    """File each of the chosen files; returns the names of those that are filed. Why not, stands beside the field.

    Raises Unavailable when nothing is filed yet; after that, the files that are left are told.
    """
    filed: list[str] = []
    began = monotonic()
    uploads: list[FileStorage | Held] = [*form.kept, *chosen_files(form.files)]
    for place, upload in enumerate(uploads):
        left = ", ".join(map(_name, uploads[place:]))
        if monotonic() - began > MOST_SECONDS:
            form.show({"files": f"{left}: {NOT_BEGUN}"})
            break
        try:
            filed += _filed(form, employee_id, upload)
        except Unavailable:
            if not filed:
                raise
            form.show({"files": f"{left}: {BROKE_OFF}"})
            break
    return list(dict.fromkeys(filed))


def _name(upload: FileStorage | Held) -> str:
    return upload.file_name if isinstance(upload, Held) else safe_file_name(upload.filename or "")


def _filed(form: AddForm, employee_id: str, upload: FileStorage | Held) -> list[str]:
    """The name under which the file is filed; none, with the reason on the form."""
    name = _name(upload)
    try:
        found = _file_one(form, employee_id, upload).file_name
    except Asked as asked:
        form.ask(asked.held)
        return []
    except Invalid as wrong:
        form.show(_of_file(name, wrong.fields))
        return []
    if isinstance(upload, Held):
        form.is_filed(upload)
    if found != name:
        form.show({"files": f"{name}: This is the same file as {found}, which is filed."})
    return [found]


def _of_file(name: str, problems: Mapping[str, str]) -> dict[str, str]:
    """The messages of one file, which stand beside the field of all files and so name it."""
    return {
        "files" if at == "file" else at: f"{name}: {text}" if at == "file" else text for at, text in problems.items()
    }


def _file_one(form: AddForm, employee_id: str, file: FileStorage | Held) -> Document:
    upload = file if isinstance(file, Held) else upload_of(file)
    title = form.title.data or PurePath(_name(file)).stem
    details = Details(DocumentType(form.type.data), title, form.dated.data or date.min, form.note.data or "")
    most, token = current.settings().max_upload_bytes, _token(form.token, upload)
    once.begin(token, form, _name(file))
    return add_document(current.desk(), employee_id, details, upload, most, token)


def _token(form_token: str, upload: Upload | Held) -> str:
    """Each file's own token: a ULID of the form's time, the same whenever the same form sends the same content.

    Where one of several files is refused, the form comes back and sends others: their place in it tells nothing. One
    that was held has its token from when it came.
    """
    if isinstance(upload, Held):
        return upload.document_id
    digest = hashlib.sha256(form_token.encode())
    while piece := upload.content.read(1_048_576):
        digest.update(piece)
    return str(ULID.from_bytes(ULID.from_str(form_token).bytes[:6] + digest.digest()[:10]))


def upload_of(file: FileStorage) -> Upload:
    """A file of a request, whose content lies in memory or, when large, in a temporary file."""
    size_bytes = file.stream.seek(0, 2)
    file.stream.seek(0)
    return Upload(file.filename or "", file.stream, size_bytes)  # type: ignore[arg-type] # IO[bytes] is a BinaryIO
