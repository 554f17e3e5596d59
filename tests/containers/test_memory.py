"""What large files cost the app's container: neither memory nor threads."""

import contextlib
import subprocess
import threading
import time
from collections.abc import Iterator

import requests

from tests.containers.load import Load, whole_or_absent
from tests.containers.stack import Browser, Stack, a_pdf, limits

MEBIBYTE = 1024 * 1024
UPLOADS = 8
# What no file can give back: private and shared memory. Of control groups 1 and 2, whichever there are.
WATCH = """
while :; do
  cat /sys/fs/cgroup/memory/memory.stat /sys/fs/cgroup/memory.stat 2>/dev/null |
    awk '$1 ~ /^(total_rss|total_shmem|anon|shmem)$/ { sum += $2 } END { print sum }'
  sleep 0.1
done
"""


@contextlib.contextmanager
def watched(container: str) -> Iterator[list[int]]:
    """The container's memory in bytes, ten times a second."""
    seen: list[int] = []
    command = ["docker", "exec", container, "sh", "-c", WATCH]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as watcher:
        assert watcher.stdout
        lines = iter(watcher.stdout)
        reading = threading.Thread(target=lambda: seen.extend(int(line) for line in lines))
        reading.start()
        yield seen
        watcher.kill()
        reading.join(5)


def upload(stack: Stack, specialist: Browser) -> None:
    employee = specialist.employee()
    load = Load(stack, specialist, ())
    load.begin(0, UPLOADS, employee, seconds=1, size_bytes=24 * MEBIBYTE)
    tried = load.end()
    # Each process looks into four files at a time; who comes fifth is told so, and nothing of theirs is filed.
    assert {one.status for one in tried} <= {303, 422}
    assert [one.status for one in tried].count(303) >= UPLOADS // 2
    whole_or_absent(specialist, employee, tried)


def test_eight_uploads_of_24_mb_at_once_stay_out_of_memory(stack: Stack, specialist: Browser) -> None:
    upload(stack, specialist)
    with watched(stack.container("app")) as seen:
        time.sleep(2)
        before = max(seen)
        upload(stack, specialist)
        time.sleep(1)
    added = (max(seen) - before) / MEBIBYTE
    print(f"8 uploads of 24 MB at once: {before / MEBIBYTE:.0f} MiB before, {added:.0f} MiB more at most")
    assert added <= 60


def test_slow_readers_hold_no_thread(stack: Stack, specialist: Browser) -> None:
    employee = specialist.employee()
    specialist.file(employee, a_pdf(24 * MEBIBYTE), "slow.pdf")
    path = f"{specialist.documents(employee)['slow.pdf']}/content"
    threads = limits()["WEB_CONCURRENCY"] * limits()["HUMANGOV_THREADS"]
    with contextlib.ExitStack() as open_downloads:
        for _ in range(2 * threads):
            answer = open_downloads.enter_context(contextlib.closing(specialist.get(path, stream=True)))
            assert answer.status_code == 200
            assert len(next(answer.iter_content(1024))) == 1024
        began = time.monotonic()
        for _ in range(10):
            assert specialist.get(employee).status_code == 200
        seconds = (time.monotonic() - began) / 10
    print(f"a page beside {2 * threads} downloads that nobody reads: {seconds * 1000:.0f} ms")


def test_a_reader_who_goes_away_is_forgotten(stack: Stack, specialist: Browser) -> None:
    employee = specialist.employee()
    specialist.file(employee, a_pdf(MEBIBYTE), "left.pdf")
    path = f"{specialist.documents(employee)['left.pdf']}/content"
    for _ in range(5):
        with contextlib.suppress(requests.RequestException):
            specialist.get(path, stream=True).close()
    assert specialist.get(path).status_code == 200
