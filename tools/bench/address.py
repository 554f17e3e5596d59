"""Measures one page at any address of this machine, such as that of the proxy in front: python -m bench.address."""

import argparse
import os
import sys

from bench.driver import measure
from bench.figures import Timed, percentile
from bench.measuring import AT_A_TIME
from bench.visitor import sign_in
from programs import CannotRun

PAGE = "/employees?size=50"


def main() -> int:
    """Sign in and measure. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.address", description=__doc__)
    parser.add_argument("base_url", help="such as http://california.localhost:8000")
    parser.add_argument("email", help="of an account there; its password is taken from BENCH_PASSWORD")
    parser.add_argument("--path", default=PAGE, help=f"the page; default: {PAGE}")
    parser.add_argument("--requests", type=int, default=500, help="how often")
    asked = parser.parse_args()
    try:
        cookie = sign_in(asked.base_url, asked.email, os.environ.get("BENCH_PASSWORD", "")).cookie
        for connections in (1, AT_A_TIME):
            _tell(connections, measure(asked.base_url, cookie, asked.path, asked.requests, connections))
    except (CannotRun, OSError) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def _tell(connections: int, found: Timed) -> None:
    middle, slow = (percentile(found.milliseconds, percent) for percent in (50, 99))
    a_second = len(found.milliseconds) / found.seconds
    print(f"{connections} at a time: {a_second:.0f} requests a second, p50 {middle:.1f} ms, p99 {slow:.1f} ms")


if __name__ == "__main__":
    sys.exit(main())
