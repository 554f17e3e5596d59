"""A thread that does the chores beside those of the requests: one in a process, started when it is first needed.

One that dies is replaced at once, and one that hangs by whoever kicks next. States take turns, and in a state the kinds
of chores do: none waits until all of another is done.
"""

import atexit
import logging
import os
import secrets
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from time import monotonic, perf_counter

from humangov.domain.errors import Unavailable
from humangov.domain.permissions import SYSTEM
from humangov.services.chores import CHORES, Chore, go_on
from humangov.services.desk import Desk, Origin
from humangov.services.desks import Desks

logger = logging.getLogger("humangov.chores")
# What does not answer is asked again after so many seconds, and then no more until somebody kicks.
WAITS_SECONDS = (1.0, 4.0, 15.0)
# A look for something to do costs a few queries: once in so many seconds for each state.
GLANCE_SECONDS = 60.0
# After each step the requests go first, and after so long another state does.
BREATH_SECONDS = 0.02
TURN_SECONDS = 5.0
# A step takes a second or two, and every call in it has an end: a thread that is silent for so long is given up.
SILENT_SECONDS = 180.0
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
        self._changed, self._stopping = threading.Condition(), threading.Event()
        # For each state: from when on it is wanted, how often in a row it did not answer, and when it was looked at.
        self._wanted: dict[str, float] = {}
        self._tries: dict[str, int] = {}
        self._glanced: dict[str, float] = {}
        self._thread: threading.Thread | None = None
        self._at, self._beat = "", 0.0
        atexit.register(self.stop)

    def kick(self, slug: str) -> None:
        """Do the chores of this state as soon as it is its turn."""
        with self._changed:
            self._glanced[slug] = self._clock()
            self._wanted.setdefault(slug, self._clock())
            self._changed.notify_all()
            if not self._is_alive():
                self._start()

    def glance(self, slug: str) -> None:
        """The same, at most once in GLANCE_SECONDS."""
        if self._clock() - self._glanced.get(slug, float("-inf")) >= GLANCE_SECONDS:
            self.kick(slug)

    def stop(self) -> None:
        """End after the step that is under way: what is left is done by whoever comes next."""
        self._stopping.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread:
            self._thread.join(STOP_SECONDS)

    def _is_alive(self) -> bool:
        if self._thread is None or not self._thread.is_alive():
            return False
        silent = self._clock() - self._beat > SILENT_SECONDS
        if self._at and silent:
            logger.error("chores hang", extra={"state": self._at, "worker": self._thread.name})
        return not (self._at and silent)

    def _start(self) -> None:
        if self._stopping.is_set():
            return
        # Another name each time: a lease is held by one of them.
        name = f"chores-{os.getpid()}-{secrets.token_hex(6)}"
        self._at, self._beat = "", self._clock()
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)
        self._thread.start()

    def _live(self) -> None:
        """Work until the end. Where something ends the thread itself, another one takes its place."""
        try:
            while slug := self._next():
                self._serve(slug)
        except BaseException:
            with self._changed:
                logger.critical("chores died", exc_info=True, extra={"state": self._at})
                if self._is_mine():
                    self._put_off(self._at)
                    self._start()

    def _is_mine(self) -> bool:
        """Whether this thread is the one: not when it was taken for dead."""
        return self._thread is threading.current_thread() and not self._stopping.is_set()

    def _next(self) -> str:
        """The state whose turn it is, as soon as there is one; "" when this thread is to end."""
        with self._changed:
            while self._is_mine():
                self._at, now = "", self._clock()
                first = min(self._wanted, key=self._wanted.__getitem__, default="")
                if first and self._wanted[first] <= now:
                    del self._wanted[first]
                    self._at, self._beat = first, now
                    return first
                self._changed.wait(self._wanted[first] - now if first else None)
        return ""

    def _serve(self, slug: str) -> None:
        """A turn of a state. What does not answer is put off, and keeps no other state waiting."""
        try:
            left = self._take_turn(slug)
        except Unavailable:
            with self._changed:
                self._put_off(slug)
            return
        with self._changed:
            self._tries.pop(slug, None)
            if left:
                self._wanted.setdefault(slug, self._clock())

    def _put_off(self, slug: str) -> None:
        """Come back to a state later, up to a bound."""
        tries = self._tries.get(slug, 0)
        gives_up = tries >= len(self._waits)
        logger.warning("chores wait", extra={"state": slug, "gives_up": gives_up})
        if gives_up:
            self._tries.pop(slug)
        else:
            self._tries[slug] = tries + 1
            self._wanted.setdefault(slug, self._clock() + self._waits[tries])

    def _take_turn(self, slug: str) -> bool:
        """Do the chores of a state for a while; whether some are left. Raises Unavailable where one could not go on."""
        installed = self._desks.installed(slug)
        if installed is None:
            return False
        began, name = perf_counter(), threading.current_thread().name
        with self._desks.metered() as usage:
            desk = self._desks.open(installed, SYSTEM, Origin("", name))
            steps, left, unreached = self._do_in_turn(desk, name)
        done = {"steps": steps, "milliseconds": round((perf_counter() - began) * 1000, 1)}
        used = {"dynamodb_calls": usage.calls, "capacity_units": round(usage.units, 1)}
        level = logging.INFO if steps else logging.DEBUG
        logger.log(level, "chores done", extra={"state": slug, "worker": name, **done, **used})
        if unreached:
            raise Unavailable
        return left

    def _do_in_turn(self, desk: Desk, name: str) -> tuple[int, bool, bool]:
        """A step of each chore after the other: how many, whether some are left, and whether some were unreached."""
        steps, unreached, ends = 0, False, self._clock() + TURN_SECONDS
        turns: deque[Iterator[None]] = deque(go_on(desk, chore, name) for chore in self._chores)
        while turns and self._is_mine() and self._clock() < ends:
            turn = turns.popleft()
            try:
                next(turn)
            except StopIteration:
                continue
            except Unavailable:
                unreached = True
            except Exception:
                # A fault of the chore itself: the others go on. WrongState is among them, and as loud.
                logger.exception("fault", extra={"state": desk.state.slug})
            else:
                turns.append(turn)
                steps += 1
            self._beat = self._clock()
            self._stopping.wait(BREATH_SECONDS)
        return steps, bool(turns), unreached
