"""Holds every text that Terraform renders against what AWS accepts: python -m accepted."""

import json
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from accepted.leaves import Leaf, leaves
from accepted.rules import Table
from isolation.estate import CannotRead
from isolation.rendering import ENVIRONMENT, ROOT, plan

FEW = {"california": {}, "texas": {"dedicated": True}, "wyoming": {"legal_hold": True}}
EVERY = (*json.loads((ROOT / ENVIRONMENT / "states.json").read_text("utf-8")),)
# Every option that adds something, every state with tasks of its own, and the longest name there may be.
EVERYTHING: Mapping[str, object] = {
    "name": "humangov-staging-west",
    "states": {slug: {"dedicated": slug != "california"} for slug in EVERY},
    "egress": "per_zone",
    "rate_exempt_cidrs": ["203.0.113.7/32"],
    "exec": True,
    "mail_from": "humangov@hr.example.gov",
    "certificate_arn": "",
    "zone_id": "Z0123456789ABCDEFGHIJ",
}
INSTALLATIONS: Mapping[str, Mapping[str, object]] = {
    "3 states": {"states": FEW},
    f"{len(EVERY)} states, every option, the longest name": EVERYTHING,
}
MOST_SHOWN = 30


def main() -> int:
    """Print what AWS would refuse. Returns 1 where there is any, or a line of the table that nothing needs."""
    table, wrong = Table.read(), list[str]()
    try:
        for title, variables in INSTALLATIONS.items():
            began = time.monotonic()
            found = rendered(variables)
            wrong += table.complaints(found)
            print(f"accepted: {title}: {len(found):,} texts in {time.monotonic() - began:.0f} s", flush=True)
    except CannotRead as reason:
        print(reason, file=sys.stderr)
        return 1
    for line in (complaints := [*dict.fromkeys(wrong)])[:MOST_SHOWN]:
        print(f"  {line}")
    for line in sorted(idle := table.idle()):
        print(f"  {line}: nothing needs this line of the table")
    print(f"accepted: {len(complaints)} refused, {len(idle)} lines without use")
    return 1 if complaints or idle else 0


def rendered(variables: Mapping[str, object]) -> list[Leaf]:
    """The texts of an installation."""
    with tempfile.TemporaryDirectory(prefix="accepted-") as place:
        return [*leaves(plan(variables, Path(place)))]


if __name__ == "__main__":
    sys.exit(main())
