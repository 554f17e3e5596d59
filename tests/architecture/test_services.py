"""Promises about every service and every port: permission first, and nothing without its event."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from humangov.domain.permissions import ABOUT_OTHERS
from tests.architecture.tree import SRC, functions, imported, modules, name_of, some, tree_of
from tests.inner import INNER

PORTS = [SRC / "services" / name for name in ("ports.py", "chore_ports.py", "form_ports.py")]
# What shows a person, a document or an event.
PERSONAL = frozenset({"Employee", "Row", "Document", "Content", "Event", "MassPerson"})

WITHOUT_A_TRACE = {
    "list_employees": "a list names people and opens nobody's record; looks at records are recorded",
    "offer_appointment": "an empty form",
    "list_employees_on": "the same, of another day",
    "view_home": "the newest changes name people as a list does and open nobody's record",
}
# What services share and makes the event of a change, and the looks that other services take.
TELLING = frozenset({"enter", "entered_event", "save_request", "view_employee", "view_career"})
READS = frozenset(
    {
        "EmployeeStore.get",
        "EmployeeStore.folder",
        "EmployeeStore.career",
        "EmployeeStore.due",
        "EmployeeStore.same_person",
        "EmployeeStore.taken",
        "EmployeeStore.whose",
        "Directory.page",
        "Directory.search",
        "Directory.page_on",
        "RequestStore.alike",
        "RequestStore.get",
        "RequestStore.waiting",
        "DocumentStore.get",
        "DocumentStore.versions",
        "DocumentStore.stale_uploads",
        "DocumentStore.wanted_notices",
        "MassStore.unfinished",
        "TroubleStore.all",
        "FileStore.open",
        "FileStore.link",
        "FileStore.scanned",
        "AccountStore.get",
        "AccountStore.by_email",
        "AccountStore.all",
        "AccountStore.session",
        "FormStore.sent",
        "FormStore.draft",
        "AuditStore.page",
        "OrganizationStore.overview",
        "OrganizationStore.headcount_on",
        "PositionStore.get",
        "PositionStore.many",
        "PositionStore.in_unit",
        "MassStore.get",
        "MassStore.page",
        "MassStore.underway",
        "MassStore.people",
    }
)
WRITES_WITHOUT_EVENT = {
    "EmployeeStore.next_number": "a counter: the number is told by the appointment that takes it",
    "DocumentStore.begin_upload": "nothing is on file yet; the document's own event follows",
    "DocumentStore.claim_upload": "nothing was filed, and from now on nothing can be",
    "DocumentStore.close_notice": "the document that was filed has an event of its own",
    "DocumentStore.close_upload": "nothing was filed, and nothing is gone that anybody could see",
    "FormStore.keep": "what somebody types is nothing yet; what they send has events of its own",
    "FileStore.put": "content without a record is seen by nobody; the record's event follows",
    "FileStore.erase": "only what was never filed is erased",
    "AccountStore.claim": "an account of a former version keeps what it has; nothing else changes",
    "Mail.send": "the link's own event is saved before it is sent",
    "AccountStore.touch": "a session in use: what it was used for has events of its own",
    "TroubleStore.note": "a failure of the system's own; nothing of a record changes",
    "TroubleStore.clear": "the same, mended; what is done thereby has events of its own",
    "Throttle.hit": "a count of attempts; a refused sign-in has an event of its own",
    "Throttle.forget": "a count of attempts; a sign-in has an event of its own",
}


# What changes or decides something, and is told no employee: it is about many, or about nobody on file.
ABOUT_NOBODY = {
    "offer_appointment": "a form for a new person",
    "follow_position": "asks about each who sits there",
    "start": "leaves out whoever had a hand in it",
    "submit": "the same",
    "approve": "the same",
    "reject": "ends a mass action, and changes no record",
    "withdraw": "the same",
    "stop": "the same: those whom it did not reach stay as they are",
}


def services() -> list[tuple[Path, ast.FunctionDef]]:
    """Every public function of the services whose first parameter is the desk, but for what they share."""
    found = ((m, f) for m in modules("src/humangov/services") for f in functions(m) if not f.name.startswith("_"))
    desks = ((m, f) for m, f in found if f.args.args and f.args.args[0].arg == "desk")
    return some((m, f) for m, f in desks if f"{m.stem}.{f.name}" not in INNER)


def port_methods() -> dict[str, ast.FunctionDef]:
    """Every method of every port, by its name."""
    inside = [node for module in PORTS for node in tree_of(module).body]
    ports = (node for node in inside if isinstance(node, ast.ClassDef) and _is_protocol(node))
    methods = ((p.name, m) for p in ports for m in p.body if isinstance(m, ast.FunctionDef))
    return dict(some((f"{port}.{m.name}", m) for port, m in methods))


def _is_protocol(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)


def _names(node: ast.AST | None) -> set[str]:
    """The names in an annotation."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} if node else set()


def _personal_types() -> set[str]:
    """What is personal, and every value of the services that holds it, to any depth."""
    classes = [n for m in modules("src/humangov/services") for n in tree_of(m).body if isinstance(n, ast.ClassDef)]
    held: dict[str, set[str]] = {}
    for c in classes:
        # Two modules may have a value of one name.
        inside = {name for f in c.body if isinstance(f, ast.AnnAssign) for name in _names(f.annotation)}
        held[c.name] = held.get(c.name, set()) | inside
    found = set(PERSONAL)
    while more := {name for name, inside in held.items() if inside & found} - found - {"Desk"}:
        found |= more
    return found


def _told(function: ast.FunctionDef, module: Path) -> bool:
    """Whether a function, or one of its module that it calls, records a look or makes an event."""
    beside = {f.name: f for f in functions(module)}
    ahead, seen = [function], set[str]()
    while ahead:
        calls = [node.func for node in ast.walk(ahead.pop()) if isinstance(node, ast.Call)]
        if any(isinstance(c, ast.Attribute) and c.attr in {"saw", "event"} for c in calls):
            return True
        names = {c.id for c in calls if isinstance(c, ast.Name)}
        if names & TELLING:
            return True
        called = names & set(beside) - seen
        seen |= called
        ahead += [beside[name] for name in called]
    return False


def _first_statement(function: ast.FunctionDef) -> str:
    documented = ast.get_docstring(function) is not None
    return ast.unparse(function.body[1 if documented else 0])


def _takes(method: ast.FunctionDef) -> Iterator[str]:
    return (argument.arg for argument in (*method.args.args, *method.args.kwonlyargs))


@pytest.mark.parametrize(("module", "service"), services(), ids=lambda x: getattr(x, "name", ""))
def test_a_service_asks_for_permission_before_anything_else(module: Path, service: ast.FunctionDef) -> None:
    assert _first_statement(service).startswith("desk.require(Permission."), f"{name_of(module)}: {service.name}"


def _asks_for(service: ast.FunctionDef) -> tuple[str, str]:
    """The permission that a service asks for, and about whom: "" for nobody."""
    found = re.fullmatch(r"desk\.require\(Permission\.(\w+)(?:, (\w+))?\)", _first_statement(service))
    assert found, service.name
    return found[1], found[2] or ""


def test_who_changes_or_decides_something_says_about_whom_so_that_nobody_does_it_about_themselves() -> None:
    others = {permission.name for permission in ABOUT_OTHERS}
    asked = some((s, *_asks_for(s)) for _, s in services())
    changing = [(s, about) for s, permission, about in asked if permission in others]
    told = {s.name for s, _ in changing if "employee_id" in _takes(s)}
    assert told
    assert {s.name for s, about in changing if about == "employee_id"} == told
    assert {s.name for s, _ in changing} - told == set(ABOUT_NOBODY)


def test_what_services_share_is_called_by_no_page_and_no_command() -> None:
    inner = {f"humangov.services.{name}" for name in INNER}
    outside = [m for m in modules("src") if m.parent != SRC / "services"]
    assert {name_of(m): imported(m) & inner for m in some(outside) if imported(m) & inner} == {}


def test_what_services_share_is_there() -> None:
    made = {f"{m.stem}.{f.name}" for m in modules("src/humangov/services") for f in functions(m)}
    assert set(INNER) - made == set()


def test_what_shows_a_person_a_document_or_an_event_leaves_a_trace() -> None:
    personal = _personal_types()
    showing = {f.name: _told(f, m) for m, f in services() if _names(f.returns) & personal}
    assert {name for name, told in some(showing.items()) if not told} == set(WITHOUT_A_TRACE)


def test_a_port_s_method_reads_or_takes_the_event_of_its_change_or_says_why_not() -> None:
    without = {name for name, method in port_methods().items() if "event" not in _takes(method)}
    assert without == READS | set(WRITES_WITHOUT_EVENT)


def test_no_method_of_a_store_takes_a_state() -> None:
    taking = {n for n, m in port_methods().items() if {"state", "slug", "installed", "tenant"} & set(_takes(m))}
    assert taking == set()


def test_every_port_and_its_methods_say_what_they_promise() -> None:
    assert [name for name, method in port_methods().items() if not ast.get_docstring(method)] == []
