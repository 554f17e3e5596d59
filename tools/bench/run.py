"""The order of a run: get, load, start, sign in, record, measure."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import programs, recording
from bench.figures import DIRECTORY, Figures, Result
from bench.loading import REGION, REGISTRY, load
from bench.measuring import beside, measured
from bench.place import FOLDER
from bench.predecessor import asks
from bench.sites import open_site
from embedded.apis import dynamodb

THREADS, WORKERS = 8, 2
# As Java chooses: the measured pages are not to wait for code that is compiled in a hurry.
JAVA = ("-Xmx1g",)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a run may vary: how many people each state has, and how often each page is timed."""

    sizes: Mapping[str, int]
    requests: int


def run(choice: Choice) -> Result:
    """Everything. Raises CannotRun."""
    loaded = FOLDER / "states"
    with dynamodb(loaded, options=JAVA) as tables:
        os.environ |= _aws(tables.endpoint)
        load(loaded, choice.sizes)
    # Each run begins with the same data: what it writes goes into a copy.
    with _copied(loaded) as data, dynamodb(data, options=JAVA) as tables:
        os.environ |= _aws(tables.endpoint)
        return _result(choice, _settings(tables.endpoint))


@contextmanager
def _copied(folder: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=FOLDER, prefix="run-") as copy:
        yield Path(shutil.copytree(folder, copy, dirs_exist_ok=True))


def _aws(endpoint: str) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL_DYNAMODB": endpoint,
        "AWS_REGION": REGION,
        "AWS_SECRET_ACCESS_KEY": "bench",
    }


def _settings(endpoint: str) -> dict[str, str]:
    """Of the application, its floor and the predecessor alike."""
    return {
        **_aws(endpoint),
        "BENCH_RECORDINGS": str(FOLDER / "recordings.json"),
        "HUMANGOV_REGISTRY_TABLE": REGISTRY,
        "HUMANGOV_SECRET_KEY": secrets.token_urlsafe(32),
        "HUMANGOV_THREADS": str(THREADS),
        "WEB_CONCURRENCY": str(WORKERS),
    }


def _result(choice: Choice, settings: dict[str, str]) -> Result:
    with ExitStack() as servers:
        app = servers.enter_context(programs.gunicorn("app", "humangov.wsgi:app", settings))
        sites = [open_site(app, slug, how_many) for slug, how_many in choice.sizes.items()]
        recorder = recording.Recorder(settings)
        pages = [page for site in sites for page in site.pages(recorder, choice.requests)]
        recording.save({page.fixed.path: page.recorded for page in pages}, FOLDER / "recordings.json")
        floor = servers.enter_context(programs.gunicorn("floor", "bench.floor:application()", settings))
        found = tuple(_told(measured(page, app, floor)) for page in pages)
        old = servers.enter_context(programs.gunicorn("predecessor", "bench.predecessor:application", settings))
        lists = {site.people: asks(site.slug, site.people) for site in sites}
        directories = [page for page in pages if page.page == DIRECTORY]
        return Result(found, tuple(beside(page, app, old, lists[page.people]) for page in directories))


def _told(found: Figures) -> Figures:
    print(f"{found.people:6,} people  {found.page:32} {found.cpu_ms:6.2f} ms CPU  {found.times_floor:.2f} x the floor")
    return found
