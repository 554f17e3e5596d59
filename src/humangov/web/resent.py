"""The page for a form that was saved before, and now comes with other content."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from humangov.services.once import first_sent
from humangov.web import current, resume
from humangov.web.forms.base import FORM_ID, a_token
from humangov.web.once import STEPS

# What belongs to the form that was saved, and not to the new one in which what was typed is shown.
_OLD = frozenset({"form_token", "version", "base", "_again", FORM_ID, *STEPS})


@dataclass(frozen=True, slots=True)
class Row:
    """A field as it was saved, and as it is now."""

    label: str
    first: str
    now: str


def both_shown() -> ResponseReturnValue:
    """What was saved beside what was sent now, and the way to a new form that is filled with the second."""
    desk = current.desk()
    first = {name: (label, text) for name, label, text in first_sent(desk).said}
    now = {name: (label, text) for name, label, text in (desk.sent.said if desk.sent else ())}
    pairs = ((first.get(name, (now_label, "")), (now_label, text)) for name, (now_label, text) in now.items())
    rows = [Row(label, was, text) for (_, was), (label, text) in pairs]
    kept = resume.typed()
    fields = [(name, text) for name, text in kept.fields if name not in _OLD and not name.startswith("keep-")]
    fields += [("form_token", a_token()), (FORM_ID, desk.new_id())]
    return render_template("forms/both.html", rows=rows, kept=kept, fields=fields), 409
