"""Promises about what people are told: that nothing was saved is said only where that is known, each place with why."""

import re

from tests.architecture.tree import ROOT, files, some, text_of

CLAIM = re.compile(r"nothing (of [a-z ]+ )?was (yet )?(saved|done|filed)|(is|was) not saved\b", re.IGNORECASE)
# Where it is said, and how it is known.
KNOWN = {
    "src/humangov/web/errors.py": "after the request's changes were counted, or before the form was read",
    "src/humangov/web/acting.py": "a conflict: nothing held, and the same form sent before is found done",
    "src/humangov/web/mass.py": "a conflict, as there",
    "src/humangov/web/requests.py": "a conflict, as there",
    "src/humangov/web/forms/base.py": "before the form is acted on",
    "src/humangov/web/templates/macros/forms.html": "where no change was counted",
    "src/humangov/web/templates/sign_in/sign_in.html": "before the form is acted on, unless it was sent before",
    "src/humangov/web/templates/sign_in/resume.html": "before the form is acted on, unless it was sent before",
    "src/humangov/web/templates/forms/both.html": "the token is that of a form with other content",
    "assets/uploads.js": "the answer was a page of ours with messages, and no file before it is filed",
    "nginx/pages/busy.html": "refused by nginx, before it is passed on",
    "nginx/pages/refused.html": "refused by nginx, before it is passed on",
}


def told(text: str) -> str:
    """A text without its docstrings and comments, which nobody is told."""
    return re.sub(r'"""[\s\S]*?"""|^\s*(#|//).*$', "", text, flags=re.MULTILINE)


def test_that_nothing_was_saved_is_said_only_where_it_is_known() -> None:
    shown = [*files("*.py", "src/humangov/web"), *files("*.py", "src/humangov/cli"), *files("*.html", "src/humangov")]
    shown += [*files("*.js", "assets"), *files("*.html", "nginx"), *files("*.py", "src/humangov/services")]
    found = {str(f.relative_to(ROOT)) for f in some(shown) if CLAIM.search(told(text_of(f)))}
    assert found == {*KNOWN}, "say in KNOWN how it is known there that nothing was saved, or say less"


def test_a_proxy_that_got_no_answer_says_that_it_is_not_certain() -> None:
    page = text_of(ROOT / "nginx/pages/unavailable.html")
    assert "not certain whether it is saved" in page
    config = text_of(ROOT / "nginx/nginx.conf.template")
    assert "error_page 500 502 503 504 /_pages/unavailable.html;" in config
