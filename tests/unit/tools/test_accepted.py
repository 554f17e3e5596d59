"""What AWS refuses is found before AWS is asked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from accepted.leaves import Leaf, leaves
from accepted.models import in_models
from accepted.rules import Table


def complaints(attribute: str, text: str) -> list[str]:
    return [*Table.read().complaints([Leaf("the.address", attribute, text)])]


def a_change(after: Mapping[str, object], unknown: Mapping[str, object]) -> Mapping[str, Any]:
    change = {"after": after, "after_unknown": unknown}
    return {"mode": "managed", "address": "aws_lb.main", "type": "aws_lb", "change": change}


@pytest.mark.parametrize(
    ("attribute", "text"),
    [
        ("aws_wafv2_web_acl.description", "HumanGov's front door"),
        ("aws_security_group.description", "The endpoints of AWS's services"),
        ("aws_vpc_security_group_egress_rule.description", "AWS's services"),
        ("aws_vpc_security_group_ingress_rule.description", "x" * 256),
        ("aws_lb_target_group.name", "humangov-staging-web-new-hampshire"),
        ("aws_lb_target_group.name", "humangov-"),
        ("aws_lb.name", "internal-humangov"),
        ("aws_ecr_repository.name", "humangov-"),
        ("aws_s3_bucket.bucket", "humangov-staging-west-northern-mariana-islands-elsewhere-12345678"),
        ("aws_iam_role.name", "x" * 65),
        ("aws_kms_alias.name", "alias/human.gov"),
        ("aws_dynamodb_table.billing_mode", "PAY_BY_REQUEST"),
        ("aws_secretsmanager_secret.name", "humangov-secret"),
        ("aws_s3_bucket.tags.*", "who? me"),
    ],
)
def test_what_aws_refuses_is_found(attribute: str, text: str) -> None:
    (found,) = complaints(attribute, text)
    assert attribute in found
    assert text in found


@pytest.mark.parametrize(
    ("attribute", "text"),
    [
        ("aws_wafv2_web_acl.description", "The front door of HumanGov"),
        ("aws_security_group.description", "The tasks: reached by the load balancer only"),
        ("aws_lb_target_group.name", "humangov-web-district-of-columbi"),
        ("aws_appautoscaling_policy.name", "humangov-web-cpu"),
        ("aws_s3_bucket.tags.*", "new-york"),
    ],
)
def test_what_aws_accepts_is_left_alone(attribute: str, text: str) -> None:
    assert complaints(attribute, text) == []


def test_an_attribute_that_nobody_looked_up_fails() -> None:
    (found,) = complaints("aws_lb.customer_owned_ipv4_pool", "pool")
    assert "aws_lb.customer_owned_ipv4_pool" in found


def test_a_line_that_nothing_needs_is_told(tmp_path: Path) -> None:
    file = tmp_path / "table.toml"
    file.write_text(
        'rules = []\n[operations]\naws_lb = "elbv2 CreateLoadBalancer"\n[members]\n[free]\n"aws_lb.note" = "free"\n'
    )
    table = Table.read(file)
    assert [*table.complaints([Leaf("the.address", "aws_lb.note", "anything")])] == []
    assert table.idle() == {"aws_lb"}


def test_every_text_of_a_plan_is_looked_at_but_those_that_aws_will_say() -> None:
    after = {"name": "a", "arn": None, "tags": {"Name": "b"}, "rule": [{"id": "c", "made": "d"}], "ids": ["e"]}
    unknown = {"arn": True, "rule": [{"made": True}], "ids": [False]}
    found = {(leaf.attribute, leaf.text) for leaf in leaves([a_change(after, unknown)])}
    assert found == {
        ("aws_lb.name", "a"),
        ("aws_lb.tags.*", "Name"),
        ("aws_lb.tags.*", "b"),
        ("aws_lb.rule.id", "c"),
        ("aws_lb.ids", "e"),
    }


def test_what_is_only_read_is_not_looked_at() -> None:
    assert [*leaves([{**a_change({"name": "a"}, {}), "mode": "data"}])] == []


def test_a_member_is_found_by_its_name_in_small_letters_and_of_one() -> None:
    rule = in_models("wafv2 CreateWebACL", ["rule", "name"])
    assert rule
    assert rule.wrong("it's")
    assert not rule.wrong("rate")
    assert in_models("wafv2 CreateWebACL", ["rule", "nothing"]) is None
