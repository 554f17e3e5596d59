"""People at the load balancer: they sign in, look at the directory and file documents, while the ground moves."""

import re
import threading
import time
import urllib.parse
from collections import Counter
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path

import urllib3

from rehearse.balancer import PORT
from rehearse.place import DOMAIN

PAUSE_SECONDS = 0.15
TIMEOUT_SECONDS = 40.0


class Refused(Exception):
    """An answer that should have been another one."""


@dataclass
class Visitor:
    """A browser at one state's address, which keeps cookies and trusts the rehearsal's authority."""

    slug: str
    authority: Path
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:  # noqa: D105 see dataclasses
        self.host = f"{self.slug}.{DOMAIN}"
        self._pool = urllib3.HTTPSConnectionPool(
            "127.0.0.1",
            PORT,
            server_hostname=self.host,
            assert_hostname=self.host,
            ca_certs=str(self.authority),
            retries=False,
            timeout=TIMEOUT_SECONDS,
        )

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and text of an answer; redirects are not followed."""
        origin = f"https://{self.host}"
        headers = {"Host": self.host, "Origin": origin, "Referer": f"{origin}{path}"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = urllib.parse.urlencode(fields) if fields is not None else None
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        answer = self._pool.urlopen(method, path, body=body, headers=headers, redirect=False)
        for line in answer.headers.getlist("Set-Cookie"):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, answer.data.decode("utf-8", "replace")

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the form. Raises Refused."""
        _, page = self.ask("GET", "/sign-in")
        fields = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        fields |= {"csrf_token": token[1]} if token else {}
        status, text = self.ask("POST", "/sign-in", {**fields, "email": email, "password": password})
        if status != 303:
            raise Refused(f"sign-in answered {status}: {re.sub('<[^>]+>', ' ', text)[-400:]}")


@dataclass
class Load:
    """Visitors that go on until they are told to stop; failures are counted by what went wrong and in which step."""

    visitors: list[Visitor]
    step: str = "start"
    asked: Counter[str] = field(default_factory=Counter)
    failed: Counter[tuple[str, str]] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    _ends: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Send them off."""
        self._threads = [threading.Thread(target=self._go, args=(v,), daemon=True) for v in self.visitors]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Call them back."""
        self._ends.set()
        for thread in self._threads:
            thread.join(timeout=TIMEOUT_SECONDS + 5)

    def failures(self, step: str) -> dict[str, int]:
        """What failed in a step, and how often."""
        return {what: count for (where, what), count in self.failed.items() if where == step}

    def _go(self, visitor: Visitor) -> None:
        paths = ("/employees?size=25", "/", "/employees?q=ma")
        number = 0
        while not self._ends.wait(PAUSE_SECONDS):
            step, path, began = self.step, paths[number % len(paths)], time.monotonic()
            number += 1
            try:
                status, _ = visitor.ask("GET", path)
                wrong = "" if status == 200 else f"status {status}"
            except urllib3.exceptions.HTTPError as failure:
                wrong = type(failure).__name__
            self.asked[step] += 1
            self.slowest[step] = max(self.slowest.get(step, 0.0), time.monotonic() - began)
            if wrong:
                self.failed[step, wrong] += 1
