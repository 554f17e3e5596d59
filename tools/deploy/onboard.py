"""Adds a state to an environment: one line, one apply, no new task."""

import time
from functools import partial

from deploy.context import Context
from deploy.edits import apply_edit, check_only_adds
from deploy.literals import Value
from deploy.place import Stop
from deploy.releasing import checked, host, images_now, smoke, wait, watch
from deploy.services import Service
from deploy.states_file import added, states_in
from humangov.domain.states import find_state


def onboard(context: Context) -> None:
    """Add the state of STATE, and tell how long it took."""
    slug = chosen_state(context)
    checked(context)
    images = images_now(context)
    if images is None:
        raise Stop(f"Nothing serves here yet: make deploy ENV={context.place.name} comes first.")
    before, begun = running(context), time.monotonic()
    text = _line(context, slug)
    check = partial(check_only_adds, slug=slug, dedicated=_is_dedicated(text, slug))
    apply_edit(context, images, text, check, f"Add {slug} to {context.place.name}?")
    _verify(context, slug)
    _tell(context, slug, time.monotonic() - begun, len(running(context) - before))


def _line(context: Context, slug: str) -> str:
    file = context.place.states
    text = file.read_text("utf-8")
    line = added(text, slug, _entry(context))
    kept = "has a line for {} already: it stays as it is." if line == text else "gets a line for {}."
    context.console.say(f"    {file.name} {kept.format(slug)}")
    return line


def _is_dedicated(text: str, slug: str) -> bool:
    return bool(states_in(text)[slug].get("dedicated"))


def _verify(context: Context, slug: str) -> None:
    outputs = context.terraform.outputs()
    if _is_dedicated(context.place.states.read_text("utf-8"), slug):
        wait(context, outputs)
    address = host(outputs["states"][slug])
    context.console.step(f"Wait for https://{address} (the list of states is read every 30 seconds)")
    smoke(context, outputs).answers(address, slug)


def chosen_state(context: Context) -> str:
    """The slug of the state that STATE names."""
    text = context.environ.get("STATE", "")
    state = find_state(text) if text else None
    if state is None:
        raise Stop(
            f"Say which state: STATE=…, a name, a postal code or a word such as new-york (not {text or 'none'})."
        )
    return state.slug


def _entry(context: Context) -> dict[str, Value]:
    words = {
        name: context.environ.get(of, "")
        for name, of in {"color": "COLOR", "initials": "INITIALS", "help": "ASK"}.items()
    }
    entry: dict[str, Value] = {name: word for name, word in words.items() if word}
    entry |= {"scan": scan != "0"} if (scan := context.environ.get("SCAN", "")) else {}
    return entry | ({"dedicated": True} if context.environ.get("DEDICATED", "") not in {"", "0"} else {})


def running(context: Context) -> set[str]:
    """The ARNs of the tasks that run in all services."""
    watching = watch(context)
    services = Service.all(context.terraform.outputs())
    return {str(task["taskArn"]) for service in services for task in watching.tasks(service)}


def _tell(context: Context, slug: str, seconds: float, new_tasks: int) -> None:
    say = context.console.say
    say(f"\n{slug} is served, after {seconds:.0f} s: {new_tasks} new tasks, 0 images built.")
    say(f"Commit {context.place.states}, so that the next deployment knows the state.")
    say("Next, its first administrator, with your own credentials of this account (docs/operations/onboard.md):")
    for name, value in operating(context).items():
        say(f"  export {name}={value}")
    say("  export HUMANGOV_SECRET_KEY=$(openssl rand -hex 32)   # of this terminal only; it signs nothing that is kept")
    say(f'  .venv/bin/humangov user add --state {slug} --email … --name "…" --role administrator')


def operating(context: Context) -> dict[str, str]:
    """The environment in which `humangov …` operates this installation (docs/settings.md)."""
    return {
        "AWS_REGION": str(context.session.region_name),
        "HUMANGOV_BASE_DOMAIN": str(context.setting("base_domain", "")),
        "HUMANGOV_REGISTRY_TABLE": f"{context.name}-registry",
    }
