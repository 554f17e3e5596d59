"""A browser as far as the benchmark needs one: it signs in and fills forms."""

from dataclasses import dataclass
from urllib.parse import urlencode

from bs4 import BeautifulSoup, Tag

from bench.driver import Answer, Ask, Connection
from programs import CannotRun


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in at a state's address."""

    base_url: str
    cookie: str

    def connection(self) -> Connection:
        """A connection of this visitor."""
        return Connection(self.base_url, self.cookie)


def sign_in(base_url: str, email: str, password: str) -> Visitor:
    """Sign in on the page itself. Raises CannotRun."""
    page = Connection(base_url, "").send(Ask("/sign-in"))
    typed = fields(page.body.decode()) | {"email": email, "password": password}
    done = Connection(base_url, _cookies(page)).send(Ask("/sign-in", urlencode(typed).encode()))
    if done.status != 303:
        raise CannotRun(f"{email} could not sign in at {base_url}: {done.status}")
    # Beside the session's own cookie the browser holds one with the secret of forms, which the next page gives.
    session = _cookies(done, "humangov=")
    return Visitor(base_url, f"{session}; {_cookies(Connection(base_url, session).send(Ask('/')))}")


def _cookies(answer: Answer, beginning: str = "") -> str:
    sent = (one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie", []))
    return "; ".join(one for one in sent if one.startswith(beginning))


def fields(page: str) -> dict[str, str]:
    """What the form in the page's main part would send as it stands."""
    form = BeautifulSoup(page, "html.parser").select_one("main form[method=post]")
    if form is None:
        raise CannotRun("A page has no form: has it changed?")
    return dict(pair for field in form.select("[name]") if (pair := _sent(field)))


def _sent(field: Tag) -> tuple[str, str] | None:
    name = str(field["name"])
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return (name, str(chosen.get("value", ""))) if chosen else None
    if field.get("type") in {"radio", "checkbox", "submit"} and not field.has_attr("checked"):
        return None
    return name, field.get_text() if field.name == "textarea" else str(field.get("value", ""))
