"""The doctor and the sweep, and what every command says when something is missing."""

import boto3
import pytest

from humangov.aws.clients import connect
from humangov.cli import office
from tests.cli.terminal import Terminal

COMMANDS = [("state", "list"), ("doctor",), ("sweep",), ("demo",), ("user", "list", "--state", "WY")]


def test_the_doctor_finds_all_well_in_a_new_installation(terminal: Terminal) -> None:
    said = terminal.run("doctor").stdout.splitlines()
    assert said[0] == "ok      settings"
    assert {line.split()[0] for line in said} == {"ok"}
    assert {line.split()[1] for line in said} >= {"credentials", "clock", "registry", "table", "bucket", "key"}


def test_the_doctor_says_what_to_fix(terminal: Terminal) -> None:
    bucket = terminal.run("state", "show", "wyoming").stdout.split("bucket")[1].split()[0]
    boto3.client("s3", region_name="us-east-1").put_bucket_versioning(
        Bucket=bucket, VersioningConfiguration={"Status": "Suspended"}
    )
    result = terminal.run("doctor", code=1)
    assert f"NOT OK  bucket {bucket}: It keeps no versions. Turn versioning on" in result.stdout
    assert result.stderr == "Error: 1 thing needs your attention, see above.\n"


def test_the_doctor_finds_that_there_is_no_registry(bare: Terminal) -> None:
    said = bare.run("doctor", code=1).stdout
    assert (
        "NOT OK  registry humangov-registry: There is no such table, bucket or key. Make it with `humangov state add`"
        in said
    )


def test_the_sweep_erases_what_was_never_filed(terminal: Terminal) -> None:
    begun_in_2016 = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    terminal.desk("wyoming").documents.begin_upload(begun_in_2016, f"documents/nobody/nothing/{begun_in_2016}")
    assert terminal.run("sweep").stdout == "Wyoming: 1 erased\n"
    assert terminal.run("sweep", "--state", "WY").stdout == "Wyoming: 0 erased\n"


@pytest.mark.parametrize("name", ["HUMANGOV_SECRET_KEY", "AWS_REGION"])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_missing_setting_is_one_line_that_names_it(
    bare: Terminal, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], name: str
) -> None:
    monkeypatch.delenv(name)
    assert bare.refused(*words).startswith(f"{name} is missing: ")


def test_a_service_of_another_endpoint_that_does_not_answer_is_named_too(
    bare: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:9")
    monkeypatch.setattr(office, "connect", connect)
    assert bare.refused("state", "list").startswith("http://127.0.0.1:9 does not answer. Check the network")


def test_a_service_that_does_not_answer_is_one_line_that_names_it(
    bare: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setattr(office, "connect", connect)
    said = bare.refused("state", "list")
    assert said.startswith("http://127.0.0.1:9 does not answer. Check the network")


@pytest.mark.parametrize("words", [("state", "list"), ("sweep",), ("user", "list", "--state", "WY")], ids=" ".join)
def test_a_registry_that_is_not_there_is_one_line_that_leads_to_the_doctor(
    bare: Terminal, words: tuple[str, ...]
) -> None:
    said = bare.refused(*words)
    assert said.startswith("There is no such table, bucket or key. Make it with `humangov state add`")
    assert said.endswith("To see what is missing: humangov doctor")


def test_missing_credentials_are_one_line_that_says_what_to_set(
    bare: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr(office, "connect", connect)
    assert bare.refused("state", "list").startswith("There are no credentials. Set AWS_ACCESS_KEY_ID")


@pytest.mark.parametrize("words", [(), ("state",), ("user",), *COMMANDS], ids=" ".join)
def test_every_command_has_help(bare: Terminal, words: tuple[str, ...]) -> None:
    plain = tuple(word for word in words if word not in {"--state", "WY"})
    assert bare.run(*plain, "--help").stdout.startswith("Usage: humangov")
