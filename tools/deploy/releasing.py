"""Puts a release live: `make deploy`, `make rollback` and `make plan`."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from deploy.context import Context
from deploy.images import Images, built_and_pushed, check_docker, given, revision
from deploy.place import Stop
from deploy.preflight import tell, tell_if_it_grows
from deploy.releases import FAILED, SUCCEEDED, Release, Releases, serving, to_roll_back_to
from deploy.secret import ensure_key
from deploy.services import ROLLED_BACK, Service, Watch
from deploy.smoke import Door, Smoke
from deploy.states_file import states_of
from deploy.terraform import Change

# What is made before all else, by the outputs that tell of it.
FIRST = {"repositories": "module.image_registry", "secret_arn": "aws_secretsmanager_secret.app"}
# What holds records, or opens them.
RECORDS = {"aws_dynamodb_table", "aws_s3_bucket", "aws_kms_key"}
# S3 takes encrypt without a key for an order to use its own (AES256), whatever key the bucket has.
OTHER_KEY = """{file} names no key, so S3 encrypts Terraform's state with one of its own: add
    kms_key_id = "alias/{bucket}" """


def deploy(context: Context) -> None:
    """Build, push, plan, ask, apply, wait, try, and tell what is live."""
    by = checked(context)
    ready = given(context.environ)
    if ready:
        _prepared(context)
    _release(context, "deploy", by, ready or _built(context))


def _built(context: Context) -> Images:
    check_docker()
    source = revision(context.forced, datetime.now(UTC).strftime("%Y%m%d%H%M%S"))
    repositories = _prepared(context)["repositories"]
    context.console.step(f"Build and push the images of {source}")
    return built_and_pushed(context, repositories, source)


def rollback(context: Context) -> None:
    """Put the release before this one live again: the same images, without a build."""
    by = checked(context)
    target = to_roll_back_to(records(context).all())
    context.console.say(f"    Back to {target.revision}, deployed {target.at[:19]} UTC by {target.by}")
    _release(context, "rollback", by, target.images)


def plan(context: Context) -> None:
    """Show what a deployment of the images that serve now, or of RELEASE_APP and its like, would change."""
    checked(context)
    found = changes(context, given(context.environ) or images_now(context))
    context.place.plan.unlink(missing_ok=True)
    tell(context, found)
    context.console.say(
        f"\nIt would change {len(found)} of the resources. Nothing was changed." if found else "\nNothing to do."
    )


def checked(context: Context) -> str:
    """Check the tools and the credentials, and open Terraform's state. Returns who we are to AWS."""
    context.console.step(f"Check the tools and who you are to AWS ({context.place.name})")
    context.terraform.check()
    by = context.check_credentials()
    if context.backend.get("encrypt") and not context.backend.get("kms_key_id"):
        context.console.say(f"    {OTHER_KEY.format(file=context.place.backend, **context.backend)}")
    context.terraform.init()
    return by


def records(context: Context) -> Releases:
    """The record of this environment's releases."""
    backend = context.backend
    client = context.session.client("s3", region_name=str(backend.get("region") or context.session.region_name))
    return Releases(client, str(backend["bucket"]), context.place.name)


def images_now(context: Context) -> Images | None:
    """The images of the last release that succeeded."""
    release = serving(records(context).all())
    return release.images if release else None


def changes(context: Context, images: Images | None, *options: str) -> tuple[Change, ...]:
    """Plan with these images. Without any, a made-up digest stands in their place."""
    if images is None:
        context.console.say("    Nothing was released here yet: digests of zeros stand in the images' place.")
    return context.terraform.plan((images or Images.to_come(context.name)).variables, *options)


def _prepared(context: Context) -> Mapping[str, Any]:
    """The outputs, once there are repositories of images and a secret with a key: what a service needs to start."""
    outputs = context.terraform.outputs()
    if not outputs.keys() >= FIRST.keys():
        context.console.step("First deployment: make the repositories of images and the app's secret, nothing else yet")
        changes(context, None, *(f"-target={address}" for address in FIRST.values()))
        context.console.ask("Make them?")
        if not context.terraform.apply():
            raise Stop("They were not all made: see above, mend the cause, and call make deploy again.")
        outputs = context.terraform.outputs()
    ensure_key(context, outputs)
    return outputs


def _release(context: Context, kind: str, by: str, images: Images) -> None:
    context.console.step(f"Plan with {images.revision}")
    found = changes(context, images)
    _refuse_to_delete_records(context, found)
    _refuse_to_move(context, found)
    _refuse_to_begin_anew(context, found)
    tell_if_it_grows(context, found)
    if found:
        context.console.ask(f"\nApply these {len(found)} changes to {context.place.name}?")
    release = records(context).start(kind, by, images, force=context.forced)
    try:
        outputs = _live(context, images, found)
    except KeyboardInterrupt:
        _failed(context, release, "it was broken off")
        raise
    except (Stop, BotoCoreError, ClientError) as failure:
        _failed(context, release, str(failure))
        raise
    records(context).finish(release, SUCCEEDED)
    _tell(context, outputs, images)


def _refuse_to_delete_records(context: Context, found: tuple[Change, ...]) -> None:
    lost = [change.address for change in found if change.type in RECORDS and change.deletes]
    if lost:
        context.place.plan.unlink(missing_ok=True)
        advice = "If a line of the states was lost, put it back; to end serving a state: make offboard STATE=…"
        raise Stop(f"A deployment deletes no records, and this plan does ({', '.join(lost)}). {advice}")


def _refuse_to_move(context: Context, found: tuple[Change, ...]) -> None:
    """Subnets stand in the zones that were chosen first: other zones would take every task with them."""
    moved = [change.address for change in found if change.type == "aws_subnet" and change.deletes]
    if moved:
        context.place.plan.unlink(missing_ok=True)
        zones = ", ".join(f'"{zone}"' for zone in context.terraform.outputs().get("zones", ())) or "…"
        advice = f"To stay, add zones = [{zones}] to {context.place.settings}"
        raise Stop(f"A deployment moves no zone, and this plan does ({', '.join(moved)}). {advice}.")


def _refuse_to_begin_anew(context: Context, found: tuple[Change, ...]) -> None:
    """A state that is served has its table, bucket and key: where one is gone, an empty one would take its place."""
    places = tuple(f'module.state_store["{slug}"]' for slug in context.terraform.outputs().get("states", {}))
    gone = [c.address for c in found if c.type in RECORDS and "create" in c.actions and c.address.startswith(places)]
    if gone:
        context.place.plan.unlink(missing_ok=True)
        advice = "A key that is to be deleted: docs/operations/incident.md. A table: docs/operations/restore.md"
        raise Stop(f"A state's records are gone, and this plan makes empty ones ({', '.join(gone)}). {advice}.")


def _live(context: Context, images: Images, found: tuple[Change, ...]) -> Mapping[str, Any]:
    context.console.step("Apply" if found else "The infrastructure is as it should be: nothing to apply")
    if found and not context.terraform.apply():
        again = "Mend the cause and call the same command again: it goes on from there."
        raise Stop(f"terraform apply stopped on the way: see above. What it made so far stands. {again}")
    outputs = context.terraform.outputs()
    wait(context, outputs)
    try_out(context, outputs, images)
    return outputs


def wait(context: Context, outputs: Mapping[str, Any]) -> None:
    """Wait until every service is stable. Stops where ECS gives a deployment up."""
    context.console.step("Wait until the services are stable")
    for service in Service.all(outputs):
        watch(context).until_stable(service)


def watch(context: Context) -> Watch:
    """Who looks at the services: for WAIT_SECONDS at most."""
    ecs = context.session.client("ecs")
    return Watch(ecs, context.console.say, context.seconds("WAIT_SECONDS", 900))


def smoke(context: Context, outputs: Mapping[str, Any]) -> Smoke:
    """The smoke test, at the load balancer."""
    door = Door.of(context.environ, outputs["load_balancer"]["dns_name"])
    return Smoke(door.get, context.console.say, context.seconds("SMOKE_SECONDS", 120))


def try_out(context: Context, outputs: Mapping[str, Any], images: Images) -> None:
    """Try one state of the pooled service, and each that has its own."""
    context.console.step("Smoke test at the load balancer")
    test = smoke(context, outputs)
    lines = states_of(context.place.states)
    served = {slug: state for slug, state in outputs["states"].items() if lines.get(slug, {}).get("active", True)}
    pooled = [slug for slug in sorted(served) if not served[slug]["dedicated"]]
    chosen = pooled[:1] + [slug for slug in sorted(served) if served[slug]["dedicated"]]
    for slug in chosen:
        test.run(host(served[slug]), slug, images.revision)
    if not chosen:
        test.ready(f"readiness.{context.setting('base_domain')}", images.revision)
        context.console.say("    There is no state yet: make onboard STATE=… adds the first.")


def host(state: Mapping[str, Any]) -> str:
    """The host name of a state's address."""
    return str(state["address"]).removeprefix("https://").strip("/")


def _failed(context: Context, release: Release, why: str) -> None:
    records(context).finish(release, FAILED, why)
    context.console.say("\nThe release is on record as failed.")
    if images_now(context):
        purpose = "have Terraform agree with what serves" if ROLLED_BACK in why else "put the last good one live again"
        context.console.say(f"To {purpose}: make rollback ENV={context.place.name}")


def _tell(context: Context, outputs: Mapping[str, Any], images: Images) -> None:
    context.console.step(f"{context.place.name} serves {images.revision}")
    context.console.say(f"    app    {images.app}\n    nginx  {images.nginx}")
    watching = watch(context)
    for service in Service.all(outputs):
        context.console.say(f"    {service.name}: {watching.zones(service)}")
    for _, state in sorted(outputs["states"].items()):
        context.console.say(f"    https://{host(state)}")
