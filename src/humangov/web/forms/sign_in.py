"""The forms of people who are not signed in."""

from wtforms import EmailField, HiddenField, PasswordField, StringField

from humangov.web.forms.base import Needed, PageForm


class SignInForm(PageForm):
    """E-mail and password; `carried` is what was typed elsewhere when the session ended, sealed."""

    email = EmailField("E-mail", [Needed()], default="")
    password = PasswordField("Password", [Needed()], default="")
    next = HiddenField(default="")
    carried = HiddenField(default="")


class InvitationForm(PageForm):
    """The first password of an account, or a new one for a forgotten one."""

    code = StringField("Code", [Needed()], default="")
    password = PasswordField("New password", [Needed()], default="")
