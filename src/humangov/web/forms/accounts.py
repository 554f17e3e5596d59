"""The forms of accounts: one's own, and those that an administrator keeps."""

from wtforms import EmailField, HiddenField, PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput

from humangov.domain.organization import Overview
from humangov.domain.permissions import Role
from humangov.domain.shown import Shown
from humangov.web import current
from humangov.web.forms.base import Needed, RecordForm, choices
from humangov.web.forms.fields import TextField
from humangov.web.forms.shown import sealed, unsealed

ROLE_CHOICES = choices((role.value, role.label) for role in Role)


def role_of(value: object) -> Role:
    """A radio button's value as a role; "" and anything else is refused by the form."""
    return Role(str(value))


class PasswordForm(RecordForm):
    """A new password for oneself."""

    current = PasswordField("Present password", [Needed()], default="")
    new = PasswordField("New password", [Needed()], default="")


class ShortcutsForm(RecordForm):
    """The keys that do something on every page."""

    search_key = TextField("Key that goes to the search box", default="")
    help_key = TextField("Key that shows the shortcuts", default="")


class AgenciesField(SelectMultipleField):
    """A checkbox for each agency; none ticked means all."""

    option_widget = CheckboxInput()

    def offer(self, overview: Overview) -> None:
        """Let the person choose among the state's agencies."""
        self.choices = choices((agency.code, agency.name) for agency in overview.agencies)


class InviteForm(RecordForm):
    """A person to be invited."""

    name = StringField("Name", [Needed()], default="")
    email = EmailField("E-mail", [Needed()], default="")
    role = RadioField("Role", [Needed()], choices=ROLE_CHOICES, default=Role.SPECIALIST.value, validate_choice=True)
    agencies = AgenciesField("Limit to agencies")
    employee_number = TextField("Employee number", default="")


class AccountForm(RecordForm):
    """What an administrator may change about a person."""

    name = StringField("Name", [Needed()], default="")
    role = RadioField("Role", [Needed()], choices=ROLE_CHOICES, validate_choice=True)
    agencies = AgenciesField("Limit to agencies")
    employee_number = TextField("Employee number", default="")


class ConfirmForm(RecordForm):
    """A mere yes to what the page says."""


class GrantForm(RecordForm):
    """A decision on what waits for an account: `version` is that of the account, `shown` what the page said, sealed."""

    shown = HiddenField(render_kw={"autocomplete": "off"})

    def __init__(self, account_id: str, shown: Shown) -> None:
        super().__init__(version=shown.version)
        self._about = f"grant {account_id}"
        self.seen = unsealed(self._about, self.shown.data or "")
        if self.begins:
            self.shows(shown)

    def shows(self, shown: Shown) -> None:
        """From here on the person is shown this: the next decision is about it, and another one."""
        self.saw(shown.version)
        self.adopt(current.desk().new_id())
        self.shown.process_data(sealed(self._about, shown))
