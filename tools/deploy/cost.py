"""Prints what a month costs: `make cost`."""

from collections.abc import Iterable, Iterator, Mapping

from deploy.literals import Literals, Value
from deploy.place import Place
from deploy.prices import Line, Prices, estimate, least_tasks, predecessor
from deploy.states_file import states_of

MANY = 50
LEFT_OUT = (
    "Left out: AWS support, CloudTrail, backups beyond 35 days, a key's $1 more after each of two rotations;",
    "  that the predecessor reads whole tables for each list; and the work of fifty deployments by hand;",
    "  mail, of which a thousand cost 10 cents.",
    "A state with tasks of its own (dedicated = true) adds three tasks at least.",
)


def cost(environ: Mapping[str, str]) -> None:
    """Print the estimate for an environment, for fifty states, and for the predecessor's fifty stacks."""
    place = Place.from_environment(environ)
    settings = Literals.of(place.settings).values
    for line in told(Prices.read(), place.name, settings, len(states_of(place.states))):
        print(line)


def told(prices: Prices, name: str, settings: Mapping[str, Value], states: int) -> Iterator[str]:
    """The estimate in words and figures."""
    now, many = list(estimate(prices, settings, states)), list(estimate(prices, settings, MANY))
    region, year = prices.about["region"], prices.about["as_of"]
    yield f"A month of {name}, in US dollars: list prices of {region} as known in {year},"
    yield "not looked up live (deploy/prices.json has each with its page); no taxes, discounts or free tiers."
    yield ""
    yield _row("", f"{states} states", f"{MANY} states", "a further one")
    for line, of_many in zip(now, many, strict=True):
        yield _row(line.name, *(_usd(usd) for usd in (line.total(states), of_many.total(MANY), line.each)))
    further = sum(line.each for line in now)
    yield _row("together", *(_usd(usd) for usd in (_sum(now, states), _sum(many, MANY), further)))
    yield _row("a state", _usd(_sum(now, states) / max(states, 1)), _usd(_sum(many, MANY) / MANY), "")
    least = least_tasks(prices, settings)
    yield _row("tasks at the busiest time", str(prices.tasks(states, least)), str(prices.tasks(MANY, least)), "")
    yield ""
    yield _row("The predecessor, one stack a state", f"{states} states", f"{MANY} states", f"of {MANY}, here")
    for line in predecessor(prices):
        share = f"{_sum(many, MANY) / line.total(MANY):.0%}"
        yield _row(line.name, _usd(line.total(states)), _usd(line.total(MANY)), share)
    yield ""
    yield from _network(prices)
    yield from _assumptions(prices)


def _network(prices: Prices) -> Iterator[str]:
    traffic = prices.assume["endpoint_gb"]
    count = prices.assume["interface_endpoints"]
    yield f"Network: {count:.0f} interface endpoints in three zones {_usd(prices.endpoints(count, traffic))};"
    yield f'a way to the internet, a NAT gateway in each zone (egress = "per_zone"), {_usd(prices.nat(traffic))} more.'
    yield ""


def _assumptions(prices: Prices) -> Iterator[str]:
    a = {name: f"{number:,g}" for name, number in prices.assume.items()}
    yield "Assumed of each state, a month:"
    units = f"{a['state_reads_a_request']} read and {a['state_writes_a_request']} write units"
    table = f"a table of {a['state_table_gb']} GB"
    yield f"  {a['state_requests']} requests of {units} each (docs/performance.md), {table},"
    uploads = f"{a['state_uploads']} new ones ({a['state_upload_gb']} GB) and {a['state_downloads']} fetched"
    yield f"  {a['state_documents_gb']} GB of documents, with {uploads},"
    used = f"{a['state_kms_requests']} uses of its key"
    yield f"  {a['state_transfer_out_gb']} GB to the internet, {a['state_logs_gb']} GB of logs, {used}."
    capacity = f"{a['pages_a_second_of_a_task']} pages a second each, used to {a['share_of_a_task_in_use']} of that"
    busy = f"{a['peak_to_average_in_working_hours']} times their average at the peak"
    yield f"Assumed of the tasks: {capacity};"
    yield f"  all requests within {a['working_hours_a_month']} working hours, {busy}."
    yield from LEFT_OUT


def _sum(lines: Iterable[Line], states: int) -> float:
    return sum(line.total(states) for line in lines)


def _usd(usd: float) -> str:
    return f"{usd:,.2f}"


def _row(name: str, *cells: str) -> str:
    return f"  {name:<70}" + "".join(f"{cell:>14}" for cell in cells)
