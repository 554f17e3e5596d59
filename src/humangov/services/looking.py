"""Looks into what people upload before it is filed: libraries open it, in a process apart.

One file at a time in a task. Who waits for a turn holds a thread, so few may; whoever comes then is told at once.
"""

import hashlib
import json
import logging
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from time import monotonic
from typing import BinaryIO

from humangov.domain.errors import Invalid, Unavailable
from humangov.domain.files import TEXT, FileKind
from humangov.domain.looks import Caution, Look, Reason
from humangov.services.apart import TIMEOUT, Bounds, Broken, work_apart

# A task has 640 MiB: two workers of 100, and one process apart.
BOUNDS = Bounds(seconds=10, mebibytes=256)
# So long does an upload wait for its turn, and of the eight threads of a process so many may look or wait.
TURN_SECONDS, PLACES = 5.0, 4
TOO_BUSY = "HumanGov is looking into other files at the moment, so this one is not filed. File it again in a minute."

# A file that took too long takes nobody's turn when it is sent again, for as long as is told: so many are remembered.
SLOW_SECONDS, MOST_SLOW = 60.0, 64

_log = logging.getLogger("humangov.looking")
_places = BoundedSemaphore(PLACES)
# The digests of those files, oldest first, with the time until which each is remembered.
_slow: OrderedDict[bytes, float] = OrderedDict()


def look_into(kind: FileKind, content: BinaryIO) -> Look:
    """What opening the file tells. Leaves the position at the start. Raises Invalid (file) where there is no turn.

    A file whose opener crashes, or takes too long or too much memory, is refused: nothing is filed unseen.
    """
    if kind is TEXT:
        return Look()
    if _was_slow(content):
        return Look(Reason.TOO_SLOW)
    try:
        with a_place():
            reason, cautions = json.loads(work_apart("humangov.services.inside.whole", content, BOUNDS, TURN_SECONDS))
    except Unavailable:
        raise Invalid({"file": TOO_BUSY}) from None
    except Broken as broken:
        _log.warning("a file could not be looked into", extra={"how": broken.how, "kind": kind.media_type})
        if broken.how != TIMEOUT:
            return Look(Reason.TOO_HARD)
        _remember_slow(content)
        return Look(Reason.TOO_SLOW)
    return Look(Reason(reason) if reason else None, tuple(map(Caution, cautions)))


def _was_slow(content: BinaryIO) -> bool:
    return bool(_slow) and _slow.get(_digest(content), 0.0) > monotonic()


def _remember_slow(content: BinaryIO) -> None:
    _slow[_digest(content)] = monotonic() + SLOW_SECONDS
    if len(_slow) > MOST_SLOW:
        _slow.popitem(last=False)


def _digest(content: BinaryIO) -> bytes:
    content.seek(0)
    digest = hashlib.sha256()
    while piece := content.read(1_048_576):
        digest.update(piece)
    content.seek(0)
    return digest.digest()


def shown_as_jpeg(content: BinaryIO) -> bytes:
    """A HEIC as JPEG, for the screen. Raises Unavailable where it cannot be made now."""
    try:
        with a_place():
            return work_apart("humangov.services.inside.heic", content, BOUNDS, TURN_SECONDS)
    except Broken as broken:
        _log.warning("a picture could not be shown", extra={"how": broken.how})
        raise Unavailable from None


@contextmanager
def a_place() -> Iterator[None]:
    """Be one of the few who look into files. Raises Unavailable at once where they are enough."""
    if not _places.acquire(blocking=False):
        raise Unavailable
    try:
        yield
    finally:
        _places.release()
