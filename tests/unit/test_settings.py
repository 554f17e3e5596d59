"""Settings: read from the environment once, or one line that says what to fix."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from humangov.settings import Settings, SettingsError

WHOLE = {"HUMANGOV_SECRET_KEY": "k" * 32, "AWS_REGION": "us-west-2"}
DEDICATED = {"US_STATE": "california", "AWS_DYNAMODB_TABLE": "table", "AWS_BUCKET": "bucket"}


def read(**more: str) -> Settings:
    return Settings.from_environment({**WHOLE, **more})


def test_two_variables_are_enough() -> None:
    settings = read()
    assert (settings.base_domain, settings.registry_table) == ("localhost", "humangov-registry")
    assert (settings.session_idle.seconds, settings.session_absolute.seconds) == (900, 43_200)
    assert (settings.max_upload_bytes, settings.max_body_bytes) == (25 * 1024 * 1024, 26 * 1024 * 1024)
    assert settings.trusted_proxies == 0
    assert settings.dedicated is None


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_variable_is_named_in_one_line(name: str, value: str | None) -> None:
    environment = {k: v for k, v in WHOLE.items() if k != name} | ({} if value is None else {name: value})
    with pytest.raises(SettingsError, match=f"^{name} is missing: [^\n]+$"):
        Settings.from_environment(environment)


@pytest.mark.parametrize("name", DEDICATED)
def test_a_dedicated_instance_needs_all_of_its_variables(name: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} is missing: a dedicated instance needs all"):
        read(**{k: v for k, v in DEDICATED.items() if k != name})


@pytest.mark.parametrize("state", ["california", "California", "CA", "ca"])
def test_a_dedicated_instance_serves_one_state(state: str) -> None:
    more = {"US_STATE": state, "AWS_KMS_KEY": "arn:key", "HUMANGOV_STATE_ROLE": "arn:role"} | {
        "HUMANGOV_STATE_HELP": " Dial  311 "
    }
    dedicated = read(**DEDICATED | more).dedicated
    assert dedicated
    served = dedicated.installed
    found = (served.slug, served.table, served.bucket, served.key_arn, served.role_arn, served.help)
    assert found == ("california", "table", "bucket", "arn:key", "arn:role", "Dial 311")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUMANGOV_SECRET_KEY", "short"),
        ("HUMANGOV_MAX_UPLOAD_BYTES", "0"),
        ("HUMANGOV_MAX_UPLOAD_BYTES", "25MB"),
        ("HUMANGOV_MAX_BODY_BYTES", "0"),
        ("HUMANGOV_MAX_BODY_BYTES", "26MB"),
        ("HUMANGOV_MAX_BODY_BYTES", "26279935"),
        ("HUMANGOV_SESSION_IDLE_SECONDS", "10"),
        ("HUMANGOV_SESSION_IDLE_SECONDS", "²"),
        ("HUMANGOV_SESSION_SECONDS", "-1"),
        ("HUMANGOV_TRUSTED_PROXIES", "99"),
        ("HUMANGOV_THREADS", "0"),
        ("HUMANGOV_MAIL_FROM", "HumanGov <no-reply@hr.example.gov>"),
        ("HUMANGOV_ADDRESS", "hr.example.gov"),
        ("HUMANGOV_ADDRESS", "http://hr.example.gov"),
        ("HUMANGOV_ADDRESS", "https://hr.example.gov/people"),
        ("HUMANGOV_ADDRESS", "https://ana@hr.example.gov"),
        ("PORT", "0"),
        ("HUMANGOV_DYNAMODB_PLACES", "0"),
        ("HUMANGOV_THREADS", "7"),
        ("HUMANGOV_PAGE_SECONDS", "60"),
        ("HUMANGOV_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_value_that_makes_no_sense_is_named_in_one_line(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} is [^\n]+$"):
        read(**{name: value})


def test_the_largest_body_follows_the_largest_file_unless_it_is_given() -> None:
    assert read(HUMANGOV_MAX_UPLOAD_BYTES="104857600").max_body_bytes == 105_906_176
    assert read(HUMANGOV_MAX_UPLOAD_BYTES=str(1024**3)).max_body_bytes == 1024**3 + 1024**2
    assert read(HUMANGOV_MAX_BODY_BYTES="26279936").max_body_bytes == 26_279_936


def test_a_body_that_is_too_small_for_the_largest_file_is_told_with_what_would_do() -> None:
    with pytest.raises(SettingsError, match=r"^HUMANGOV_MAX_BODY_BYTES is [^\n]+ at least 104923136, or "):
        read(HUMANGOV_MAX_UPLOAD_BYTES="104857600", HUMANGOV_MAX_BODY_BYTES="27262976")


def test_with_mail_one_thread_more_may_wait() -> None:
    sender = {"HUMANGOV_MAIL_FROM": "no-reply@hr.example.gov"}
    assert read().mail_from == ""
    assert read(**sender).mail_from == "no-reply@hr.example.gov"
    assert read(HUMANGOV_THREADS="8").patience.places == 7
    with pytest.raises(SettingsError, match=r"^HUMANGOV_THREADS is not usable: 8 threads .* at least 9, or "):
        read(**sender, HUMANGOV_THREADS="8")


def test_a_dedicated_instance_that_mails_links_needs_its_address() -> None:
    sender = {"HUMANGOV_MAIL_FROM": "no-reply@hr.example.gov"}
    assert read(**sender).address == ""
    with pytest.raises(SettingsError, match=r"^HUMANGOV_ADDRESS is missing: [^\n]+$"):
        read(**DEDICATED, **sender)
    given = read(**DEDICATED, **sender, HUMANGOV_ADDRESS="https://HR.example.gov/")
    assert given.address_of("california") == "https://hr.example.gov"


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "http://california.localhost:8000"),
        ({"PORT": "8080"}, "http://california.localhost:8080"),
        ({"HUMANGOV_BASE_DOMAIN": "HR.example.gov."}, "https://california.hr.example.gov"),
        ({"HUMANGOV_ADDRESS": "https://other.example.gov"}, "http://california.localhost:8000"),
        (DEDICATED, "http://localhost:8000"),
        (DEDICATED | {"HUMANGOV_BASE_DOMAIN": "hr.example.gov"}, "https://hr.example.gov"),
        (DEDICATED | {"HUMANGOV_ADDRESS": "http://localhost:8080"}, "http://localhost:8080"),
    ],
)
def test_settings_say_where_people_reach_a_state(given: dict[str, str], address: str) -> None:
    assert read(**given).address_of("california") == address


def test_an_unknown_state_is_named() -> None:
    with pytest.raises(SettingsError, match=r"^US_STATE is not usable: "):
        read(**DEDICATED | {"US_STATE": "Atlantis"})


def test_every_variable_is_explained() -> None:
    root = Path(__file__).parents[2]
    named = set(re.findall(r'"((?:HUMANGOV|AWS|US)_[A-Z_]+)"', (root / "src/humangov/settings.py").read_text()))
    headings = set(re.findall(r"^### `([A-Z_]+)`", (root / "docs/settings.md").read_text(), re.MULTILINE))
    assert named <= headings
    assert len(named) >= len(fields(Settings))
