"""The worlds in which every store is tried: moto, or an emulator that CONTRACT_ENDPOINT_URL names; and the fakes."""

import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest
from moto import mock_aws

from humangov.aws.clients import Clients, connect
from humangov.aws.desks import AwsDesks
from humangov.aws.provision import make_registry_table, make_state_table
from humangov.aws.registry import Registry
from humangov.domain.documents import Document
from humangov.domain.permissions import operator
from humangov.domain.states import Installed
from humangov.services.desk import Desk, Origin
from humangov.services.desks import Desks
from tests import builders
from tests.contract.permissions import hold
from tests.fakes.desks import FakeDesks

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ENDPOINT = os.environ.get("CONTRACT_ENDPOINT_URL", "")
NAMED = {"AWS_ENDPOINT_URL": ENDPOINT} if ENDPOINT else {}
ORIGIN = Origin("192.0.2.7", "request-1")


def now() -> datetime:
    """The clock of every desk in these tests stands still."""
    return builders.NOW


def open_desk(desks: Desks, slug: str = "california") -> Desk:
    """The desk of a state that may do everything."""
    installed = desks.installed(slug)
    assert installed is not None
    return desks.open(installed, operator("tests"), ORIGIN)


def begun(desk: Desk, document: Document) -> Document:
    """The document, whose content is about to be stored."""
    desk.documents.begin_upload(document.object_id, document.object_key)
    return document


@dataclass(frozen=True)
class Aws:
    """Two states behind AWS's interface."""

    clients: Clients
    registry: Registry
    california: Installed
    wyoming: Installed

    @property
    def dynamodb(self) -> "DynamoDBClient":
        return self.clients.dynamodb

    @property
    def desks(self) -> AwsDesks:
        return AwsDesks(self.clients, self.registry, now)

    def desk_on(self, dynamodb: "DynamoDBClient") -> Desk:
        """California's desk on another client."""
        clients = replace(self.clients, dynamodb=dynamodb)
        return AwsDesks(clients, self.registry, now).open(self.california, operator("tests"), ORIGIN)


@contextmanager
def aws_world(apis: Mapping[str, str] = NAMED) -> Iterator[Aws]:
    """Two states in moto; or behind the APIs to which these settings lead, such as those of the fixture `apis`."""
    with pytest.MonkeyPatch.context() as patch, _aws(patch, apis):
        clients, run = _clients(tuple(sorted(apis.items()))), uuid.uuid4().hex[:8]
        make_registry_table(clients.dynamodb, f"registry-{run}")
        registry = Registry(clients.dynamodb, f"registry-{run}")
        states = [_state(clients, registry, slug, run) for slug in ("california", "wyoming")]
        yield Aws(clients, registry, *states)


@cache
def _clients(_apis: tuple[tuple[str, str], ...]) -> Clients:
    """Made once for the APIs, as in the application: it is what takes longest."""
    clients = connect(threads=4, region="us-east-1")
    clients.dynamodb.meta.events.register("provide-client-params.dynamodb", hold)
    return clients


def _aws(patch: pytest.MonkeyPatch, apis: Mapping[str, str]) -> AbstractContextManager[object]:
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"):
        patch.delenv(name, raising=False)
    for name, value in {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", **apis}.items():
        patch.setenv(name, value)
    return nullcontext() if apis else mock_aws()


def _state(clients: Clients, registry: Registry, slug: str, run: str) -> Installed:
    bare = builders.an_installed(slug)
    installed = replace(bare, table=f"{bare.table}-{run}", bucket=f"{bare.bucket}-{run}")
    make_state_table(clients.dynamodb, installed.table, "")
    clients.s3.create_bucket(Bucket=installed.bucket)
    clients.s3.put_bucket_versioning(Bucket=installed.bucket, VersioningConfiguration={"Status": "Enabled"})
    registry.put(installed)
    return installed


@contextmanager
def _aws_desks() -> Iterator[Desks]:
    with aws_world() as aws:
        yield aws.desks


@contextmanager
def _fake_desks() -> Iterator[Desks]:
    yield FakeDesks(agencies=())


# The fakes are the same beside every emulator: once is enough.
WORLDS = {"aws": _aws_desks} if ENDPOINT else {"aws": _aws_desks, "fake": _fake_desks}
