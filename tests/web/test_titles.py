"""Titles: each page has its own, and whoever changes a person reads there whom."""

from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from humangov.domain.actions import ActionStatus
from humangov.domain.mass import MassStatus
from humangov.domain.permissions import Role
from tests.web.markup import read
from tests.web.permission_matrix import MATRIX
from tests.web.site import Site, a_site
from tests.web.test_walk import address_of, fill, rules

# What is no page: probes, and the bytes of a document.
NO_PAGE = {"health.livez", "health.readyz", "health.version", "content.content", "content.picture"}


@pytest.fixture
def titles(tmp_path: Path) -> dict[str, str]:
    """The title of each page, by its endpoint, as somebody sees it who may, when there is such a page."""
    site = a_site(tmp_path, idle=True)
    for role in Role:
        site.desks.account(role)
    parts, records = fill(site.desks, "california"), site.desks.records()
    pages = [rule for method, rule in rules(tmp_path) if method == "GET" and rule.endpoint not in NO_PAGE]
    found: dict[str, str] = {}
    for asked, mass in ((ActionStatus.RETURNED, MassStatus.SUBMITTED), (ActionStatus.SUBMITTED, MassStatus.RUNNING)):
        [(key, request)], [(mass_id, begun)] = records.requests.items(), records.masses.items()
        records.requests[key], records.masses[mass_id] = replace(request, status=asked), replace(begun, status=mass)
        found |= {rule.endpoint: title for rule in pages if (title := _title(site, rule, parts))}
    assert set(found) == {rule.endpoint for rule in pages}
    return found


def _title(site: Site, rule: Rule, parts: dict[str, str]) -> str:
    """Of the page at this address; "" where it leads to another."""
    who = MATRIX[f"GET {rule.endpoint}"]
    visitor = site.visitor(None if None in who else next(role for role in Role if role in who))
    answer = visitor.fetch(address_of(rule, parts))
    return " ".join(read(answer).one("title").get_text().split()) if answer.status_code != 303 else ""


def test_no_two_pages_have_the_same_title(titles: dict[str, str]) -> None:
    by_title = groupby(sorted(titles, key=titles.__getitem__), key=titles.__getitem__)
    twice = {title: found for title, group in by_title if len(found := list(group)) > 1}
    assert len(titles) > 40
    assert not twice


def test_every_page_about_a_person_names_the_person(titles: dict[str, str], tmp_path: Path) -> None:
    about = {rule.endpoint for _, rule in rules(tmp_path) if "employee_id" in rule.arguments} & set(titles)
    unnamed = {endpoint: titles[endpoint] for endpoint in about if "José García" not in titles[endpoint]}
    assert len(about) >= 12
    assert not unnamed
