"""The pages that are measured, and for whom they are asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.driver import Answer, Ask
from bench.figures import DIRECTORY
from bench.visitor import Visitor, fields
from humangov.domain.employees import Row, Status
from humangov.domain.lists import Listing
from humangov.services.desk import Desk

# A code and the beginning of a word that fill their page at 1,000 people too.
AGENCY, WORD = "TRANSPORT", "da"
CHANGE = "Saving a phone number"


@dataclass(frozen=True, slots=True)
class Page:
    """A page under the name that the tables give it. `signed_in`: asked by somebody who is."""

    name: str
    path: str
    signed_in: bool = True


PAGES = (
    Page("Home", "/"),
    Page(DIRECTORY, "/employees?size=50"),
    Page("Directory of an agency, 50 rows", f"/employees?agency={AGENCY}&size=50"),
    Page("Search, one word, 25 rows", f"/employees?q={WORD}"),
    Page("Person", "/employees/{person}"),
    Page("Career of a person", "/employees/{person}/career"),
    Page("Person as of another day", "/employees/{person}?as_of=2026-06-01"),
    Page("Documents of a person", "/employees/{person}/documents"),
    Page("History of a person", "/employees/{person}/history"),
    Page("Sign-in page", "/sign-in", signed_in=False),
)


def active(desk: Desk) -> Iterator[Row]:
    """Everybody who is active, in the order of their names."""
    position = ""
    while True:
        page = desk.directory.page(Listing(status=Status.ACTIVE, size=100, position=position))
        yield from page.items
        if not (position := page.after):
            return


def typical(desk: Desk) -> str:
    """The first active person with two documents and four actions: alike in states of any size."""
    folders = (desk.employees.career(row.id) for row in active(desk))
    return next(f.employee.id for f in folders if (len(f.documents), len(f.actions)) == (2, 4))


def changes(visitor: Visitor, people: list[str]) -> list[Ask]:
    """For each person the filled form that saves another phone number. The forms are opened here, unmeasured."""
    connection = visitor.connection()
    return [_change(f"/employees/{person}/edit/contact", connection.send) for person in people]


def _change(path: str, send: Callable[[Ask], Answer]) -> Ask:
    typed = fields(send(Ask(path)).body.decode()) | {"phone": "(555) 555-0123"}
    return Ask(path, urlencode(typed).encode(), status=303)
