"""The whole system as `make run` starts it, on a folder of its own, and Chromium in front of it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
# Enough people for pages that go on, and for a walk of 200 pages. It takes a quarter of a minute, and two where the
# machine is busy with other work.
PEOPLE = {"DEMO_CALIFORNIA": "250", "DEMO_WYOMING": "10"}
START_SECONDS = 600
CHROMIUM = shutil.which("chromium") or ""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1",
)


@dataclass(frozen=True)
class Site:
    port: int
    password: str

    def url(self, path: str = "/", state: str = "california") -> str:
        return f"http://{state}.localhost:{self.port}{path}"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("run")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = os.environ | PEOPLE | {"PORT": str(port), "RUN_FOLDER": str(folder), "WEB_CONCURRENCY": "1"}
    log = folder / "make-run.log"
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "tools/run.py"], cwd=ROOT, env=settings, stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + START_SECONDS
        while "HumanGov is ready" not in log.read_text():
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the system did not start:\n{log.read_text()}")
            time.sleep(0.5)
        yield Site(port, (folder / "demo-password").read_text())
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(120)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


Opener = Callable[..., BrowserContext]


@pytest.fixture
def context(chromium: Browser) -> Iterator[Opener]:
    """Opens contexts that are closed after the test."""
    opened: list[BrowserContext] = []

    def make(width: int = 1280, *, script: bool = True) -> BrowserContext:
        found = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        found.set_default_timeout(15_000)
        opened.append(found)
        return found

    yield make
    for found in opened:
        found.close()


SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(site: Site, context: Opener) -> SignIn:
    """A page of a person of this role who has just signed in."""

    def enter(role: str = "specialist", width: int = 1280, *, script: bool = True) -> Page:
        page = context(width, script=script).new_page()
        page.goto(site.url("/sign-in"))
        page.get_by_label("E-mail").fill(f"{role}@california.example")
        page.get_by_label("Password").fill(site.password)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Home").wait_for()
        return page

    return enter
