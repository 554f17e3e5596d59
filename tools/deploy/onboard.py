"""Adds a state to an environment: one line, one apply, no new task."""

import time
from collections.abc import Iterable

from deploy.context import Context
from deploy.images import Images
from deploy.literals import Value
from deploy.place import Stop
from deploy.releasing import changes, checked, host, images_now, smoke, wait, watch
from deploy.services import Service
from deploy.states_file import added, save, states_of
from deploy.terraform import Change
from humangov.domain.states import find_state

# Where requests are served. A new state needs none of it.
_SERVING = ("aws_ecs_", "aws_appautoscaling_", "aws_lb")


def onboard(context: Context) -> None:
    """Add the state of STATE, and tell how long it took."""
    slug = chosen_state(context)
    checked(context)
    images = images_now(context)
    if images is None:
        raise Stop(f"Nothing serves here yet: make deploy ENV={context.place.name} comes first.")
    before = running(context)
    found = _planned(context, slug, images)
    begun = time.monotonic()
    if found and not context.terraform.apply():
        again = f"Mend the cause and call make onboard STATE={slug} ENV={context.place.name} again: it goes on there."
        raise Stop(f"terraform apply stopped on the way: see above. The line of {slug} stays. {again}")
    _verify(context, slug)
    _tell(context, slug, time.monotonic() - begun, len(running(context) - before))


def _planned(context: Context, slug: str, images: Images) -> tuple[Change, ...]:
    """Write the state's line, plan, look at the plan, and ask. Without a yes the file is as it was before."""
    file = context.place.states
    text = file.read_text("utf-8")
    _write_line(context, slug, text)
    try:
        found = changes(context, images)
        check_only_adds(found, slug, dedicated=_is_dedicated(context, slug))
        if found:
            context.console.ask(f"\nAdd {slug} to {context.place.name} ({len(found)} changes)?")
    except (Stop, KeyboardInterrupt):
        save(file, text)
        context.place.plan.unlink(missing_ok=True)
        context.console.say(f"    {file.name} is as it was before.")
        raise
    return found


def _write_line(context: Context, slug: str, text: str) -> None:
    file = context.place.states
    line = added(text, slug, _entry(context))
    if line == text:
        return context.console.say(f"    {file.name} has a line for {slug} already: it stays as it is.")
    save(file, line)
    return context.console.say(f"    {file.name} has a line for {slug} now.")


def _is_dedicated(context: Context, slug: str) -> bool:
    return bool(states_of(context.place.states)[slug].get("dedicated"))


def _verify(context: Context, slug: str) -> None:
    outputs = context.terraform.outputs()
    if _is_dedicated(context, slug):
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
    words = {"color": context.environ.get("COLOR", ""), "initials": context.environ.get("INITIALS", "")}
    entry: dict[str, Value] = {name: word for name, word in words.items() if word}
    return entry | ({"dedicated": True} if context.environ.get("DEDICATED", "") not in {"", "0"} else {})


def check_only_adds(found: Iterable[Change], slug: str, *, dedicated: bool = False) -> None:
    """Stop where a plan does more than add this state: where it removes anything, or touches what serves the others."""
    of_state = f'["{slug}"]'
    removed = [change.address for change in found if "delete" in change.actions]
    foreign = [change.address for change in found if change.actions == ("create",) and of_state not in change.address]
    touched = [
        change.address
        for change in found
        if change.type.startswith(_SERVING) and not (dedicated and of_state in change.address)
    ]
    wrong = sorted({*removed, *foreign, *touched})
    if wrong:
        advice = "bring the environment up to date first (make plan, make deploy)"
        raise Stop(f"The plan does more than add {slug}: {', '.join(wrong)}. Nothing was applied: {advice}.")


def running(context: Context) -> set[str]:
    """The ARNs of the tasks that run in all services."""
    watching = watch(context)
    services = Service.all(context.terraform.outputs())
    return {str(task["taskArn"]) for service in services for task in watching.tasks(service)}


def _tell(context: Context, slug: str, seconds: float, new_tasks: int) -> None:
    say = context.console.say
    say(f"\n{slug} is served, {seconds:.0f} s after the answer: {new_tasks} new tasks, 0 images built.")
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
