"""Every store's contract on LocalStack, with AWS's own DynamoDB Local inside."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, cast

import pytest
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from humangov.aws.clients import connect_operator
from tests.containers.stack import ROOT

IMAGE = os.environ.get("EMULATOR_IMAGE") or "localstack/localstack:4.14.0"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """LocalStack on loopback. We stop it ourselves: the reaper would be one more image to pull."""
    testcontainers_config.ryuk_disabled = True
    container = DockerContainer(IMAGE).with_env("SERVICES", "dynamodb,s3,kms,sts")
    cast("dict[str, Any]", container.ports)["4566/tcp"] = ("127.0.0.1", None)
    container.waiting_for(LogMessageWaitStrategy("Ready."))
    with container:
        url = f"http://127.0.0.1:{container.get_exposed_port(4566)}"
        # The first call starts DynamoDB Local, which takes longer than a store waits.
        with pytest.MonkeyPatch.context() as patch:
            for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
                patch.setenv(name, "test")
            patch.setenv("AWS_ENDPOINT_URL", url)
            connect_operator("us-east-1").dynamodb.list_tables()
        yield url


def test_every_store_keeps_its_contract_on_localstack(endpoint: str) -> None:
    command = [sys.executable, "-m", "pytest", "tests/contract", "--no-header", "-p", "no:cacheprovider"]
    environment = os.environ | {"CONTRACT_ENDPOINT_URL": endpoint, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    print(f"tests/contract on {IMAGE}: {done.stdout.splitlines()[-1]}")
    assert done.returncode == 0, done.stdout[-6000:]
