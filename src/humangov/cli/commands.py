"""A group of commands, each of which ends in one clear line when something is wrong."""

import os
from typing import Any

import click

from humangov.aws.doctor import NO_CREDENTIALS, REFUSALS, advice_on, lacks_credentials
from humangov.domain.errors import AlreadyExists, Conflict, HumanGovError, Invalid, NotFound, Unavailable, Uncertain
from humangov.settings import SettingsError


class Commands(click.Group):
    """A group whose commands say what is wrong, and never show a traceback for it."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 as in click
        """Run the command."""
        try:
            return super().invoke(ctx)
        except SettingsError as problem:
            raise click.ClickException(str(problem)) from None
        except HumanGovError as problem:
            raise click.ClickException(_said(problem)) from None
        except REFUSALS as refusal:
            raise click.ClickException(f"{advice_on(refusal)} To see what is missing: humangov doctor") from None


def _said(problem: HumanGovError) -> str:
    if isinstance(problem, Invalid):
        return " ".join(f"{field}: {text}" for field, text in problem.fields.items())
    if isinstance(problem, Unavailable):
        return _unanswered(problem)
    if isinstance(problem, AlreadyExists):
        return f"Another record has this {problem.field} already."
    if isinstance(problem, NotFound):
        return "There is no such record. Look at the list first."
    if isinstance(problem, Conflict):
        return "Somebody else changed it at the same time. Run the command again."
    return f"{type(problem).__name__}: {problem}"


def _unanswered(problem: Unavailable) -> str:
    if lacks_credentials(problem):
        return f"{NO_CREDENTIALS} To see what is missing: humangov doctor"
    # One for all services, or of some of them: AWS_ENDPOINT_URL_DYNAMODB and its like.
    given = sorted({value for name, value in os.environ.items() if name.startswith("AWS_ENDPOINT_URL") and value})
    endpoints = " or ".join(given) or "AWS"
    if isinstance(problem, Uncertain):
        return f"{endpoints} did not answer, so it is not certain whether this is saved. Look before you run it again."
    return f"{endpoints} does not answer. Check the network, and start the emulator if you use one (make run)."
