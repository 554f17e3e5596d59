"""Change the code that decides who may do what, and see that a unit test fails (make mutate ONLY=scope)."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import monotonic

from mutate.ground import prepare
from mutate.modules import mutated, named
from mutate.report import FOUND_OUT, Mutant, change, explained, idle, mutants, row, scores, unexplained

ROOT = Path(__file__).resolve().parents[2]
GROUND = ROOT / ".mutants"
PAGE = ROOT / "docs" / "mutation.md"


def main(asked: list[str]) -> int:
    """Mutate the modules, all of them where none is named. Returns 1 for a survivor that the page does not explain."""
    began = monotonic()
    modules = named(ROOT, asked) if asked else mutated(ROOT)
    if not modules:
        print(f"There is no module named {' or '.join(asked)} among those that decide.", file=sys.stderr)
        return 1
    prepare(ROOT, GROUND, modules)
    _mutmut("run", "--max-children", os.environ.get("CHILDREN", "1"))
    code = _told(mutants(_mutmut("results", "--all", "true", quiet=True)), modules)
    print(f"  in {(monotonic() - began) / 60:.0f} minutes")
    return code


def _told(tried: list[Mutant], modules: list[str]) -> int:
    survived = {m: change(m, _mutmut("show", m.name, quiet=True)) for m in tried if m.status not in FOUND_OUT}
    reasons = [of for of in explained(PAGE.read_text("utf-8")) if of.module in modules]
    open_, left = unexplained(survived, reasons), idle(survived.values(), reasons)
    print(*scores(tried, Counter(m.module for m in survived if m not in open_)), sep="\n")
    for mutant, of in open_.items():
        print(f"{mutant.status}: {mutant.module}, {mutant.name}\n  {row(of)}")
    for of in left:
        print(f"explained in docs/mutation.md, and no survivor: {of.module}\n  {row(of)}")
    return 1 if open_ or left or not tried else 0


def _mutmut(*words: str, quiet: bool = False) -> str:
    """Run mutmut in the copy; what it says, where it is not for the terminal."""
    command = [sys.executable, "-c", "from mutmut.__main__ import cli; cli()", *words]
    done = subprocess.run(command, cwd=GROUND, check=True, text=True, stdout=subprocess.PIPE if quiet else None)  # noqa: S603 our own words
    return done.stdout or ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
