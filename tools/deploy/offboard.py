"""Ends serving a state: its records go into a verified bundle first, and are deleted last.

Each step looks at what is there, so that the command goes on where it was broken off.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from deploy.bundles import exported
from deploy.context import Context
from deploy.edits import apply_edit, check_only_changes, check_only_removes
from deploy.holds import refuse_while_held
from deploy.images import Images
from deploy.onboard import chosen_state
from deploy.place import Stop
from deploy.releasing import checked, images_now
from deploy.states_file import Entry, removed, states_of
from deploy.suspend import set_active, with_words


def offboard(context: Context) -> None:
    """Export, verify, ask twice, take out of service, lift the protections, delete."""
    slug = chosen_state(context)
    checked(context)
    images, outputs = images_now(context), context.terraform.outputs()
    state = outputs.get("states", {}).get(slug)
    if state is None:
        raise Stop(f"{slug} is not served here, and nothing of it is left (the states: {_listed(outputs)}).")
    entry = states_of(context.place.states).get(slug)
    if entry is not None:
        _refuse_while_held(context, slug, state, entry)
        set_active(context, slug, active=False)
        bundle = exported(context, slug)
        _ask_for_deletion(context, slug, state, bundle)
        _lift_protections(context, images, slug)
    else:
        context.console.say(f"    The line of {slug} is gone already: it was exported, and confirmed, before that.")
        _refuse_while_held(context, slug, state, {})
        context.console.ask_for(slug, f"\nDelete what is left of {slug}?")
    _delete(context, images, slug)
    _tell(context, slug, state)


def _listed(outputs: Mapping[str, Any]) -> str:
    return ", ".join(sorted(outputs.get("states", {}))) or "none"


def _refuse_while_held(context: Context, slug: str, state: Mapping[str, Any], entry: Entry) -> None:
    context.console.step(f"Look for legal holds on {slug}")
    count = refuse_while_held(context.session.client("s3"), state["bucket"], slug, entry)
    context.console.say(f"    None: the state has none, and none of its {count} object versions is held.")


def _ask_for_deletion(context: Context, slug: str, state: Mapping[str, Any], bundle: Path) -> None:
    context.console.step(f"Delete {slug}")
    context.console.say(f"    The bundle {bundle} is verified. Copy it to where it is to be kept, before you go on.")
    context.console.ask_for(slug, f"\nDelete the table {state['table']}, the bucket {state['bucket']} and their key?")


def _lift_protections(context: Context, images: Images | None, slug: str) -> None:
    context.console.step(f"Lift the deletion protections of {slug}")
    text = with_words(context, slug, protected=False)
    apply_edit(context, images, text, partial(check_only_changes, slug=slug), "")


def _delete(context: Context, images: Images | None, slug: str) -> None:
    context.console.step(f"Remove the line of {slug}, and delete what is its own")
    text = removed(context.place.states.read_text("utf-8"), slug)
    apply_edit(context, images, text, partial(check_only_removes, slug=slug), "")


def _tell(context: Context, slug: str, state: Mapping[str, Any]) -> None:
    say = context.console.say
    say(f"\n{slug} is no longer served: its table, bucket, key and role are deleted. What remains for a while:")
    say(f"  35 days  DynamoDB's system backup of {state['table']} (aws dynamodb list-backups --backup-type SYSTEM)")
    say(f"  30 days  the key {state['key_arn']}: until then, aws kms cancel-key-deletion brings it back")
    say("  and the logs, for as long as log_retention_days says. The bundle is yours to keep or to hand over.")
    say(f"Commit {context.place.states}.")
