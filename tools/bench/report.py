"""Writes what a run found: the tables of docs/performance.md, and docs/performance.json."""

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from bench.figures import Figures, Old, Result
from bench.goals import answers

BEGIN, END = "<!-- What make bench found: begin -->", "<!-- What make bench found: end -->"


def machine() -> dict[str, object]:
    """What the figures depend on. The load is how many processes wanted the cores in the minute before."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def write(docs: Path, result: Result, where: dict[str, object]) -> None:
    """Put the tables between their marks, and all figures into the file of data."""
    page = docs / "performance.md"
    page.write_text(between_marks(page.read_text("utf-8"), tables(result, where)), "utf-8")
    (docs / "performance.json").write_text(json.dumps(data(result, where), indent=2) + "\n", "utf-8")


def data(result: Result, where: dict[str, object]) -> dict[str, object]:
    """All figures, for programs."""
    predecessor = [{name: _rounded(value) for name, value in asdict(old).items()} for old in result.predecessor]
    return {"machine": where, "pages": [page.plain() for page in result.pages], "predecessor": predecessor}


def _rounded(value: object) -> object:
    return round(value, 2) if isinstance(value, float) else value


def between_marks(text: str, found: str) -> str:
    """The page with its part between the marks replaced. Raises ValueError when it has no marks."""
    head, _, rest = text.partition(BEGIN)
    _, mark, tail = rest.partition(END)
    if not mark:
        raise ValueError(f"The page needs the lines {BEGIN} and {END}.")
    return f"{head}{BEGIN}\n{found}\n{END}{tail}"


def tables(result: Result, where: dict[str, object]) -> str:
    """All that is between the marks."""
    load = f"{where['load_before']} processes wanted them in the minute before"
    parts = [
        f"{where['cores']} cores ({load}), Python {where['python']}, {result.pages[0].samples} requests a page.",
        table(("Goal", "Reached", "Found"), answers(result)),
        f"### Calls and capacity units\n\n{_costs(result)}",
        *(f"### Time, {people:,} people\n\n{_times(result, people)}" for people in result.sizes),
        f"### The predecessor's way\n\n{_predecessor(result)}",
    ]
    return "\n" + "\n\n".join(parts) + "\n"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    heads = [*heads]
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _costs(result: Result) -> str:
    heads = [f"{what}, {people:,}" for what in ("calls", "units") for people in result.sizes]
    rows = ((name, *_cost(found)) for name, found in result.by_page.items())
    return table(("Page", *heads), rows)


def _cost(found: list[Figures]) -> list[str]:
    return [*(f"{one.calls}" for one in found), *(f"{one.units:g}" for one in found)]


def _times(result: Result, people: int) -> str:
    heads = ("Page", "p50 ms", "p99 ms", "CPU ms", "floor CPU ms", "times the floor", "a second and core", "a second")
    return table(heads, (_time(one) for one in result.pages if one.people == people))


def _time(one: Figures) -> list[str]:
    spent = [f"{one.cpu_ms:.1f}", f"{one.floor_cpu_ms:.1f}", f"{one.times_floor:.1f}"]
    waited = [f"{one.p50_ms:.1f}", f"{one.p99_ms:.1f}"]
    return [one.page, *waited, *spent, f"{one.requests_per_core:.0f}", f"{one.requests_per_second:.0f}"]


def _predecessor(result: Result) -> str:
    heads = (
        "People",
        "its list, p50 ms",
        "the directory, p50 ms",
        "times",
        "its CPU ms",
        "the directory's",
        "its lists",
    )
    return table(heads, map(_beside, result.predecessor))


def _beside(old: Old) -> list[str]:
    waited = [f"{old.p50_ms:,.0f}", f"{old.directory_p50_ms:.1f}", f"{old.times_slower:.0f}"]
    return [f"{old.people:,}", *waited, f"{old.cpu_ms:,.0f}", f"{old.directory_cpu_ms:.1f}", f"{old.samples}"]
