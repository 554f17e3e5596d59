"""Where mail is set up a one-time link goes to its account's e-mail, and no page shows it."""

import logging
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from humangov.domain.permissions import Role
from humangov.domain.states import find_state
from humangov.settings import Dedicated
from tests.builders import an_installed
from tests.fakes.desks import FakeDesks
from tests.web.markup import read
from tests.web.people import another
from tests.web.site import Site, Visitor, a_site
from tests.web.test_accounts import NEW_PASSWORD, PERSON

LOST = "is made, but could not be sent. Nobody has seen it."


@pytest.fixture(autouse=True)
def mailed(site: Site) -> None:
    site.desks.mail.sender = "no-reply@hr.example.gov"


def link_in(site: Site) -> str:
    """The path of the link in the newest message."""
    found = re.search(r"http://california\.localhost:8000/invitation/\S+", site.desks.mail.sent[-1][2])
    assert found
    return urlsplit(found[0]).path


def lets_in(site: Site, path: str) -> bool:
    newcomer = site.visitor()
    if newcomer.fetch(path).status_code != 200:
        return False
    form = newcomer.get(path).fields() | {"password": NEW_PASSWORD}
    return newcomer.fetch(path, "POST", data=form).headers["Location"] == "/"


def test_the_link_of_an_invitation_is_sent_and_shown_to_nobody(
    site: Site, administrator: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = administrator.fill("/admin/accounts/new", **PERSON)
        page = administrator.get(answer.headers["Location"])
    assert "We sent a link to jose@agency.gov." in page.main
    assert site.desks.mail.sent[0][0] == "jose@agency.gov"
    secret = link_in(site).rpartition("/")[2]
    for said in (answer.text, page.response.text, caplog.text, str([vars(line) for line in caplog.records])):
        assert secret not in said
    assert lets_in(site, link_in(site))


def test_a_grant_that_is_approved_sends_the_link_and_no_page_has_a_code(site: Site, administrator: Visitor) -> None:
    path = administrator.fill("/admin/accounts/new", **(PERSON | {"role": "supervisor"})).headers["Location"]
    assert administrator.get(path).all("#link-code") == []
    second = another(site, Role.ADMINISTRATOR)
    assert "A one-time link is sent to jose@agency.gov. Nobody else sees it." in second.get(f"{path}/approve").main
    assert site.desks.mail.sent == []
    answer = second.fill(f"{path}/approve")
    assert "We sent a link to jose@agency.gov." in second.get(answer.headers["Location"]).main
    assert lets_in(site, link_in(site))


def test_a_new_link_for_an_account_is_sent(site: Site, administrator: Visitor) -> None:
    viewer = site.desks.account(Role.VIEWER)
    administrator.fill(f"/admin/accounts/{viewer.id}/invite")
    assert site.desks.mail.sent[0][0] == viewer.email
    assert lets_in(site, link_in(site))


def test_a_link_that_could_not_be_sent_is_told_and_sent_again(site: Site, administrator: Visitor) -> None:
    site.desks.calls.failing.add("mail.send")
    answer = administrator.fill("/admin/accounts/new", **PERSON)
    page = administrator.get(answer.headers["Location"])
    assert LOST in page.main
    assert "/invitation/" not in page.response.text
    path = page.response.request.path
    assert [b.get_text() for b in page.all("main button")] == ["Send again"]
    still = administrator.fetch(path, "POST", data=page.fields())
    assert LOST in administrator.get(still.headers["Location"]).main
    site.desks.calls.failing.clear()
    answer = administrator.fill(path)
    assert "We sent a link to jose@agency.gov." in administrator.get(answer.headers["Location"]).main
    assert lets_in(site, link_in(site))


def test_a_link_that_did_not_arrive_is_sent_again_from_its_account(site: Site, administrator: Visitor) -> None:
    account = administrator.fill("/admin/accounts/new", **PERSON).headers["Location"]
    first = link_in(site)
    (button,) = administrator.get(account).all(f'main a[href="{account}/send"]')
    administrator.fill(str(button["href"]))
    assert not lets_in(site, first)
    assert lets_in(site, link_in(site))
    assert administrator.get(account).all(f'main a[href="{account}/send"]') == []
    page = read(administrator.fill(f"{account}/send"))
    assert "There is no open link that could be sent" in page.one("#error-summary").get_text()


def test_the_same_form_sent_twice_sends_one_link(site: Site, administrator: Visitor) -> None:
    fields = administrator.get("/admin/accounts/new").fields() | PERSON
    for _ in range(2):
        administrator.fetch("/admin/accounts/new", "POST", data=fields)
    assert len(site.desks.mail.sent) == 1
    assert "If it did not arrive, open the account and send it again" in administrator.get("/admin/accounts").main


def test_the_port_of_a_link_is_not_that_of_the_request(site: Site, administrator: Visitor) -> None:
    administrator.host = "california.localhost:6666"
    assert administrator.fill("/admin/accounts/new", **PERSON).status_code == 303
    assert "6666" not in site.desks.mail.sent[-1][2]
    assert link_in(site)


@pytest.mark.parametrize("sender", ["no-reply@hr.example.gov", ""])
def test_a_link_of_a_dedicated_instance_names_its_address_whatever_host_is_asked(tmp_path: Path, sender: str) -> None:
    state = find_state("california")
    assert state
    served = Dedicated(state, "table", "bucket")
    site = a_site(tmp_path, FakeDesks(only=an_installed()), dedicated=served, address="https://hr.california.example")
    site.desks.mail.sender = sender
    administrator = site.visitor()
    administrator.host, administrator.scheme = "evil.example", "https"
    site.sign_in(administrator, site.desks.account(Role.ADMINISTRATOR))
    session = administrator.client.get_cookie("humangov", domain="evil.example")
    assert session
    administrator.client.set_cookie("__Host-humangov", session.value, domain="evil.example", secure=True)
    answer = administrator.fill("/admin/accounts/new", **PERSON)
    told = site.desks.mail.sent[-1][2] if sender else answer.text
    assert "https://hr.california.example/invitation/" in told
    assert "evil" not in told


def test_without_mail_links_are_shown_as_ever(site: Site, administrator: Visitor) -> None:
    site.desks.mail.sender = ""
    page = read(administrator.fill("/admin/accounts/new", **PERSON), breadcrumbs=True)
    assert page.one("#invitation-link")
    assert site.desks.mail.sent == []
