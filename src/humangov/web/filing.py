"""Filing what a form sends: each file has its own token, and can fail alone."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath

from ulid import ULID
from werkzeug.datastructures import FileStorage

from humangov.domain.documents import MOST_FILES_AT_ONCE, Document, DocumentType, safe_file_name
from humangov.domain.errors import Invalid, Unavailable
from humangov.services.documents import Details, Upload, add_document
from humangov.web import current
from humangov.web.forms.documents import AddForm

BROKE_OFF = "HumanGov could not reach its records any more, so nothing of this is filed. Choose it again in a minute."


def chosen_files(form: AddForm) -> list[FileStorage]:
    """The chosen files; none or too many is a message beside the field."""
    chosen = [f for f in form.files.data or [] if isinstance(f, FileStorage) and f.filename]
    if not chosen:
        form.show({"files": "Choose at least one file."})
    if len(chosen) > MOST_FILES_AT_ONCE:
        form.show({"files": f"Choose at most {MOST_FILES_AT_ONCE} files at once. You chose {len(chosen)}."})
        return []
    return chosen


def file_all(form: AddForm, employee_id: str, uploads: list[FileStorage]) -> list[str]:
    """File each; returns the names of those that are filed. The others' reasons stand beside the field.

    Raises Unavailable when nothing is filed yet; after that, the files that are left are told.
    """
    filed: list[str] = []
    names = [safe_file_name(upload.filename or "") for upload in uploads]
    for place, (name, upload) in enumerate(zip(names, uploads, strict=True)):
        try:
            found = _file_one(form, employee_id, upload).file_name
        except Invalid as wrong:
            form.show(_of_file(name, wrong.fields))
        except Unavailable:
            if not filed:
                raise
            form.show({"files": f"{', '.join(names[place:])}: {BROKE_OFF}"})
            break
        else:
            form.show({} if found == name else {"files": f"{name}: This is the same file as {found}, which is filed."})
            filed.append(found)
    return list(dict.fromkeys(filed))


def _of_file(name: str, problems: Mapping[str, str]) -> dict[str, str]:
    """The messages of one file, which stand beside the field of all files and so name it."""
    return {
        "files" if at == "file" else at: f"{name}: {text}" if at == "file" else text for at, text in problems.items()
    }


def _file_one(form: AddForm, employee_id: str, file: FileStorage) -> Document:
    upload = upload_of(file)
    title = form.title.data or PurePath(safe_file_name(upload.file_name)).stem
    details = Details(DocumentType(form.type.data), title, form.dated.data or date.min, form.note.data or "")
    most = current.settings().max_upload_bytes
    return add_document(current.desk(), employee_id, details, upload, most, _token(form.token, upload))


def _token(form_token: str, upload: Upload) -> str:
    """Each file's own token: a ULID of the form's time, the same whenever the same form sends the same content.

    Where one of several files is refused, the form comes back and sends others: their place in it tells nothing.
    """
    digest = hashlib.sha256(form_token.encode())
    while piece := upload.content.read(1_048_576):
        digest.update(piece)
    return str(ULID.from_bytes(ULID.from_str(form_token).bytes[:6] + digest.digest()[:10]))


def upload_of(file: FileStorage) -> Upload:
    """A file of a request, whose content lies in memory or, when large, in a temporary file."""
    size_bytes = file.stream.seek(0, 2)
    file.stream.seek(0)
    return Upload(file.filename or "", file.stream, size_bytes)  # type: ignore[arg-type] # IO[bytes] is a BinaryIO
