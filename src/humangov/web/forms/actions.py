"""The forms of personnel actions."""

from wtforms import BooleanField

from humangov.domain.organization import Overview
from humangov.web.forms.employees import ContactForm, IdentityForm, JobForm, NameForm, PayForm, unit_choices
from humangov.web.forms.fields import DayField, TextField, required


class AppointForm(NameForm, IdentityForm, JobForm, PayForm, ContactForm):
    """Everything about a new employee. The forms stand in the order of the page, and so do messages about them."""

    effective = DayField("First day", validators=required("Enter the first day."))
    reason = TextField("Reason", default="", validators=required("Enter the reason."))
    another_person = BooleanField("This is another person. Create a new record.")

    def offer(self, overview: Overview) -> None:
        """Let the person choose among the state's departments."""
        self.unit.choices = unit_choices(overview)
