"""Promises about every template: used, escaped, and within the content security policy."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import SRC, files, modules, name_of, some, text_of

FOLDER = SRC / "web" / "templates"
TEMPLATES = files("*.html", "src/humangov/web/templates")
NAMED = re.compile(r"[\"']([a-z0-9_]+(?:/[a-z0-9_]+)*\.html)[\"']")
# A name that a value completes: "employees/fields_" ~ kind ~ ".html".
COMPLETED = re.compile(r"\"([a-z_/]+)\" ~ \w+ ~ \"(\.html)\"")


def _texts() -> list[str]:
    return [text_of(file) for file in (*TEMPLATES, *modules("src/humangov/web"))]


def test_every_template_that_is_named_is_there() -> None:
    named = some({name for text in _texts() for name in NAMED.findall(text)} - {".html"})
    assert [name for name in named if not (FOLDER / name).is_file()] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_every_template_is_used(template: Path) -> None:
    name = template.relative_to(FOLDER).as_posix()
    completed = [pair for text in _texts() for pair in COMPLETED.findall(text)]
    assert any(name in NAMED.findall(text) for text in _texts()) or any(
        name.startswith(start) and name.endswith(end) for start, end in completed
    )


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_no_template_goes_round_the_escaping(template: Path) -> None:
    assert not re.search(r"\|\s*safe\b|\bMarkup\b|autoescape", text_of(template))


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_scripts_and_styles_stand_in_assets_or_carry_the_nonce(template: Path) -> None:
    text = text_of(template)
    assert not re.search(r"\sstyle=|\son[a-z]+=[\"']|javascript:", text)
    assert [tag for tag in re.findall(r"<(?:script|style)\b[^>]*>", text) if 'nonce="{{ csp_nonce }}"' not in tag] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_every_form_that_changes_something_carries_a_token(template: Path) -> None:
    posted = re.findall(r'(?s)<form[^>]*method="post"[^>]*>(.*?)</form>', text_of(template))
    assert [form for form in posted if not re.search(r"forms\.hidden\(|csrf_token|form\.hidden_tag", form)] == []


@pytest.mark.parametrize("said", ["Asked by", "asked by", "What it was and will be", "Beneath it today", "are no acts"])
def test_pages_say_it_in_the_words_of_the_office(said: str) -> None:
    assert [name_of(file) for file in some(TEMPLATES) if said in text_of(file)] == []
