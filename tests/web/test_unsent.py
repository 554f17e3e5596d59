"""What a page tells the script that keeps what is not answered: its key, its address, and that nobody answered."""

from base64 import b64decode

from humangov.domain.permissions import Role
from tests.web.markup import Page
from tests.web.people import on_file
from tests.web.site import Site, Visitor


def key(page: Page) -> str:
    return str(page.one("meta[name='unsent-key']")["content"])


def test_the_key_is_that_of_the_session_and_of_no_other(site: Site, specialist: Visitor, stranger: Visitor) -> None:
    one, other = key(specialist.get("/account")), site.visitor(Role.SPECIALIST)
    assert len(b64decode(one)) == 32
    assert one == key(specialist.get("/employees"))
    assert one != key(other.get("/account"))
    assert not stranger.get("/sign-in").all("meta[name='unsent-key']")


def test_a_page_that_answers_a_form_tells_where_it_is_looked_at_again(site: Site, specialist: Visitor) -> None:
    path = f"/employees/{on_file(site).id}/edit/contact"
    form = specialist.get(path)
    own = form.response.request.full_path
    assert not form.all("body[data-shown-at]")
    site.desks.calls.failing.add("forms.keep")
    page = specialist.post(own, form.fields() | {"phone": "916-555-0100"}, status=503)
    assert page.one("body")["data-shown-at"] == own
    assert page.all("form[data-unanswered]")
    site.desks.calls.failing = {"accounts.session"}
    assert specialist.get(own, status=503).all("[data-unanswered]")
    site.desks.calls.failing.clear()
    assert not specialist.get("/employees/none", status=404).all("[data-unanswered]")
    assert not specialist.post("/sign-in", {"email": "a@b.c", "password": "x"}, status=422).all("body[data-shown-at]")
