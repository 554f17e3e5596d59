"""Changes the file of states and applies just that: without a yes the file is as it was before."""

from collections.abc import Callable, Iterable

from deploy.context import Context
from deploy.images import Images
from deploy.place import Stop
from deploy.preflight import tell_if_it_grows
from deploy.releasing import changes
from deploy.states_file import save
from deploy.terraform import Change

# Where requests are served. No state comes or goes with a change to these.
SERVING = ("aws_ecs_", "aws_appautoscaling_", "aws_lb")
Check = Callable[[tuple[Change, ...]], None]


def apply_edit(context: Context, images: Images | None, text: str, check: Check, question: str) -> None:
    """Save another text of the file of states, plan, check the plan, ask the question (unless it is ""), and apply."""
    found = _planned(context, images, text, check, question)
    if found and not context.terraform.apply():
        again = "Mend the cause and call the same command again: it goes on from there."
        raise Stop(
            f"terraform apply stopped on the way: see above. {context.place.states.name} keeps its change. {again}"
        )


def _planned(context: Context, images: Images | None, text: str, check: Check, question: str) -> tuple[Change, ...]:
    file = context.place.states
    before = file.read_text("utf-8")
    save(file, text)
    try:
        found = changes(context, images)
        check(found)
        tell_if_it_grows(context, found)
        if found and question:
            context.console.ask(f"\n{question} ({len(found)} changes)")
    except (Stop, KeyboardInterrupt):
        save(file, before)
        context.place.plan.unlink(missing_ok=True)
        if text != before:
            context.console.say(f"    {file.name} is as it was before.")
        raise
    return found


def check_only_adds(found: Iterable[Change], slug: str, *, dedicated: bool = False) -> None:
    """Stop where a plan does more than add this state: where it removes anything, or touches what serves the others."""
    listed = list(found)
    removed = {change.address for change in listed if change.deletes}
    foreign = {change.address for change in listed if "create" in change.actions and not _is_of(change, slug)}
    _stop_at(removed | foreign | _touched(listed, slug if dedicated else ""), f"add {slug}")


def check_only_changes(found: Iterable[Change], slug: str) -> None:
    """Stop where a plan does more than change what is this state's, and what lists all states."""
    listed = list(found)
    more = {change.address for change in listed if change.actions != ("update",)}
    _stop_at(more | _touched(listed, slug), f"change {slug}")


def check_only_removes(found: Iterable[Change], slug: str) -> None:
    """Stop where a plan removes what is not this state's, makes anything, or touches what serves the others."""
    listed = list(found)
    foreign = {change.address for change in listed if "delete" in change.actions and not _is_of(change, slug)}
    made = {change.address for change in listed if "create" in change.actions}
    _stop_at(foreign | made | _touched(listed, slug), f"remove {slug}")


def _is_of(change: Change, slug: str) -> bool:
    # A key may say more after the state: ["texas"], ["texas/sts"].
    return f'["{slug}"]' in change.address or f'["{slug}/' in change.address


def _touched(found: Iterable[Change], slug: str) -> set[str]:
    return {change.address for change in found if change.type.startswith(SERVING) and not _is_of(change, slug)}


def _stop_at(wrong: set[str], purpose: str) -> None:
    if wrong:
        advice = "bring the environment up to date first (make plan, make deploy or make rollback)"
        raise Stop(f"The plan does more than {purpose}: {', '.join(sorted(wrong))}. Nothing was applied: {advice}.")
