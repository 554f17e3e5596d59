"""What HumanGov writes to people: plain text, and nothing personal in it but a name."""

_LINK = """\
Hello {name},

you can sign in to the personnel records of {state}. Choose your password here:

{address}

The link works once, within {hours} hours. Sign in with the e-mail to which this message came.

If the link does not work any more, or if you did not expect this message, ask {whom}.
Pass it on to nobody: whoever opens the link first sets the password.
"""


def link_message(state: str, name: str, address: str, hours: int, whom: str) -> tuple[str, str]:
    """The subject and the text of the message with a one-time link."""
    text = _LINK.format(state=state, name=name, address=address, hours=hours, whom=whom)
    return f"Choose your password for HumanGov, {state}", text
