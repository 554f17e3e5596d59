"""The settings, read from the environment here and nowhere else: one frozen value, or a line that says what to fix."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from humangov.domain.rules import email_problem
from humangov.domain.states import Installed, State, find_state, help_problem
from humangov.domain.text import tidy

LEAST_SECRET_CHARACTERS = 32
MEBIBYTE = 1024 * 1024
# What a form takes beside its file: its fields, and what stands between them.
LEAST_FORM_BYTES = 64 * 1024
MOST_UPLOAD_BYTES = 1024 * MEBIBYTE
DEDICATED_COLOR = "#1a4480"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_DEDICATED = ("US_STATE", "AWS_DYNAMODB_TABLE", "AWS_BUCKET")
# An origin and no more; without https on this machine alone, where no browser sends a password over a network.
_ADDRESS = re.compile(r"https://([a-z0-9-]+\.)*[a-z0-9-]+(:\d{1,5})?|http://([a-z-]+\.)?localhost(:\d{1,5})?")


class SettingsError(Exception):
    """A setting is missing or makes no sense; the message is one line that names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Dedicated:
    """The one state that a dedicated instance serves on any host.

    `key_arn` is "" for the bucket's own encryption, `role_arn` where the instance's own credentials open the state.
    """

    state: State
    table: str
    bucket: str
    key_arn: str = ""
    role_arn: str = ""
    help: str = ""

    @property
    def installed(self) -> Installed:
        """The state as a registry would list it."""
        branding = DEDICATED_COLOR, self.state.code
        at = self.table, self.bucket, self.key_arn
        return Installed(self.state, *at, *branding, role_arn=self.role_arn, help=self.help)


@dataclass(frozen=True, slots=True)
class Patience:
    """How many threads of a process may wait for each service at a time, and how long a request may wait in all.

    Nobody waits for the mail service where no mail is sent.
    """

    dynamodb_places: int = 3
    store_places: int = 3
    sts_places: int = 1
    mail_places: int = 0
    page_seconds: int = 5
    upload_seconds: int = 10

    @property
    def places(self) -> int:
        """Of all services together."""
        return self.dynamodb_places + self.store_places + self.sts_places + self.mail_places


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that an installation may choose. docs/settings.md explains each."""

    secret_key: str
    region: str
    base_domain: str = "localhost"
    address: str = ""
    port: int = 8_000
    registry_table: str = "humangov-registry"
    max_upload_bytes: int = 25 * MEBIBYTE
    max_body_bytes: int = 26 * MEBIBYTE
    session_idle_seconds: int = 900
    session_seconds: int = 43_200
    trusted_proxies: int = 0
    x_accel: bool = False
    scan_required: bool = False
    mail_from: str = ""
    threads: int = 9
    patience: Patience = Patience()
    log_level: str = "INFO"
    revision: str = ""
    assets: Path | None = None
    dedicated: Dedicated | None = None

    @property
    def session_idle(self) -> timedelta:
        """How long a session lasts without use."""
        return timedelta(seconds=self.session_idle_seconds)

    @property
    def session_absolute(self) -> timedelta:
        """How long a session lasts in all."""
        return timedelta(seconds=self.session_seconds)

    def address_of(self, slug: str) -> str:
        """Where people reach a state, without a slash behind it. No request is asked: its host may be anybody's."""
        if self.dedicated and self.address:
            return self.address
        domain = self.base_domain if self.dedicated else f"{slug}.{self.base_domain}"
        is_local = f".{domain}".endswith(".localhost")
        return f"http://{domain}:{self.port}" if is_local else f"https://{domain}"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read and check all settings. Raises SettingsError at the first that is missing or wrong."""
        read = _Reader(environment)
        most_upload, most_body = _sizes(read)
        threads, mail_from = read.number("HUMANGOV_THREADS", 9, 1, 64), _mail_from(read)
        dedicated = _dedicated(read)
        return cls(
            secret_key=_secret_key(read),
            region=read.required("AWS_REGION", "name the region of the tables, such as us-west-2"),
            base_domain=read.text("HUMANGOV_BASE_DOMAIN", "localhost").strip(".").lower(),
            address=_address(read, is_needed=bool(dedicated and mail_from)),
            port=read.number("PORT", 8_000, 1, 65_535),
            registry_table=read.text("HUMANGOV_REGISTRY_TABLE", "humangov-registry"),
            max_upload_bytes=most_upload,
            max_body_bytes=most_body,
            session_idle_seconds=read.number("HUMANGOV_SESSION_IDLE_SECONDS", 900, 180, 3_600),
            session_seconds=read.number("HUMANGOV_SESSION_SECONDS", 43_200, 300, 86_400),
            trusted_proxies=read.number("HUMANGOV_TRUSTED_PROXIES", 0, 0, 5),
            x_accel=read.number("HUMANGOV_X_ACCEL", 0, 0, 1) == 1,
            scan_required=read.number("HUMANGOV_SCAN_REQUIRED", 0, 0, 1) == 1,
            mail_from=mail_from,
            threads=threads,
            patience=_patience(read, threads, int(bool(mail_from))),
            log_level=_log_level(read),
            revision=read.text("HUMANGOV_REVISION", ""),
            assets=Path(folder) if (folder := read.text("HUMANGOV_ASSETS", "")) else None,
            dedicated=dedicated,
        )


@dataclass(frozen=True, slots=True)
class _Reader:
    """The environment; an empty value counts as none."""

    environment: Mapping[str, str]

    def text(self, name: str, default: str) -> str:
        return self.environment.get(name, "").strip() or default

    def required(self, name: str, advice: str) -> str:
        if not (value := self.text(name, "")):
            raise SettingsError(f"{name} is missing: {advice}.")
        return value

    def number(self, name: str, default: int, least: int, most: int) -> int:
        text = self.text(name, str(default))
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise SettingsError(f"{name} is not usable: give a whole number from {least} to {most}.")
        return int(text)


def _secret_key(read: _Reader) -> str:
    advice = f"give at least {LEAST_SECRET_CHARACTERS} random characters, such as the output of: openssl rand -hex 32"
    key = read.required("HUMANGOV_SECRET_KEY", advice)
    if len(key) < LEAST_SECRET_CHARACTERS:
        raise SettingsError(f"HUMANGOV_SECRET_KEY is too short: {advice}.")
    return key


def _sizes(read: _Reader) -> tuple[int, int]:
    """The largest file, and the largest body: it follows the file by 1 MiB, unless it is given."""
    upload = read.number("HUMANGOV_MAX_UPLOAD_BYTES", 25 * MEBIBYTE, 1, MOST_UPLOAD_BYTES)
    name, most = "HUMANGOV_MAX_BODY_BYTES", MOST_UPLOAD_BYTES + MEBIBYTE
    body = read.number(name, upload + MEBIBYTE, 1, most)
    if body < upload + LEAST_FORM_BYTES:
        raise SettingsError(
            f"{name} is not usable: a file of HUMANGOV_MAX_UPLOAD_BYTES and its form need more. "
            f"Give at least {upload + LEAST_FORM_BYTES}, or leave it out."
        )
    return upload, body


def _patience(read: _Reader, threads: int, mail_places: int) -> Patience:
    """Bounds for waiting that leave a thread free, whatever is waited for."""
    patience = Patience(
        read.number("HUMANGOV_DYNAMODB_PLACES", 3, 1, 64),
        read.number("HUMANGOV_STORE_PLACES", 3, 1, 64),
        read.number("HUMANGOV_STS_PLACES", 1, 1, 64),
        mail_places,
        read.number("HUMANGOV_PAGE_SECONDS", 5, 1, 25),
        read.number("HUMANGOV_UPLOAD_SECONDS", 10, 1, 25),
    )
    if patience.places >= threads:
        raise SettingsError(
            f"HUMANGOV_THREADS is not usable: {patience.places} threads may wait for DynamoDB, S3, STS and mail. "
            f"Give at least {patience.places + 1}, or fewer of HUMANGOV_DYNAMODB_PLACES, HUMANGOV_STORE_PLACES and "
            "HUMANGOV_STS_PLACES."
        )
    return patience


def _mail_from(read: _Reader) -> str:
    name = "HUMANGOV_MAIL_FROM"
    if (address := read.text(name, "")) and email_problem(address):
        raise SettingsError(f"{name} is not usable: give one address, such as no-reply@hr.example.gov.")
    return address


def _address(read: _Reader, *, is_needed: bool) -> str:
    """Where people reach a dedicated instance, which answers on any host: a mailed link must name the right one."""
    name, advice = "HUMANGOV_ADDRESS", "give what people open in a browser, such as https://hr.wyoming.example.gov"
    given = read.required(name, f"mail has links in it, {advice}") if is_needed else read.text(name, "")
    address = given.removesuffix("/").lower()
    if address and not _ADDRESS.fullmatch(address):
        raise SettingsError(f"{name} is not usable: {advice}.")
    return address


def _log_level(read: _Reader) -> str:
    level = read.text("HUMANGOV_LOG_LEVEL", "INFO").upper()
    if level not in LOG_LEVELS:
        raise SettingsError(f"HUMANGOV_LOG_LEVEL is not usable: choose one of {', '.join(LOG_LEVELS)}.")
    return level


def _dedicated(read: _Reader) -> Dedicated | None:
    """All of the three variables, or none of them."""
    if not any(read.text(name, "") for name in _DEDICATED):
        return None
    advice = f"a dedicated instance needs all of {', '.join(_DEDICATED)}"
    name, table, bucket = (read.required(variable, advice) for variable in _DEDICATED)
    state = find_state(name)
    if state is None:
        raise SettingsError("US_STATE is not usable: give a name or a postal code, such as California or CA.")
    told = tidy(read.text("HUMANGOV_STATE_HELP", ""))
    if wrong := help_problem(told):
        raise SettingsError(f"HUMANGOV_STATE_HELP is not usable. {wrong}")
    return Dedicated(state, table, bucket, read.text("AWS_KMS_KEY", ""), read.text("HUMANGOV_STATE_ROLE", ""), told)
