"""What is in the two images, as whom and how they run, and what they weigh."""

import re
import statistics
import time
from collections.abc import Iterator
from datetime import datetime

import pytest
import requests

from tests.containers.image import SECRETS, SET, Image, packed_bytes
from tests.containers.single import APP, NGINX, PORT, SETTINGS, Single, single
from tests.containers.stack import Browser, Stack, docker

MEBIBYTE = 1024 * 1024
MOST_ADDED_BYTES, MOST_BYTES = 40 * MEBIBYTE, 120 * MEBIBYTE
# The compiler of notices and its fonts (docs/decisions/0060) are 32 MiB of the app's image, and the fonts for Chinese,
# Japanese, Korean and Thai names (docs/decisions/0087) three.
PRINTING_BYTES = (32 + 3) * MEBIBYTE
# So do the libraries that open files (docs/decisions/0094): QPDF, Pillow, libheif and lxml.
LOOKING_BYTES = 21 * MEBIBYTE
MOST_ADDED_TO_APP_BYTES = (50 + 3) * MEBIBYTE + LOOKING_BYTES
MOST_APP_BYTES = MOST_BYTES + PRINTING_BYTES + LOOKING_BYTES
# The goal of seconds is that of a machine with nothing else to do.
GOAL_READY_SECONDS, MOST_READY_SECONDS, STARTS = 1.5, 5, 5
MOST_WORKER_KIB = 150 * 1024
OURS = ("srv/", "etc/humangov/", "usr/share/humangov/", "opt/humangov/bin/", "entrypoint.sh")
# What has no place where the app runs.
TOOLS = r"(^|/)(s?bin)/(pip[\d.]*|gcc|g\+\+|cc|make|ld|git|node|npm|npx|uv|pytest|mypy|ruff|curl|wget)$"
BUILDERS = r"(^|/)s?bin/(pip[\d.]*|gcc|make|git|node|npm|npx)$"
PACKAGES = r"-packages/(pip|setuptools|pytest|moto|mypy|ruff|hypothesis|playwright|fpdf)(-[\d.]+\.dist-info)?$"
OF_DEVELOPERS = r"^(srv|usr/share/humangov)/(.*/)?(\.git|\.venv|tests?|node_modules|docs|tools)(/|$)"
# Says a worker's resident set: those whose parent is the first process.
RESIDENT = """
import pathlib
for status in pathlib.Path("/proc").glob("[0-9]*/status"):
    said = dict(line.split(":\\t", 1) for line in status.read_text().splitlines() if ":\\t" in line)
    if said["PPid"].strip() == "1" and said["Name"].startswith(("gunicorn", "python")):
        print(said["VmRSS"].split()[0])
"""


@pytest.fixture(scope="module")
def app(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Image:
    """The app's image, as the stack runs it."""
    return Image(APP, tmp_path_factory.mktemp("app"))


@pytest.fixture(scope="module")
def nginx(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Image:
    """nginx's image, as the stack runs it."""
    return Image(NGINX, tmp_path_factory.mktemp("nginx"))


@pytest.fixture(scope="module", params=["app", "nginx"])
def image(request: pytest.FixtureRequest) -> Image:
    """Each of the two."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Image)
    return found


@pytest.fixture(params=["app", "nginx"])
def running(request: pytest.FixtureRequest, stack: Stack) -> Iterator[Single]:
    """Each of the two, locked, with nothing beside it."""
    options = (APP, {**SETTINGS}) if request.param == "app" else (NGINX, {})
    with single(options[0], **options[1]) as container:
        time.sleep(1)
        yield container


def test_it_runs_as_nobody_in_particular(app: Image, nginx: Image) -> None:
    assert (app.config["User"], nginx.config["User"]) == ("10001:10001", "101:101")


def test_no_file_lets_its_reader_become_somebody_else(image: Image) -> None:
    assert [entry.path for entry in image.entries() if entry.is_file and entry.mode & 0o6000] == []


def test_the_app_s_image_has_nothing_that_installs_builds_or_tests(app: Image) -> None:
    unwanted = re.compile(f"{TOOLS}|{PACKAGES}|{OF_DEVELOPERS}")
    paths = [entry.path.rstrip("/") for entry in app.entries()]
    assert "srv/humangov/src/humangov/wsgi.py" in paths
    assert [path for path in paths if unwanted.search(path)] == []


def test_nginx_s_image_has_nothing_of_the_app_but_what_it_serves(nginx: Image) -> None:
    ours = {entry.path.split("/")[3] for entry in nginx.entries() if entry.path.startswith("usr/share/humangov/")}
    assert ours - {""} == {"static", "_pages"}
    unwanted = re.compile(f"{BUILDERS}|{OF_DEVELOPERS}")
    assert [entry.path for entry in nginx.entries() if unwanted.search(entry.path.rstrip("/"))] == []


def test_no_file_of_ours_holds_a_secret(image: Image) -> None:
    looked = [entry for entry in image.entries(*OURS) if entry.content]
    assert len(looked) > 10
    found = [(e.path, what) for e in looked for what, pattern in SECRETS.items() if pattern.search(e.content)]
    assert found == []


def test_no_step_and_no_variable_holds_a_secret(image: Image) -> None:
    said = image.history + b"\n" + "\n".join(image.config["Env"]).encode()
    assert not [what for what, pattern in SECRETS.items() if pattern.search(said)]
    assert not SET.search(said)


def test_what_looks_for_secrets_finds_them() -> None:
    planted = {
        "a key of AWS": b"x = 'AKIA" + b"ABCDEFGH12345678'",
        "a private key": b"-----BEGIN RSA " + b"PRIVATE KEY-----\n" + b"A" * 64,
        "a token": b"ghp_" + b"a" * 36,
        "a password in an address": b"https://somebody:" + b"hunter22@example.com/",
        "a word said to be secret": b'{"api_key": "' + b"0123456789abcdef0123" + b'"}',
    }
    assert {what for what, pattern in SECRETS.items() if pattern.search(planted[what])} == set(SECRETS)
    assert SET.search(b"ENV HUMANGOV_SECRET_KEY=" + b"abc")


def test_it_says_what_it_is(image: Image) -> None:
    labels = image.config["Labels"]
    for name in ("title", "description", "licenses"):
        assert labels[f"org.opencontainers.image.{name}"]
    assert "org.opencontainers.image.revision" in labels


def test_nginx_is_stopped_with_the_signal_that_lets_it_finish(app: Image, nginx: Image) -> None:
    assert nginx.config["StopSignal"] == "SIGQUIT"
    assert app.config.get("StopSignal", "SIGTERM") == "SIGTERM"
    assert app.config["Volumes"] == nginx.config["Volumes"] == {"/tmp": {}}  # noqa: S108 inside


def test_it_starts_with_nothing_to_write_to_and_no_rights(running: Single) -> None:
    said = dict(line.split(":\t", 1) for line in running.run("cat", "/proc/1/status").splitlines() if ":\t" in line)
    assert said["NoNewPrivs"] == "1"
    assert {said[name] for name in ("CapEff", "CapPrm", "CapBnd")} == {"0" * 16}
    assert said["Uid"].split()[0] in {"10001", "101"}
    for folder in ("/", "/srv", "/etc", "/usr/share", "/home"):
        tried = running.run("sh", "-c", f"touch {folder}/new 2>/dev/null && echo written || true")
        assert tried == "", folder
    assert running.run("sh", "-c", "touch /tmp/new && echo written") == "written"


def test_signals_reach_the_server_itself(running: Single) -> None:
    command = running.run("cat", "/proc/1/cmdline").replace("\0", " ")
    assert re.match(r"(\S*python\S* )?\S*gunicorn |gunicorn: master|nginx: master process nginx", command), command


def test_the_app_s_image_is_light(app: Image) -> None:
    added = app.layers_bytes("find / -xdev")
    with app.flattened.open("rb") as tar:
        whole = packed_bytes(tar)
    print(f"app: {added / 1e6:.1f} MB compressed on top of the base; all of it {whole / 1e6:.1f} MB")
    assert added <= MOST_ADDED_TO_APP_BYTES
    assert whole <= MOST_APP_BYTES


def test_nginx_s_image_adds_little(nginx: Image) -> None:
    added = nginx.layers_bytes("find / -xdev")
    with nginx.flattened.open("rb") as tar:
        whole = packed_bytes(tar)
    print(f"nginx: {added / 1e6:.1f} MB compressed on top of the base; all of it {whole / 1e6:.1f} MB")
    assert added <= MOST_ADDED_BYTES
    assert whole <= MOST_BYTES


def seconds_to_ready() -> float:
    """From the start of an app's container to its first good answer, straight from gunicorn."""
    settings = SETTINGS | {"HUMANGOV_BIND": f"0.0.0.0:{PORT}"}
    with single(APP, "--publish", f"127.0.0.1::{PORT}", **settings) as container:
        while True:
            try:
                assert requests.get(f"http://127.0.0.1:{container.port}/readyz", timeout=5).status_code == 200
                ready = time.time()
                break
            except requests.ConnectionError:
                time.sleep(0.02)
        started = docker("inspect", "--format", "{{.State.StartedAt}}", container.id)
    return ready - datetime.fromisoformat(started).timestamp()


def test_the_app_is_soon_ready(app: Image) -> None:
    seconds = [seconds_to_ready() for _ in range(STARTS)]
    median = statistics.median(seconds)
    told = ", ".join(f"{one:.2f}" for one in sorted(seconds))
    print(f"app: ready after {median:.2f} s (median of {told}; goal {GOAL_READY_SECONDS} s)")
    assert median <= MOST_READY_SECONDS


def test_a_worker_stays_small(stack: Stack, specialist: Browser) -> None:
    paths = ("/", "/employees", specialist.employee(), "/employees?q=ma", "/employees/new")
    for number in range(50):
        assert specialist.get(paths[number % len(paths)]).status_code == 200
    resident = [int(line) for line in stack.compose("exec", "app", "python", "-c", RESIDENT).split()]
    print(f"app: {' and '.join(f'{kib / 1024:.0f} MiB' for kib in resident)} resident in each worker")
    assert len(resident) == 2
    assert max(resident) <= MOST_WORKER_KIB
