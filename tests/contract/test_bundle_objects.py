"""The versions of an object, put together from what S3 tells in pages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

from humangov.aws import bundle_objects


class Pages:
    """A client that lists what it is given, in pages of three."""

    def __init__(self, entries: list[dict[str, Any]]) -> None:
        self._entries = entries

    def get_paginator(self, _: str) -> "Pages":
        return self

    def paginate(self, **_: object) -> Iterator[dict[str, Any]]:
        for first in range(0, len(self._entries), 3):
            page = self._entries[first : first + 3]
            yield {
                "Versions": [entry for entry in page if not entry["deleted"]],
                "DeleteMarkers": [entry for entry in page if entry["deleted"]],
            }


def entry(key: str, version: int, second: int, **changes: bool) -> dict[str, Any]:
    at = datetime(2026, 3, 2, 12, 0, second, tzinfo=UTC)
    named = {"Key": key, "VersionId": f"{version}", "LastModified": at}
    return {**named, "IsLatest": False, "deleted": False, **changes}


def test_versions_of_one_object_stay_together_over_pages_and_in_their_order() -> None:
    client = Pages(
        [
            entry("a", 5, 9, IsLatest=True, deleted=True),
            *(entry("a", version, 9) for version in (4, 3, 2)),
            entry("a", 1, 1),
            entry("b", 1, 1, IsLatest=True),
            entry("c", 2, 1, IsLatest=True),
            entry("c", 1, 1, deleted=True),
        ]
    )
    found = [*bundle_objects.listed(cast("Any", client), "bucket")]
    assert [[f"{one.key}{one.version_id}" for one in versions] for versions in found] == [
        ["a1", "a2", "a3", "a4", "a5"],
        ["b1"],
        ["c1", "c2"],
    ]
    behind = bundle_objects.listed(cast("Any", client), "bucket", "a")
    assert [versions[0].key for versions in behind] == ["b", "c"]
