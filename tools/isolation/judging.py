"""Has the evaluation library decide every case, in as many processes as there are processors."""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from isolation.estate import CannotRead, Policy
from isolation.matrix import Case
from isolation.uses import ALLOWED, REFUSED

PROGRAM = Path(__file__).with_name("evaluate.mjs")
MOST_PROCESSES = 4
# So many cases go to a process at once: there are a million for all states.
PART = 20_000


@dataclass(frozen=True, slots=True)
class Wrong:
    """A decision that is not what it must be."""

    case: Case
    verdict: str

    @property
    def leaks(self) -> bool:
        """Whether something is open that must be closed."""
        return self.verdict == "Allowed"

    def __str__(self) -> str:
        """The case, and what came of it."""
        return f"{'LEAK' if self.leaks else 'WRONG'}: {self.case}, is {self.verdict}"


@dataclass(frozen=True, slots=True)
class Judged:
    """How many decisions there were, how many of them had to be "allowed", and which are wrong."""

    decisions: int
    allowed: int
    wrong: tuple[Wrong, ...]

    @property
    def leaks(self) -> int:
        """How much is open that must be closed."""
        return sum(one.leaks for one in self.wrong)


def judge(wanted: Iterable[Case], endpoints: Mapping[str, Policy]) -> Judged:
    """Decide every case. Raises CannotRead where one cannot be decided."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    coming, decisions, allowed, wrong = iter(wanted), 0, 0, list[Wrong]()
    with ThreadPoolExecutor(processes) as pool:
        while parts := [part for _ in range(processes) if (part := [*islice(coming, PART)])]:
            verdicts = chain.from_iterable(pool.map(lambda part: _evaluated(part, endpoints), parts))
            for case, verdict in zip(chain.from_iterable(parts), verdicts, strict=True):
                decisions, allowed = decisions + 1, allowed + (case.expected == ALLOWED)
                if not _right(case, verdict):
                    wrong.append(Wrong(case, verdict))
    return Judged(decisions, allowed, tuple(wrong))


def _right(case: Case, verdict: str) -> bool:
    if case.expected == ALLOWED:
        return verdict == "Allowed"
    return verdict == "ExplicitlyDenied" or (case.expected != REFUSED and verdict == "ImplicitlyDenied")


def _evaluated(decided: Sequence[Case], endpoints: Mapping[str, Policy]) -> list[str]:
    """The verdicts, in order."""
    asked = json.dumps(_asked(decided, endpoints))
    command = ["node", str(PROGRAM)]
    done = subprocess.run(command, input=asked, check=False, capture_output=True, text=True)  # noqa: S603 ours
    if done.returncode:
        raise CannotRead(f"The policies cannot be evaluated: {done.stderr.strip()[-2000:]}")
    verdicts = done.stdout.split()
    if len(verdicts) != len(decided):
        raise CannotRead(f"{len(decided)} decisions were asked for, and {len(verdicts)} were given.")
    return verdicts


class _Numbered:
    """Values that come again and again, each written once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._by_identity: dict[int, int] = {}

    def number(self, value: object) -> int:
        """The place of a value in the list."""
        known = self._by_identity.get(id(value))
        if known is None:
            known = self._numbers.setdefault(json.dumps(value, sort_keys=True), len(self._numbers))
            self._by_identity[id(value)] = known
        return known

    def values(self) -> Iterator[Any]:
        """All of them, in their places."""
        return map(json.loads, self._numbers)


def _asked(decided: Sequence[Case], endpoints: Mapping[str, Policy]) -> dict[str, Any]:
    policies = _Numbered()
    requests = [
        {
            "principal": case.caller.arn,
            "action": case.action,
            "resource": case.resource,
            "context": case.context,
            "kind": case.kind,
            "identity": [policies.number(policy) for policy in case.caller.role.permissions],
            "guard": None if case.guard is None else policies.number(case.guard),
            "endpoint": _endpoint(case, endpoints, policies),
        }
        for case in decided
    ]
    return {"policies": [*policies.values()], "requests": requests}


def _endpoint(case: Case, endpoints: Mapping[str, Policy], policies: _Numbered) -> int | None:
    """The policy of the network's way to the service, which could only shut what is to be open.

    Keys are asked for by the table and the bucket, which have ways of their own.
    """
    service = case.action.partition(":")[0]
    policy = endpoints.get(service) if case.expected == ALLOWED and service != "kms" else None
    return None if policy is None else policies.number(policy)
