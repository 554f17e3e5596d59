"""Notices of personnel actions: printed once, and filed in the person's folder under the action's own id."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

from humangov.domain.actions import Action
from humangov.domain.career import record_as_of, steps
from humangov.domain.documents import Document, Maker
from humangov.domain.employees import LABELS, Employee
from humangov.domain.errors import Conflict, NotFound, Unavailable, Unprintable, UploadSwept
from humangov.domain.events import Change, EventKind
from humangov.domain.notices import ChangedLine, Notice, reference
from humangov.domain.organization import Overview
from humangov.domain.permissions import SYSTEM, Permission
from humangov.domain.troubles import ChoreName, Item, trouble_after
from humangov.domain.wording import changes_between, us_date
from humangov.services.desk import Desk
from humangov.services.folders import Folder
from humangov.services.proposing import code_of
from humangov.services.subjects import label_of, subject_of

logger = logging.getLogger("humangov.printing")


def wanted_notices(desk: Desk) -> Iterator[Item]:
    """The actions that were recorded and have no notice yet."""
    desk.require(Permission.DO_CHORES)
    return (Item(action_id, employee_id) for action_id, employee_id in desk.documents.wanted_notices())


def file_wanted(desk: Desk, item: Item) -> bool:
    """File one of these. One that is filed already is left as it is, so that any number may come to it at once."""
    desk.require(Permission.DO_CHORES)
    file_notice(desk, item.of, item.id)
    return False


def file_notice(desk: Desk, employee_id: str, action_id: str) -> None:
    """File the notice of one action, as the system's. Asks for no permission: it says what was recorded."""
    system = replace(desk, principal=SYSTEM)
    folder = system.employees.career(employee_id)
    action = next((a for a in folder.actions if a.id == action_id), None)
    if action is None:
        raise NotFound
    filed = next((document for document in folder.documents if document.id == action_id), None)
    if filed and not filed.is_sealed:
        raise Conflict(filed)
    if filed:
        system.documents.close_notice(action_id)
        return
    overview = system.organization.overview()
    content = _printed(system, notice_of(system, folder, action, overview), employee_id)
    upload_id = system.new_id()
    document = _document(system, action, overview, content, upload_id)
    with suppress(UploadSwept):
        _filed(system, folder.employee, document, content)
        system.documents.close_notice(action_id)


def try_notice(desk: Desk, employee_id: str, action_id: str) -> None:
    """File the notice of what was just recorded; where a service is out of reach, it is filed later.

    One that cannot be printed is noted with the action, as if the chores had tried it: they go on from there.
    """
    with suppress(Unavailable, NotFound):
        try:
            file_notice(desk, employee_id, action_id)
        except Unprintable as error:
            item = Item(action_id, employee_id)
            desk.troubles.note(trouble_after(None, ChoreName.NOTICE, item, error, desk.now()))


def unprinted(desk: Desk, folder: Folder) -> frozenset[str]:
    """The actions of a career whose notice could not be printed. One query, where one that was approved has none."""
    desk.require(Permission.READ_RECORDS)
    filed = {document.id for document in folder.documents}
    wanted = {action.id for action in folder.actions if action.approved and action.id not in filed}
    troubles = desk.troubles.all(ChoreName.NOTICE) if wanted else ()
    return frozenset(t.item for t in troubles if t.item in wanted and t.error == Unprintable.__name__)


def _printed(system: Desk, notice: Notice, employee_id: str) -> bytes:
    """The notice as a PDF. One that cannot be printed has a line of its own in the log, by which an alarm goes off."""
    try:
        return system.printer(notice)
    except Unprintable as error:
        told = {"state": system.state.slug, "action": notice.number, "employee": employee_id, "how": error.how}
        logger.error("notice could not be printed", extra=told)  # noqa: TRY400 its trace says nothing
        raise


def _filed(system: Desk, employee: Employee, document: Document, content: bytes) -> None:
    """The content first, and its record after it, as of any document. One that is there already stays."""
    system.documents.begin_upload(document.object_id, document.object_key)
    system.files.put(document.object_key, BytesIO(content), document.size_bytes, document.sha256, document.media_type)
    event = system.event(
        EventKind.DOCUMENT_ADDED,
        subject_of(employee.id),
        label_of(employee),
        agency=employee.agency,
        changes=(Change("file", "", f"{document.file_name} (version 1)"),),
        about=document.title,
        about_id=document.id,
    )
    if system.documents.add(document, event).object_id != document.object_id:
        system.files.erase(document.object_key)
        system.documents.close_upload(document.object_id)


def _document(system: Desk, action: Action, overview: Overview, content: bytes, upload_id: str) -> Document:
    return Document(
        id=action.id,
        token=action.id,
        employee_id=action.employee_id,
        type=code_of(overview, action).notice,
        title=f"Notice: {action.label}, effective {us_date(action.effective)}"[:100],
        dated=system.local_day(action.recorded_at),
        note="",
        file_name=f"notice-{action.code}-{action.effective.isoformat()}.pdf",
        media_type="application/pdf",
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        version=1,
        object_id=upload_id,
        added_at=system.now(),
        added_by=SYSTEM.name,
        made_by=Maker.SYSTEM,
    )


def notice_of(desk: Desk, folder: Folder, action: Action, overview: Overview) -> Notice:
    """What the notice of an action says: as all was known when it was recorded, whatever was recorded since."""
    before, after = _told(folder, action)
    return Notice(
        number=action.id,
        state=desk.state.name,
        initials=desk.state.initials,
        color=desk.state.color,
        time_zone=desk.state.time_zone,
        employee_name=after.legal_name,
        employee_number=after.number,
        code=action.code,
        title=action.title,
        effective=action.effective,
        position=", ".join(part for part in (after.position, after.title) if part),
        agency=overview.agency_name(after.agency),
        unit=overview.department_name(after.agency, after.department),
        changes=_lines(before, after, overview),
        reason=action.reason,
        authority=action.authority,
        remarks=" ".join(part for part in (action.remarks, action.exception) if part),
        refers_to=_refers_to(desk, folder, action),
        requested_by=action.requested.name,
        requested_at=action.requested.at,
        approved_by=action.seconded.name if action.seconded else "",
        approved_at=action.seconded.at if action.seconded else None,
        recorded_at=action.recorded_at,
    )


def _told(folder: Folder, action: Action) -> tuple[Employee | None, Employee]:
    """The record before and after: of a cancellation or correction, what was believed of its day before and after."""
    known_at = action.recorded_at
    if not (action.cancels or action.corrects):
        step = next((s for s in steps(folder.actions, known_at) if s.action.id == action.id), None)
        if step:
            return step.before, step.after
    before = record_as_of(folder.actions, action.effective, known_at - timedelta(microseconds=1))
    return before, record_as_of(folder.actions, action.effective, known_at) or folder.employee


def _lines(before: Employee | None, after: Employee, overview: Overview) -> tuple[ChangedLine, ...]:
    """What changed; of a new person only what the appointment is about, and not how to reach them."""
    found = changes_between(before, after, overview)
    told = found if before else tuple(change for change in found if change.field in _OF_AN_APPOINTMENT)
    return tuple(ChangedLine(LABELS[change.field], change.before, change.after) for change in told)


_OF_AN_APPOINTMENT = frozenset(
    {
        *("position", "title", "job_class", "agency", "department", "employment_type", "fte_hundredths"),
        *("pay_cents", "pay_basis", "hire_date", "status"),
    }
)


def _refers_to(desk: Desk, folder: Folder, action: Action) -> str:
    target = next((a for a in folder.actions if a.id in {action.cancels, action.corrects} - {""}), None)
    if target is None:
        return ""
    verb = "Cancels" if action.cancels else "Corrects"
    return reference(verb, target.label, target.effective, desk.local_day(target.recorded_at))
