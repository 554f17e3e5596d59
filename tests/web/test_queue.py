"""The queue: how old each request is, which is overdue, and only those that are asked for."""

from datetime import date, timedelta

from humangov.domain.actions import ActionStatus, waiting_line
from tests.builders import NOW, TODAY, a_by, a_request
from tests.web.markup import Page
from tests.web.people import on_file
from tests.web.site import Site, Visitor


def waits(site: Site, agency: str, code: str, effective: date, days: int) -> None:
    """A request that has waited so many days."""
    person = on_file(site, agency=agency, department="BRI" if agency == "DOT" else "LIC", last_name=f"{agency} {code}")
    by = a_by(at=NOW - timedelta(days=days))
    asked = a_request(person, code=code, effective=effective, status=ActionStatus.SUBMITTED, decision="", requested=by)
    site.desks.records().requests[person.id, asked.id] = asked
    site.desks.records().waiting[asked.id] = waiting_line(asked, person)


def rows(page: Page) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page.all("main tbody tr")]


def test_age_and_what_is_overdue_are_said_and_filters_narrow_the_queue(site: Site, supervisor: Visitor) -> None:
    waits(site, "DMV", "702", date(2026, 2, 1), 12)
    waits(site, "DOT", "894", date(2026, 9, 1), 1)
    late, early = sorted(rows(supervisor.get("/actions")), reverse=True, key=lambda row: "Overdue" in row)
    assert "Feb 1, 2026 Overdue Department of Motor Vehicles Dana Lee 12 since" in late
    assert "Sep 1, 2026 Department of Transportation Dana Lee 1 since" in early
    assert rows(supervisor.get("/actions?agency=DOT")) == [early]
    assert rows(supervisor.get("/actions?queue=approve&code=702")) == [late]
    page = supervisor.get("/actions?queue=approve&agency=DOT&code=702")
    assert rows(page) == []
    assert "Nothing like that waits" in page.main
    assert page.one('input[name="queue"]')["value"] == "approve"
    assert [option.get_text() for option in page.all("#code option")] == ["All", "702 Promotion", "894 Promotion"]


def test_what_takes_effect_today_is_not_overdue_yet(site: Site, supervisor: Visitor) -> None:
    for code, day in (("702", TODAY - timedelta(days=1)), ("894", TODAY), ("721", TODAY + timedelta(days=1))):
        waits(site, "DMV", code, day, 1)
    found = supervisor.get("/actions").all("main tbody tr")
    tags = {row.select("td")[0].get_text()[:3]: [tag.get_text() for tag in row.select(".hg-tag")] for row in found}
    assert tags == {"702": ["Overdue"], "894": ["Today"], "721": []}
