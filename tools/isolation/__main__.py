"""Proves who may open what: see docs/operations/isolation.md."""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from isolation.arns import REGION
from isolation.estate import CannotRead, Estate, read_estate
from isolation.judging import judge
from isolation.matrix import MAIL_FROM, cases
from isolation.rendering import ROOT, render
from isolation.sabotage import Sabotage, sabotages, second_lock

States = Mapping[str, Mapping[str, object]]
# One state among all, one with tasks of its own, one under a legal hold.
FEW: States = {"california": {}, "texas": {"dedicated": True}, "wyoming": {"legal_hold": True}}
POSSIBLE = ROOT / "deploy/terraform/environment/states.json"
MOST_SHOWN = 20


def main() -> int:
    """Render, decide, tell. Returns 1 where a decision is not what it must be, or a mistake is not noticed."""
    every = {slug: FEW.get(slug, {}) for slug in json.loads(POSSIBLE.read_text("utf-8"))}
    try:
        few = _rendered(FEW)
        proved = _proved(_rendered(every)) if _asked().all else _proved(few)
        proved = proved and _locked_twice(few)
        noticed = [_noticed(sabotage) for sabotage in sabotages(few)] if proved else []
    except CannotRead as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0 if proved and all(noticed) else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make isolation-proof", description=__doc__)
    parser.add_argument("--all", action="store_true", help="all states there can be, instead of three")
    return parser.parse_args()


def _rendered(states: States) -> Estate:
    """The installation as Terraform renders it."""
    if not shutil.which("terraform"):
        raise CannotRead("make isolation-proof needs Terraform 1.11 or later: install it first.")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="isolation-") as place:
        estate = read_estate(render(states, Path(place), mail_from=MAIL_FROM), REGION)
    print(f"isolation-proof: {len(states)} states rendered in {time.monotonic() - began:.0f} s", flush=True)
    return estate


def _proved(estate: Estate) -> bool:
    """Whether every decision is what it must be; what is wrong is printed."""
    began = time.monotonic()
    judged = judge(cases(estate), estate.endpoints)
    for one in judged.wrong[:MOST_SHOWN]:
        print(f"  {one}")
    print(
        f"isolation-proof: {judged.decisions:,} decisions for {len(estate.stores)} states and {len(estate.others)}"
        f" other roles ({judged.allowed:,} must be allowed, the rest denied): {judged.leaks} leaks,"
        f" {len(judged.wrong) - judged.leaks} other mistakes, {time.monotonic() - began:.0f} s",
        flush=True,
    )
    return not judged.wrong


def _locked_twice(estate: Estate) -> bool:
    """Whether buckets and keys stay shut to another state's role that is given every right."""
    judged = judge(second_lock(estate), {})
    for one in judged.wrong[:MOST_SHOWN]:
        print(f"  {one}")
    print(f"  a state's role with every right in the account: {judged.decisions} decisions, {judged.leaks} leaks")
    return not judged.wrong


def _noticed(sabotage: Sabotage) -> bool:
    """Whether the proof notices what was made wrong on purpose."""
    judged = judge(cases(sabotage.estate), sabotage.estate.endpoints)
    noticed = bool(judged.leaks if sabotage.opens else judged.wrong)
    found = f"{judged.leaks} leaks, {len(judged.wrong) - judged.leaks} other mistakes"
    print(f"  wrong on purpose: {sabotage.title}: {found}{'' if noticed else ', NOT NOTICED'}", flush=True)
    return noticed


if __name__ == "__main__":
    sys.exit(main())
