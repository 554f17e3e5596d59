"""What the tests of work apart have done in a process apart: each kind of work that goes wrong, for real."""

import ctypes
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def work(data: BinaryIO) -> bytes:
    """Do as the data says."""
    name, _, rest = data.read().partition(b" ")
    return _DEEDS[name.decode()](rest)


def _hang(_: bytes) -> bytes:
    # Native code that holds on to everything: not even Python's own signals get through.
    ctypes.PyDLL(None).sleep(60)
    return b""


def _grow(_: bytes) -> bytes:
    return bytes(bytearray(os.urandom(1) * 2**30))


def _crash(_: bytes) -> bytes:
    ctypes.string_at(0)
    return b""


def _die(_: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def _take(data: bytes) -> bytes:
    """Leave a mark in a folder while at it, and say how many others are there."""
    folder = Path(data.decode())
    mark = folder / str(os.getpid())
    mark.touch()
    time.sleep(0.1)
    there = len([*folder.iterdir()])
    mark.unlink()
    return str(there).encode()


_DEEDS: dict[str, Callable[[bytes], bytes]] = {
    "say": lambda data: data,
    "environment": lambda _: "\n".join(os.environ).encode(),
    "hang": _hang,
    "grow": _grow,
    "crash": _crash,
    "die": _die,
    "take": _take,
}
