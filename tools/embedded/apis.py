"""Starts the AWS APIs on this machine, and stops them: `with embedded(folder) as apis`."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from urllib.request import Request

from embedded.java import EMULATOR_PYTHON, java
from embedded.package import simulator
from programs import Program, Running, answers, free_port, running

REGION = "us-east-1"
# The demo is made in two minutes: compiling for the long run, and collecting beside the work, cost it half of its time.
QUICK = ("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Api:
    """A program that serves some of the APIs."""

    endpoint: str
    running: Running


@dataclass(frozen=True, slots=True)
class Apis:
    """DynamoDB, and the others: S3, KMS, STS and SQS."""

    dynamodb: Api
    others: Api

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to use them, as boto3 reads it."""
        return {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.others.endpoint,
            "AWS_ENDPOINT_URL_DYNAMODB": self.dynamodb.endpoint,
            "AWS_REGION": REGION,
            "AWS_SECRET_ACCESS_KEY": "test",
        }


@contextlib.contextmanager
def embedded(folder: Path, held: TextIO | None = None, *, kept: bool = True) -> Iterator[Apis]:
    """All of them, with logs and data in this folder, where the next start finds the data. Raises CannotRun.

    Not kept, the tables are in memory alone: a suite needs no disk that many commits wait for.
    """
    with dynamodb(folder, held, kept=kept) as tables, ministack(folder, held) as others:
        yield Apis(tables, others)


@contextlib.contextmanager
def dynamodb(
    folder: Path, held: TextIO | None = None, options: Sequence[str] = QUICK, *, kept: bool = True
) -> Iterator[Api]:
    """AWS's DynamoDB Local alone, with its data in the folder's `dynamodb`, by these options of Java."""
    data, port = folder.absolute() / "dynamodb", free_port()
    data.mkdir(parents=True, exist_ok=True)
    # It loads a native library (SQLite), which later versions of Java allow by name only.
    place = [f"-DdbPath={data}"] if kept else ["-DinMemory=true"]
    native = ["--enable-native-access=ALL-UNNAMED", "-Djava.library.path=DynamoDBLocal_lib"]
    jars = "DynamoDBLocal.jar:DynamoDBLocal_lib/jetty-xml-9.4.53.v20231009.jar"
    server = ["-cp", jars, "org.eclipse.jetty.xml.XmlConfiguration", str(_HERE / "loopback.xml")]
    program = Program(
        name="DynamoDB Local",
        command=[java(), *options, *native, f"-Dport={port}", *place, *server],
        folder=simulator(),
        log=folder.absolute() / "dynamodb.log",
        environment=os.environ,
        held=held,
    )
    with running(program, answers(_tables_at(port))) as started:
        yield Api(f"http://127.0.0.1:{port}", started)


def _tables_at(port: int) -> Request:
    """The plainest call. Whoever comes first waits until Java has loaded what every call needs: not a user's page."""
    credential = f"Credential=test/20260101/{REGION}/dynamodb/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature=none",
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": "DynamoDB_20120810.ListTables",
    }
    return Request(f"http://127.0.0.1:{port}", b"{}", headers)


@contextlib.contextmanager
def ministack(folder: Path, held: TextIO | None = None) -> Iterator[Api]:
    """S3, KMS, STS and SQS, with their data in the folder. Raises CannotRun."""
    port, folder = free_port(), folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    settings = {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "LOG_LEVEL": "WARNING",
        "MINISTACK_REGION": REGION,
        "PERSIST_STATE": "1",
        "S3_DATA_DIR": str(folder / "s3"),
        "S3_PERSIST": "1",
        "SERVICES": "s3,kms,sts,sqs",
        "STATE_DIR": str(folder / "state"),
    }
    program = Program(
        name="emulator",
        command=[EMULATOR_PYTHON, "-m", "ministack"],
        folder=folder,
        log=folder / "emulator.log",
        environment=os.environ | settings,
        held=held,
    )
    with running(program, answers(f"http://127.0.0.1:{port}/_ministack/health")) as started:
        yield Api(f"http://127.0.0.1:{port}", started)
