"""Deployments and rollbacks, from the question to the record."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from deploy.context import Context
from deploy.images import Images
from deploy.place import Place, Stop
from deploy.releases import Release
from deploy.releasing import deploy, plan, records, rollback
from deploy.smoke import Answer, Door
from deploy.terraform import Change
from tests.unit.tools.lab import APP, ROLE, Ecs, Planned, Quiet, Said, Session, a_context, visited


@pytest.fixture(autouse=True)
def _aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setattr(Session, "ecs", Ecs())
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="record")
        boto3.client("secretsmanager", region_name="us-east-1").create_secret(Name="app-key")
        yield


def opened(monkeypatch: pytest.MonkeyPatch, folder: Path, **changes: str) -> Context:
    terraform = Planned(Place("lab", folder, folder, folder), plans=[(ROLE,)])
    context = a_context(folder, terraform, **{"YES": "1", **changes})
    monkeypatch.setattr(Door, "get", lambda _door, host, path: visited(context, host, path))
    return context


def said(context: Context) -> Said:
    assert isinstance(context.console, Quiet)
    return context.console.said


def done(context: Context) -> list[str]:
    assert isinstance(context.terraform, Planned)
    return context.terraform.done


def history(context: Context) -> list[tuple[str, str, str]]:
    return [(release.kind, release.revision, release.outcome) for release in records(context).all()]


def released(context: Context, revision: str) -> Release:
    known = records(context)
    begun = known.start("deploy", "ana", context_images(revision), force=False)
    return known.finish(begun, "succeeded")


def context_images(revision: str) -> Images:
    return Images(revision, f"app@sha256:{revision}", f"nginx@sha256:{revision}")


def test_a_deployment_is_applied_watched_tried_and_put_on_record(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deploy(context := opened(monkeypatch, tmp_path))
    assert done(context) == [f"plan {APP}", "apply"]
    assert history(context) == [("deploy", "abc", "succeeded")]
    assert "lab serves abc" in said(context)
    assert "web: 3 tasks (us-east-1a: 1, us-east-1b: 1, us-east-1c: 1)" in said(context)
    assert "ok: the sign-in page is California's" in said(context)


def test_a_first_deployment_makes_repositories_and_a_secret_key_before_all_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    terraform = Planned(Place("lab", tmp_path, tmp_path, tmp_path), plans=[(ROLE,), (ROLE,)], bare=True)
    context = replace(opened(monkeypatch, tmp_path), terraform=terraform)
    deploy(context)
    targets = "-target=module.image_registry -target=aws_secretsmanager_secret.app"
    assert terraform.done == [f"plan humangov-app@sha256:{'0' * 64} {targets}", "apply", f"plan {APP}", "apply"]
    secrets = boto3.client("secretsmanager", region_name="us-east-1")
    key = secrets.get_secret_value(SecretId="app-key")["SecretString"]
    assert len(key) == 64
    assert key not in "\n".join(said(context).lines)
    deploy(context)
    assert secrets.get_secret_value(SecretId="app-key")["SecretString"] == key


def test_without_a_yes_nothing_is_applied_and_nothing_is_on_record(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context = opened(monkeypatch, tmp_path, YES="")
    with pytest.raises(Stop, match="YES=1"):
        deploy(context)
    assert "apply" not in done(context)
    assert history(context) == []


def test_a_version_that_ecs_gives_up_is_on_record_as_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context = opened(monkeypatch, tmp_path, WAIT_SECONDS="0")
    released(context, "old")
    monkeypatch.setattr(Ecs, "running", "task:7")
    monkeypatch.setattr("deploy.services.APPEARS_SECONDS", 0)
    with pytest.raises(Stop, match="the previous version keeps serving"):
        deploy(context)
    assert history(context)[-1] == ("deploy", "abc", "failed")
    assert "have Terraform agree with what serves: make rollback ENV=lab" in said(context)


def test_a_version_that_fails_the_smoke_test_is_on_record_as_failed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context = opened(monkeypatch, tmp_path)
    monkeypatch.setattr(Door, "get", lambda _door, _host, _path: Answer(503, ""))
    with pytest.raises(Stop, match="Smoke test: expected that https://california"):
        deploy(context)
    assert records(context).all()[-1].why.startswith("Smoke test")
    assert "make rollback" not in said(context)


def test_an_apply_that_stops_on_the_way_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context = opened(monkeypatch, tmp_path)
    assert isinstance(context.terraform, Planned)
    context.terraform.fails.append(1)
    with pytest.raises(Stop, match="What it made so far stands"):
        deploy(context)
    assert history(context) == [("deploy", "abc", "failed")]


def test_a_deployment_that_is_broken_off_is_on_record_as_failed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context = opened(monkeypatch, tmp_path)

    def interrupted(_door: Door, _host: str, _path: str) -> Answer:
        raise KeyboardInterrupt

    monkeypatch.setattr(Door, "get", interrupted)
    with pytest.raises(KeyboardInterrupt):
        deploy(context)
    assert records(context).all()[-1].why == "it was broken off"


def test_a_rollback_applies_the_images_of_the_release_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context = opened(monkeypatch, tmp_path, RELEASE_REVISION="old")
    released(context, "old")
    released(context, "new")
    rollback(context)
    assert done(context) == ["plan app@sha256:old", "apply"]
    assert history(context)[-1] == ("rollback", "old", "succeeded")


def test_a_rollback_without_an_earlier_release_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context = opened(monkeypatch, tmp_path)
    with pytest.raises(Stop, match="nothing to go back to"):
        rollback(context)
    assert done(context) == []


def test_a_deployment_that_would_delete_records_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context = opened(monkeypatch, tmp_path)
    assert isinstance(context.terraform, Planned)
    lost = Change('module.state_store["texas"].aws_dynamodb_table.main', "aws_dynamodb_table", ("delete", "create"))
    context.terraform.plans[0] = (ROLE, lost)
    with pytest.raises(Stop, match="deletes no records"):
        deploy(context)
    assert "apply" not in done(context)


def test_a_state_whose_records_are_gone_gets_no_empty_ones(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context = opened(monkeypatch, tmp_path)
    assert isinstance(context.terraform, Planned)
    key = Change('module.state_store["california"].aws_kms_key.main', "aws_kms_key", ("create",))
    context.terraform.plans[0] = (ROLE, key)
    with pytest.raises(Stop, match="makes empty ones"):
        deploy(context)
    assert "apply" not in done(context)


def test_a_deployment_that_would_move_zones_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context = opened(monkeypatch, tmp_path)
    assert isinstance(context.terraform, Planned)
    subnet = Change('module.network.aws_subnet.private["us-east-1a"]', "aws_subnet", ("delete",))
    context.terraform.plans[0] = (ROLE, subnet)
    with pytest.raises(Stop, match=r'add zones = \["us-east-1a", "us-east-1b", "us-east-1c"\]'):
        deploy(context)
    assert "apply" not in done(context)


def test_a_state_of_terraform_s_that_is_under_another_key_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "backend.hcl").write_text('bucket = "record"\nregion = "us-east-1"\nencrypt = true\n', "utf-8")
    plan(context := opened(monkeypatch, tmp_path))
    assert 'kms_key_id = "alias/record"' in said(context)


def test_a_state_of_terraform_s_under_the_bucket_s_key_is_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    backend = 'bucket = "record"\nregion = "us-east-1"\nencrypt = true\nkms_key_id = "alias/record"\n'
    (tmp_path / "backend.hcl").write_text(backend, "utf-8")
    plan(context := opened(monkeypatch, tmp_path))
    assert "kms_key_id" not in said(context)


def test_a_deployment_may_make_the_records_of_a_new_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context = opened(monkeypatch, tmp_path)
    assert isinstance(context.terraform, Planned)
    key = Change('module.state_store["texas"].aws_kms_key.main', "aws_kms_key", ("create",))
    context.terraform.plans[0] = (ROLE, key)
    deploy(context)
    assert "apply" in done(context)


def test_a_plan_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plan(context := opened(monkeypatch, tmp_path))
    assert done(context) == [f"plan {APP}"]
    assert "It would change 1 of the resources. Nothing was changed." in said(context)


def test_images_from_elsewhere_are_named_by_digest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(Stop, match="repository@sha256"):
        deploy(opened(monkeypatch, tmp_path, RELEASE_APP="humangov-app:latest"))
