"""Whatever must be filled says so beside its label, also where only one of two must be, or only in some cases."""

import pytest

from humangov.domain.permissions import Role
from tests.web.people import on_file
from tests.web.site import Site, Visitor

NEW = {"/employees/new", "/positions/new", "/admin/codes/new", "/admin/agencies/new", "/actions/mass/new"}
NEW |= {"/admin/accounts/new", "{person}/actions/new?code=780", "{person}/edit/contact", "{person}/documents/new"}
# What is begun and not ended: an address, an emergency contact, a range of pay.
HALF = {"city": "Fresno", "emergency_name": "Ana", "pay_to_cents": "5", "step": "check"}
# Where one of the choices is always taken.
CHOSEN = {"role", "pay_basis", "kind", "employment_types", "statuses", "basis", "notice", "employment_type"}


def sent_empty(visitor: Visitor, path: str, typed: dict[str, str]) -> set[str]:
    """The labels of what is told to be missing, that do not say that it must be filled."""
    page = visitor.get(path)
    hidden = {str(field["name"]) for field in page.all("main form[method=post] input[type=hidden]")}
    fields = {n: v if n in hidden | CHOSEN else typed.get(n, "") for n, v in page.fields().items()}
    told = visitor.post(path, fields | typed, status=422)
    links = [str(link["href"])[1:] for link in told.all("#error-summary a")]
    assert links
    labels = {name: told.all(f'label[for="{name}"], #{name} > legend') for name in links}
    return {name for name, [label, *_] in labels.items() if not _is_marked(label.get_text(), str(label))}


def _is_marked(text: str, markup: str) -> bool:
    return "(required" in text or 'title="required"' in markup


@pytest.mark.parametrize("typed", [{}, HALF], ids=["empty", "half"])
@pytest.mark.parametrize("path", sorted(NEW))
def test_what_is_missing_was_marked_as_required(site: Site, path: str, typed: dict[str, str]) -> None:
    role = Role.ADMINISTRATOR if "/admin" in path or "positions" in path else Role.SPECIALIST
    person = on_file(site)
    if path.endswith("contact") and not typed:
        return
    assert not sent_empty(site.visitor(role), path.format(person=f"/employees/{person.id}"), typed)


def test_of_two_of_which_one_must_be_filled_each_says_so(specialist: Visitor) -> None:
    page = specialist.get("/employees/new")
    for name, when in (("first_name", "if there is no last name"), ("emergency_phone", "if there is a name")):
        assert f"(required {when})" in page.one(f'label[for="{name}"]').get_text()
