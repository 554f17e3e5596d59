"""The page for a form that was saved before, and now comes with other content."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from humangov.services.once import first_sent
from humangov.services.organization import view_organization
from humangov.web import current, resume
from humangov.web.forms.base import FORM_ID, a_token
from humangov.web.forms.employees import unit_choice
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
    chosen = _choices()
    rows = [_row(name, label, first.get(name, ("", ""))[1], text, chosen) for name, (label, text) in now.items()]
    rows.sort(key=lambda row: row.first == row.now)
    kept = resume.typed()
    fields = [(name, text) for name, text in kept.fields if name not in _OLD and not name.startswith("keep-")]
    fields += [*_seen(dict(kept.fields)), ("form_token", a_token()), (FORM_ID, desk.new_id())]
    return render_template("forms/both.html", rows=rows, kept=kept, fields=fields), 409


def _seen(fields: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the person saw, where a form carries that: the record that they changed, and what their first sending made.

    So whatever somebody else saved since is asked about, and not put back to how it was.
    """
    base, version = fields.get("base", ""), fields.get("version", "")
    return [("base", base), ("version", str(int(version) + 1))] if base and version.isdecimal() else []


def _row(name: str, label: str, was: str, text: str, chosen: Mapping[str, str]) -> Row:
    said = chosen if name in {"unit", "code"} else {}
    return Row(label, said.get(was, was), said.get(text, text))


def _choices() -> dict[str, str]:
    """What a form only offers when it is shown, as its list says it: departments and codes."""
    overview = view_organization(current.desk())
    units = dict(unit_choice(overview, a.code, d.code) for a in overview.agencies for d in a.departments)
    return units | {code.code: code.label for code in overview.codes}
