"""A plan that does more than what was asked for is not applied."""

from collections.abc import Callable, Iterable

import pytest

from deploy.edits import check_only_adds, check_only_changes, check_only_removes
from deploy.place import Stop
from deploy.terraform import Change, changes

STORE = 'module.state_store["texas"].aws_dynamodb_table.main'
OTHER = 'module.state_store["utah"].aws_dynamodb_table.main'


def a_change(address: str, *actions: str) -> Change:
    return Change(address, address.split(".")[-2].split("[", maxsplit=1)[0], actions)


LIST_OF_ROLES = a_change("aws_iam_role_policy.task_access", "update")
TASKS = a_change("module.web_service.aws_ecs_task_definition.main", "delete", "create")
SERVICE = a_change("module.web_service.aws_ecs_service.main", "update")
OWN_SERVICE = a_change('module.dedicated["texas"].aws_ecs_service.main', "create")


def test_a_state_may_be_added_with_all_that_is_its_own_and_what_lists_the_states() -> None:
    check_only_adds([a_change(STORE, "create"), LIST_OF_ROLES], "texas")
    check_only_adds([OWN_SERVICE, LIST_OF_ROLES], "texas", dedicated=True)
    check_only_adds([a_change('module.alarms.aws_cloudwatch_metric_alarm.log["texas/sts"]', "create")], "texas")
    check_only_adds([], "texas")


@pytest.mark.parametrize(
    "wrong",
    [
        TASKS,
        SERVICE,
        OWN_SERVICE,
        a_change(OTHER, "create"),
        a_change(OTHER, "delete"),
        a_change(STORE, "delete", "create"),
        a_change("module.network.aws_vpc.main", "create"),
    ],
    ids=lambda change: f"{change.address} {change.actions}",
)
def test_a_plan_that_does_more_than_add_the_state_is_refused(wrong: Change) -> None:
    with pytest.raises(Stop, match=r"more than add texas: .*Nothing was applied"):
        check_only_adds([a_change(STORE, "create"), wrong], "texas")


def test_what_was_broken_off_while_it_was_made_may_be_made_anew() -> None:
    check_only_adds([Change(STORE, "aws_dynamodb_table", ("delete", "create"), unfinished=True)], "texas")
    with pytest.raises(Stop):
        check_only_adds([Change(OTHER, "aws_dynamodb_table", ("delete", "create"), unfinished=True)], "texas")


@pytest.mark.parametrize("wrong", [a_change(STORE, "delete"), a_change(STORE, "create"), SERVICE])
def test_a_plan_that_does_more_than_change_the_state_is_refused(wrong: Change) -> None:
    check_only_changes([a_change(STORE, "update"), LIST_OF_ROLES], "texas")
    with pytest.raises(Stop, match="more than change texas"):
        check_only_changes([wrong], "texas")


@pytest.mark.parametrize("wrong", [a_change(OTHER, "delete"), a_change(STORE, "create"), TASKS, SERVICE])
def test_a_plan_that_removes_more_than_the_state_is_refused(wrong: Change) -> None:
    own = [a_change(STORE, "delete"), a_change('module.dedicated["texas"].aws_ecs_service.main', "delete")]
    check_only_removes([*own, LIST_OF_ROLES], "texas")
    with pytest.raises(Stop, match="more than remove texas"):
        check_only_removes([*own, wrong], "texas")


@pytest.mark.parametrize("check", [check_only_adds, check_only_changes, check_only_removes])
def test_a_state_whose_name_begins_alike_is_another_one(check: Callable[[Iterable[Change], str], None]) -> None:
    change = a_change('module.state_store["virginia"].aws_s3_bucket.main', "create", "delete")
    with pytest.raises(Stop):
        check([change], "virgin")


def test_what_a_plan_leaves_as_it_is_or_only_reads_is_no_change() -> None:
    actions = [["no-op"], ["read"], ["update"], ["delete", "create"]]
    plan = [{"address": f"a.{n}", "type": "a", "change": {"actions": words}} for n, words in enumerate(actions)]
    assert list(changes(plan)) == [Change("a.2", "a", ("update",)), Change("a.3", "a", ("delete", "create"))]
    [tainted] = changes([{**plan[3], "action_reason": "replace_because_tainted"}])
    assert tainted.unfinished
    assert not tainted.deletes
