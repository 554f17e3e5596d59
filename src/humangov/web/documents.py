"""The folder of a person: its documents, filing new ones, replacing and withdrawing them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.documents import MOST_FILES_AT_ONCE, Document, Side
from humangov.domain.errors import Asked, Conflict, Invalid
from humangov.domain.files import ACCEPTED, BY_MEDIA_TYPE, KINDS, too_large
from humangov.domain.notices import undoings
from humangov.domain.permissions import Permission
from humangov.services import documents as services
from humangov.services.employees import view_employee
from humangov.services.organization import view_organization
from humangov.web import asked, current, filing
from humangov.web.forms.base import RecordForm
from humangov.web.forms.documents import AddForm, ReplaceForm, WithdrawForm, chosen_files, too_many

pages = Blueprint("documents", __name__, url_prefix="/employees/<employee_id>/documents")
ENDINGS = ",".join(ending for kind in KINDS for ending in kind.endings)


@pages.get("")
def index(employee_id: str) -> ResponseReturnValue:
    """All documents, by side of the folder."""
    folder = view_employee(current.desk(), employee_id)
    if names := filing.recall(employee_id):
        flash(f"Filed: {', '.join(names)}.", "success")
    sides = [(side, [d for d in folder.documents if d.type.side is side]) for side in Side]
    undone = undoings(folder.in_short)
    overview = view_organization(current.desk())
    return render_template(
        "documents/index.html", employee=folder.employee, overview=overview, sides=sides, undone=undone
    )


@pages.route("/new", methods=["GET", "POST"])
def new(employee_id: str) -> ResponseReturnValue:
    """File one or several documents. Each file can fail alone."""
    current.desk().require(Permission.CHANGE_RECORDS, employee_id)
    form = AddForm()
    filed: list[str] = []
    if form.sent:
        filed = filing.file_all(form, employee_id)
        filing.remember(employee_id, filed)
        if not form.errors:
            return _go_to(url_for("documents.index", employee_id=employee_id))
    # Only here is the person looked at: a script sends each of ten files in a request of its own.
    employee = view_employee(current.desk(), employee_id).employee
    shown = {"employee": employee, "overview": view_organization(current.desk()), **_limits(MOST_FILES_AT_ONCE)}
    return render_template("documents/new.html", form=form, filed=filed, **shown), form.status


def _limits(most_files: int) -> dict[str, object]:
    """What the forms say about the files that they take: to people, and to the script that sends them."""
    most = current.settings().max_upload_bytes
    words = {"accepted": ACCEPTED, "endings": ENDINGS, "too_large": too_large(most), "too_many": too_many(most_files)}
    return {**words, "most": most, "most_files": most_files}


def _go_to(url: str) -> ResponseReturnValue:
    """Lead on after an upload. A script that shows its progress is told where: it is not to fetch the page itself."""
    return redirect(url, 303) if asked.wants_page() else ("", 201, {"Location": url})


@pages.get("/<document_id>")
def show(employee_id: str, document_id: str) -> ResponseReturnValue:
    """One document with its versions, shown in place where a browser can do that safely."""
    viewed = services.view_document(current.desk(), employee_id, document_id)
    kind = BY_MEDIA_TYPE.get(viewed.document.media_type)
    return render_template("documents/show.html", viewed=viewed, document=viewed.document, kind=kind)


@pages.route("/<document_id>/replace", methods=["GET", "POST"])
def replace(employee_id: str, document_id: str) -> ResponseReturnValue:
    """File a new version."""
    current.desk().require(Permission.CHANGE_RECORDS, employee_id)
    viewed = services.changeable_document(current.desk(), employee_id, document_id)
    document, employee = viewed.document, viewed.employee
    form = ReplaceForm(version=document.version)
    if back := _gone(document, form):
        return back
    if form.sent and _is_replaced(form, document):
        flash(f"{document.title} has a new version.", "success")
        return _go_to(url_for("documents.show", employee_id=employee_id, document_id=document_id))
    page = render_template("documents/replace.html", document=document, employee=employee, form=form, **_limits(1))
    return page, form.status


def _is_replaced(form: ReplaceForm, document: Document) -> bool:
    """File the new version, or put the reason why not on the form."""
    chosen = chosen_files(form.file)
    file = filing.upload_of(chosen[0]) if chosen else form.kept[0]
    whose = (current.desk(), document.employee_id, document.id)
    most = current.settings().max_upload_bytes
    try:
        services.replace_document(*whose, file, most, form.seen_version, form.token)
    except Asked as asked:
        form.ask(asked.held)
    except Invalid as wrong:
        form.show(wrong.fields)
    except Conflict as conflict:
        _tell(form, conflict)
    return not form.errors


@pages.route("/<document_id>/withdraw", methods=["GET", "POST"])
def withdraw(employee_id: str, document_id: str) -> ResponseReturnValue:
    """Withdraw a document: it stays in the file, marked."""
    current.desk().require(Permission.CHANGE_RECORDS, employee_id)
    viewed = services.changeable_document(current.desk(), employee_id, document_id)
    document, employee = viewed.document, viewed.employee
    form = WithdrawForm(version=document.version)
    if back := _gone(document, form):
        return back
    if form.sent and _is_withdrawn(form, document):
        flash(f"{document.title} is withdrawn. It stays in the file.", "success")
        return redirect(url_for("documents.index", employee_id=employee_id), 303)
    page = render_template("documents/withdraw.html", document=document, employee=employee, form=form)
    return page, form.status


def _is_withdrawn(form: WithdrawForm, document: Document) -> bool:
    """Withdraw it, or put the reason why not on the form."""
    whose = (current.desk(), document.employee_id, document.id)
    try:
        services.withdraw_document(*whose, form.reason.data or "", form.seen_version, form.token)
    except Invalid as wrong:
        form.show(wrong.fields)
    except Conflict as conflict:
        _tell(form, conflict)
    return not form.errors


def _gone(document: Document, form: RecordForm) -> ResponseReturnValue | None:
    """The way back from a form that a withdrawn document does not have."""
    if not document.withdrawn_at or not form.is_over:
        return None
    flash(f"This is not possible any more: {document.title} is withdrawn.", "info")
    return redirect(url_for("documents.show", employee_id=document.employee_id, document_id=document.id), 303)


def _tell(form: RecordForm, conflict: Conflict) -> None:
    """Say what somebody else did meanwhile; the next try is against the document as it is now."""
    now = conflict.current
    if not isinstance(now, Document):
        raise TypeError(type(now)) from conflict
    form.saw(now.version)
    done = f"{now.withdrawn_by} withdrew it" if now.withdrawn_at else f"{now.added_by} filed version {now.version}"
    form.show({"": f"Somebody else changed this document meanwhile: {done}. Look at it again before you go on."})
