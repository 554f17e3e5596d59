"""A state of the demo moves into another table and bucket, with everything that people see of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from humangov.aws import bundle_import
from humangov.aws.provision import make_state_table
from humangov.cli.office import Office
from humangov.domain.errors import Unavailable
from humangov.domain.lists import Listing
from humangov.services.accounts import list_accounts
from humangov.services.contents import open_document
from humangov.services.desk import Desk
from humangov.services.employees import view_employee
from tests.cli.conftest import installation
from tests.cli.terminal import Terminal

ELSEWHERE = ("--table", "wyoming-anew", "--bucket", "wyoming-anew")


@dataclass
class Moved:
    terminal: Terminal
    bundle: Path
    said: str


def place(name: str) -> None:
    """An empty table and bucket."""
    make_state_table(boto3.client("dynamodb", region_name="us-east-1"), name, "")
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket=name)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moved]:
    """Wyoming of the demo, out of service, exported, and imported elsewhere."""
    bundle = tmp_path_factory.mktemp("bundles") / "wyoming"
    with installation() as terminal:
        terminal.run("demo", "--california", "0", "--wyoming", "6")
        terminal.run("state", "deactivate", "wyoming")
        terminal.run("state", "export", "wyoming", "--to", str(bundle))
        place("wyoming-anew")
        said = terminal.run("state", "import", str(bundle), "--as", "wyoming", *ELSEWHERE).stdout
        yield Moved(terminal, bundle, said)


def desks() -> tuple[Desk, Desk]:
    """The operator's desk where Wyoming was, and where it is anew."""
    office = Office.open()
    before = office.installed("wyoming")
    after = replace(before, table="wyoming-anew", bucket="wyoming-anew", key_arn="")
    return office.desk(before), office.desk(after)


def seen(desk: Desk) -> dict[str, Any]:
    """Everything that services show of the state's people, their documents opened."""
    rows = desk.directory.page(Listing(size=100)).items
    folders = [view_employee(desk, row.id) for row in rows]
    documents = [(folder.employee.id, document.id) for folder in folders for document in folder.documents]
    contents = [b"".join(open_document(desk, *names).content.pieces) for names in documents]
    found = [desk.directory.search(Listing(size=100, text=row.number)).items for row in rows]
    return {"rows": rows, "folders": folders, "contents": contents, "found": found, "accounts": list_accounts(desk)}


def test_an_import_is_compared_before_it_is_done(moved: Moved) -> None:
    assert "Compared with wyoming-anew and wyoming-anew: " in moved.said
    assert moved.said.endswith(f"Imported {moved.bundle} into wyoming-anew and wyoming-anew.\n")


def test_both_places_are_what_the_bundle_holds(moved: Moved) -> None:
    for elsewhere in ((), ELSEWHERE):
        said = moved.terminal.run("state", "verify", str(moved.bundle), "--against", "wyoming", *elsewhere).stdout
        assert " objects are the same; " in said


def test_what_people_see_is_the_same(moved: Moved) -> None:
    before, after = map(seen, desks())
    assert len(before["rows"]) == 6
    assert len(before["contents"]) >= 6
    assert all(content.startswith(b"%PDF") for content in before["contents"])
    assert after == before


def test_a_table_that_holds_something_is_not_touched(moved: Moved) -> None:
    said = moved.terminal.refused("state", "import", str(moved.bundle), "--as", "wyoming", *ELSEWHERE)
    assert said == "The table wyoming-anew holds something. Name an empty one."


def test_records_never_become_another_states(moved: Moved) -> None:
    place("utah")
    elsewhere = ("--table", "utah", "--bucket", "utah")
    said = moved.terminal.refused("state", "import", str(moved.bundle), "--as", "utah", *elsewhere)
    assert said == "The bundle is wyoming's: records never go to another state."


def test_a_state_that_is_served_takes_no_bundle_unless_it_is_said(moved: Moved) -> None:
    said = moved.terminal.refused("state", "import", str(moved.bundle), "--as", "california")
    assert "California is active: people would find half of it" in said


def test_table_and_bucket_come_together(moved: Moved) -> None:
    words = ("state", "verify", str(moved.bundle), "--against", "wyoming", "--table", "wyoming-anew")
    assert "Give both --table and --bucket" in moved.terminal.refused(*words, code=2)


def test_half_a_state_is_neither_served_nor_exported(
    moved: Moved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(*_: object) -> None:
        raise Unavailable

    moved.terminal.run("state", "add", "nevada")
    moved.terminal.run("state", "deactivate", "nevada")
    bundle, nevada = tmp_path / "nevada", ("state", "import", str(tmp_path / "nevada"), "--as", "nevada")
    moved.terminal.run("state", "export", "nevada", "--to", str(bundle))
    moved.terminal.run(*nevada, code=1)
    place("nevada-anew")
    elsewhere = ("--table", "nevada-anew", "--bucket", "nevada-anew")
    with monkeypatch.context() as patch:
        patch.setattr(bundle_import, "write", broken_off)
        moved.terminal.refused(*nevada, *elsewhere)
    office = Office.open()
    before = office.installed("nevada")
    office.registry.put(replace(before, table="nevada-anew", bucket="nevada-anew"))
    assert "holds no whole state" in moved.terminal.refused("state", "activate", "nevada")
    said = moved.terminal.refused("state", "export", "nevada", "--to", str(tmp_path / "half"))
    assert "Finish it first" in said
    moved.terminal.run(*nevada)
    assert "is active" in moved.terminal.run("state", "activate", "nevada").stdout


def test_what_differs_ends_with_one(moved: Moved) -> None:
    _, after = desks()
    after.documents.begin_upload(after.new_id(), "documents/none")
    words = ("state", "verify", str(moved.bundle), "--against", "wyoming", *ELSEWHERE)
    result = moved.terminal.run(*words, code=1)
    assert "item PENDING / " in result.stderr or "item AUDIT#employee:" in result.stderr
    assert "wyoming-anew and wyoming-anew are not what" in result.stderr
