"""Unit tests reach nothing outside the process."""

import socket
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _closed_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a connection fails, and says so."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("A unit test opened a connection.")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
