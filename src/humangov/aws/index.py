"""What is written beside an employee's record so that it can be found: directory rows, search words, unique values.

All of it follows from the record, so that a change removes and adds exactly what differs. A transaction takes 100
writes. At most: 28 for rows whose keys all change, four for unique values, two for the likeness, and WORDS removed with
as many added: 78. What else an entry of the ledger writes is counted in ledger.py.
"""

from humangov.aws import keys
from humangov.aws.items import Item, row_text
from humangov.aws.keys import Key
from humangov.aws.writes import ABSENT, Write, delete, put
from humangov.domain.employees import Employee, row_of
from humangov.domain.text import starts_search, words

# Later words of a record with more (the oldest of many former names) do not find it.
WORDS = 22
# Records that are older than the ledger may have as many.
FORMER_WORDS = 30


def search_words(employee: Employee) -> tuple[str, ...]:
    """The words that find the record, cut to what a key holds: the most telling first, no more than WORDS."""
    return _words(employee)[:WORDS]


def _words(employee: Employee) -> tuple[str, ...]:
    exact = (employee.number.casefold(), employee.email.casefold())
    names = (employee.last_name, employee.first_name, employee.preferred_name, employee.middle_name)
    ordered = [*exact, *(w for name in (*names, *reversed(employee.former_names)) for w in words(name))]
    return tuple(dict.fromkeys(keys.cut(w, keys.WORD_BYTES) for w in ordered if w))


def rows(employee: Employee) -> dict[Key, Item]:
    """Directory rows, search words and likeness of a record."""
    found = search_words(employee)
    listed = {"row": row_text(row_of(employee))}
    searched = {"row": row_text(row_of(employee), found)}
    return {
        **dict.fromkeys(keys.directory(employee), listed),
        **{keys.word(w, employee): searched for w in found if starts_search(w)},
        keys.likeness(employee): {},
    }


def former_words(employee: Employee) -> list[Write]:
    """What removes the words of a record that is older than the ledger and has more of them than are kept now."""
    late = _words(employee)[WORDS:FORMER_WORDS]
    return [delete(keys.word(w, employee)) for w in late if starts_search(w)]


def claims(employee: Employee) -> dict[Key, str]:
    """The values that are this record's alone, each with its field."""
    values = {"number": employee.number, "email": employee.email}
    return {keys.unique(field, value): field for field, value in values.items() if value}


def writes(before: Employee | None, after: Employee) -> list[Write]:
    """What makes the old record's rows and claims the new one's, and touches nothing that stays."""
    old, new = (rows(before) if before else {}), rows(after)
    had, has = (claims(before) if before else {}), claims(after)
    return [
        *(delete(key) for key in old if key not in new),
        *(put(key, item) for key, item in new.items() if old.get(key) != item),
        *(delete(key) for key in had if key not in has),
        *(put(key, {"owner": after.id}, ABSENT) for key in has if key not in had),
    ]
