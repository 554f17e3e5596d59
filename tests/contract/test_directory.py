"""The contract of ports.Directory, against a plain sorted and filtered list."""

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from humangov.domain.employees import Employee, EmploymentType, Status, row_of
from humangov.domain.errors import Invalid
from humangov.domain.lists import Listing, Page, Sort
from humangov.domain.text import typed_words
from humangov.services.desk import Desk
from tests.builders import AGENCIES, an_employee, an_entry, an_event, changed
from tests.contract.worlds import WORLDS, open_desk

NAMES = [
    ("José", "García"),
    ("Jose", "Garcia López"),
    ("Ana", "Garcia-Lopez"),
    ("Zoë", "O'Brien"),
    ("Kai", "ʻOkina"),
    ("", "Madonna"),
    ("Sukarno", ""),
    ("小龙", "李"),
    ("Garfield", "Garcia"),
    ("Ólafur", "Þórsson"),
    ("Jean-Luc", "D’Angelo"),
    ("Anna", "Straße"),
]


def people() -> list[Employee]:
    """Thirty-six people, three of each name, dealt over agencies, statuses and years."""
    dice = random.Random(11)
    made: list[Employee] = []
    for first, last in NAMES * 3:
        agency = dice.choice(AGENCIES)
        bare = an_employee(
            first_name=first,
            last_name=last,
            agency=agency.code,
            department=dice.choice(agency.departments).code,
            status=dice.choice([*Status]),
            employment_type=dice.choice([*EmploymentType][:3]),
            hire_date=date(2000 + dice.randrange(4), 7, 1),
        )
        mail = f"{first}.{last}@agency.gov".lower() if len(made) < len(NAMES) and first.isascii() else ""
        made.append(
            replace(bare, email=mail.replace(" ", ""), former_names=("Ana Belén Ruiz",) if len(made) % 9 == 0 else ())
        )
    return made


@pytest.fixture(scope="module", params=WORLDS)
def crowd(request: pytest.FixtureRequest) -> Iterator[tuple[Desk, list[Employee]]]:
    """A desk whose directory is only read."""
    with WORLDS[request.param]() as desks:
        desk, made = open_desk(desks), people()
        for employee in made:
            desk.employees.record(an_entry(employee), an_event())
        yield desk, made


def expected(made: list[Employee], listing: Listing) -> list[str]:
    """What the list says in all its pages: the ids in order."""
    orders: dict[Sort, Callable[[Employee], tuple[str, ...]]] = {
        Sort.NAME: lambda e: (e.sort_name, e.id),
        Sort.HIRED: lambda e: (e.hire_date.isoformat(), e.sort_name, e.id),
        Sort.AGENCY: lambda e: (e.agency, e.sort_name, e.id),
    }
    fitting = [e for e in made if _asked(e, listing)]
    return [e.id for e in sorted(fitting, key=orders[listing.sort], reverse=listing.descending)]


def _asked(employee: Employee, listing: Listing) -> bool:
    return (
        listing.agency in ("", employee.agency)
        and listing.department in ("", employee.department)
        and listing.status in (None, employee.status)
        and listing.employment_type in (None, employee.employment_type)
        and (not listing.agencies or employee.agency in listing.agencies)
    )


def walked(read: Callable[[Listing], Page], listing: Listing) -> list[str]:  # type: ignore[type-arg]
    """All pages forwards; on the way each is compared with what going back from the next one shows."""
    found: list[str] = []
    page = read(listing)
    assert page.before == ""
    while True:
        assert len(page.items) <= listing.size
        found.extend(row.id for row in page.items)
        if not page.after:
            return found
        ahead = read(replace(listing, position=page.after))
        back = read(replace(listing, position=ahead.before, backward=True))
        assert [row.id for row in back.items] == [row.id for row in page.items]
        assert read(replace(listing, position=back.after)).items == ahead.items
        page = ahead


SCOPES = [
    {},
    {"agency": "DMV"},
    {"agency": "DOT", "department": "ROA"},
    {"status": Status.LEAVE},
    {"agency": "DMV", "status": Status.ACTIVE},
    {"agency": "DMV", "department": "LIC", "status": Status.SEPARATED},
    {"agencies": ("DMV", "PARKS")},
    {"agencies": ("DMV", "DOT"), "status": Status.ACTIVE},
]


@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("scope", SCOPES, ids=lambda s: "-".join(map(str, s.values())) or "all")
def test_pages_hold_everyone_once_in_order_forwards_and_backwards(
    crowd: tuple[Desk, list[Employee]], scope: dict[str, str], sort: Sort, *, descending: bool
) -> None:
    desk, made = crowd
    listing = Listing(**scope, sort=sort, descending=descending, size=5)  # type: ignore[arg-type]
    assert walked(desk.directory.page, listing) == expected(made, listing)


@pytest.mark.parametrize("kind", EmploymentType)
def test_a_filter_that_no_key_answers_still_finds_everyone(
    crowd: tuple[Desk, list[Employee]], kind: EmploymentType
) -> None:
    desk, made = crowd
    listing = Listing(employment_type=kind, size=4)
    assert walked(desk.directory.page, listing) == expected(made, listing)


def test_a_row_shows_the_record(crowd: tuple[Desk, list[Employee]]) -> None:
    desk, made = crowd
    by_id = {e.id: row_of(e) for e in made}
    for read, listing in ((desk.directory.page, Listing(size=100)), (desk.directory.search, Listing(text="ga"))):
        page = read(listing)
        assert page.items
        assert all(row == by_id[row.id] for row in page.items)


def test_the_last_page_and_the_only_page_have_nothing_after_them(crowd: tuple[Desk, list[Employee]]) -> None:
    desk, made = crowd
    exact = desk.directory.page(Listing(size=len(made)))
    assert (len(exact.items), exact.before, exact.after) == (len(made), "", "")
    assert desk.directory.page(Listing(agency="NONE")) == Page(())


def test_the_first_page_reached_backwards_has_nothing_before_it(crowd: tuple[Desk, list[Employee]]) -> None:
    desk, _ = crowd
    second = desk.directory.page(Listing(size=5, position=desk.directory.page(Listing(size=5)).after))
    first = desk.directory.page(Listing(size=5, position=second.before, backward=True))
    assert first.before == ""
    assert first.items == desk.directory.page(Listing(size=5)).items


def test_a_page_counts_what_it_looked_at(crowd: tuple[Desk, list[Employee]]) -> None:
    desk, _ = crowd
    assert desk.directory.page(Listing(size=5)).looked_at == 5
    none = desk.directory.page(Listing(employment_type=EmploymentType.INTERN, size=5))
    assert (none.items, none.looked_at) == ((), 36)


SEARCHES = [
    "garcia",
    "GARCÍA",
    "gar",
    "garcia jose",
    "jo gar",
    "o'brien",
    "obrien",
    "o brien",
    "'okina",
    "okina",
    "garcia-lopez",
    "garcialopez",
    "madonna",
    "sukarno",
    "小龙",
    "小龙 李",
    "李",
    "ólafur",
    "thor",
    "jean-luc",
    "dangelo",
    "strasse",
    "straße",
    "ruiz",
    "ana ruiz",
    "ana",
    "an an",
    "ana.garcia-lopez@agency.gov",
    "zoe",
    "xyzzy",
    "garcia xyzzy",
    "e0",
    "ga ga",
]


@pytest.mark.parametrize("text", SEARCHES)
def test_a_search_finds_each_person_whose_words_begin_so_once(crowd: tuple[Desk, list[Employee]], text: str) -> None:
    desk, made = crowd
    typed = typed_words(text)
    fitting = {e.id for e in made if all(any(w.startswith(t) for w in e.search_words) for t in typed)}
    found = walked(desk.directory.search, Listing(text=text, size=4))
    assert len(found) == len(set(found))
    assert set(found) == fitting


def test_a_search_runs_in_the_order_of_the_longest_word(crowd: tuple[Desk, list[Employee]]) -> None:
    desk, made = crowd
    words = {e.id: min(w for w in e.search_words if w.startswith("gar")) for e in made if "garcia" in e.search_words}
    by_id = {e.id: e for e in made}
    order = sorted(words, key=lambda i: (words[i], by_id[i].sort_name, i))
    assert [i for i in walked(desk.directory.search, Listing(text="gar", size=4)) if i in words] == order


def test_a_whole_number_or_email_finds_its_person(crowd: tuple[Desk, list[Employee]]) -> None:
    desk, made = crowd
    for text, person in ((made[5].number.lower(), made[5]), ("ana.garcia-lopez@agency.gov", made[2])):
        assert [row.id for row in desk.directory.search(Listing(text=text)).items] == [person.id]


@pytest.mark.parametrize("scope", SCOPES, ids=lambda s: "-".join(map(str, s.values())) or "all")
@pytest.mark.parametrize("kind", [None, EmploymentType.PERMANENT])
def test_a_search_is_narrowed_by_every_filter(
    crowd: tuple[Desk, list[Employee]], scope: dict[str, str], kind: EmploymentType | None
) -> None:
    desk, made = crowd
    listing = Listing(text="ga", employment_type=kind, size=3, **scope)  # type: ignore[arg-type]
    fitting = {e.id for e in made if _asked(e, listing) and any(w.startswith("ga") for w in e.search_words)}
    assert set(walked(desk.directory.search, listing)) == fitting


@pytest.mark.parametrize("text", ["", " ", "a", "' -", "a b c"])
def test_a_search_needs_a_word_of_two_letters(crowd: tuple[Desk, list[Employee]], text: str) -> None:
    desk, _ = crowd
    with pytest.raises(Invalid) as wrong:
        desk.directory.search(Listing(text=text))
    assert list(wrong.value.fields) == ["text"]


def test_typed_words_of_any_length_and_kind_find_nothing_and_break_nothing(crowd: tuple[Desk, list[Employee]]) -> None:
    desk, _ = crowd
    for text in ("x" * 100, "ﷺ" * 100, "😀😀", "\U0010ffff\U0010ffff", "#", "WORD##", "a#" * 50):
        for word in itertools.islice(typed_words(text), 1):
            if len(word) >= 2:
                assert desk.directory.search(Listing(text=text)).items == ()


def test_another_states_people_are_not_listed_or_found(desk: Desk, neighbor: Desk) -> None:
    neighbor.employees.record(an_entry(an_employee()), an_event())
    assert desk.directory.page(Listing()) == Page(())
    assert desk.directory.search(Listing(text="garcia")).items == ()


def test_a_change_is_listed_and_found_at_once(desk: Desk) -> None:
    before = desk.employees.record(an_entry(an_employee(preferred_name="Pepe")), an_event())
    after = changed(
        before, last_name="Núñez", preferred_name="", former_names=(before.legal_name,), agency="DOT", department="ROA"
    )
    desk.employees.record(
        an_entry(replace(after, status=Status.SEPARATED, hire_date=date(2016, 1, 4)), before), an_event()
    )
    assert desk.directory.search(Listing(text="pepe")).items == ()
    for text in ("nunez", "garcia"):
        (row,) = desk.directory.search(Listing(text=text)).items
        assert row.name == "Núñez, José"
    for sort in Sort:
        assert desk.directory.page(Listing(agency="DMV", sort=sort)).items == ()
        assert desk.directory.page(Listing(status=Status.ACTIVE, sort=sort)).items == ()
        (row,) = desk.directory.page(Listing(agency="DOT", status=Status.SEPARATED, sort=sort)).items
        assert (row.name, row.hire_date) == ("Núñez, José", date(2016, 1, 4))
