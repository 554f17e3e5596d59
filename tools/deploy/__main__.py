"""The operator's targets of the Makefile: python -m deploy <command>, with ENV and the like in the environment."""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from types import FrameType

from botocore.exceptions import BotoCoreError, ClientError

from deploy.bootstrap import bootstrap
from deploy.context import Context
from deploy.cost import cost
from deploy.destroy import destroy
from deploy.offboard import offboard
from deploy.onboard import onboard
from deploy.place import Stop
from deploy.releasing import deploy, plan, rollback
from deploy.suspend import resume, suspend

Environ = Mapping[str, str]
COMMANDS: Mapping[str, Callable[[Environ], None]] = {
    "bootstrap": lambda environ: bootstrap(Context.open(environ)),
    "deploy": lambda environ: deploy(Context.open(environ)),
    "plan": lambda environ: plan(Context.open(environ)),
    "rollback": lambda environ: rollback(Context.open(environ)),
    "onboard": lambda environ: onboard(Context.open(environ)),
    "suspend": lambda environ: suspend(Context.open(environ)),
    "resume": lambda environ: resume(Context.open(environ)),
    "offboard": lambda environ: offboard(Context.open(environ)),
    "destroy": lambda environ: destroy(Context.open(environ)),
    "cost": cost,
}


def main(arguments: list[str], environ: Environ) -> int:
    """Run a command. Returns 0 if all is done, 1 if it is not, 2 for wrong use, 130 if it was broken off."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(f"Use make with one of these: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    try:
        COMMANDS[arguments[0]](environ)
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as refusal:
        print(f"\nAWS refused: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nBroken off. What was applied so far stands: the same command goes on from there.", file=sys.stderr)
        return 130
    return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    """As Ctrl-C does: what was begun is put on record on the way out."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
