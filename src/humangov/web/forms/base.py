"""What every form has: the CSRF token, messages from the services, and, where it saves, a token that saves once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from flask import current_app, request
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Field, Form, HiddenField, IntegerField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of an older WTForms
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from humangov.domain.forms import FORM_LASTS
from humangov.web import asked, current, once, together
from humangov.web.forms.stand_ins import has_one, is_doubtful, stand_in

# The field that says under which id a page's form keeps what is typed (web/drafts.py).
FORM_ID = "form_id"
FORM_WAS_INCOMPLETE = "Nothing was saved, because a part of the page had got lost. Check what you typed and save again."


def choices(pairs: Iterable[tuple[str, str]], group: str | None = None) -> list[Any]:
    """What a list or radio buttons offer: (value, label) each, in a list under the heading of a group."""
    return [SelectChoice(value=value, label=label, optgroup=group) for value, label in pairs]


class Needed:
    """Marks a field that must be filled. What to say when it is not is the domain's."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        """Pass: the services check."""


class NeededIf:
    """Marks a field that must be filled in some cases, and says in which. The domain judges, as with Needed."""

    def __init__(self, when: str) -> None:
        self.field_flags = {"needed_if": when}

    def __call__(self, form: Form, field: Field) -> None:
        """Pass: the services check."""


class PageForm(Form):
    """A form of a page: filled from the request when it was sent, else from `obj` or `data`.

    `from_request=False`: what was sent is another form.
    """

    # Not where something is done outside of the records before the rules are asked.
    tells_together: ClassVar[bool] = True

    def __init__(
        self, obj: object | None = None, data: Mapping[str, Any] | None = None, *, from_request: bool = True
    ) -> None:
        self._typed: dict[str, Any] = {}
        sent = from_request and self.is_submitted()
        super().__init__(CombinedMultiDict([request.files, request.form]) if sent else None, obj=obj, data=data)

    @staticmethod
    def is_submitted() -> bool:
        """Whether the request sends the form."""
        return request.method == "POST"

    @property
    def resumed(self) -> bool:
        """Whether the typed text came back after a sign-in: it is to be shown, and nothing to be saved."""
        return self.is_submitted() and asked.came_back()

    @property
    def sent(self) -> bool:
        """Whether the form was sent to be acted on, and reads well so far, or its rest is to be judged as well."""
        return self.is_submitted() and not self.resumed and (self.validate() or self._stands_in())

    def _stands_in(self) -> bool:
        """Let values that read stand in for those that do not, so that the rules can judge all the rest at once."""
        broken = [field for field in self if field.errors]
        told = self.tells_together and not self.form_errors and all(map(has_one, broken))
        if not broken or not told or not together.begin():
            return False
        self._typed = {field.name: field.data for field in broken}
        for field in broken:
            field.data = stand_in(field)
        return True

    @property
    def errors(self) -> dict[str, Any]:
        """What is wrong, field by field. Whoever asks gets to see what was typed, and not what stood in for it."""
        for name, typed in self._typed.items():
            self._fields[name].data = typed
        self._typed = {}
        return super().errors

    def show(self, problems: Mapping[str, str]) -> None:
        """Put the messages of a service beside their fields; those of other names go to the summary."""
        for name, message in problems.items():
            if is_doubtful(name, self._typed) or (self._typed and name not in self._fields):
                continue
            if name not in self._fields:
                self.form_errors.append(message)
            elif name not in self._typed and message not in self._fields[name].errors:
                self._fields[name].errors = [*self._fields[name].errors, message]

    @property
    def problem(self) -> str:
        """All messages as one text, for a form of few fields; "" for none."""
        return " ".join(str(message) for messages in self.errors.values() for message in messages)

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows the form: 422 with messages, else 200."""
        return 422 if self.errors else 200

    def hidden_tag(self) -> Markup:
        """The hidden inputs: the CSRF token, and the fields that nobody types."""
        token = Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
        token += Markup('<input type="hidden" name="_again" value="1">') if asked.may_be_done() else ""
        if form_id := current.visit().form_id:
            token += Markup('<input type="hidden" name="{}" value="{}">').format(FORM_ID, form_id)
        return token + Markup("").join(f(id=False) for f in self if isinstance(f.widget, HiddenInput))


class RecordForm(PageForm):
    """A form that saves. `token` is a ULID of this form: the same form sent twice saves once, and never other content.

    `version` is the version of the record that the person saw; `seen_version` says 0 for a record that is new. `done`
    is whether this very form with this content was saved before.
    """

    # Not where each part is saved on its own, by a token that follows from the form's.
    saves_once: ClassVar[bool] = True

    form_token = HiddenField(render_kw={"autocomplete": "off"})
    version = IntegerField(widget=HiddenInput(), validators=[Optional()], render_kw={"autocomplete": "off"})

    def __init__(
        self, obj: object | None = None, data: Mapping[str, Any] | None = None, version: int | None = None
    ) -> None:
        super().__init__(obj, data)
        self.done = False
        if version is not None and self.begins:
            self.saw(version)
        self.token, self.revision = _opened(self.form_token.data or "") if self.is_submitted() else ("", 0)
        self._incomplete = self.is_submitted() and not self.token
        if not self.token:
            self.adopt(current.desk().new_id())

    @property
    def begins(self) -> bool:
        """Whether the form begins with the record as it is now: a new one, also with what was typed in another."""
        return not self.is_submitted() or (self.resumed and not request.form.get("version"))

    @property
    def sent(self) -> bool:
        """Whether the form was sent to be acted on, and reads well so far. From here on it is this form that saves.

        Raises SentOtherwise where it was saved before, with other content.
        """
        if not super().sent:
            return False
        if self.saves_once and not self._typed:
            self.done = once.begin(f"{self.token}.{self.revision}", self)
        return True

    @property
    def is_over(self) -> bool:
        """Whether a form for what is not possible any more is only looked at: another hand's doing, not this form's.

        The answer to what was sent is another page: it keeps the form, and says what happened. And one that begins with
        what was typed in another (it has no version yet) is shown.
        """
        if asked.is_form():
            return False
        return not self.is_submitted() or (
            self.resumed and "version" in request.form and not once.was_saved(f"{self.token}.{self.revision}")
        )

    def adopt(self, token: str, revision: int = 0) -> None:
        """Make this the form's token: a new one, or that of a request of which it changes this version."""
        self.token, self.revision = token, revision
        self.form_token.data = a_token(token, revision)

    @property
    def seen_version(self) -> int:
        """The version of the record that the person saw."""
        return self.version.data or 0

    def saw(self, version: int) -> None:
        """From now on the person has seen this version: after a conflict, the next save is against it."""
        self.version.data = version
        self.version.raw_data = [str(version)]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether everything reads well. A form without its own token, or with a garbled version, saves nothing."""
        fine = super().validate(extra_validators)
        if self._incomplete or self.version.errors:
            self.version.errors = []
            self.form_errors.append(FORM_WAS_INCOMPLETE)
            return False
        return fine


def a_token(token: str = "", revision: int = 0) -> str:
    """A form's token as its page carries it; a new one unless it is given."""
    return str(_serializer().dumps([*_owner(token or current.desk().new_id()), revision]))


def _owner(token: str) -> list[str]:
    """A token is good for its state and account only."""
    return [current.installed().slug, current.principal().id, token]


def _opened(text: str) -> tuple[str, int]:
    """The ULID and the version of a token that was made for this account, and lately; "" for any other text."""
    try:
        *owner, revision = _serializer().loads(text, max_age=FORM_LASTS // timedelta(seconds=1))
    except BadData:
        return "", 0
    return (owner[-1], revision) if owner == _owner(owner[-1]) else ("", 0)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="humangov-form-token")
