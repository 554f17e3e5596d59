"""What goes on by itself in a state, item by item, by whoever comes: right without ever running, and when run twice.

Each item is tried by itself. What goes wrong is noted with it, and keeps no other from being done; after some tries it
is set aside, and told to an operator (`humangov doctor`), who has it tried again once the cause is mended.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from humangov.domain.errors import Unavailable, WrongState
from humangov.domain.permissions import Permission
from humangov.domain.troubles import LISTING, ChoreName, Item, Trouble, places_of, trouble_after
from humangov.services.desk import Desk
from humangov.services.massing import unfinished, work_on
from humangov.services.notices import file_wanted, wanted_notices
from humangov.services.recording import due_today, settle_one
from humangov.services.uploads import dead_uploads, sweep_upload

logger = logging.getLogger("humangov.chores")
# Where so many items in a row meet a service that does not answer, the rest would too.
MOST_UNREACHED = 3


@dataclass(frozen=True, slots=True)
class Chore:
    """A kind of work: `items` finds what there is to do, and `do` does a step of one, as this worker.

    `do` says whether more is left of the item.
    """

    name: ChoreName
    items: Callable[[Desk], Iterable[Item]]
    do: Callable[[Desk, Item, str], bool]


UPLOADS = Chore(ChoreName.UPLOAD, dead_uploads, lambda desk, item, _: sweep_upload(desk, item))
CHORES: tuple[Chore, ...] = (
    Chore(ChoreName.EFFECT, due_today, lambda desk, item, _: settle_one(desk, item)),
    Chore(ChoreName.MASS, unfinished, lambda desk, item, worker: work_on(desk, item.id, worker)),
    Chore(ChoreName.NOTICE, wanted_notices, lambda desk, item, _: file_wanted(desk, item)),
    UPLOADS,
)


def go_on(desk: Desk, chore: Chore, worker: str) -> Iterator[None]:
    """Do all that there is to do of a chore: yields after each step, and can be left there.

    Raises WrongState and a fault of the list at once, and Unavailable at the end, or when it is of no use to go on.
    """
    desk.require(Permission.DO_CHORES)
    return _steps(desk, chore, worker)


def list_troubles(desk: Desk) -> tuple[Trouble, ...]:
    """All items that could not be done yet."""
    desk.require(Permission.DO_CHORES)
    return desk.troubles.all()


def try_again(desk: Desk, item: str = "") -> int:
    """Forget the tries of an item, or of all: who comes next does it as if for the first time. How many there are."""
    desk.require(Permission.DO_CHORES)
    found = [trouble for trouble in desk.troubles.all() if item in {"", trouble.item}]
    for trouble in found:
        desk.troubles.clear(trouble.chore, trouble.item)
    return len(found)


def _steps(desk: Desk, chore: Chore, worker: str) -> Iterator[None]:
    troubles = {trouble.item: trouble for trouble in desk.troubles.all(chore.name)}
    unreached, in_a_row = False, 0
    for item in _in_order(desk, chore, dict(troubles)):
        try:
            while _is_left(desk, chore, item, worker, troubles):
                yield
            in_a_row = 0
        except Unavailable:
            unreached, in_a_row = True, in_a_row + 1
            if in_a_row == MOST_UNREACHED:
                raise
        yield
    if unreached:
        raise Unavailable


def _in_order(desk: Desk, chore: Chore, troubles: dict[str, Trouble]) -> Iterator[Item]:
    """First what never failed, so that nothing waits for what did. A trouble whose item is gone is forgotten."""
    again: list[Item] = []
    broken = troubles.pop(LISTING, None)
    for item in _listed(desk, chore, broken):
        trouble = troubles.pop(item.id, None)
        if trouble is None:
            yield item
        elif trouble.is_worth_trying(desk.now()):
            again.append(item)
    yield from again
    for gone in [*troubles, *([LISTING] if broken else [])]:
        desk.troubles.clear(chore.name, gone)


def _listed(desk: Desk, chore: Chore, before: Trouble | None) -> Iterator[Item]:
    """What there is to do. What keeps the rest of it from being found is noted as any other fault."""
    try:
        yield from chore.items(desk)
    except Unavailable:
        raise
    except Exception as error:
        _note(desk, trouble_after(before, chore.name, Item(LISTING), error, desk.now()), error)
        raise


def _is_left(desk: Desk, chore: Chore, item: Item, worker: str, troubles: dict[str, Trouble]) -> bool:
    """One step of an item; whether more is left of it. Raises what is no fault of the item."""
    try:
        left = chore.do(desk, item, worker)
    except BaseException as error:
        # Also what ends the thread: whoever takes its place does not begin with what ended it.
        _note(desk, trouble_after(troubles.get(item.id), chore.name, item, error, desk.now()), error)
        if isinstance(error, Unavailable | WrongState) or not isinstance(error, Exception):
            raise
        return False
    if troubles.pop(item.id, None):
        desk.troubles.clear(chore.name, item.id)
    return left


def _note(desk: Desk, trouble: Trouble, error: BaseException) -> None:
    """Keep it with the item, and a line of its own in the log: not what the error says, which may name somebody."""
    with suppress(Unavailable):
        desk.troubles.note(trouble)
    told = {"state": desk.state.slug, "chore": trouble.chore.value, "item": trouble.item, "of": trouble.of}
    said = "chore item set aside" if trouble.is_aside else "chore item failed"
    level = logging.ERROR if trouble.is_aside else logging.WARNING
    tries = {"error": trouble.error, "attempts": trouble.attempts, "where": places_of(error)}
    logger.log(level, said, extra={**told, **tries})


class Helper(Protocol):
    """Whoever does the chores outside of a request."""

    def kick(self, slug: str) -> None:
        """There is something to do in this state. Returns at once."""

    def glance(self, slug: str) -> None:
        """There may be something to do in this state: look, if nobody did so for a while. Returns at once."""


class Nobody:
    """No helper: an operator's command does the chores."""

    def kick(self, slug: str) -> None:
        """Leave it."""

    def glance(self, slug: str) -> None:
        """Leave it."""
