from typing import Any

from bench.floor import parameters

OLD = "01JCZ4B3Q5V8W2X6Y9ZABCDEFG"
EVENT = "01JCZ4B3Q5V8W2X6Y9ZABCDEFH"


def put(**more: Any) -> dict[str, Any]:
    """What saves a record of a person, and an event about it."""
    record = {"Item": {"pk": {"S": f"EMP#{OLD}"}, "sk": {"S": "PROFILE"}, "token": {"S": OLD}}, **more}
    event = {"Item": {"pk": {"S": f"AUDIT#employee:{OLD}"}, "sk": {"S": EVENT}}}
    event["ConditionExpression"] = "attribute_not_exists(pk)"  # type: ignore[assignment] # a request is a free form
    return {"TransactItems": [{"Put": record}, {"Put": event}], "ClientRequestToken": "one"}


def test_reads_are_made_as_they_were_recorded() -> None:
    recorded = {"Key": {"pk": {"S": f"EMP#{OLD}"}}}
    assert parameters("GetItem", recorded)() == recorded


def test_writes_go_under_new_keys_each_time() -> None:
    make = parameters("TransactWriteItems", put())
    one, other = make(), make()
    for told in (one, other):
        record, event = (item["Put"]["Item"] for item in told["TransactItems"])
        assert record["pk"]["S"].removeprefix("EMP#") == event["pk"]["S"].removeprefix("AUDIT#employee:")
        assert OLD not in str(told)
        assert EVENT not in str(told)
    assert one["ClientRequestToken"] != other["ClientRequestToken"]
    assert one["TransactItems"] != other["TransactItems"]


def test_a_condition_on_what_was_there_is_turned_round_and_one_on_absence_stays() -> None:
    told = parameters(
        "TransactWriteItems",
        put(ConditionExpression="#version = :was", ExpressionAttributeNames={"#version": "version"}),
    )()
    conditions = [item["Put"]["ConditionExpression"] for item in told["TransactItems"]]
    assert conditions == ["NOT (#version = :was)", "attribute_not_exists(pk)"]
