"""The forms of accounts: one's own, and those that an administrator keeps."""

from wtforms import EmailField, PasswordField, RadioField, StringField

from humangov.domain.permissions import Role
from humangov.web.forms.base import Needed, RecordForm, choices

ROLE_CHOICES = choices((role.value, role.label) for role in Role)


def role_of(value: object) -> Role:
    """A radio button's value as a role; "" and anything else is refused by the form."""
    return Role(str(value))


class PasswordForm(RecordForm):
    """A new password for oneself."""

    current = PasswordField("Present password", [Needed()], default="")
    new = PasswordField("New password", [Needed()], default="")


class InviteForm(RecordForm):
    """A person to be invited."""

    name = StringField("Name", [Needed()], default="")
    email = EmailField("E-mail", [Needed()], default="")
    role = RadioField("Role", [Needed()], choices=ROLE_CHOICES, default=Role.SPECIALIST.value, validate_choice=True)


class AccountForm(RecordForm):
    """What an administrator may change about a person."""

    name = StringField("Name", [Needed()], default="")
    role = RadioField("Role", [Needed()], choices=ROLE_CHOICES, validate_choice=True)


class ConfirmForm(RecordForm):
    """A mere yes to what the page says."""
