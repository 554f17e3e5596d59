"""One's own keyboard shortcuts."""

from dataclasses import replace

from humangov.domain.accounts import Account
from humangov.domain.errors import Invalid
from humangov.domain.events import Change, EventKind
from humangov.domain.permissions import Permission
from humangov.domain.shortcuts import SHORTCUTS, key_problems, spoken_key
from humangov.services.accounts import save_account
from humangov.services.desk import Desk


def change_shortcuts(desk: Desk, search_key: str, help_key: str) -> Account:
    """Change one's own keys; "" switches one off. What is the same already is not saved.

    Raises Invalid (search_key, help_key), and Conflict where somebody changes the account at the same moment.
    """
    desk.require(Permission.USE_OWN_ACCOUNT)
    keys = {"search_key": search_key, "help_key": help_key}
    if wrong := key_problems(keys):
        raise Invalid(wrong)
    before = desk.accounts.get(desk.principal.id)
    after = replace(before, search_key=search_key, help_key=help_key)
    if after == before:
        return before
    changes = tuple(
        Change(f"shortcut: {does.lower()}", spoken_key(getattr(before, name)), spoken_key(keys[name]))
        for name, (does, _) in SHORTCUTS.items()
        if getattr(before, name) != keys[name]
    )
    return save_account(desk, before, after, EventKind.ACCOUNT_CHANGED, changes)
