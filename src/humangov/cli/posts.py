"""The demo's positions: a director for each agency, a manager for each department, and numbered posts beneath them."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from functools import partial
from itertools import chain, count, cycle

from ulid import ULID

from humangov.cli.agencies import AGENCIES, POSTS, SHARED, Post
from humangov.domain.events import EventKind
from humangov.domain.positions import Position, PositionFacts
from humangov.services.desk import Desk

MANAGER, MANAGER_THOUSANDS = "Staff services manager", 98
DIRECTOR, DIRECTOR_THOUSANDS = "Director", 165
# The unit of every agency in which its director sits.
OFFICE = "OFFICE"
THREADS = 4


def demo_positions(how_many: int, since: date) -> list[Position]:
    """Positions for so many people, spread over all departments, beside the directors and managers; all vacant.

    The same for every run, and those of fewer people are among those of more.
    """
    directors = (_position(_number(a.code, OFFICE, 1), a.code, OFFICE, DIRECTOR, "", since) for a in AGENCIES)
    staff = {post: _staff(post, since) for post in POSTS}
    managers = (next(staff[post]) for post in POSTS)
    posts = (next(staff[post]) for post, _ in zip(cycle(POSTS), range(how_many), strict=False))
    return [*directors, *managers, *posts]


def file_positions(desk: Desk, positions: Iterable[Position], threads: int = THREADS) -> None:
    """Save them, a transaction for each; what is there already stays. The desk's clock gives the day of the events."""
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(partial(_file, desk), positions):
            pass


def _file(desk: Desk, position: Position) -> None:
    label = f"{position.number} {position.versions[0].title}"
    desk.positions.create(position, desk.event(EventKind.POSITION_CREATED, f"position:{position.number}", label))


def _number(agency: str, unit: str, index: int) -> str:
    """As in AGR-MAR-003."""
    return f"{agency[:3]}-{unit[:3]}-{index:03}"


def _staff(post: Post, since: date) -> Iterator[Position]:
    """The manager of a department, and then as many others as are asked for: every second has its own title."""
    manager, director = _number(post.agency, post.department, 1), _number(post.agency, OFFICE, 1)
    yield _position(manager, post.agency, post.department, MANAGER, director, since)
    common = cycle(chain.from_iterable([title] * weight for title, _, weight in SHARED))
    for index in count(2):
        title = next(common) if index % 2 else post.title
        number = _number(post.agency, post.department, index)
        yield _position(number, post.agency, post.department, title, manager, since)


_THOUSANDS = {title: thousands for title, thousands, _ in SHARED} | {p.title: p.thousands for p in POSTS}
_THOUSANDS |= {MANAGER: MANAGER_THOUSANDS, DIRECTOR: DIRECTOR_THOUSANDS}


def _position(number: str, agency: str, unit: str, title: str, supervisor: str, since: date) -> Position:
    monthly = _THOUSANDS[title] * 100_000 // 12
    facts = PositionFacts(
        effective=since,
        title=title,
        job_class=f"{1000 + zlib.crc32(title.encode()) % 9000}",
        agency=agency,
        unit=unit,
        pay_from_cents=monthly * 85 // 10_000 * 1_200,
        pay_to_cents=(monthly * 125 // 10_000 + 1) * 1_200,
        supervisor=supervisor,
    )
    return Position(number=number, versions=(facts,), token=_token(number, since))


def _token(number: str, since: date) -> str:
    """The same ULID for the same position in every run."""
    stamp = int(datetime.combine(since, time(18), UTC).timestamp() * 1_000)
    return str(ULID.from_bytes(stamp.to_bytes(6, "big") + hashlib.sha256(number.encode()).digest()[:10]))
