"""Tasks that stop, and workers that die, while people are at work."""

import time
from collections.abc import Iterator

import pytest

from tests.containers.load import Load, whole_or_absent
from tests.containers.stack import Browser, Stack, docker

MEBIBYTE = 1024 * 1024
READERS = 6
UPLOADS = 4
KILL = """
import os, signal
def parent(pid): return open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1]
workers = [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and parent(pid) == "1"]
os.kill(min(workers), signal.SIGKILL)
print(len(workers))
"""


@pytest.fixture
def running(stack: Stack) -> Iterator[Stack]:
    """The stack, which is whole again afterwards."""
    yield stack
    stack.compose("up", "--detach", "--wait", "app", "nginx")


def test_a_task_that_stops_fails_no_request(running: Stack, specialist: Browser) -> None:
    employee = specialist.employee()
    load = Load(running, specialist, ("/employees", employee))
    load.begin(READERS, UPLOADS, employee, seconds=8, size_bytes=24 * MEBIBYTE)
    time.sleep(4)
    # As ECS does it: the load balancer sends nothing new, nginx is told to stop while the uploads go on, then the app.
    load.stopping.set()
    began = time.monotonic()
    for service in ("nginx", "app"):
        running.compose("stop", service)
    stopped = time.monotonic() - began
    tried = load.end()
    failed = [one for one in tried if one.status not in {200, 303}]
    print(
        f"drain: {len(tried)} requests, {UPLOADS} uploads under way, {len(failed)} failed, stopped in {stopped:.1f} s"
    )
    assert failed == []
    assert sum(one.status == 303 for one in tried) == UPLOADS
    codes = [docker("inspect", running.container(service), "-f", "{{.State.ExitCode}}") for service in ("nginx", "app")]
    assert codes == ["0", "0"]
    running.compose("up", "--detach", "--wait", "app", "nginx")
    whole_or_absent(specialist, employee, [one for one in tried if one.sha256])


def test_a_worker_that_dies_fails_only_what_it_had_in_hand(running: Stack, specialist: Browser) -> None:
    employee = specialist.employee()
    load = Load(running, specialist, ("/employees", employee))
    load.begin(READERS, UPLOADS, employee, seconds=2, size_bytes=8 * MEBIBYTE)
    time.sleep(2)
    assert docker("exec", running.container("app"), "python", "-c", KILL) == "2"
    killed = time.monotonic()
    time.sleep(4)
    tried = load.end()
    failed = [one for one in tried if one.status not in {200, 303}]
    print(f"kill -9 of a worker: {len(tried)} requests, {len(failed)} failed")
    assert [one for one in failed if one.began > killed] == []
    assert {one.status for one in failed} <= {502}
    whole_or_absent(specialist, employee, [one for one in tried if one.sha256])
    assert len([one for one in tried if one.began > killed and one.status == 200]) > READERS
