"""The contract of ports.FileStore."""

import hashlib
import io
from dataclasses import replace
from typing import Any

import pytest
import requests

from humangov.aws.desks import AwsDesks
from humangov.aws.files import SCAN_TAG
from humangov.domain.documents import Scan
from humangov.domain.errors import NotFound
from humangov.services.desk import Desk
from tests.contract.worlds import Aws, open_desk

CONTENT = bytes(range(256)) * 1000
KEY = "documents/1/2/3"


def store(desk: Desk, key: str = KEY, content: bytes = CONTENT) -> None:
    stream = io.BytesIO(content)
    stream.seek(7)
    digest = hashlib.sha256(content).hexdigest()
    desk.files.put(key, stream, len(content), digest, "application/pdf")


def test_content_comes_back_in_pieces_as_it_was_stored(desk: Desk) -> None:
    store(desk)
    opened = desk.files.open(KEY)
    pieces = [*opened.pieces]
    assert b"".join(pieces) == CONTENT
    assert max(map(len, pieces)) <= 64 * 1024
    assert (opened.length, opened.start, opened.whole) == (len(CONTENT), 0, len(CONTENT))


@pytest.mark.parametrize(
    ("first", "last", "end"), [(0, 0, 0), (10, 19, 19), (255_990, None, 255_999), (100, 10**9, 255_999)]
)
def test_a_span_of_bytes_can_be_opened(desk: Desk, first: int, last: int | None, end: int) -> None:
    store(desk)
    opened = desk.files.open(KEY, first, last)
    assert b"".join(opened.pieces) == CONTENT[first : end + 1]
    assert (opened.length, opened.start, opened.whole) == (end + 1 - first, first, len(CONTENT))


def test_bytes_beyond_the_end_are_not_found(desk: Desk) -> None:
    store(desk)
    with pytest.raises(NotFound):
        desk.files.open(KEY, len(CONTENT))


def test_an_object_that_was_never_stored_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.files.open(KEY)


def test_another_states_object_is_not_found(desk: Desk, neighbor: Desk) -> None:
    store(desk)
    with pytest.raises(NotFound):
        neighbor.files.open(KEY)
    neighbor.files.erase(KEY)
    assert desk.files.open(KEY).whole == len(CONTENT)


def test_an_erased_object_is_gone_and_its_neighbors_are_not(desk: Desk) -> None:
    store(desk)
    store(desk, content=b"twice")
    store(desk, KEY + "4")
    desk.files.erase(KEY)
    with pytest.raises(NotFound):
        desk.files.open(KEY)
    assert desk.files.open(KEY + "4").whole == len(CONTENT)


def test_erasing_what_is_not_there_is_no_error(desk: Desk) -> None:
    desk.files.erase(KEY)


def test_a_reader_may_stop_early(desk: Desk) -> None:
    store(desk)
    opened = desk.files.open(KEY)
    assert next(opened.pieces) == CONTENT[: 64 * 1024]
    close = getattr(opened.pieces, "close", None)
    assert close is not None
    close()


def test_a_link_opens_one_object_for_a_minute_under_the_newest_signature(aws: Aws) -> None:
    desk = open_desk(aws.desks)
    store(desk)
    link = desk.files.link(KEY)
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in link
    assert "X-Amz-Expires=60" in link
    assert requests.get(link, timeout=10).content == CONTENT


@pytest.mark.parametrize(
    ("told", "scan"),
    [
        ("", Scan.WAITING),
        ("NO_THREATS_FOUND", Scan.CLEAN),
        ("THREATS_FOUND", Scan.THREAT),
        ("ACCESS_DENIED", Scan.FAILED),
        ("UNSUPPORTED", Scan.FAILED),
    ],
)
def test_a_scan_says_what_its_tag_says(aws: Aws, told: str, scan: Scan) -> None:
    store(open_desk(aws.desks))
    if told:
        tags: Any = {"TagSet": [{"Key": "other", "Value": "x"}, {"Key": SCAN_TAG, "Value": told}]}
        aws.clients.s3.put_object_tagging(Bucket=aws.california.bucket, Key=KEY, Tagging=tags)
    desks = AwsDesks(aws.clients, aws.registry, scan_required=True)
    assert open_desk(desks).files.scanned(KEY) is scan
    assert open_desk(desks).files.scanned("documents/none") is Scan.FAILED


@pytest.mark.parametrize("setting", [False, True])
@pytest.mark.parametrize("scanned", [False, True, None])
def test_a_file_is_held_as_its_own_state_says_and_else_as_the_setting_says(
    aws: Aws, *, setting: bool, scanned: bool | None
) -> None:
    store(open_desk(aws.desks))
    aws.registry.put(replace(aws.california, scanned=scanned))
    desk = open_desk(AwsDesks(aws.clients, aws.registry, scan_required=setting))
    held = setting if scanned is None else scanned
    assert desk.files.scanned(KEY) is (Scan.WAITING if held else Scan.OFF)


def test_where_nobody_scans_no_call_is_made(desk: Desk) -> None:
    assert desk.files.scanned("documents/none") is Scan.OFF
