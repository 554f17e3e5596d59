"""Promises about every module and template."""

import re

from tests.architecture.tree import ROOT, SRC, files, functions, imported, modules, name_of, some, text_of

MOST_MODULE_LINES = 300
MOST_TEMPLATE_LINES = 100


def _lines(text: str) -> int:
    return len(text.splitlines())


def test_no_module_is_longer_than_can_be_read_at_once() -> None:
    long = {name_of(m): _lines(text_of(m)) for m in modules("src", "tests", "tools")}
    assert {name: count for name, count in long.items() if count > MOST_MODULE_LINES} == {}


def test_no_template_is_longer_than_can_be_read_at_once() -> None:
    long = {name_of(t): _lines(text_of(t)) for t in files("*.html", "src/humangov/web/templates")}
    assert {name: count for name, count in long.items() if count > MOST_TEMPLATE_LINES} == {}


def test_no_test_uses_mocks() -> None:
    mocking = ("unittest.mock", "mock", "pytest_mock")
    assert [name_of(m) for m in modules("src", "tests", "tools") if not imported(m).isdisjoint(mocking)] == []


def test_nothing_is_left_to_come_back_to() -> None:
    left = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b")
    written = modules("src", "tests", "tools") + files("*.html", "src") + files("*.*s*", "assets")
    assert [name_of(f) for f in written if left.search(text_of(f))] == []


def test_only_the_aws_floor_speaks_to_aws() -> None:
    speaking = [m for m in modules("src") if any(n.split(".")[0] in {"boto3", "botocore"} for n in imported(m))]
    assert {name_of(m) for m in some(speaking) if m.parent != SRC / "aws"} == set()


def test_only_one_module_makes_the_stores_of_a_state() -> None:
    stores = {"StateDirectory", "Audit", "Files", "Table"}
    made = {f"humangov.aws.{m.stem}.{name}" for m in modules("src/humangov/aws") for name in stores}
    users = [m for m in modules("src") if m.parent != SRC / "aws" and imported(m) & made]
    assert users == []


def test_only_an_operator_s_bundle_reads_a_whole_table() -> None:
    scanning = re.compile(r"\.scan\(|[\"'](scan|Scan)[\"']")
    assert [name_of(m) for m in modules("src") if scanning.search(text_of(m))] == ["src/humangov/aws/bundle_items.py"]


def test_only_the_settings_and_the_operator_s_terminal_read_the_environment() -> None:
    reading = {name_of(m) for m in modules("src") if "os.environ" in text_of(m)}
    doors = {"src/humangov/wsgi.py", *(name_of(m) for m in modules("src/humangov/cli"))}
    assert some(reading)
    assert reading - doors == set()


def test_no_address_that_leaves_a_page_is_made_of_a_request() -> None:
    asks = re.compile(r"_external|request\.(url|base_url|url_root|root_url|host_url)\b")
    written = [*modules("src"), *files("*.html", "src")]
    assert [name_of(f) for f in written if asks.search(text_of(f))] == []


def test_every_test_is_named_by_a_sentence() -> None:
    tests = [(m, f) for m in modules("tests") for f in functions(m) if f.name.startswith("test_")]
    assert [f"{name_of(m)}: {f.name}" for m, f in some(tests) if f.name.count("_") < 3] == []


def test_no_file_names_the_machine_that_it_was_written_on() -> None:
    written = [*modules("src", "tests", "tools"), *files("*.md", "docs"), *ROOT.glob("*.md"), ROOT / "Makefile"]
    machine = re.compile(r"(?<![\w.])/(home|root|work|Users)/")
    assert [name_of(f) for f in written if machine.search(text_of(f))] == []
