"""The forms by which somebody decides about a request."""

from wtforms import BooleanField, HiddenField, StringField

from humangov.domain.actions import Action
from humangov.domain.shown import Shown
from humangov.web import current
from humangov.web.forms.base import RecordForm
from humangov.web.forms.fields import required
from humangov.web.forms.shown import sealed, unsealed


class ApproveForm(RecordForm):
    """A button: `version` is that of the request that the person saw, `shown` what they were shown, sealed."""

    shown = HiddenField(render_kw={"autocomplete": "off"})
    another_person = BooleanField("This is another person. Approve a new record.")

    def __init__(self, action: Action, shown: Shown) -> None:
        super().__init__(version=action.version)
        self._about = f"{action.employee_id} {action.id}"
        self.seen = unsealed(self._about, self.shown.data or "")
        if not self.is_submitted():
            self.shows(action, shown)

    def shows(self, action: Action, shown: Shown) -> None:
        """From here on the person is shown this: the next decision is about it, and another one."""
        self.saw(action.version)
        self.adopt(current.desk().new_id())
        self.shown.process_data(sealed(self._about, shown))


class DecideForm(RecordForm):
    """Why a request is returned, rejected or withdrawn."""

    reason = StringField("Reason", default="", validators=required("Enter the reason."))
