"""Promises about the limits on the way of a request: one file, and each next to what it must outlast."""

import re

import pytest

from humangov.services.looking import BOUNDS as LOOKING
from humangov.services.looking import PLACES, TURN_SECONDS
from humangov.services.printing import BOUNDS
from humangov.web.filing import MOST_SECONDS
from tests.architecture.tree import DOCS, ROOT, text_of

LIMITS = {
    name: int(value)
    for name, value in (
        line.split("=", 1) for line in text_of(ROOT / "limits.env").splitlines() if line and not line.startswith("#")
    )
}
# The longest that ECS waits for a container to stop (AWS, "stopTimeout" on Fargate).
FARGATE_STOP_SECONDS = 120
# The largest worker that we ship, what native code apart may take (one at a time), and what all other processes of the
# app's container need, in MiB.
WORKER_MIB, APART_MIB, REST_MIB = 120, max(BOUNDS.mebibytes, LOOKING.mebibytes), 100
# A file that is looked into waits for its turn, and then for the look itself; others of a form are begun for so long.
LOOK_PLACES, LOOK_SECONDS, BEGUN_SECONDS = PLACES, int(TURN_SECONDS + LOOKING.seconds), int(MOST_SECONDS)
TASK_MIB = 1024
# What an office behind one address was seen to ask for, and what the firewall lets through by default.
OFFICE_A_SECOND = 67
OPTIONS = text_of(ROOT / "deploy/terraform/environment/options.tf")
FIREWALL_A_SECOND = int(re.findall(r'variable "rate_limit" \{[^}]*?default\s+= (\d+)', OPTIONS)[0]) // 300
# The text of a form beside its file.
FORM_BYTES = 64 * 1024

RISING = {
    "a connection that the load balancer keeps is kept by nginx, and by the app": (
        "BALANCER_IDLE_SECONDS < NGINX_KEEPALIVE_SECONDS <= APP_KEEPALIVE_SECONDS"
    ),
    "nginx gives up before the load balancer does, so that the page that tells of it is ours": (
        "NGINX_APP_SECONDS < BALANCER_IDLE_SECONDS"
    ),
    "the app is stuck before nginx gives up on it": "APP_GRACEFUL_SECONDS < APP_TIMEOUT_SECONDS < NGINX_APP_SECONDS",
    "who stops, stops later than who sends to it": (
        "APP_TIMEOUT_SECONDS <= BALANCER_DEREGISTRATION_SECONDS < NGINX_STOP_SECONDS < APP_STOP_SECONDS"
        " <= FARGATE_STOP_SECONDS"
    ),
    "nginx stops later than the answer that it waits for": "NGINX_APP_SECONDS < NGINX_STOP_SECONDS",
    "however many wait for each service, a thread is free": (
        "HUMANGOV_DYNAMODB_PLACES + HUMANGOV_STORE_PLACES + HUMANGOV_STS_PLACES < HUMANGOV_THREADS"
    ),
    "however many look into files while the store hangs, a thread is free": (
        "LOOK_PLACES + HUMANGOV_STORE_PLACES < HUMANGOV_THREADS"
    ),
    "a file that waits its turn, is looked into and stored is answered before its worker stops": (
        "LOOK_SECONDS + HUMANGOV_UPLOAD_SECONDS <= APP_GRACEFUL_SECONDS"
    ),
    "and so are the last of several before nginx gives up": (
        "BEGUN_SECONDS + LOOK_SECONDS + HUMANGOV_UPLOAD_SECONDS < NGINX_APP_SECONDS"
    ),
    "a request that waits is answered before it is given up": (
        "HUMANGOV_PAGE_SECONDS <= HUMANGOV_UPLOAD_SECONDS < APP_GRACEFUL_SECONDS"
    ),
    "the app stops later than its last request": "APP_GRACEFUL_SECONDS < APP_STOP_SECONDS",
    "the store is given up sooner than the app": "NGINX_STORE_SECONDS < NGINX_APP_SECONDS",
    "the largest file and its form are one body": "HUMANGOV_MAX_UPLOAD_BYTES + FORM_BYTES <= HUMANGOV_MAX_BODY_BYTES",
    "all of a container's workers are within its memory": (
        "WEB_CONCURRENCY * WORKER_MIB + APART_MIB + REST_MIB <= APP_MEMORY_MIB"
    ),
    "both containers are within a task's memory": "APP_MEMORY_MIB + NGINX_MEMORY_MIB <= TASK_MIB",
    "what is under way of one client is no more than it may begin at once": (
        "NGINX_ADDRESS_AT_ONCE <= NGINX_ADDRESS_BURST <= NGINX_STATE_BURST"
    ),
    "one client does not use up what a state has": "NGINX_ADDRESS_PER_SECOND < NGINX_STATE_PER_SECOND",
    "an office behind one address is let through": "OFFICE_A_SECOND < NGINX_ADDRESS_PER_SECOND",
    "who is held back is told so by a page of ours, before the firewall": (
        "NGINX_ADDRESS_PER_SECOND <= FIREWALL_A_SECOND"
    ),
}


@pytest.mark.parametrize("rule", RISING.values(), ids=RISING)
def test_limits_rise_in_the_order_in_which_they_matter(rule: str) -> None:
    known = LIMITS | {name: value for name, value in globals().items() if isinstance(value, int)}
    assert eval(rule, {"__builtins__": {}}, known), rule  # noqa: S307 our own words, written as they are read


def test_every_limit_is_used_outside_its_file() -> None:
    users = ("gunicorn.conf.py", "docker-compose.yml", "nginx/nginx.conf.template", "src/humangov/settings.py")
    used = "".join(text_of(ROOT / file) for file in users)
    for_the_deployment = {name for name in LIMITS if name.startswith("BALANCER_")}
    assert {name for name in LIMITS if name not in used} == for_the_deployment


def test_every_limit_is_explained_with_its_value() -> None:
    rows = re.findall(
        r"^\| `([A-Z_]+)` \| ([\d,]+)[^|]* \| \S[^|]+ \|$", text_of(DOCS / "operations/containers.md"), re.MULTILINE
    )
    assert {name: int(value.replace(",", "")) for name, value in rows} == LIMITS


def test_a_limit_is_a_plain_line_that_a_shell_compose_python_and_terraform_read_alike() -> None:
    lines = [line for line in text_of(ROOT / "limits.env").splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[A-Z][A-Z_]*=[0-9]+", line)] == []
