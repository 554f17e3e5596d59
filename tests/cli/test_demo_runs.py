"""The demo that cannot begin, and the one that was broken off."""

from datetime import date
from importlib import import_module

import pytest

from humangov.domain.lists import Listing
from humangov.services.documents import sweep_uploads
from tests.cli.terminal import Terminal


def test_a_run_that_was_broken_off_is_finished_without_doubles(bare: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    demo = import_module("humangov.cli.demo")
    with monkeypatch.context() as broken_off:
        broken_off.setattr(demo, "ACCOUNTS", demo.ACCOUNTS[:1])
        bare.run("demo", "--california", "0", "--wyoming", "1")
    bare.run("demo", "--california", "0", "--wyoming", "3")
    desk = bare.desk("wyoming")
    assert len({row.number for row in desk.directory.page(Listing(size=100)).items}) == 3
    assert desk.organization.overview().count() == 3
    assert len(desk.accounts.all()) == 4


def test_an_upload_of_a_past_day_is_not_swept_as_one_that_died(terminal: Terminal) -> None:
    demo, desk = import_module("humangov.cli.demo"), terminal.desk("wyoming")
    past, later = demo.on_day(desk, date(1995, 5, 2)), demo.on_day(desk, date(2020, 5, 4))
    past.documents.begin_upload(past.new_id(), "documents/somebody/something/1")
    assert past.today() == date(1995, 5, 2)
    assert sweep_uploads(later, 5) == 0
    assert sweep_uploads(desk, 5) == 0


def test_a_demo_without_a_password_is_refused_in_one_line(bare: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUMANGOV_DEMO_PASSWORD")
    assert bare.refused("demo").startswith("HUMANGOV_DEMO_PASSWORD is missing")
