"""The contract of chore_ports.TroubleStore, and what goes on by itself where an item or the key is broken."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest
from botocore.exceptions import ClientError

from humangov.aws import keys
from humangov.aws.desks import AwsDesks
from humangov.domain.documents import object_key
from humangov.domain.errors import Unavailable
from humangov.domain.events import EventKind
from humangov.domain.mass import MassStatus
from humangov.domain.organization import Overview, tree_of
from humangov.domain.troubles import ChoreName, Trouble
from humangov.services.chores import CHORES, Chore
from humangov.services.desk import Desk
from humangov.services.mass import start
from humangov.services.uploads import dead_uploads
from tests.builders import AGENCIES, NOW, a_by, an_action, an_event, an_id
from tests.chores import as_system, do
from tests.contract.test_ledger import next_entry
from tests.contract.unlucky import Unlucky, refusal
from tests.contract.worlds import Aws, now, open_desk
from tests.masses import a_raise, a_staff, hired

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client

LONG_AGO = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
TROUBLE = Trouble(chore=ChoreName.NOTICE, item="a", of="b", attempts=1, error="Invalid", since=NOW, at=NOW)


def test_a_trouble_is_kept_in_the_place_of_the_one_before_and_forgotten(desk: Desk, neighbor: Desk) -> None:
    worse = replace(TROUBLE, attempts=2, at=NOW + timedelta(minutes=1))
    other = replace(TROUBLE, chore=ChoreName.MASS)
    for trouble in (TROUBLE, worse, other):
        desk.troubles.note(trouble)
    assert desk.troubles.all() == (other, worse)
    assert desk.troubles.all(ChoreName.NOTICE) == (worse,)
    assert neighbor.troubles.all() == ()
    for _ in range(2):
        desk.troubles.clear(ChoreName.NOTICE, "a")
    assert desk.troubles.all() == (other,)


def test_the_unfinished_are_listed_without_being_read(desk: Desk, neighbor: Desk) -> None:
    founded(desk)
    masses = [start(desk, a_raise(), an_id()) for _ in range(2)]
    assert [*desk.mass.unfinished()] == [mass.id for mass in masses]
    assert [*neighbor.mass.unfinished()] == []


def founded(desk: Desk) -> Desk:
    """The desk of a state with agencies."""
    desk.organization.save_units(Overview(), tree_of(AGENCIES), an_event(kind=EventKind.AGENCIES_CHANGED))
    return desk


def broken(aws: Aws, key: keys.Key, attribute: str) -> None:
    """An item that says nothing that could be understood."""
    said = {"pk": key[0], "sk": key[1], "state": "california", attribute: "{"}
    aws.dynamodb.put_item(TableName=aws.california.table, Item={name: {"S": text} for name, text in said.items()})


def test_a_broken_mass_action_is_set_aside_and_the_next_one_is_prepared(aws: Aws) -> None:
    desk = founded(open_desk(aws.desks))
    a_staff(desk, 2)
    bad, good = (start(desk, a_raise(), an_id()) for _ in range(2))
    broken(aws, (keys.MASS, bad.id), "mass")
    do(desk, ChoreName.MASS)
    assert desk.mass.get(good.id).chosen == 2
    assert [(t.item, t.error) for t in desk.troubles.all()] == [(bad.id, "JSONDecodeError")]


KEY_OFF = ["KMS.DisabledException", "KMS.NotFoundException", "KMS.KMSInvalidStateException"]


@pytest.mark.parametrize("code", KEY_OFF)
def test_where_the_key_is_off_notices_wait_and_all_else_goes_on(aws: Aws, code: str) -> None:
    s3 = cast("S3Client", Unlucky(aws.clients.s3, "put_object", *[refusal(code)] * 9))
    off = AwsDesks(replace(aws.clients, s3=s3), aws.registry, now)
    desk = founded(open_desk(off))
    waiting = [recorded(desk) for _ in range(2)]
    mass = start(desk, a_raise(), an_id())
    desk.documents.begin_upload(LONG_AGO, object_key("a", "b", LONG_AGO))
    done = {chore.name: unreached(desk, chore) for chore in CHORES}
    assert [name for name, failed in done.items() if failed] == [ChoreName.NOTICE]
    assert desk.mass.get(mass.id).status is MassStatus.READY
    assert not [*dead_uploads(as_system(desk))]
    assert {(t.item, t.error, t.is_aside) for t in desk.troubles.all()} == {(i, "Unavailable", False) for i in waiting}
    do(open_desk(aws.desks), ChoreName.NOTICE)
    assert ([*desk.documents.wanted_notices()], desk.troubles.all()) == ([], ())


def test_where_dynamodb_cannot_use_the_key_it_is_unavailable(aws: Aws) -> None:
    message = "KMS key access denied error: it is disabled"
    denied = ClientError({"Error": {"Code": "AccessDeniedException", "Message": message}}, "Query")
    desk = aws.desk_on(cast("DynamoDBClient", Unlucky(aws.dynamodb, "query", denied)))
    with pytest.raises(Unavailable):
        do(desk, ChoreName.NOTICE)


def recorded(desk: Desk) -> str:
    """An approved action of somebody, whose notice waits."""
    employee = hired(desk)
    action = an_action(employee_id=employee.id, approved=a_by())
    desk.employees.record(next_entry(desk, employee.id, action), an_event())
    return action.id


def unreached(desk: Desk, chore: Chore) -> bool:
    try:
        do(desk, chore)
    except Unavailable:
        return True
    return False
