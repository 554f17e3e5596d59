"""The compose stack under test, and people who use it through nginx."""

import io
import json
import os
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import requests
from bs4 import BeautifulSoup
from requests import Response

ROOT = Path(__file__).resolve().parents[2]
# Two runs at once on one engine need two names.
PROJECT = os.environ.get("TEST_PROJECT", "humangov-test")
PASSWORD = "four quiet words of tests"
SECONDS = 30


def docker(*words: str, check: bool = True) -> str:
    """What a docker command prints; its complaint is shown when it fails."""
    done = subprocess.run(["docker", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise AssertionError(f"docker {' '.join(words)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout.strip()


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def limits() -> dict[str, int]:
    """The limits that both images carry."""
    lines = (ROOT / "limits.env").read_text("utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {name: int(value) for name, value in pairs}


@dataclass(frozen=True)
class Stack:
    """The production images on an emulator, as docker-compose.yml says, with a small demo."""

    port: int = field(default_factory=free_port)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PORT": str(self.port),
            "HUMANGOV_SECRET_KEY": "of-the-tests-" * 4,
            "HUMANGOV_DEMO_PASSWORD": PASSWORD,
            "DEMO_CALIFORNIA": "60",
            "DEMO_WYOMING": "20",
        }

    def compose(self, *words: str) -> str:
        """What a command of compose prints."""
        command = ["docker", "compose", "--env-file", "limits.env", "-f", "docker-compose.yml", "-p", PROJECT, *words]
        whole = os.environ | self.environment
        done = subprocess.run(command, cwd=ROOT, env=whole, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(f"{' '.join(command)}\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}")
        return done.stdout.strip()

    def up(self) -> None:
        """Build what changed, start all of it, and wait until it is healthy."""
        self.compose("build", "app", "nginx", "init")
        self.compose("up", "--detach", "--wait", "app", "nginx")

    def down(self) -> None:
        """Remove containers, networks and data."""
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "5")

    def container(self, service: str) -> str:
        """The id of a service's container."""
        return self.compose("ps", "--all", "--quiet", service)

    def log(self, service: str) -> list[dict[str, Any]]:
        """The JSON lines that a service has written."""
        # Not compose's own command: it writes codes for terminals between the lines.
        lines = docker("logs", self.container(service)).splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def logged(self, service: str, request_id: str) -> dict[str, Any]:
        """The one line that a service has written of a request: it writes it when the answer is on its way."""
        deadline = time.monotonic() + 10
        while not (found := [line for line in self.log(service) if line.get("request_id") == request_id]):
            assert time.monotonic() < deadline, f"{service} says nothing of {request_id}"
            time.sleep(0.1)
        (line,) = found
        return line

    def wait_until_healthy(self, seconds: float = 60) -> None:
        """Until the probe is answered through nginx."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if requests.get(f"http://127.0.0.1:{self.port}/readyz", timeout=2).status_code == 200:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.2)
        raise AssertionError(f"not ready after {seconds} s")

    def browser(self, state: str = "california") -> "Browser":
        """Somebody at a state's address who has not signed in."""
        return Browser(self.port, state)

    def signed_in(self, role: str = "specialist", state: str = "california") -> "Browser":
        """Somebody who has signed in."""
        browser = self.browser(state)
        browser.sign_in(f"{role}@{state}.example")
        return browser


class Browser(requests.Session):
    """A person at a state's address. Paths instead of URLs; redirects are shown, not followed."""

    def __init__(self, port: int, state: str) -> None:
        super().__init__()
        self.port = port
        # The name that a browser would resolve to loopback by itself.
        self.headers.update({"Host": f"{state}.localhost:{port}", "Accept": "text/html"})

    def request(self, method: Any, url: Any, *args: Any, **options: Any) -> Response:
        """A request to a path."""
        options = {"timeout": SECONDS, "allow_redirects": False} | options
        return super().request(method, f"http://127.0.0.1:{self.port}{url}", *args, **options)

    def fields(self, path: str) -> dict[str, str]:
        """The fields of a page's form, as they are before anything is typed."""
        page = BeautifulSoup(self.get(path).text, "html.parser")
        form = page.select("main form[method=post]")[-1]
        return {str(i["name"]): str(i.get("value", "")) for i in form.select("input[name]") if i.get("type") != "file"}

    def fill(self, path: str, **typed: str) -> Response:
        """Fill in a page's form and send it."""
        return self.post(path, data=self.fields(path) | typed)

    def sign_in(self, email: str) -> None:
        """Sign in with the demo's password."""
        answer = self.fill("/sign-in", email=email, password=PASSWORD)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")

    def employee(self) -> str:
        """The path of the first employee of the directory."""
        page = BeautifulSoup(self.get("/employees").text, "html.parser")
        return str(page.select("main tbody th a")[0]["href"])

    def file(self, employee: str, content: bytes, name: str = "paper.pdf", **more: Any) -> Response:
        """File a document with an employee."""
        path = f"{employee}/documents/new"
        typed = self.fields(path) | {"type": "other", "title": name, "dated": "2026-01-02", "note": ""}
        return self.post(path, data=typed, files={"files": (name, content, "application/pdf")}, **more)

    def documents(self, employee: str) -> Mapping[str, str]:
        """The paths of an employee's documents by title."""
        page = BeautifulSoup(self.get(f"{employee}/documents").text, "html.parser")
        found = page.select(f"main a[href^='{employee}/documents/']")
        return {a.get_text(strip=True): str(a["href"]) for a in found if not str(a["href"]).endswith("/new")}


def a_pdf(size_bytes: int) -> bytes:
    """A PDF of an empty page and of so many bytes beside it, none like another's."""
    stream = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Beside = pdf.make_stream(os.urandom(size_bytes))
        pdf.save(stream, compress_streams=False)
    return stream.getvalue()
