"""Everything of a state goes out into a bundle, which says when it is not whole any more."""

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from humangov.aws import bundle_export
from humangov.aws.bundle_parts import Part, PartWriter
from humangov.domain.errors import Unavailable
from humangov.domain.events import EventFilter, EventKind
from tests.cli.conftest import installation
from tests.cli.terminal import Terminal


@pytest.fixture(scope="module")
def demo() -> Iterator[Terminal]:
    """A small demo, whose Wyoming is out of service."""
    with installation() as terminal:
        terminal.run("demo", "--california", "0", "--wyoming", "4")
        terminal.run("state", "deactivate", "wyoming")
        yield terminal


@pytest.fixture(scope="module")
def kept(demo: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of Wyoming."""
    folder = tmp_path_factory.mktemp("bundles") / "wyoming"
    demo.run("state", "export", "WY", "--to", str(folder))
    return folder


@pytest.fixture
def bundle(kept: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copytree(kept, tmp_path / "wyoming"))


def wyoming(terminal: Terminal, row: str) -> str:
    said = terminal.run("state", "show", "wyoming").stdout.splitlines()
    return dict(line.split(maxsplit=1) for line in said)[row]


def test_a_bundle_is_whole_and_tells_its_figures(demo: Terminal, bundle: Path) -> None:
    said = demo.run("state", "verify", str(bundle)).stdout
    figures = dict(line.rsplit(maxsplit=1) for line in said.splitlines()[:-1])
    assert (figures["employees"], figures["accounts"]) == ("4", "6")
    assert int(figures["object versions"]) == int(figures["documents"]) > 3
    assert said.endswith(f"{bundle} is whole.\n")


def test_nobody_else_can_read_a_bundle(kept: Path) -> None:
    assert kept.stat().st_mode & 0o077 == 0
    assert [file for file in kept.rglob("*") if file.stat().st_mode & 0o077] == []


def test_an_export_stands_in_the_log_of_the_state_and_in_the_bundle(demo: Terminal, kept: Path) -> None:
    kinds = frozenset({EventKind.STATE_EXPORTED})
    (event, *_) = demo.desk("wyoming").audit.page(EventFilter(kinds=kinds), "", 25).items
    manifest = json.loads((kept / "manifest.json").read_bytes())
    assert event.id == manifest["event_id"]
    lines = b"".join(gzip.decompress((kept / part["path"]).read_bytes()) for part in manifest["files"]["items"])
    assert event.id.encode() in lines


def test_the_manifest_says_what_is_guaranteed(kept: Path) -> None:
    manifest = json.loads((kept / "manifest.json").read_bytes())
    assert not manifest["while_active"]
    assert "The state was inactive" in manifest["guarantee"]


def test_a_folder_with_something_else_in_it_is_refused(demo: Terminal, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ana")
    said = demo.refused("state", "export", "wyoming", "--to", str(tmp_path))
    assert "holds something else (letter.txt)" in said


def test_a_whole_bundle_is_not_written_again(demo: Terminal, bundle: Path) -> None:
    said = demo.refused("state", "export", "wyoming", "--to", str(bundle))
    assert "is whole since" in said
    assert "nothing was exported" in said


def test_an_export_that_was_broken_off_goes_on(
    demo: Terminal, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, finish = tmp_path / "bundle", PartWriter.finish
    closed = 0

    def broken_off(writer: PartWriter) -> Part:
        nonlocal closed
        closed += 1
        if closed in {2, 5}:
            raise Unavailable
        return finish(writer)

    monkeypatch.setattr(bundle_export, "PART_LINES", {"items": 1, "objects": 1})
    monkeypatch.setattr(bundle_export, "AHEAD", 1)
    monkeypatch.setattr(PartWriter, "finish", broken_off)
    export = ("state", "export", "wyoming", "--to", str(folder))
    for _ in range(2):
        assert "does not answer" in demo.refused(*export)
        assert "Its export was broken off: do it again" in demo.refused("state", "verify", str(folder))
    demo.run(*export)
    demo.run("state", "verify", str(folder))
    manifests = [json.loads((f / "manifest.json").read_bytes()) for f in (folder, kept)]
    assert len(manifests[0]["resumed_at"]) == 2
    assert manifests[0]["counts"]["objects"] == manifests[1]["counts"]["objects"]
    assert [*folder.rglob("*.unfinished"), *folder.glob("progress.json")] == []


def test_what_another_state_left_is_not_gone_on_with(
    demo: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(*_: object, **__: object) -> None:
        raise Unavailable

    with monkeypatch.context() as patch:
        patch.setattr(bundle_export, "scanned", broken_off)
        demo.refused("state", "export", "wyoming", "--to", str(tmp_path))
    said = demo.refused("state", "export", "california", "--to", str(tmp_path), "--while-active")
    assert "was begun for wyoming" in said


def changed(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1] + b"?")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: changed(folder / "items/00001.jsonl.gz"), "items/00001.jsonl.gz is not as it was written"),
        (lambda folder: (folder / "objects/00001.jsonl.gz").unlink(), "objects/00001.jsonl.gz is missing"),
        (lambda folder: (folder / "items/x").touch(), "items/x is not part of the bundle"),
        (lambda folder: changed(next(folder.glob("content/*/*"))), "is not as it was read"),
        (lambda folder: next(folder.glob("content/*/*")).unlink(), "is missing"),
    ],
)
def test_damage_is_told_with_its_place(demo: Terminal, bundle: Path, damage: object, said: str) -> None:
    assert callable(damage)
    damage(bundle)
    result = demo.run("state", "verify", str(bundle), code=1)
    assert said in result.stderr
    assert f"{bundle} is not whole" in result.stderr


def test_no_more_than_ten_problems_are_told(demo: Terminal, bundle: Path) -> None:
    for number in range(12):
        (bundle / "items" / f"{number}").touch()
    lines = demo.run("state", "verify", str(bundle), code=1).stderr.splitlines()
    assert len(lines) == 11
    assert "the first 10 problems are above" in lines[-1]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"digest": "0"}'])
def test_a_manifest_that_was_changed_is_not_believed(demo: Terminal, bundle: Path, text: str) -> None:
    (bundle / "manifest.json").write_text(text)
    assert "Take another copy" in demo.refused("state", "verify", str(bundle))


def test_what_is_no_bundle_is_told(demo: Terminal, tmp_path: Path) -> None:
    assert "has no manifest.json. Name a bundle's folder" in demo.refused("state", "verify", str(tmp_path))


def test_a_document_without_its_content_is_told(demo: Terminal, tmp_path: Path) -> None:
    bucket, s3 = wyoming(demo, "bucket"), boto3.client("s3", region_name="us-east-1")
    (one, *_) = s3.list_object_versions(Bucket=bucket)["Versions"]
    content = s3.get_object(Bucket=bucket, Key=one["Key"])
    s3.delete_object(Bucket=bucket, Key=one["Key"])
    demo.run("state", "export", "wyoming", "--to", str(tmp_path / "bundle"))
    said = demo.run("state", "verify", str(tmp_path / "bundle"), code=1).stderr
    assert "is not in the bundle, or another one" in said
    s3.put_object(Bucket=bucket, Key=one["Key"], Body=content["Body"].read(), ContentType=content["ContentType"])
