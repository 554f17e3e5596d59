"""A bundle whose digests are right and whose lines are not; and what the services of AWS put off or take away."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError

from humangov.aws import bundle_items, bundle_objects
from humangov.aws.bundle_folder import BundleError, Progress, digest_of, finish, registered, resumed
from humangov.aws.bundle_parts import Line, PartWriter, keep_content
from humangov.aws.bundle_verify import check_folder
from humangov.domain.errors import Unavailable
from tests.builders import an_installed

CALIFORNIA = an_installed("california")


def item(partition: str, sort: str = "-", state: str = "california", **more: str) -> Line:
    texts = {"pk": partition, "sk": sort, "state": state, **more}
    return {name: {"S": text} for name, text in texts.items()}


def letter(sha256: str) -> Line:
    names = {"employee_id": "1", "id": "2", "object_id": "3"}
    return item("EMP#1", "DOC#2", sha256=sha256, **names)


def a_bundle(
    folder: Path, items: list[Line], counts: Callable[[Line], dict[str, int]] | None = None, *, key: str = "1/2/3"
) -> str:
    """A bundle of these items and one object, counted as they are or otherwise; returns the object's digest."""
    folder.mkdir()
    size_bytes, sha256 = keep_content(folder, [b"%PDF", b"-"])
    entry = {"key": f"documents/{key}", "deleted": False, "size_bytes": size_bytes, "sha256": sha256}
    locks: Line = {"legal_hold": False, "retention": None}
    objects: list[Line] = [{**entry, **locks}]
    progress = Progress(registered(CALIFORNIA), "", "", while_active=False)
    kinds: dict[str, tuple[list[Line], Any]] = {
        "items": (items, counts or (lambda line: {bundle_items.kind_of(line): 1})),
        "objects": (objects, bundle_objects.counts_of),
    }
    for name, (lines, count) in kinds.items():
        with PartWriter(folder, f"{name}/00001.jsonl.gz") as writer:
            for line in lines:
                writer.add(line, count(line))
            progress.stages[name].parts.append(writer.finish())
    progress.save(folder)
    finish(folder, progress, {}, "", "")
    return sha256


def problems(folder: Path) -> list[str]:
    return [*check_folder(folder)]


def test_a_record_finds_its_content_by_key_and_digest(tmp_path: Path) -> None:
    sha256 = a_bundle(tmp_path / "first", [])
    a_bundle(tmp_path / "whole", [letter(sha256)])
    assert problems(tmp_path / "whole") == []
    a_bundle(tmp_path / "other", [letter("0" * 64)])
    a_bundle(tmp_path / "moved", [letter(sha256)], key="1/2/4")
    for name in ("other", "moved"):
        (said,) = problems(tmp_path / name)
        assert said == (
            "items/00001.jsonl.gz line 1: the content of item EMP#1 / DOC#2 is not in the bundle, or another one"
        )


def test_an_item_of_another_state_or_there_twice_is_told_without_a_name(tmp_path: Path) -> None:
    a_bundle(tmp_path / "b", [item("EMP#1"), item("WORD#ga", "garcia jose", "wyoming"), item("EMP#1")])
    assert problems(tmp_path / "b") == [
        "items/00001.jsonl.gz line 2: a WORD item is not california's",
        "items/00001.jsonl.gz line 3: item EMP#1 / - is there twice",
    ]


def test_counts_that_are_not_those_of_the_lines_are_told(tmp_path: Path) -> None:
    a_bundle(tmp_path / "b", [item("EMP#1")], lambda _: {"EMP -": 2})
    assert problems(tmp_path / "b") == ["manifest.json: the items are other ones in number than it says"]


def changed(folder: Path, **changes: Any) -> None:
    """Change the manifest, digest and all."""
    manifest = {**json.loads((folder / "manifest.json").read_bytes()), **changes}
    manifest["digest"] = digest_of(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_sums_that_are_not_those_of_the_parts_are_told(tmp_path: Path) -> None:
    a_bundle(tmp_path / "b", [])
    changed(tmp_path / "b", counts={"items": {"lines": 7}, "objects": {"lines": 1, "versions": 1, "bytes": 5}})
    assert problems(tmp_path / "b") == ["manifest.json: the items of the parts do not sum up to those of the whole"]


def test_a_bundle_of_a_later_format_is_not_read(tmp_path: Path) -> None:
    a_bundle(tmp_path / "b", [])
    changed(tmp_path / "b", version=2)
    with pytest.raises(BundleError, match="has format 2, and this program reads 1"):
        problems(tmp_path / "b")


def test_parts_without_a_word_of_how_far_they_came_are_no_export_that_was_broken_off(tmp_path: Path) -> None:
    (tmp_path / "items").mkdir()
    with pytest.raises(BundleError, match="is no export that was broken off"):
        resumed(tmp_path, CALIFORNIA)


class Busy:
    """A table that puts off the second half of what it is asked, so many times."""

    def __init__(self, times: int) -> None:
        self._times, self.written = times, list[Any]()

    def batch_write_item(self, RequestItems: dict[str, list[Any]]) -> Any:  # noqa: N803 as in boto3
        ((table, asked),) = RequestItems.items()
        self._times -= 1
        done = asked if self._times < 0 else asked[: len(asked) // 2]
        self.written += done
        left = asked[len(done) :]
        return {"UnprocessedItems": {table: left} if left else {}}


def test_what_a_table_puts_off_is_written_later_or_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_items, "FIRST_WAIT_SECONDS", 0.0)
    busy, lines = Busy(3), [item(f"EMP#{n}") for n in range(25)]
    bundle_items.write(cast("Any", busy), "table", lines)
    assert [request["PutRequest"]["Item"] for request in busy.written] == lines
    with pytest.raises(Unavailable):
        bundle_items.write(cast("Any", Busy(99)), "table", lines)


class Gone:
    """A bucket in which every version is gone, or nothing may be read."""

    def __init__(self, code: str) -> None:
        self._code = code

    def get_object(self, **_: object) -> None:
        raise ClientError({"Error": {"Code": self._code}}, "GetObject")


def test_a_version_that_went_since_it_was_listed_is_left_out_and_a_refusal_is_told() -> None:
    one = bundle_objects.Listed("documents/1", "1", datetime.now(UTC), latest=True, deleted=False)

    def nothing(_: object) -> tuple[int, str]:
        raise AssertionError

    assert bundle_objects.fetched(cast("Any", Gone("NoSuchVersion")), "bucket", one, nothing) is None
    with pytest.raises(ClientError):
        bundle_objects.fetched(cast("Any", Gone("AccessDenied")), "bucket", one, nothing)
