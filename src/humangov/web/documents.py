"""The folder of a person: its documents, filing new ones, replacing and withdrawing them."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from ulid import ULID
from werkzeug.datastructures import FileStorage

from humangov.domain.documents import MOST_FILES_AT_ONCE, DocumentType, Side, safe_file_name
from humangov.domain.errors import Conflict, Invalid
from humangov.domain.files import ACCEPTED, BY_MEDIA_TYPE, KINDS
from humangov.domain.permissions import Permission
from humangov.services import documents as services
from humangov.services.documents import Details, Upload
from humangov.services.employees import view_employee
from humangov.web import asked, current
from humangov.web.forms.documents import AddForm, ReplaceForm, WithdrawForm

pages = Blueprint("documents", __name__, url_prefix="/employees/<employee_id>/documents")
ENDINGS = ",".join(ending for kind in KINDS for ending in kind.endings)
CHANGED = "Somebody else changed this document meanwhile. Look at it again before you go on."


@pages.get("")
def index(employee_id: str) -> ResponseReturnValue:
    """All documents, by side of the folder."""
    folder = view_employee(current.desk(), employee_id)
    sides = [(side, [d for d in folder.documents if d.type.side is side]) for side in Side]
    return render_template("documents/index.html", employee=folder.employee, sides=sides)


@pages.route("/new", methods=["GET", "POST"])
def new(employee_id: str) -> ResponseReturnValue:
    """File one or several documents. Each file can fail alone."""
    current.desk().require(Permission.CHANGE_RECORDS)
    employee = view_employee(current.desk(), employee_id).employee
    form = AddForm()
    filed: list[str] = []
    if form.sent and (uploads := _uploads(form)):
        filed = _file_all(form, employee_id, uploads)
        if not form.errors:
            flash("Filed: " + ", ".join(filed) + ".", "success")
            return _go_to(url_for("documents.index", employee_id=employee_id))
    most = current.settings().max_upload_bytes
    page = render_template(
        "documents/new.html", employee=employee, form=form, filed=filed, accepted=ACCEPTED, endings=ENDINGS, most=most
    )
    return page, form.status


def _go_to(url: str) -> ResponseReturnValue:
    """Lead on after an upload. A script that shows its progress is told where: it is not to fetch the page itself."""
    return redirect(url, 303) if asked.wants_page() else ("", 201, {"Location": url})


def _uploads(form: AddForm) -> list[FileStorage]:
    """The chosen files; none or too many is a message beside the field."""
    chosen = [f for f in form.files.data or [] if isinstance(f, FileStorage) and f.filename]
    if not chosen:
        form.show({"files": "Choose at least one file."})
    if len(chosen) > MOST_FILES_AT_ONCE:
        form.show({"files": f"Choose at most {MOST_FILES_AT_ONCE} files at once. You chose {len(chosen)}."})
        return []
    return chosen


def _file_all(form: AddForm, employee_id: str, uploads: list[FileStorage]) -> list[str]:
    """File each; returns the names of those that are filed. The others' reasons stand beside the field."""
    filed = []
    for upload in uploads:
        name = safe_file_name(upload.filename or "")
        try:
            _file_one(form, employee_id, upload)
        except Invalid as wrong:
            form.show(_of_file(name, wrong.fields))
        else:
            filed.append(name)
    return filed


def _of_file(name: str, problems: Mapping[str, str]) -> dict[str, str]:
    """The messages of one file, which stand beside the field of all files and so name it."""
    return {
        "files" if at == "file" else at: f"{name}: {text}" if at == "file" else text for at, text in problems.items()
    }


def _file_one(form: AddForm, employee_id: str, file: FileStorage) -> None:
    upload = upload_of(file)
    title = form.title.data or PurePath(safe_file_name(upload.file_name)).stem
    details = Details(DocumentType(form.type.data), title, form.dated.data or date.min, form.note.data or "")
    most = current.settings().max_upload_bytes
    services.add_document(current.desk(), employee_id, details, upload, most, _token(form.token, upload))


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


@pages.get("/<document_id>")
def show(employee_id: str, document_id: str) -> ResponseReturnValue:
    """One document with its versions, shown in place where a browser can do that safely."""
    viewed = services.view_document(current.desk(), employee_id, document_id)
    kind = BY_MEDIA_TYPE.get(viewed.document.media_type)
    return render_template("documents/show.html", viewed=viewed, document=viewed.document, kind=kind)


@pages.route("/<document_id>/replace", methods=["GET", "POST"])
def replace(employee_id: str, document_id: str) -> ResponseReturnValue:
    """File a new version."""
    current.desk().require(Permission.CHANGE_RECORDS)
    document = services.view_document(current.desk(), employee_id, document_id).document
    form = ReplaceForm(version=document.version)
    most = current.settings().max_upload_bytes
    if form.sent:
        chosen = form.file.data
        if not isinstance(chosen, FileStorage) or not chosen.filename:
            form.show({"file": "Choose the file of the new version."})
        elif saved := _replaced(form, employee_id, document_id, chosen):
            flash(f"{saved} has a new version.", "success")
            return _go_to(url_for("documents.show", employee_id=employee_id, document_id=document_id))
    about = {"accepted": ACCEPTED, "endings": ENDINGS, "most": most}
    page = render_template("documents/replace.html", employee_id=employee_id, document=document, form=form, **about)
    return page, form.status


def _replaced(form: ReplaceForm, employee_id: str, document_id: str, chosen: FileStorage) -> str:
    """The document's title, or "" with the reason on the form."""
    most = current.settings().max_upload_bytes
    try:
        return services.replace_document(
            current.desk(), employee_id, document_id, upload_of(chosen), most, form.seen_version, form.token
        ).title
    except Invalid as wrong:
        form.show(wrong.fields)
    except Conflict:
        form.show({"": CHANGED})
    return ""


@pages.route("/<document_id>/withdraw", methods=["GET", "POST"])
def withdraw(employee_id: str, document_id: str) -> ResponseReturnValue:
    """Withdraw a document: it stays in the file, marked."""
    current.desk().require(Permission.CHANGE_RECORDS)
    document = services.view_document(current.desk(), employee_id, document_id).document
    form = WithdrawForm(version=document.version)
    if form.sent:
        try:
            services.withdraw_document(
                current.desk(), employee_id, document_id, form.reason.data or "", form.seen_version, form.token
            )
        except Invalid as wrong:
            form.show(wrong.fields)
        except Conflict:
            form.show({"": CHANGED})
        else:
            flash(f"{document.title} is withdrawn. It stays in the file.", "success")
            return redirect(url_for("documents.index", employee_id=employee_id), 303)
    return render_template(
        "documents/withdraw.html", employee_id=employee_id, document=document, form=form
    ), form.status
