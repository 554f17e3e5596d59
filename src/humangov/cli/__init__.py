"""The operator's commands: `humangov …`. docs/commands.md lists them."""

import click

import humangov
from humangov.cli.chores import chores
from humangov.cli.commands import Commands
from humangov.cli.demo import demo
from humangov.cli.doctor import doctor, sweep
from humangov.cli.mass import mass
from humangov.cli.migrate import migrate
from humangov.cli.states import state
from humangov.cli.users import user


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(humangov.__version__, prog_name="humangov")
def main() -> None:
    """Operate an installation of HumanGov.

    The settings come from the environment, as for the server (docs/settings.md).

    Exit codes: 0 done, 1 failed, 2 wrong use.
    """


for command in (state, user, mass, chores, demo, doctor, sweep, migrate):
    main.add_command(command)
