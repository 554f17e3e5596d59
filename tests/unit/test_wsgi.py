"""Gunicorn's door: it opens, or says in one line what to fix."""

import importlib
import logging
import sys
from collections.abc import Iterator

import pytest

from humangov.web import assets as asset_module
from humangov.web.assets import Assets, AssetsMissing

ENVIRONMENT = {"HUMANGOV_SECRET_KEY": "k" * 32, "AWS_REGION": "us-west-2"}


@pytest.fixture(autouse=True)
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An environment without settings; the log is put back."""
    for name in ("HUMANGOV_SECRET_KEY", "AWS_REGION", "US_STATE", "AWS_DYNAMODB_TABLE", "AWS_BUCKET"):
        monkeypatch.delenv(name, raising=False)
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    yield
    root.level, root.handlers = before
    sys.modules.pop("humangov.wsgi", None)


def open_door(monkeypatch: pytest.MonkeyPatch, **environment: str) -> object:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return importlib.import_module("humangov.wsgi").app


def test_a_missing_setting_ends_the_start_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        open_door(monkeypatch)
    assert end.value.code == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("HUMANGOV_SECRET_KEY is missing: ")


def test_missing_assets_end_the_start_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing() -> Assets:
        raise AssetsMissing("The style sheets and scripts are not built: run `make assets`.")

    monkeypatch.setattr(asset_module.Assets, "load", missing)
    with pytest.raises(SystemExit) as end:
        open_door(monkeypatch, **ENVIRONMENT)
    assert end.value.code == 3
    assert "make assets" in capsys.readouterr().err
