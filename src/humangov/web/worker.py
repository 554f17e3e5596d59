"""A thread that does the chores beside those of the requests: one in a process, started when it is first needed."""

import atexit
import logging
import os
import queue
import secrets
import threading
from collections.abc import Callable, Sequence
from time import monotonic, perf_counter
from types import TracebackType

from humangov.domain.errors import Conflict, Unavailable
from humangov.domain.permissions import SYSTEM
from humangov.services.chores import CHORES, Chore
from humangov.services.desk import Origin
from humangov.services.desks import Desks

logger = logging.getLogger("humangov.chores")
# What does not answer is asked again after so many seconds, and then no more until somebody kicks.
WAITS_SECONDS = (1.0, 4.0, 15.0)
# A look for something to do costs a query: once in so many seconds for each state.
GLANCE_SECONDS = 60.0
# After each step the requests go first.
BREATH_SECONDS = 0.02
# So long does a process that ends wait for the step that is under way.
STOP_SECONDS = 5.0


class Worker:
    """See services.chores.Helper. Gunicorn makes it before it forks, so nothing of it runs until it is kicked."""

    def __init__(
        self,
        desks: Desks,
        chores: Sequence[Chore] = CHORES,
        waits: Sequence[float] = WAITS_SECONDS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._desks, self._chores, self._waits, self._clock = desks, chores, waits, clock
        self._queue: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._lock, self._stopping = threading.Lock(), threading.Event()
        self._wanted: set[str] = set()
        self._glanced: dict[str, float] = {}
        self._thread: threading.Thread | None = None

    def kick(self, slug: str) -> None:
        """Do the chores of this state as soon as those before it are done."""
        with self._lock:
            self._glanced[slug] = self._clock()
            if slug not in self._wanted:
                self._wanted.add(slug)
                self._queue.put(slug)
            if self._thread is None and not self._stopping.is_set():
                self._thread = threading.Thread(target=self._work, name="chores", daemon=True)
                self._thread.start()
                atexit.register(self.stop)

    def glance(self, slug: str) -> None:
        """The same, at most once in GLANCE_SECONDS."""
        if self._clock() - self._glanced.get(slug, float("-inf")) >= GLANCE_SECONDS:
            self.kick(slug)

    def stop(self) -> None:
        """End after the step that is under way: what is left is done by whoever comes next."""
        self._stopping.set()
        self._queue.put("")
        if self._thread:
            self._thread.join(STOP_SECONDS)

    def _work(self) -> None:
        # Another one in each process: a lease is held by one of them.
        name = f"{os.getpid()}-{secrets.token_hex(6)}"
        while not self._stopping.is_set():
            slug = self._queue.get()
            with self._lock:
                self._wanted.discard(slug)
            if slug:
                with _Told(slug):
                    self._serve(slug, name)

    def _serve(self, slug: str, name: str) -> None:
        """Do the chores of a state; where something does not answer, wait and try again, up to a bound."""
        for wait in (*self._waits, None):
            try:
                self._go_on(slug, name)
                return
            except (Unavailable, Conflict):
                logger.warning("chores wait", extra={"state": slug, "worker": name, "gives_up": wait is None})
            if wait is None or self._stopping.wait(wait):
                return

    def _go_on(self, slug: str, name: str) -> None:
        installed = self._desks.installed(slug)
        if installed is None:
            return
        began, steps = perf_counter(), 0
        with self._desks.metered() as usage:
            desk = self._desks.open(installed, SYSTEM, Origin("", name))
            for chore in self._chores:
                for _ in chore(desk, name):
                    steps += 1
                    if self._stopping.wait(BREATH_SECONDS):
                        break
        done = {"steps": steps, "milliseconds": round((perf_counter() - began) * 1000, 1)}
        used = {"dynamodb_calls": usage.calls, "capacity_units": round(usage.units, 1)}
        level = logging.INFO if steps else logging.DEBUG
        logger.log(level, "chores done", extra={"state": slug, "worker": name, **done, **used})


class _Told:
    """The edge of the thread, as Flask's is that of a request: a fault is logged, and the next job is done."""

    def __init__(self, slug: str) -> None:
        self._slug = slug

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if kind is None or error is None or not issubclass(kind, Exception):
            return False
        logger.error("fault", exc_info=(kind, error, trace), extra={"state": self._slug})
        return True
