"""The estimate adds up, and tells what it rests on."""

import json
import re

import pytest

from deploy.cost import told
from deploy.literals import Value
from deploy.place import ROOT
from deploy.prices import TABLE, Line, Prices, estimate, predecessor

PRICES = Prices.read()


def total(states: int, **settings: Value) -> float:
    return sum(line.total(states) for line in estimate(PRICES, settings, states))


def test_every_price_names_its_page_and_none_is_free() -> None:
    table = json.loads(TABLE.read_text("utf-8"))["prices"]
    assert [name for name, price in table.items() if not price["page"].startswith("https://aws.amazon.com/")] == []
    assert [name for name, price in table.items() if price["usd"] <= 0] == []


def test_every_price_and_assumption_of_the_table_is_used() -> None:
    read: set[str] = set()

    class Noted(dict[str, float]):
        def __getitem__(self, name: str) -> float:
            read.add(name)
            return super().__getitem__(name)

    noted = Prices(Noted(PRICES.usd), Noted(PRICES.assume), PRICES.about)
    for egress in ("none", "per_zone"):
        for architecture in ("ARM64", "X86_64"):
            list(estimate(noted, {"egress": egress, "architecture": architecture, "exec": True}, 50))
    list(predecessor(noted))
    noted.nat(1)
    assert (set(PRICES.usd) | set(PRICES.assume)) - read == set()


def test_a_line_is_paid_once_and_for_each_state() -> None:
    assert Line("x", 10, 2).total(3) == 16


def test_the_last_line_of_the_estimate_is_the_sum_of_the_others() -> None:
    rows = [re.split(r"\s{2,}", line.strip()) for line in told(PRICES, "production", {}, 3)]
    together = next(row for row in rows if row[0] == "together")
    above = rows[rows.index(together) - 11 : rows.index(together)]
    for column in (1, 2, 3):
        figures = [float(row[column].replace(",", "")) for row in above]
        assert float(together[column].replace(",", "")) == pytest.approx(sum(figures), abs=0.06)


def test_no_state_adds_tasks_of_its_own_until_the_load_asks_for_them() -> None:
    assert PRICES.tasks(1, 3) == PRICES.tasks(30, 3) == 3
    assert PRICES.tasks(50, 3) == 4
    assert PRICES.tasks(1, 6) == 6


def test_fifty_states_cost_less_than_the_predecessor_s_fifty_stacks() -> None:
    assert [line.name for line in predecessor(PRICES) if line.total(50) <= 3 * total(50)] == []


def test_the_settings_are_heard() -> None:
    assert total(3, architecture="X86_64") > total(3, architecture="ARM64")
    assert total(3, scanner=False) < total(3, scanner=True)
    assert total(3, least_tasks=6) > total(3)
    assert total(3, egress="per_zone") > total(3, egress="none"), "endpoints stay beside a NAT gateway"
    assert total(3, mail_from="humangov@hr.example.gov") == pytest.approx(total(3) + 3 * 7.3)
    assert total(3, exec=True) == pytest.approx(total(3) + 2 * 3 * 7.3)


def test_the_figures_of_the_runbook_are_those_of_the_estimate() -> None:
    page = (ROOT / "docs/operations/deploy.md").read_text("utf-8")
    rows = re.findall(r"(?m)^\| (?:HumanGov|Predecessor, [^|]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|$", page)
    further = sum(line.each for line in estimate(PRICES, {}, 2))
    ours = (total(2), total(50), further)
    theirs = [(line.total(2), line.total(50), line.each) for line in predecessor(PRICES)]
    assert rows == [tuple(f"{figure:,.0f}" for figure in row) for row in (ours, *theirs)]
