"""Gunicorn's door: reads the settings, connects to AWS, and hands over the application."""

import os
import sys
from functools import partial

from flask import Flask

from humangov.app import create_app
from humangov.aws.clients import connect, connect_mail, connect_sts, has_credentials
from humangov.aws.desks import AwsDesks
from humangov.aws.mail import NO_MAIL, SesMail
from humangov.aws.own import own_credentials
from humangov.aws.registry import OneState, Registry
from humangov.aws.roles import StateClients
from humangov.aws.waiting import Rooms
from humangov.settings import Settings, SettingsError
from humangov.web import logs
from humangov.web.assets import AssetsMissing
from humangov.web.worker import Worker

CANNOT_START = 3


def make_app() -> Flask:
    """The application of this environment. Raises SettingsError and AssetsMissing."""
    settings = Settings.from_environment(os.environ)
    if not has_credentials():
        raise SettingsError("AWS_ACCESS_KEY_ID is missing: set it with its secret, or AWS_PROFILE, or give a role.")
    logs.configure(settings.log_level)
    desks = open_desks(settings)
    return create_app(settings, desks, helper=Worker(desks))


def open_desks(settings: Settings) -> AwsDesks:
    """The states that are served, each on its own role; what the process itself may read is the registry."""
    threads, region, patience = settings.threads, settings.region, settings.patience
    rooms = Rooms(patience.dynamodb_places, patience.store_places, patience.sts_places, patience.mail_places)
    keys = own_credentials()
    own, sts = connect(threads, region, keys, rooms=rooms), connect_sts(threads, region, keys, rooms=rooms)
    clients = StateClients(own, sts, partial(connect, threads, region, rooms=rooms))
    only = settings.dedicated
    states = OneState(only.installed) if only else Registry(own.dynamodb, settings.registry_table)
    sender = settings.mail_from
    mail = SesMail(connect_mail(threads, region, keys, rooms=rooms), sender) if sender else NO_MAIL
    return AwsDesks(clients, states, scan_required=settings.scan_required, mail=mail)


def _start() -> Flask:
    """The application, or one line that says what to fix."""
    try:
        return make_app()
    except (SettingsError, AssetsMissing) as problem:
        print(problem, file=sys.stderr)  # noqa: T201 there is no log yet, and an operator is looking
        raise SystemExit(CANNOT_START) from None


app = _start()
