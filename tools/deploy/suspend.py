"""Takes a state out of service and puts it back, with all of its records where they are."""

from functools import partial

from deploy.context import Context
from deploy.edits import apply_edit, check_only_changes
from deploy.onboard import chosen_state
from deploy.place import Stop
from deploy.releasing import checked, host, images_now, smoke
from deploy.states_file import changed, states_in


def suspend(context: Context) -> None:
    """Have the address of a state answer 404, for as long as its records are looked into or restored."""
    slug = chosen_state(context)
    checked(context)
    set_active(context, slug, active=False)
    context.console.say(
        f"\n{slug} is out of service. To serve it again: make resume STATE={slug} ENV={context.place.name}"
    )


def resume(context: Context) -> None:
    """Serve a state again, and bring what is its own back to what its line says."""
    slug = chosen_state(context)
    checked(context)
    set_active(context, slug, active=True)
    context.console.say(f"\n{slug} is served.")


def set_active(context: Context, slug: str, *, active: bool) -> None:
    """Change the state's line, apply that and nothing else, and see that its address does as it should."""
    state = context.terraform.outputs().get("states", {}).get(slug)
    if state is None:
        raise Stop(f"{slug} is not served here: make onboard STATE={slug} ENV={context.place.name} adds it.")
    context.console.step(f"{'Serve' if active else 'Take out of service'}: {slug}")
    what = "shows its sign-in page" if active else "answers 404; its records stay"
    question = f"Change {slug}? https://{host(state)} then {what}."
    check = partial(check_only_changes, slug=slug)
    apply_edit(context, images_now(context), with_words(context, slug, active=active), check, question)
    test = smoke(context, context.terraform.outputs())
    if active:
        return test.answers(host(state), slug)
    return test.gone(host(state))


def with_words(context: Context, slug: str, **words: bool) -> str:
    """The file of states with these words in the line of a state. What holds anyway is not written."""
    text = context.place.states.read_text("utf-8")
    entry = states_in(text).get(slug)
    if entry is None:
        raise Stop(f"{context.place.states} has no line for {slug}: put it back first.")
    wanted = {**entry, **words}
    usual = {"active": True, "protected": True}
    kept = {name: value for name, value in wanted.items() if usual.get(name) is not value}
    return text if kept == entry else changed(text, slug, kept)
