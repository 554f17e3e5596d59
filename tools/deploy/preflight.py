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

SANDBOX = "https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html"
# What AWS answers, and what an emulator that lacks the service does: an answer without what was asked for among it.
REFUSALS = (BotoCoreError, ClientError, ResponseParserError, KeyError)


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
    if ground.settings.get("mail_from"):
        yield _mail(ground)


def _mail(ground: Ground) -> str:
    """Whether SES sends to anybody, or only to addresses that it has confirmed."""
    try:
        account = ground.client("sesv2").get_account()
    except REFUSALS as refusal:
        return f"NOT ASKED  Mail: SES cannot be asked ({_short(refusal)}). A new account sends to few. See {SANDBOX}"
    if not account["ProductionAccessEnabled"]:
        return f"TOO FEW    Mail: SES sends to confirmed addresses only: ask for production access. See {SANDBOX}"
    return f"ok         Mail: {account['SendQuota']['Max24HourSend']:,.0f} a day allowed"


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
