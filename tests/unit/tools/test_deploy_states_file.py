"""The file of states is read as Terraform reads it, and changed by one line."""

from pathlib import Path

import pytest

from deploy.literals import Value, parsed, written
from deploy.place import ROOT, Stop
from deploy.states_file import added, changed, removed, save, states_of

TEXT = """# Who is served.
states = {
  california = {}   # since 2026
  "new-york" = { color = "#1b3a57", dedicated = true }

  # By agreement of March.
  wyoming = {
    initials   = "WY",
    legal_hold = true
  }
}
"""


def entries(text: str) -> object:
    return parsed(text).values["states"]


def test_names_texts_numbers_lists_and_maps_are_read() -> None:
    text = 'a = "x\\"y"\nb = [1, -2.5, true,]\n/* c\nc */ d = null // e\nf-g = {h: {}}'
    assert parsed(text).values == {"a": 'x"y', "b": [1, -2.5, True], "d": None, "f-g": {"h": {}}}


@pytest.mark.parametrize(
    "text",
    ["a = var.b", "a = file(1)", 'a = "${b}"', "a = {", "a = [1", "a", "= 1", "a = <<E\nx\nE\n", "a = 1 ]", 'a = "x'],
)
def test_what_is_more_than_a_value_stops_with_its_line(text: str) -> None:
    with pytest.raises(Stop, match="near line"):
        parsed(text)


def test_a_value_is_read_back_as_it_was_written() -> None:
    value: Value = {"a": [1, True, None], "b-c": {"d": 'say "hi"'}, "e": {}}
    assert parsed(f"x = {written(value)}").values == {"x": value}


def test_a_state_is_added_behind_the_others_and_every_other_line_stays() -> None:
    text = added(TEXT, "texas", {})
    assert text == TEXT[:-2] + "  texas = {}\n}\n"
    assert added(text, "texas", {"color": "#000000"}) == text


@pytest.mark.parametrize("before", ["", "# none yet\n", "states = {}\n", "states = {\n}\n", "x = 1", "states={a={}}"])
def test_a_first_state_is_added_wherever_the_map_stands(before: str) -> None:
    after = added(before, "texas", {"color": "#1a4480"})
    assert entries(after) == {**parsed(before).values.get("states", {}), "texas": {"color": "#1a4480"}}  # type: ignore[dict-item]


@pytest.mark.parametrize("slug", ["california", "new-york", "wyoming"])
def test_a_state_is_removed_and_the_others_stay(slug: str) -> None:
    text = removed(TEXT, slug)
    assert isinstance(before := entries(TEXT), dict)
    assert entries(text) == {name: entry for name, entry in before.items() if name != slug}
    assert "# Who is served." in text
    assert removed(text, slug) == text


def test_the_whole_line_goes_with_a_state() -> None:
    assert removed(TEXT, "california").splitlines()[2].startswith('  "new-york"')
    assert entries(removed("states = { texas = {}, utah = {} }", "texas")) == {"utah": {}}


def test_adding_and_removing_a_state_gives_the_file_as_it_was() -> None:
    assert removed(added(TEXT, "texas", {}), "texas") == TEXT


def test_an_entry_is_changed_in_its_place() -> None:
    text = changed(TEXT, "wyoming", {"active": False})
    assert entries(text) == {**entries(TEXT), "wyoming": {"active": False}}  # type: ignore[dict-item]
    assert "# By agreement of March.\n  wyoming = { active = false }\n}" in text


def test_a_list_of_states_is_refused_with_what_to_write(tmp_path: Path) -> None:
    save(file := tmp_path / "states.auto.tfvars", 'states = ["california"]\n')
    with pytest.raises(Stop, match="states must be a map"):
        states_of(file)


@pytest.mark.parametrize("name", ["settings.tfvars", "states.auto.tfvars", "backend.hcl"])
def test_the_example_environment_is_read(name: str) -> None:
    assert parsed((ROOT / "deploy/environments/example" / name).read_text("utf-8")).values
