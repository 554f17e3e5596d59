"""A state comes with one line and one apply, and goes only after its records are in a bundle."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from deploy.bundles import broken_off
from deploy.context import Context
from deploy.destroy import destroy
from deploy.images import Images
from deploy.offboard import offboard
from deploy.onboard import onboard
from deploy.place import Place, Stop
from deploy.releasing import records
from deploy.smoke import Door
from deploy.states_file import states_of
from deploy.suspend import resume, suspend
from deploy.terraform import Change
from tests.unit.tools.lab import FILES, ROLE, Ecs, Planned, Quiet, Session, a_context, visited

TABLE = 'module.state_store["texas"].aws_dynamodb_table.main'
ADDED = (Change(TABLE, "aws_dynamodb_table", ("create",)), ROLE)
CHANGED = (Change(TABLE, "aws_dynamodb_table", ("update",)),)
REMOVED = (Change(TABLE, "aws_dynamodb_table", ("delete",)), ROLE)
TASKS = Change("module.web_service.aws_ecs_task_definition.main", "aws_ecs_task_definition", ("delete", "create"))
TWO = "# Ours.\nstates = {\n  california = {}\n  texas = {}\n}\n"


@pytest.fixture(autouse=True)
def _aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setattr(Session, "ecs", Ecs())
    monkeypatch.setattr("deploy.smoke.LIST_SECONDS", 0)
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        for bucket in ("record", "humangov-california", "humangov-texas"):
            client.create_bucket(Bucket=bucket)
        yield


@pytest.fixture
def exports(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The words of each `humangov …` that is called; all of them succeed."""
    called: list[list[str]] = []

    def run(command: Sequence[str], _environ: object) -> int:
        called.append(list(command[1:]))
        return 0

    monkeypatch.setattr("deploy.bundles.run", run)
    return called


def opened(
    monkeypatch: pytest.MonkeyPatch, folder: Path, *plans: tuple[Change, ...], states: str = "", **changes: str
) -> Context:
    (folder / "states.auto.tfvars").write_text(states or FILES["states.auto.tfvars"], "utf-8")
    terraform = Planned(Place("lab", folder, folder, folder), plans=list(plans), slugs=["california", "texas"])
    words = {"YES": "1", "STATE": "TX", "BUNDLES": str(folder / "bundles"), **changes}
    context = a_context(folder, terraform, **words)
    monkeypatch.setattr(Door, "get", lambda _door, host, path: visited(context, host, path))
    known = records(context)
    known.finish(known.start("deploy", "ana", Images("old", "app", "nginx"), force=False), "succeeded")
    return context


def said(context: Context) -> str:
    assert isinstance(context.console, Quiet)
    return "\n".join(context.console.said.lines)


def applied(context: Context) -> int:
    assert isinstance(context.terraform, Planned)
    return context.terraform.done.count("apply")


def test_a_state_is_added_by_one_line_and_one_apply(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    onboard(context := opened(monkeypatch, tmp_path, ADDED, COLOR="#1b3a57"))
    assert states_of(context.place.states) == {"california": {}, "texas": {"color": "#1b3a57"}}
    assert applied(context) == 1
    assert "0 new tasks, 0 images built" in said(context)
    assert "humangov user add --state texas" in said(context)


@pytest.mark.parametrize(("scan", "entry"), [("", {}), ("0", {"scan": False}), ("1", {"scan": True})])
def test_a_line_says_whether_the_state_is_scanned(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scan: str, entry: dict[str, bool]
) -> None:
    onboard(context := opened(monkeypatch, tmp_path, ADDED, SCAN=scan))
    assert states_of(context.place.states)["texas"] == entry


def test_a_state_that_is_there_already_is_looked_at_and_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    onboard(context := opened(monkeypatch, tmp_path, (), states=TWO))
    assert applied(context) == 0
    assert context.place.states.read_text("utf-8") == TWO
    assert "ok: the sign-in page is Texas's" in said(context)


@pytest.mark.parametrize(("plan", "yes"), [((*ADDED, TASKS), "1"), (ADDED, "")], ids=["touches tasks", "no yes"])
def test_a_state_that_is_not_added_leaves_the_file_as_it_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, plan: tuple[Change, ...], yes: str
) -> None:
    context = opened(monkeypatch, tmp_path, plan, YES=yes)
    with pytest.raises(Stop, match=r"Nothing was applied|YES=1"):
        onboard(context)
    assert context.place.states.read_text("utf-8") == FILES["states.auto.tfvars"]
    assert applied(context) == 0


@pytest.mark.parametrize("name", ["", "Atlantis"])
def test_only_states_are_added(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    with pytest.raises(Stop, match="Say which state"):
        onboard(opened(monkeypatch, tmp_path, STATE=name))


def test_a_state_goes_after_a_verified_bundle_and_its_typed_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, exports: list[list[str]]
) -> None:
    context = opened(monkeypatch, tmp_path, CHANGED, CHANGED, REMOVED, states=TWO, CONFIRM="texas")
    offboard(context)
    [export, verify] = exports
    assert export[:4] == ["state", "export", "texas", "--to"]
    assert verify == ["state", "verify", export[4], "--against", "texas"]
    assert applied(context) == 3
    assert context.place.states.read_text("utf-8") == FILES["states.auto.tfvars"]
    assert "30 days  the key" in said(context)


def test_without_the_typed_name_a_state_is_out_of_service_and_nothing_is_deleted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, exports: list[list[str]]
) -> None:
    context = opened(monkeypatch, tmp_path, CHANGED, states=TWO, CONFIRM="california")
    with pytest.raises(Stop, match="CONFIRM=texas"):
        offboard(context)
    assert len(exports) == 2
    assert applied(context) == 1
    assert states_of(context.place.states)["texas"] == {"active": False}


def test_an_export_that_fails_stops_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context = opened(monkeypatch, tmp_path, CHANGED, states=TWO, CONFIRM="texas")
    monkeypatch.setattr("deploy.bundles.run", lambda command, _environ: int("verify" in command))
    with pytest.raises(Stop, match=r"is not whole: see above\. Nothing was deleted"):
        offboard(context)


def test_an_export_that_was_broken_off_goes_on_and_a_whole_bundle_is_left_alone(tmp_path: Path) -> None:
    assert broken_off(tmp_path, "texas") is None
    for name in ("texas-20261122T120000Z", "texas-20261123T120000Z", "utah-20261124T120000Z"):
        (tmp_path / name).mkdir()
    assert broken_off(tmp_path, "texas") == tmp_path / "texas-20261123T120000Z"
    (tmp_path / "texas-20261123T120000Z" / "manifest.json").touch()
    assert broken_off(tmp_path, "texas") is None


def test_a_state_under_legal_hold_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, exports: list[list[str]]
) -> None:
    held = TWO.replace("texas = {}", "texas = { legal_hold = true }")
    context = opened(monkeypatch, tmp_path, states=held, CONFIRM="texas")
    with pytest.raises(Stop, match="under legal hold"):
        offboard(context)
    assert exports == []
    assert applied(context) == 0


def test_what_was_broken_off_after_the_line_was_removed_goes_on_from_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, exports: list[list[str]]
) -> None:
    context = opened(monkeypatch, tmp_path, REMOVED, CONFIRM="texas")
    offboard(context)
    assert exports == []
    assert applied(context) == 1


def test_a_state_is_taken_out_of_service_and_served_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context = opened(monkeypatch, tmp_path, CHANGED, CHANGED, states=TWO)
    suspend(context)
    assert states_of(context.place.states)["texas"] == {"active": False}
    assert "ok: https://texas.hr.example.gov is 404" in said(context)
    resume(context)
    assert context.place.states.read_text("utf-8") == TWO
    assert "ok: the sign-in page is Texas's" in said(context)


@pytest.mark.parametrize("plan", [REMOVED, (*CHANGED, TASKS)], ids=["deletes", "touches tasks"])
def test_a_state_that_cannot_be_changed_alone_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, plan: tuple[Change, ...]
) -> None:
    context = opened(monkeypatch, tmp_path, plan, states=TWO)
    with pytest.raises(Stop, match="more than change texas"):
        suspend(context)
    assert context.place.states.read_text("utf-8") == TWO


def test_an_environment_with_states_is_not_deleted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context = opened(monkeypatch, tmp_path, CONFIRM="lab")
    with pytest.raises(Stop, match=r"2 states are still here \(california, texas\)"):
        destroy(context)
    assert "What protects the records of lab" in said(context)
    assert applied(context) == 0


def test_an_environment_is_deleted_when_it_is_told_so_twice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context = opened(monkeypatch, tmp_path, CHANGED, REMOVED, STATES_TOO="1", CONFIRM="lab")
    destroy(context)
    assert applied(context) == 2
    assert records(context).all()[-1].kind == "destroy"


def test_an_environment_with_a_state_under_legal_hold_is_not_deleted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    held = TWO.replace("texas = {}", "texas = { legal_hold = true }")
    context = opened(monkeypatch, tmp_path, states=held, STATES_TOO="1", CONFIRM="lab")
    with pytest.raises(Stop, match="under legal hold"):
        destroy(context)
    assert applied(context) == 0
