"""The contract of ports.Mail, on Amazon SES and on the fake."""

import logging
from collections.abc import Iterator

import boto3
import pytest
from moto.ses.models import ses_backends

from humangov.aws.clients import connect_mail
from humangov.aws.desks import AwsDesks
from humangov.aws.mail import NO_MAIL, SesMail
from humangov.domain.permissions import operator
from humangov.services import budgets
from humangov.services.desk import Desk
from tests.contract.worlds import ORIGIN, aws_world, now, open_desk
from tests.fakes import FakeDesks
from tests.faults.proxy import Fault, FaultProxy, Hang, Reset, Throttle

SENDER, TO = "no-reply@hr.example.gov", "jose@agency.gov"
MESSAGE = (TO, "Choose your password, Hawaiʻi", "Hello José,\n\nhttps://hawaii.hr.example.gov/invitation/1/2\n")


@pytest.fixture
def by_ses() -> Iterator[Desk]:
    # On moto always: the emulator of the containers has no SES.
    with aws_world({}) as aws:
        boto3.client("sesv2", region_name="us-east-1").create_email_identity(EmailIdentity=SENDER)
        mail = SesMail(connect_mail(2, "us-east-1"), SENDER)
        yield AwsDesks(aws.clients, aws.registry, now, mail=mail).open(aws.california, operator("tests"), ORIGIN)


def test_a_message_goes_out_as_it_was_written(by_ses: Desk) -> None:
    assert by_ses.mail.send(*MESSAGE)
    (message,) = ses_backends["123456789012"]["us-east-1"].sent_messages
    assert (message.source, message.destinations) == (SENDER, {"ToAddresses": [TO]})
    assert (message.subject, message.body) == MESSAGE[1:]


def test_the_fake_keeps_what_it_takes_and_says_what_it_does_not() -> None:
    desks = FakeDesks()
    desk = open_desk(desks)
    assert desk.mail.send(*MESSAGE)
    desks.calls.failing.add("mail.send")
    assert not desk.mail.send(*MESSAGE)
    assert desks.mail.sent == [MESSAGE]


def test_where_no_mail_is_set_up_nothing_is_taken() -> None:
    assert (NO_MAIL.sender, NO_MAIL.send(*MESSAGE)) == ("", False)


def test_what_ses_refuses_is_not_taken_and_the_log_has_the_reason_alone(
    by_ses: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    unknown = SesMail(connect_mail(2, "us-east-1"), "nobody@elsewhere.example")
    with caplog.at_level(logging.INFO, "humangov"):
        assert not unknown.send(*MESSAGE)
    (line,) = caplog.records
    assert (line.getMessage(), vars(line)["code"]) == ("mail not taken", "MessageRejected")
    assert TO not in str(vars(line))
    assert "/invitation/" not in str(vars(line))


@pytest.mark.parametrize("fault", [Hang(), Reset(), Throttle()], ids=lambda f: type(f).__name__)
def test_a_mail_service_in_trouble_is_asked_once_and_costs_little_of_a_request(
    monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with FaultProxy() as proxy, proxy.faulty(fault), budgets.within(5.0) as budget:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", proxy.url)
        assert not SesMail(connect_mail(2, "us-east-1"), SENDER).send(*MESSAGE)
        assert proxy.seen == ["POST"]
        assert budget.left > 1.5
