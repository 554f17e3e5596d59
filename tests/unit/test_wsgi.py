"""Gunicorn's door: it opens, or says in one line what to fix."""

import importlib
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from flask import Flask

from humangov.web.current import Core
from humangov.web.worker import Worker
from tests.web.site import fake_assets

ENVIRONMENT = {
    "HUMANGOV_SECRET_KEY": "k" * 32,
    "AWS_REGION": "us-west-2",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
}


@pytest.fixture(autouse=True)
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An environment without settings; the log is put back."""
    for name in (*ENVIRONMENT, "AWS_PROFILE", "US_STATE", "AWS_DYNAMODB_TABLE", "AWS_BUCKET"):
        monkeypatch.delenv(name, raising=False)
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    yield
    root.level, root.handlers = before
    sys.modules.pop("humangov.wsgi", None)


def current_of(app: Flask) -> Core:
    return cast("Core", app.extensions["humangov"])


def open_door(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Flask:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return cast("Flask", importlib.import_module("humangov.wsgi").app)


def test_a_missing_setting_ends_the_start_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        open_door(monkeypatch)
    assert end.value.code == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("HUMANGOV_SECRET_KEY is missing: ")


def test_missing_assets_end_the_start_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit) as end:
        open_door(monkeypatch, **ENVIRONMENT, HUMANGOV_ASSETS=str(tmp_path))
    assert end.value.code == 3
    assert "make assets" in capsys.readouterr().err


def test_missing_credentials_end_the_start_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("humangov.aws.clients.has_credentials", lambda: False)
    with pytest.raises(SystemExit) as end:
        open_door(monkeypatch, **ENVIRONMENT)
    assert end.value.code == 3
    assert "AWS_ACCESS_KEY_ID is missing" in capsys.readouterr().err


@pytest.mark.parametrize("state", [{}, {"US_STATE": "CA", "AWS_DYNAMODB_TABLE": "table", "AWS_BUCKET": "bucket"}])
def test_with_all_settings_the_door_opens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, state: dict[str, str]
) -> None:
    built = fake_assets(tmp_path)
    (built.folder / "manifest.json").write_text(json.dumps(dict(built.names)), "utf-8")
    app = open_door(monkeypatch, **ENVIRONMENT, **state, HUMANGOV_ASSETS=str(built.folder))
    assert app.test_client().get("/readyz").status_code == 200
    assert isinstance(current_of(app).helper, Worker)
    only = current_of(app).desks.the_only()
    assert (only.name if only else "") == ("California" if state else "")
