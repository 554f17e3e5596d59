import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from isolation.arns import overrides, written
from isolation.estate import CannotRead, Policy, Resource, Role, read_estate
from isolation.judging import Judged, judge
from isolation.matrix import Caller, Case
from isolation.uses import ALLOWED, DENIED, REFUSED, uses

ACCOUNT = "arn:aws:iam::111122223333"
OURS, THEIRS = (f"arn:aws:dynamodb:us-east-1:111122223333:table/humangov-{slug}" for slug in ("california", "texas"))


def a_policy(**statement: object) -> Policy:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dynamodb:GetItem", **statement}]}


def a_role(*permissions: Policy) -> Role:
    return Role("humangov-state-california", f"{ACCOUNT}:role/humangov-state-california", "", {}, permissions)


def a_case(table: str, expected: str, *permissions: Policy, **context: str) -> Case:
    caller = Caller(a_role(*permissions), "the role of california", "california")
    return Case(caller, "dynamodb:GetItem", table, {**caller.context, **context}, None, expected, "table")


def both(*permissions: Policy) -> Judged:
    return judge([a_case(OURS, ALLOWED, *permissions), a_case(THEIRS, DENIED, *permissions)], {})


def test_a_policy_that_opens_its_own_table_alone_is_right() -> None:
    assert both(a_policy(Resource=OURS)) == Judged(2, 1, ())


def test_a_policy_that_opens_another_states_table_is_a_leak() -> None:
    judged = both(a_policy(Resource="arn:aws:dynamodb:us-east-1:111122223333:table/humangov-*"))
    assert judged.leaks == 1
    assert str(judged.wrong[0]).startswith(f"LEAK: the role of california: dynamodb:GetItem on {THEIRS}")


def test_a_policy_that_shuts_out_the_app_is_a_mistake_and_no_leak() -> None:
    judged = both()
    assert (judged.leaks, [one.case.resource for one in judged.wrong]) == (0, [OURS])


def test_what_must_be_refused_by_name_is_not_right_by_chance() -> None:
    assert [str(one.verdict) for one in judge([a_case(THEIRS, REFUSED)], {}).wrong] == ["ImplicitlyDenied"]
    assert judge([a_case(THEIRS, REFUSED, a_policy(Effect="Deny", Resource=THEIRS))], {}).wrong == ()


def test_a_way_to_the_service_that_is_shut_is_a_mistake() -> None:
    endpoint = a_policy(Principal="*", Resource=THEIRS)
    judged = judge([a_case(OURS, ALLOWED, a_policy(Resource=OURS))], {"dynamodb": endpoint})
    assert [one.verdict for one in judged.wrong] == ["ImplicitlyDenied"]


def test_a_policy_that_aws_would_not_take_is_no_proof() -> None:
    with pytest.raises(CannotRead, match="cannot be evaluated"):
        both(a_policy(Resource=OURS, Effect="Perhaps"))


def test_a_word_that_aws_does_not_know_is_no_proof() -> None:
    with pytest.raises(CannotRead, match="no:suchKey"):
        judge([a_case(OURS, ALLOWED, a_policy(Resource=OURS), **{"no:suchKey": "1"})], {})


def test_many_decisions_stay_in_their_order() -> None:
    right = a_policy(Resource=OURS)
    turns = [a_case(OURS, ALLOWED, right), a_case(THEIRS, DENIED, right), a_case(THEIRS, ALLOWED, right)]
    judged = judge(turns * 50, {})
    assert (judged.decisions, judged.allowed, {one.case.expected for one in judged.wrong}) == (150, 100, {ALLOWED})
    assert len(judged.wrong) == 50


def test_a_session_says_which_state_it_is_for_and_a_role_says_it_by_its_tag() -> None:
    role = replace(a_role(), tag="texas")
    assert Caller(role, "", "california").context["aws:PrincipalTag/state"] == "california"
    assert Caller(role, "").context["aws:PrincipalTag/state"] == "texas"
    assert "aws:PrincipalTag/state" not in Caller(a_role(), "").context
    assert Caller(role, "").arn == "arn:aws:sts::111122223333:assumed-role/humangov-state-california/humangov"


def test_every_action_of_the_list_is_tried_on_the_states_own_store() -> None:
    allowed = {use.action for use in uses("us-east-1", f"{ACCOUNT}:key/1") if use.expected == ALLOWED}
    assert {"dynamodb:UpdateItem", "dynamodb:Query", "s3:PutObject", "s3:ListBucket", "kms:Decrypt"} <= allowed
    assert "dynamodb:Scan" not in allowed


@pytest.mark.parametrize(
    ("kind", "planned", "arn"),
    [
        ("aws_iam_role", {"name": "humangov-web"}, f"{ACCOUNT}:role/humangov-web"),
        ("aws_s3_bucket", {"bucket": "humangov-logs"}, "arn:aws:s3:::humangov-logs"),
        ("aws_dynamodb_table", {"name": "humangov-california"}, OURS),
    ],
)
def test_an_arn_is_made_from_the_name_that_terraform_renders(kind: str, planned: Mapping[str, Any], arn: str) -> None:
    assert overrides("module.a.b.main", kind, planned)["arn"] == arn


def test_two_keys_never_have_one_arn() -> None:
    keys = [overrides(f'module.state_store["{slug}"].aws_kms_key.main', "aws_kms_key", {}) for slug in ("a", "b")]
    assert keys[0]["arn"] != keys[1]["arn"]
    assert written("aws_kms_key.main", {"arn": "x"}).splitlines()[1] == "  target = aws_kms_key.main"


def test_a_policy_from_outside_cannot_be_evaluated_and_is_told() -> None:
    role = {"name": "humangov-web", "arn": f"{ACCOUNT}:role/humangov-web", "assume_role_policy": json.dumps({})}
    attachment = {"role": "humangov-web", "policy_arn": "arn:aws:iam::aws:policy/AmazonS3FullAccess"}
    found = [
        Resource("aws_iam_role.web", "aws_iam_role", role),
        Resource("aws_iam_role_policy_attachment.web", "aws_iam_role_policy_attachment", attachment),
    ]
    with pytest.raises(CannotRead, match=r"aws_iam_role\.web has a policy from outside"):
        read_estate(found, "us-east-1")
