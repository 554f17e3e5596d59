"""The forms by which facts are edited that are no acts."""

from collections.abc import Mapping

from humangov.domain.edits import EditKind
from humangov.domain.employees import Employee
from humangov.web.forms.employees import ContactForm, FactsForm, IdentityForm
from humangov.web.forms.seen import sealed_marks

FORM_OF: Mapping[EditKind, type[FactsForm]] = {EditKind.CONTACT: ContactForm, EditKind.IDENTITY: IdentityForm}


def form_of(kind: EditKind, employee: Employee) -> FactsForm:
    """The form of an edit, filled with what is on file."""
    form = FORM_OF[kind](obj=employee, version=employee.version)
    if form.begins:
        form.base.data = sealed_marks(kind, employee, kind.fields)
    return form
