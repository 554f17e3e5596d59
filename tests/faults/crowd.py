"""Many people at once at a server with a fault behind it, and a probe beside them; what they were told, and when."""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests
from bs4 import BeautifulSoup
from requests import Response

from tests.containers.stack import Browser

# So long does a client wait for an answer, which is far beyond what it should take.
PATIENCE_SECONDS = 60
PROBE_SECONDS = 0.2


@dataclass(frozen=True)
class Errand:
    """What somebody does, once or again and again."""

    what: str
    do: Callable[[], Response]


@dataclass(frozen=True)
class Told:
    """An answer: what was asked, its status (0 for none), its heading if it is an error, and how long it took."""

    what: str
    status: int
    heading: str
    retry_after: str
    seconds: float


def told(errand: Errand) -> Told:
    """Do it once."""
    began = time.monotonic()
    try:
        answer = errand.do()
    except requests.RequestException as error:
        return Told(errand.what, 0, type(error).__name__, "", time.monotonic() - began)
    took = time.monotonic() - began
    heading = BeautifulSoup(answer.text, "html.parser").h1 if answer.status_code >= 400 else None
    words = heading.get_text(strip=True) if heading else ""
    return Told(errand.what, answer.status_code, words, answer.headers.get("Retry-After", ""), took)


@dataclass
class Crowd:
    """People at a server, and somebody who asks for /livez."""

    port: int
    seen: list[Told] = field(default_factory=list)
    probed: list[Told] = field(default_factory=list)
    _leaving: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self, errands: Sequence[Errand], people: int) -> Iterator[None]:
        """Inside so many people do the errands in turns; at the end each finishes what is under way."""
        turns = itertools.islice(itertools.cycle(errands), people)
        with self._running([threading.Thread(target=self._work, args=(errand,)) for errand in turns]):
            yield

    @contextmanager
    def once(self, errands: Sequence[Errand]) -> Iterator[list[Told]]:
        """Inside each errand is done once, all at the same time; what they are told is in the list at the end."""
        answers: list[Told] = []
        with self._running([threading.Thread(target=lambda e=errand: answers.append(told(e))) for errand in errands]):
            yield answers

    @contextmanager
    def _running(self, threads: list[threading.Thread]) -> Iterator[None]:
        self._leaving.clear()
        probe = threading.Thread(target=self._probe)
        for thread in (*threads, probe):
            thread.start()
        try:
            yield
        finally:
            self._leaving.set()
            for thread in (*threads, probe):
                thread.join(PATIENCE_SECONDS)

    def _work(self, errand: Errand) -> None:
        while not self._leaving.is_set():
            self.seen.append(told(errand))
            self._leaving.wait(0.05)

    def _probe(self) -> None:
        url = f"http://127.0.0.1:{self.port}/livez"
        probe = Errand("/livez", lambda: requests.get(url, timeout=PATIENCE_SECONDS))
        while not self._leaving.is_set():
            self.probed.append(told(probe))
            self._leaving.wait(PROBE_SECONDS)


def colleague(of: Browser, state: str = "california") -> Browser:
    """Somebody on another connection, with the same session."""
    another = Browser(of.port, state)
    another.cookies.update(of.cookies)
    return another


def longest(answers: Sequence[Told]) -> float:
    """The longest that one of them took."""
    return max(one.seconds for one in answers)


def seconds_until_well(errands: Sequence[Errand], in_a_row: int = 6, give_up: float = 30.0) -> float:
    """How long it takes until all of these are done again, so many times in a row: no process of the server is left."""
    began, well = time.monotonic(), 0
    while well < in_a_row and time.monotonic() - began < give_up:
        well = well + 1 if all(told(errand).status == 200 for errand in errands) else 0
    return time.monotonic() - began


def figures(name: str, crowd: Crowd, answers: Sequence[Told]) -> str:
    """One line about what was seen."""
    counts = Counter(one.status for one in answers)
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(counts.items()))
    return f"{name}: {statuses}; longest {longest(answers):.1f} s; /livez {longest(crowd.probed):.2f} s"
