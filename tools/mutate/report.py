"""What came of the mutants: the score of each module, and the survivors that docs/mutation.md does not explain."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from mutate.ground import READ

# A mutant that never ends is found out as well as one that fails a test.
KILLED = frozenset({"killed", "timeout"})
# No test was run on it: `make types` fails with it.
REFUSED = "caught by type check"
FOUND_OUT = KILLED | {REFUSED}
ANY = "any"
_RESULT = re.compile(r"(?m)^ +humangov\.(\w+)\.(\w+)\.(\S+?)__mutmut_(\d+): (.+)$")
_ROW = re.compile(r"(?m)^\| `([^`]+)` \| `([^`]*)` \| `([^`]*)` \| (.+) \|$")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed copy of a function: `name` is mutmut's, `module` and `function` are ours."""

    name: str
    module: str
    function: str
    status: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a mutant changes: the lines of a function as they were and as they are, in one line each."""

    module: str
    function: str
    was: str
    now: str

    @property
    def of_any(self) -> "Change":
        """The row that explains every change of the function: one that makes a table as its module is imported."""
        return replace(self, was=ANY, now=ANY)


def mutants(results: str) -> list[Mutant]:
    """What `mutmut results --all true` lists."""
    return [
        Mutant(f"humangov.{floor}.{stem}.{mangled}__mutmut_{number}", f"{floor}/{stem}.py", _plain(mangled), status)
        for floor, stem, mangled, number, status in _RESULT.findall(results)
    ]


def _plain(mangled: str) -> str:
    """The name of a function as it is written: mutmut says x_name, or xǁClassǁname."""
    plain = mangled.removesuffix(READ)
    return plain.replace("xǁ", "", 1).replace("ǁ", ".") if plain.startswith("xǁ") else plain.removeprefix("x_")


def change(mutant: Mutant, diff: str) -> Change:
    """What `mutmut show` says of a mutant."""
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    was, now = (
        " ".join(line[1:].strip() for line in lines if line.startswith(sign)).replace("`", "'") for sign in "-+"
    )
    return Change(mutant.module, mutant.function, was, now)


def explained(page: str) -> Mapping[Change, str]:
    """The reasons on the page, by the change that each is about: a heading for a module, a row for a change."""
    parts = re.split(r"(?m)^## `([^`]+)`$", page)
    return {
        Change(module, function, was.replace(r"\|", "|"), now.replace(r"\|", "|")): reason
        for module, text in zip(parts[1::2], parts[2::2], strict=True)
        for function, was, now, reason in _ROW.findall(text)
    }


def unexplained(survived: Mapping[Mutant, Change], reasons: Iterable[Change]) -> Mapping[Mutant, Change]:
    """The survivors that no row is about."""
    rows = {*reasons}
    return {mutant: of for mutant, of in survived.items() if not rows & {of, of.of_any}}


def idle(survived: Iterable[Change], reasons: Iterable[Change]) -> set[Change]:
    """The rows that are about no survivor."""
    return {*reasons} - {row for of in survived for row in (of, of.of_any)}


def row(found: Change) -> str:
    """A survivor as the page would list it, but for the reason."""
    was, now = (text.replace("|", r"\|") for text in (found.was, found.now))
    return f"| `{found.function}` | `{was}` | `{now}` | … |"


def scores(all_of_them: Iterable[Mutant], excused: Counter[str]) -> list[str]:
    """A line for each module and one for all: how many mutants there are, and what came of them."""
    killed, refused, total = Counter[str](), Counter[str](), Counter[str]()
    for mutant in all_of_them:
        total[mutant.module] += 1
        killed[mutant.module] += mutant.status in KILLED
        refused[mutant.module] += mutant.status == REFUSED
    lines = [_score(name, count, killed[name], refused[name], excused[name]) for name, count in sorted(total.items())]
    return [*lines, _score("in all", total.total(), killed.total(), refused.total(), excused.total())]


def _score(name: str, total: int, killed: int, refused: int, excused: int) -> str:
    open_ = total - killed - refused - excused
    return (
        f"  {name:28} {total:5} mutants: {killed:5} killed by tests, {refused:5} refused by the type checker,"
        f" {excused:3} explained, {open_:3} not"
    )
