"""A state goes out into a bundle and comes back elsewhere: the same records, the same bytes, the same order."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from humangov.aws import bundle_export, bundle_import, bundle_items, bundle_objects, bundle_write
from humangov.aws.bundle_compare import Comparison
from humangov.aws.bundle_folder import BundleError
from humangov.aws.bundle_import import Import
from humangov.aws.bundle_verify import check_folder
from humangov.aws.clients import connect_operator
from humangov.aws.files import SCAN_TAG
from humangov.aws.holds import examined
from humangov.aws.provision import make_state_table
from humangov.domain.actions import By
from humangov.domain.documents import Maker
from humangov.domain.errors import Unavailable, WrongState
from humangov.domain.events import EventFilter
from humangov.domain.organization import tree_of
from humangov.domain.states import Installed
from humangov.services.actions import file_decided
from humangov.services.bundles import record_export
from humangov.services.contents import open_document
from humangov.services.documents import view_document
from humangov.services.notices import file_notice
from humangov.services.proposing import Proposal
from tests import samples
from tests.builders import AGENCIES, NOW, TODAY, an_employee, an_entry, an_event, an_id
from tests.contract.moving import World, fill, seen
from tests.contract.worlds import Aws, open_desk

ELSEWHERE = "elsewhere"


@pytest.fixture
def world(aws: Aws, tmp_path: Path) -> World:
    fill(open_desk(aws.desks))
    fresh = replace(
        aws.california, table=f"{aws.california.table}-{ELSEWHERE}", bucket=f"{aws.california.bucket}-{ELSEWHERE}"
    )
    make_state_table(aws.dynamodb, fresh.table, "")
    aws.clients.s3.create_bucket(Bucket=fresh.bucket, ObjectLockEnabledForBucket=True)
    aws.clients.s3.put_bucket_versioning(Bucket=fresh.bucket, VersioningConfiguration={"Status": "Enabled"})
    return World(aws, connect_operator("us-east-1"), fresh, tmp_path / "bundle")


def test_a_state_that_came_in_elsewhere_shows_the_same_records_and_documents(world: World) -> None:
    world.export()
    assert [*check_folder(world.folder)] == []
    before = seen(open_desk(world.aws.desks))
    assert sorted(before["contents"]) == sorted([samples.PDF, samples.PNG, samples.PNG])
    world.bring_in()
    assert world.problems() == []
    assert seen(world.desk()) == before


def test_a_notice_comes_along_as_the_system_s_and_says_that_it_was_cancelled(world: World) -> None:
    desk = open_desk(world.aws.desks)
    person = desk.employees.record(an_entry(an_employee(number="N-1", email="")), an_event())
    raised = Proposal(code="894", effective=TODAY, changes={"pay_cents": 60_000_00}, reason="Raise")
    notice = an_id()
    file_decided(desk, person.id, raised, notice, By("sam", "Sam Ode", NOW))
    file_notice(desk, person.id, notice)
    file_decided(desk, person.id, Proposal(code="001", effective=None, reason="Not meant", target=notice), an_id())
    world.export()
    world.bring_in()
    assert world.problems() == []
    viewed = view_document(world.desk(), person.id, notice)
    assert (viewed.document.made_by, viewed.undoing and viewed.undoing.label) == (Maker.SYSTEM, "Cancelled")
    assert open_document(world.desk(), person.id, notice).document.file_name.startswith("CANCELLED-notice-894")


def test_the_log_comes_along_and_tells_of_both_ways(world: World) -> None:
    world.export()
    before = open_desk(world.aws.desks).audit.page(EventFilter(), "", 100).items
    world.bring_in()
    events = world.desk().audit.page(EventFilter(), "", 100).items
    assert {event.kind.value for event in events if event not in before} == {"state.imported"}
    assert {event for event in before if event not in events} == set()
    assert "state.exported" in {event.kind.value for event in before}
    changes = world.desk().audit.page(EventFilter(views=False), "", 100).items
    assert "state.imported" in {event.kind.value for event in changes}


def odd_objects(world: World) -> None:
    """Versions, a deletion in between, one at the end, user metadata and tags."""
    put = partial(world.s3.put_object, Bucket=world.bucket)
    tags = f"a=1&b=%2Bx%20y&{SCAN_TAG}=X"
    put(Key="odd/é 1", Body=b"", ContentType="text/plain", Metadata={"from": "us"}, Tagging=tags)
    put(Key="odd/two", Body=b"one")
    time.sleep(1.1)
    world.s3.delete_object(Bucket=world.bucket, Key="odd/two")
    time.sleep(1.1)
    put(Key="odd/two", Body=b"two")
    put(Key="odd/two 2", Body=b"gone")
    world.s3.delete_object(Bucket=world.bucket, Key="odd/two 2")


def history(world: World, bucket: str, key: str) -> list[str]:
    """The contents of an object, oldest first; "-" for a deletion."""
    found = next(v for v in bundle_objects.listed(world.s3, bucket) if v[0].key == key)
    get = partial(world.s3.get_object, Bucket=bucket, Key=key)
    return ["-" if one.deleted else get(VersionId=one.version_id)["Body"].read().decode() for one in found]


def test_versions_come_in_in_their_order_with_deletions_metadata_and_tags(world: World) -> None:
    odd_objects(world)
    world.export()
    assert [*check_folder(world.folder)] == []
    world.bring_in()
    assert world.problems() == []
    for bucket in (world.bucket, world.fresh.bucket):
        assert history(world, bucket, "odd/two") == ["one", "-", "two"]
        assert history(world, bucket, "odd/two 2") == ["gone", "-"]
    name: Any = {"Bucket": world.fresh.bucket, "Key": "odd/é 1"}
    answer = world.s3.get_object(**name)
    assert (answer["ContentType"], answer["Metadata"]) == ("text/plain", {"from": "us"})
    tags = {tag["Key"]: tag["Value"] for tag in world.s3.get_object_tagging(**name)["TagSet"]}
    assert tags == {"a": "1", "b": "+x y"}


def test_holds_come_in_too(world: World) -> None:
    bucket = f"{world.bucket}-locks"
    world.s3.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
    put = partial(world.s3.put_object, Bucket=bucket, Body=b"x")
    until = datetime.now(UTC) + timedelta(days=3)
    put(Key="documents/held", ObjectLockLegalHoldStatus="ON")
    put(Key="documents/kept", ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=until)
    world.export(replace(world.aws.california, bucket=bucket))
    world.bring_in()
    assert world.problems() == []
    why = {one.key: one.why for one in examined(world.s3, world.fresh.bucket, datetime.now(UTC))}
    assert why == {"documents/held": "legal hold", "documents/kept": f"kept until {until:%Y-%m-%d}"}
    no_locks = replace(world.fresh, table=f"{world.fresh.table}-2", bucket=f"{world.fresh.bucket}-2")
    make_state_table(world.aws.dynamodb, no_locks.table, "")
    world.s3.create_bucket(Bucket=no_locks.bucket)
    for said in ("keeps no versions", "has no Object Lock"):
        with pytest.raises(BundleError, match=said):
            world.importing(no_locks).run()
        versioning: Any = {"Status": "Enabled"}
        world.s3.put_bucket_versioning(Bucket=no_locks.bucket, VersioningConfiguration=versioning)


def comes_broken_off(importing: Import) -> bool:
    try:
        importing.run()
    except Unavailable:
        return True
    return False


def test_an_import_that_was_broken_off_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    odd_objects(world)
    monkeypatch.setattr(bundle_export, "PART_LINES", {"items": 20, "objects": 2})
    monkeypatch.setattr(bundle_export, "AHEAD", 1)
    world.export()
    calls = {"objects": iter(range(1000)), "items": iter(range(1000))}

    def put_versions(client: Any, into: Installed, folder: Path, entries: Any, at: datetime) -> None:
        if next(calls["objects"]) in {1, 4}:
            bundle_write.put_versions(client, into, folder, entries[:1], at)
            raise Unavailable
        bundle_write.put_versions(client, into, folder, entries, at)

    def write(client: Any, table: str, lines: Any) -> None:
        if next(calls["items"]) in {0, 9}:
            raise Unavailable
        bundle_items.write(client, table, lines)

    monkeypatch.setattr(bundle_import, "put_versions", put_versions)
    monkeypatch.setattr(bundle_import, "write", write)
    broken_off = 0
    while comes_broken_off(world.importing()):
        broken_off += 1
    assert broken_off >= 3
    assert world.problems() == []


def test_what_is_not_empty_or_another_states_takes_no_bundle(world: World) -> None:
    world.export()
    with pytest.raises(BundleError, match=r"The table .* holds something"):
        world.importing(world.aws.california).run()
    with pytest.raises(BundleError, match=r"The bucket .* holds something"):
        world.importing(replace(world.fresh, bucket=world.bucket)).run()
    with pytest.raises(BundleError, match="records never go to another state"):
        world.importing(replace(world.aws.wyoming, table=world.fresh.table)).run()
    world.bring_in()
    with pytest.raises(BundleError, match=r"The table .* holds something"):
        world.importing().run()


def test_two_bundles_do_not_mix_in_one_table(world: World, tmp_path: Path) -> None:
    world.export()
    world.importing().run()
    world.folder = tmp_path / "another"
    world.export()
    with pytest.raises(BundleError, match="Another bundle"):
        world.importing().run()


def test_differences_are_told_and_events_of_bundles_are_none(world: World) -> None:
    world.export()
    california, desk = world.aws.california, open_desk(world.aws.desks)
    record_export(desk)
    assert world.problems(california) == []
    employee = desk.employees.record(an_entry(an_employee()), an_event())
    world.s3.put_object(Bucket=world.bucket, Key="documents/new", Body=b"x")
    overview = desk.organization.overview()
    desk.organization.save_units(overview, tree_of(AGENCIES[:2]), an_event())
    said = world.problems(california)
    assert f"item EMP#{employee.id} / PROFILE is not in the bundle" in said
    assert "item STATE / AGENCIES is another one in the table" in said
    assert "object documents/new is not in the bundle" in said
    assert any("a WORD item is not in the bundle" in line for line in said)
    assert any("García" in line or "garcia" in line for line in said) is False


def test_what_is_missing_is_told_by_its_place_and_what_has_ended_is_not_missed(world: World) -> None:
    world.export()
    places = world.problems()
    assert {line.partition(" is not ")[2] for line in places} == {"in the table", "in the bucket"}
    assert "items/00001.jsonl.gz line 1 is not in the table" in places
    comparison = Comparison(world.clients, world.fresh, world.folder, datetime.now(UTC))
    assert len([*comparison.problems()]) == len(places)
    assert (comparison.items, comparison.objects, comparison.ended) == (0, 0, 1)


def test_a_bundle_of_another_state_is_told(world: World) -> None:
    world.export()
    assert world.problems(world.aws.wyoming) == ["The bundle is california's, and this is wyoming"]


def test_another_states_item_is_never_exported(world: World) -> None:
    item: Any = {"pk": {"S": "EMP#1"}, "sk": {"S": "PROFILE"}, "state": {"S": "wyoming"}}
    world.aws.dynamodb.put_item(TableName=world.aws.california.table, Item=item)
    with pytest.raises(WrongState):
        world.export()
