"""The file of states: reads it, and adds, changes or removes one state's lines, leaving all others as they are."""

import re
from pathlib import Path

from deploy.literals import Literals, Value, parsed, written
from deploy.place import Stop

Entry = dict[str, Value]


def states_of(file: Path) -> dict[str, Entry]:
    """The states of a file, by slug."""
    return _states(Literals.of(file))


def states_in(text: str) -> dict[str, Entry]:
    """The states of a text, by slug."""
    return _states(parsed(text))


def _states(literals: Literals) -> dict[str, Entry]:
    found = literals.values.get("states", {})
    if not isinstance(found, dict) or not all(isinstance(entry, dict) for entry in found.values()):
        raise Stop(f"{literals.source}: states must be a map, such as states = {{ california = {{}} }}.")
    return {slug: entry for slug, entry in found.items() if isinstance(entry, dict)}


def added(text: str, slug: str, entry: Entry) -> str:
    """The text with a line for this state behind the others. A state that is there already stays as it is."""
    literals = parsed(text)
    if slug in _states(literals):
        return text
    line = f"  {slug} = {written(entry)}\n"
    if ("states",) not in literals.spans:
        return f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}states = {{\n{line}}}\n"
    brace = literals.spans["states",][1] - 1
    return f"{text[:brace].rstrip()}\n{line}{text[brace:]}"


def changed(text: str, slug: str, entry: Entry) -> str:
    """The text with another entry for this state, in its place."""
    start, end = parsed(text).spans["states", slug]
    return f"{text[:start]}{slug} = {written(entry)}{text[end:]}"


def removed(text: str, slug: str) -> str:
    """The text without this state, and without its line where nothing else stands on it."""
    literals = parsed(text)
    if slug not in _states(literals):
        return text
    start, end = literals.spans["states", slug]
    before, after = text[:start], text[end:]
    rest = re.match(r"[ \t]*,?[ \t]*(?:(?:#|//)[^\n]*)?\n", after)
    if rest and re.search(r"(?:^|\n)[ \t]*\Z", before):
        return before.rstrip(" \t") + after[rest.end() :]
    return before + re.sub(r"\A[ \t]*,?[ \t]*", "", after)


def save(file: Path, text: str) -> None:
    """Write the file whole: whoever reads it meanwhile finds the old text or the new one."""
    beside = file.with_suffix(".new")
    beside.write_text(text, "utf-8")
    beside.replace(file)
