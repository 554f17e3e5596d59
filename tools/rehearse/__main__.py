"""make rehearse: python -m rehearse. FAST=1 with few people; KEEP=1 only sets the stage, until Ctrl-C."""

import os
import shutil
import signal
import sys
import threading
import time
from contextlib import suppress
from types import FrameType

from rehearse.balancer import PORT
from rehearse.docker import Failed
from rehearse.ground import ROOT
from rehearse.place import DOMAIN, Stage, missing, stage
from rehearse.steps import Rehearsal, Step, line, written
from rehearse.visiting import Refused


def main() -> int:
    """Rehearse, and report. Returns 0 if no step failed more requests than it may."""
    if absent := missing():
        print(f"skipped: make rehearse needs {', '.join(absent)}, not found here.", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    folder = ROOT / ".local" / "rehearsal"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    steps, code, began = [], 1, time.monotonic()
    try:
        with stage(folder, ("california", "wyoming")) as opened:
            if _is_set("KEEP"):
                return _kept(opened)
            rehearsal = Rehearsal(opened, fast=_is_set("FAST"))
            steps = rehearsal.steps
            rehearsal.run()
            code = 0 if all(step.ok for step in steps) else 1
    except (Failed, Refused) as failure:
        print(f"\nThe rehearsal stopped: {failure}\nLogs: {folder.relative_to(ROOT)}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nBroken off; what ran is ended.", file=sys.stderr)
        code = 130
    finally:
        written(steps, folder / "report.json")
    _report(steps, time.monotonic() - began)
    return code


def _report(steps: list[Step], seconds: float) -> None:
    print("\nStep by step:")
    for step in steps:
        print(f"  {step.name:28} {line(step)}{'' if step.ok else '   TOO MANY FAILED'}")
    failed = sum(sum(step.failed.values()) for step in steps)
    asked = sum(step.asked for step in steps)
    print(f"rehearse: {len(steps)} steps, {asked} requests, {failed} failed, {seconds:.0f} s")


def _kept(opened: Stage) -> int:
    """Leave everything to whoever follows a runbook by hand, until Ctrl-C."""
    print(f"The stage is set. In another terminal: source {opened.written().relative_to(ROOT)}")
    print(f"The states' addresses are *.{DOMAIN}, at 127.0.0.1:{PORT}. Ctrl-C ends all of it.", flush=True)
    with suppress(KeyboardInterrupt):
        threading.Event().wait()
    return 0


def _is_set(name: str) -> bool:
    return os.environ.get(name, "") not in {"", "0"}


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
