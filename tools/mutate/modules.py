"""Which modules are mutated: those that decide who may do what, found by what they speak of."""

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

SOURCE = Path("src/humangov")
# The pure rules: who may do what, what may be asked for, and what a decision is bound to.
RULES = ("domain/permissions.py", "domain/codes.py", "domain/proposals.py", "domain/shown.py")
# Limits to agencies, hands on a request, one's own record, two people, two administrators, decisions on what was seen.
SPEAKS = re.compile(
    r"(?m)^class (Scoped|OwnRecord\b)|\bis_work_of\b|\.owns\(|raise (Unseen|NotPermitted)\b"
    r"|\b(ABOUT_OTHERS|GRANT_ALONE|needs_second_person)\b"
)
_SHOWS = "shows what others decide"
_LATER = "not gone through whole yet: `make mutate ONLY=` with its name lists what survives"
LEFT_OUT: Mapping[str, str] = {
    "domain/errors.py": "says what is refused, and refuses nothing",
    "services/codes.py": _SHOWS,
    "services/employees.py": _SHOWS,
    "services/home.py": _SHOWS,
    "services/actions.py": _LATER,
    "services/accounts.py": _LATER,
    "services/desk.py": _LATER,
    "services/flowing.py": _LATER,
    "services/proposing.py": f"{_LATER}; 105 of 485 were tried, 7 survived",
}


def deciding(root: Path) -> list[str]:
    """All modules that decide who may do what, by their names under src/humangov."""
    files = sorted(file for floor in ("domain", "services") for file in (root / SOURCE / floor).glob("*.py"))
    named = {file.relative_to(root / SOURCE).as_posix(): file.read_text("utf-8") for file in files}
    return [name for name, text in named.items() if name in RULES or SPEAKS.search(text)]


def mutated(root: Path) -> list[str]:
    """Those that `make mutate` goes through."""
    return [name for name in deciding(root) if name not in LEFT_OUT]


def named(root: Path, words: Iterable[str]) -> list[str]:
    """Those that are asked for, as `scope` or `services/scope.py`, left out or not; none if one is unknown."""
    of_word = [[name for name in deciding(root) if word in {name, Path(name).stem}] for word in dict.fromkeys(words)]
    return [*chain.from_iterable(of_word)] if all(of_word) else []
