"""Decommissions an environment: says what protects the records, and lifts it only when told twice."""

from collections.abc import Mapping
from typing import Any

from deploy.context import Context
from deploy.holds import refuse_while_held
from deploy.images import Images
from deploy.place import Stop
from deploy.releases import DESTROY, SUCCEEDED
from deploy.releasing import checked, images_now, records
from deploy.states_file import states_of

PROTECTIONS = """
What protects the records of {name}, and is lifted by this command after you have confirmed:
  - deletion protection of each state's table, of the registry and of the load balancer (deletion_protection = true)
  - buckets that are not deleted while they hold an object
What stays as it is, and stops the deletion where there is any:
  - legal_hold = true of a state, and holds or retention of single objects
What brings records back afterwards: DynamoDB's system backups for 35 days, and the keys for 30.
A bundle of each state (make offboard STATE=…) is the only thing that lasts."""


def destroy(context: Context) -> None:
    """Delete everything of an environment but Terraform's state and the record of releases."""
    by = checked(context)
    outputs = context.terraform.outputs()
    context.console.say(PROTECTIONS.format(name=context.place.name))
    _refuse_while_served(context, outputs)
    context.console.ask_for(context.place.name, f"\nDelete everything of {context.place.name}?")
    images = images_now(context) or Images.to_come(context.name)
    _lift(context, images)
    _delete(context, images)
    release = records(context).start(DESTROY, by, images, force=context.forced)
    records(context).finish(release, SUCCEEDED)
    _tell(context)


def _refuse_while_served(context: Context, outputs: Mapping[str, Any]) -> None:
    states, lines = outputs.get("states", {}), states_of(context.place.states)
    told = context.environ.get("STATES_TOO", "") not in {"", "0"}
    if states and not told:
        listed = ", ".join(sorted(states))
        advice = "make offboard STATE=… for each first. To give up their records without a bundle: STATES_TOO=1."
        raise Stop(f"{len(states)} states are still here ({listed}): {advice}")
    client = context.session.client("s3")
    for slug, state in sorted(states.items()):
        refuse_while_held(client, state["bucket"], slug, lines.get(slug, {}))


def _lift(context: Context, images: Images) -> None:
    context.console.step("Lift the deletion protections")
    found = context.terraform.plan({**images.variables, "deletion_protection": "false"})
    wrong = [change.address for change in found if change.actions != ("update",)]
    if wrong:
        context.console.say(f"    {len(wrong)} of these changes are more than that: {', '.join(wrong[:3])}, …")
    if found:
        context.console.ask(f"\nApply these {len(found)} changes?")
    if found and not context.terraform.apply():
        raise Stop("terraform apply stopped on the way: see above. Some protections are lifted; nothing was deleted.")


def _delete(context: Context, images: Images) -> None:
    context.console.step("Delete")
    found = context.terraform.plan({**images.variables, "deletion_protection": "false"}, "-destroy")
    if not found:
        return
    context.console.ask(f"\nDelete these {len(found)} resources, for good?")
    if not context.terraform.apply():
        again = f"Mend the cause and call make destroy ENV={context.place.name} again: it goes on from there."
        raise Stop(f"terraform apply stopped on the way: see above. What is deleted stays deleted. {again}")


def _tell(context: Context) -> None:
    bucket = context.backend["bucket"]
    context.console.say(
        f"\n{context.place.name} is gone. The bucket {bucket} keeps Terraform's state and the releases:"
    )
    context.console.say(
        "delete it by hand when nobody asks for them any more (deploy/terraform/bootstrap protects it)."
    )
