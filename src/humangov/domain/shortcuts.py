"""The single keys that do something on every page (WCAG 2.2, criterion 2.1.4): each can be changed or switched off."""

# The account's field, what the key does, and which key that is unless the account says otherwise.
SHORTCUTS = {"search_key": ("Go to the search box", "/"), "help_key": ("Show these shortcuts", "?")}


def key_problems(keys: dict[str, str]) -> dict[str, str]:
    """What is wrong with the keys ("" for one that is switched off), as instructions: field name to text."""
    found = {name: "Type one letter, digit or sign, or leave it empty." for name, key in keys.items() if not _fits(key)}
    used = [key.casefold() for key in keys.values() if key]
    if len(used) != len(set(used)):
        found["help_key"] = "Choose two different keys."
    return found


def _fits(key: str) -> bool:
    return key == "" or (len(key) == 1 and key.isprintable() and not key.isspace())


def spoken_key(key: str) -> str:
    """A key as people read it."""
    return key or "switched off"
