"""Runs the benchmark: see docs/performance.md."""

import argparse
import signal
import sys
from types import FrameType

from bench.place import ROOT, held
from bench.report import machine, write
from bench.run import Choice, run
from programs import CannotRun

SMALL, LARGE = 1_000, 25_000


def main() -> int:
    """Measure, and write down what was found. Returns the exit code."""
    asked = _asked()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        with held():
            where = machine()
            result = run(Choice({"wyoming": asked.small, "california": asked.large}, asked.requests))
    except CannotRun as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    write(ROOT / "docs", result, where)
    return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    """As Ctrl-C does: what was started is stopped on the way out."""
    raise KeyboardInterrupt


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--small", type=int, default=SMALL, help="people of the small state")
    parser.add_argument("--large", type=int, default=LARGE, help="people of the large state")
    parser.add_argument("--requests", type=int, default=500, help="how often each page is timed, one by one")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
