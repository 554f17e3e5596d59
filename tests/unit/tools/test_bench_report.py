import json
from dataclasses import replace
from pathlib import Path

import pytest

from bench.figures import DIRECTORY, Figures, Old, Result
from bench.report import BEGIN, END, between_marks, data, table, tables, write

PAGE = Figures(
    page=DIRECTORY,
    people=10,
    samples=500,
    calls=3,
    units=7.5,
    p50_ms=10.04,
    p99_ms=20.0,
    cpu_ms=5.0,
    floor_p50_ms=6.0,
    floor_cpu_ms=2.5,
    requests_per_second=150.0,
)
LARGE = replace(PAGE, people=2_500)
RESULT = Result((PAGE, LARGE), (Old(10, 30, 100.4, 50.0, 10.0, 5.0), Old(2_500, 5, 2_008.0, 1_500.0, 10.04, 5.25)))
MACHINE: dict[str, object] = {"cores": 2, "python": "3.11.7", "load_before": 0.1}


def test_a_table_has_its_heads_a_line_and_its_rows() -> None:
    assert table(("A", "B"), [("1", "2")]) == "| A | B |\n| --- | --- |\n| 1 | 2 |"


def test_what_was_found_takes_the_place_between_the_marks_and_nothing_else() -> None:
    once = between_marks(f"before\n{BEGIN}\n{END}\nafter\n", "one")
    assert once == f"before\n{BEGIN}\none\n{END}\nafter\n"
    assert between_marks(once, "two") == once.replace("one", "two")


@pytest.mark.parametrize("text", ["nothing", f"only {BEGIN}", f"{END} the wrong way round {BEGIN}"])
def test_a_page_without_its_marks_is_left_alone(text: str) -> None:
    with pytest.raises(ValueError, match="needs the lines"):
        between_marks(text, "found")


def test_the_tables_show_both_sizes_and_the_predecessor() -> None:
    found = tables(RESULT, MACHINE)
    assert "| Directory, 50 rows | 3 | 3 | 7.5 | 7.5 |" in found
    assert "### Time, 2,500 people" in found
    assert "| Directory, 50 rows | 10.0 | 20.0 | 5.0 | 2.5 | 2.0 | 200 | 150 |" in found
    assert "| 2,500 | 2,008 | 10.0 | 200 | 1,500 | 5.2 | 5 |" in found


def test_goals_that_are_reached_say_so() -> None:
    found = tables(RESULT, MACHINE)
    assert found.count("| yes |") == 3
    assert "| no |" not in found


def test_goals_that_are_missed_say_where() -> None:
    slow, list_ = replace(LARGE, units=9.0, cpu_ms=5.5), replace(RESULT.predecessor[1], directory_p50_ms=30.0)
    found = tables(Result((PAGE, slow), (list_,)), MACHINE)
    assert "| no | they differ: Directory, 50 rows |" in found
    assert "above: Directory, 50 rows, 2,500 people, 2.20 |" in found
    assert "2,500 people | no | 67 times |" in found


def test_a_page_that_makes_no_call_is_not_held_to_the_floor() -> None:
    bare = replace(LARGE, page="Sign-in page", calls=0, cpu_ms=50.0)
    assert tables(replace(RESULT, pages=(PAGE, LARGE, bare)), MACHINE).count("| yes |") == 3


def test_both_files_are_written(tmp_path: Path) -> None:
    (tmp_path / "performance.md").write_text(f"# Performance\n\n{BEGIN}\n{END}\n\nProse.\n", "utf-8")
    write(tmp_path, RESULT, MACHINE)
    assert "### The predecessor's way" in (tmp_path / "performance.md").read_text("utf-8")
    told = json.loads((tmp_path / "performance.json").read_text("utf-8"))
    assert told == json.loads(json.dumps(data(RESULT, MACHINE)))
    assert told["pages"][0]["times_floor"] == 2.0
