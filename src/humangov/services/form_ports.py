"""What services need of forms, as a contract like those of ports.py."""

from typing import Protocol

from humangov.domain.forms import Draft, Sent


class FormStore(Protocol):
    """The forms that accounts have sent, each for a few days, and what they are typing, for a few hours.

    A form is saved with what it does, by whichever store takes an event that carries it (`Event.sent`). Such a store
    raises SentOtherwise, and saves nothing, where that form is there with other content.
    """

    def sent(self, account_id: str, form_id: str) -> Sent | None:
        """What an account sent by a form, read consistently; None where nothing was saved by it."""

    def keep(self, draft: Draft) -> None:
        """Save what somebody typed into a form, in the place of what they typed before."""

    def draft(self, account_id: str, session_id: str, form_id: str) -> Draft | None:
        """What was typed into a form in this session, read consistently; None where there is nothing."""
