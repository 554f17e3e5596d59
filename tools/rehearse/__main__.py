"""make rehearse: python -m rehearse. FAST=1 with few people; KEEP=1 stays up at the end until Ctrl-C."""

import os
import shutil
import signal
import sys
import time
from types import FrameType

from rehearse.docker import Failed
from rehearse.ground import ROOT
from rehearse.place import missing, stage
from rehearse.steps import Rehearsal, line, written
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
            rehearsal = Rehearsal(opened, fast=os.environ.get("FAST", "") not in {"", "0"})
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
    print("\nStep by step:")
    for step in steps:
        print(f"  {step.name:28} {line(step)}{'' if step.ok else '   TOO MANY FAILED'}")
    failed = sum(sum(step.failed.values()) for step in steps)
    asked = sum(step.asked for step in steps)
    print(f"rehearse: {len(steps)} steps, {asked} requests, {failed} failed, {time.monotonic() - began:.0f} s")
    return code


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
