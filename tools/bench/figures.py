"""What a batch of requests showed, as figures."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

DIRECTORY = "Directory, 50 rows"


@dataclass(frozen=True, slots=True)
class Cost:
    """DynamoDB calls and capacity units of one request."""

    calls: int
    units: float


@dataclass(frozen=True, slots=True)
class Timed:
    """Requests of one after the other: how long each took, and what the server's workers used for all of them."""

    milliseconds: tuple[float, ...] = ()
    cpu_seconds: float = 0.0
    seconds: float = 0.0

    def __add__(self, more: "Timed") -> "Timed":
        """Both batches as one."""
        return Timed(
            self.milliseconds + more.milliseconds, self.cpu_seconds + more.cpu_seconds, self.seconds + more.seconds
        )

    @property
    def cpu_ms(self) -> float:
        """CPU time of a request."""
        return 1000 * self.cpu_seconds / len(self.milliseconds)


@dataclass(frozen=True, slots=True)
class Figures:
    """A page at one size. `p99_ms` is the one that `samples` allow: see docs/performance.md."""

    page: str
    people: int
    samples: int
    calls: int
    units: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    floor_p50_ms: float
    floor_cpu_ms: float
    requests_per_second: float

    @property
    def times_floor(self) -> float:
        """CPU time beside that of the floor."""
        return self.cpu_ms / self.floor_cpu_ms

    @property
    def requests_per_core(self) -> float:
        """Requests a second that one core of application CPU answers."""
        return 1000 / self.cpu_ms

    def plain(self) -> dict[str, object]:
        """For JSON, with what follows from the others."""
        told = {**asdict(self), "times_floor": self.times_floor, "requests_per_core_second": self.requests_per_core}
        return {name: round(value, 2) if isinstance(value, float) else value for name, value in told.items()}


@dataclass(frozen=True, slots=True)
class Old:
    """The predecessor's list of all people of a state, and the directory's page measured in turns with it."""

    people: int
    samples: int
    p50_ms: float
    cpu_ms: float
    directory_p50_ms: float
    directory_cpu_ms: float

    @property
    def times_slower(self) -> float:
        """How many times as long the predecessor's list takes."""
        return self.p50_ms / self.directory_p50_ms


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found: each page at each size, and the predecessor's list at each."""

    pages: tuple[Figures, ...]
    predecessor: tuple[Old, ...]

    @property
    def sizes(self) -> list[int]:
        """How many people the states have, the smallest first."""
        return sorted({one.people for one in self.pages})

    @property
    def by_page(self) -> dict[str, list[Figures]]:
        """The figures of each page, in the order of the sizes."""
        found: dict[str, list[Figures]] = {}
        for one in sorted(self.pages, key=lambda one: one.people):
            found.setdefault(one.page, []).append(one)
        return found


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest rank: the smallest value that at least so many percent of all values do not exceed."""
    return sorted(values)[math.ceil(percent / 100 * len(values)) - 1]


def usual(costs: Iterable[Cost]) -> Cost:
    """The most frequent cost. Once in a while a request also reads the registry or saves the session's last use."""
    return Counter(costs).most_common(1)[0][0]


def figures(page: str, people: int, *, cost: Cost, app: Timed, floor: Timed, loaded: Timed) -> Figures:
    """A page's figures: alone on the app and on the floor, and on the app with several requests at a time."""
    return Figures(
        page=page,
        people=people,
        samples=len(app.milliseconds),
        calls=cost.calls,
        units=cost.units,
        p50_ms=percentile(app.milliseconds, 50),
        p99_ms=percentile(app.milliseconds, 99),
        cpu_ms=app.cpu_ms,
        floor_p50_ms=percentile(floor.milliseconds, 50),
        floor_cpu_ms=floor.cpu_ms,
        requests_per_second=len(loaded.milliseconds) / loaded.seconds,
    )
