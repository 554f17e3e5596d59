"""All that is wrong with a form is told at once: what does not read, and what the rules say of all the rest.

Where a field does not read, the form stands in for it with a value that reads, and the view does as always, at a desk
that saves nothing. What it then refuses is told beside what the form itself refuses. Where it refuses nothing more, the
view is asked once more and has no more than the form's own word.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from flask import make_response, session

from humangov.domain.errors import HumanGovError
from humangov.web import current

Answer = TypeVar("Answer")
_REFUSED = 422


def begin() -> bool:
    """Whether the rest of a form that does not read is judged now: once a request."""
    visit = current.visit()
    if visit.judged or visit.desk is None:
        return False
    visit.judged, visit.desk = visit.desk, replace(visit.desk, looks_only=True)
    return True


def dispatch(view: Callable[[], Answer]) -> Answer:
    """The view's answer; of one that judged the rest of a form and did not refuse it, the answer to the form alone."""
    try:
        answer = view()
    except HumanGovError:
        if not current.has_visit() or not current.visit().judged:
            raise
    else:
        if not current.has_visit() or not current.visit().judged or make_response(answer).status_code == _REFUSED:
            return answer
    current.visit().desk = current.visit().judged
    session.pop("_flashes", None)
    return view()
