import pytest

from bench.figures import Cost, Timed, figures, percentile, usual


@pytest.mark.parametrize(
    ("count", "percent", "rank"), [(1, 50, 1), (2, 50, 1), (3, 50, 2), (100, 99, 99), (500, 99, 495), (60, 99, 60)]
)
def test_a_percentile_is_the_nearest_rank(count: int, percent: float, rank: int) -> None:
    assert percentile([float(n) for n in range(count, 0, -1)], percent) == rank


def test_the_usual_cost_is_the_most_frequent_one() -> None:
    often, once = Cost(3, 6.0), Cost(4, 7.0)
    assert usual([once, often, often, Cost(3, 6.5)]) == often


def test_batches_add_up_and_cpu_time_is_shared_by_their_requests() -> None:
    both = Timed((1.0, 2.0), 0.5, 3.0) + Timed((3.0, 4.0), 0.25, 1.0)
    assert both == Timed((1.0, 2.0, 3.0, 4.0), 0.75, 4.0)
    assert both.cpu_ms == 187.5


def test_figures_compare_with_the_floor_and_with_a_core() -> None:
    app, floor = Timed((8.0, 12.0), 0.02, 0.02), Timed((4.0, 5.0), 0.008, 0.01)
    found = figures("Home", 25, cost=Cost(3, 6.0), app=app, floor=floor, loaded=Timed((9.0,) * 30, 0.1, 0.5))
    assert (found.cpu_ms, found.floor_cpu_ms, found.times_floor, found.requests_per_core) == (10.0, 4.0, 2.5, 100.0)
    assert (found.p50_ms, found.p99_ms, found.requests_per_second, found.samples) == (8.0, 12.0, 60.0, 2)
    assert found.plain()["times_floor"] == 2.5
