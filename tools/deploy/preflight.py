"""Asks what an account may have of everything that grows with states, before Terraform meets it."""

import re
from collections.abc import Iterator
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from deploy.context import Context
from deploy.quotas import QUOTAS, Quota
from deploy.states_file import states_of
from deploy.terraform import Change
from deploy.usage import Ground

# What AWS answers, and what an emulator that lacks the service does.
REFUSALS = (BotoCoreError, ClientError, ResponseParserError)


def tell(context: Context, found: tuple[Change, ...]) -> None:
    """Tell of each quota what it allows and what is needed with this plan, and which to raise to what number."""
    context.console.step("What AWS allows of what grows with states (docs/operations/quotas.md)")
    states = states_of(context.place.states)
    ground = Ground(context.session, context.name, context.settings, states, found)
    for line in lines(ground):
        context.console.say(f"    {line}")


def tell_if_it_grows(context: Context, found: tuple[Change, ...]) -> None:
    """The same where a plan makes what may not be had."""
    if any("create" in change.actions for change in found):
        tell(context, found)


def lines(ground: Ground) -> Iterator[str]:
    """What there is to say of each quota."""
    for quota in QUOTAS:
        try:
            needed = quota.needed(ground)
        except REFUSALS as refusal:
            yield f"NOT KNOWN  {quota.title}: what there is cannot be counted ({_short(refusal)}). See {quota.page}"
            continue
        allowed, why = _allowed(ground.session, quota)
        yield _judged(quota, needed, allowed, why)


def _judged(quota: Quota, needed: int, allowed: int | None, why: str) -> str:
    said = f"{quota.title}: {needed:,} needed"
    most = quota.default if allowed is None else allowed
    if needed > most:
        return f"TOO FEW    {said}, {most:,} allowed{why}. {_advice(quota, needed)}"
    return f"{'NOT ASKED ' if why else 'ok        '} {said}, {most:,} allowed{why}"


def _advice(quota: Quota, needed: int) -> str:
    if quota.fixed:
        return f"AWS raises it by a support case, if at all, to {needed:,}; or have fewer. See {quota.page}"
    command = f"request-service-quota-increase --service-code {quota.service} --quota-code {quota.code}"
    return f"Raise it to {needed:,}: aws service-quotas {command} --desired-value {needed}"


def _allowed(session: boto3.Session, quota: Quota) -> tuple[int | None, str]:
    """What Service Quotas says; or nothing, and why the documented number has to do."""
    if not quota.service:
        return quota.default, ""
    try:
        asked: Any = session
        client = asked.client("service-quotas", region_name=_region(session, quota))
        for call in ("list_service_quotas", "list_aws_default_service_quotas"):
            for page in client.get_paginator(call).paginate(ServiceCode=quota.service):
                for listed in page["Quotas"]:
                    if _is_it(quota, listed):
                        return int(listed["Value"]), ""
    except REFUSALS as refusal:
        return None, f" by AWS's documentation; Service Quotas cannot be asked ({_short(refusal)})"
    return None, f" by AWS's documentation; Service Quotas does not list it ({quota.page})"


def _is_it(quota: Quota, listed: dict[str, Any]) -> bool:
    if quota.code:
        return bool(listed["QuotaCode"] == quota.code)
    return re.search(quota.name, listed["QuotaName"], re.IGNORECASE) is not None


def _region(session: boto3.Session, quota: Quota) -> str:
    """Quotas of the account are kept in one region of its partition."""
    here = str(session.region_name)
    first = "us-gov-west-1" if here.startswith("us-gov-") else "us-east-1"
    return first if quota.account else here


def _short(refusal: Exception) -> str:
    return str(refusal).splitlines()[0][:160] if str(refusal) else type(refusal).__name__
