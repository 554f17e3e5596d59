"""Every error that HumanGov raises on purpose, with the HTTP status that `web` answers it with.

HumanGovError
├── SignedOut             401  no session, or it ended
├── NotPermitted          403  signed in, but the role does not allow it
│   └── OwnRecord         403  the role allows it, but not on one's own record
├── Sealed                403  a document that the system made, which nobody changes
├── NotFound              404  there is none, or it is not yours: both look the same
├── Invalid               422  fields with a message each that says what to do
│   ├── BadLink           400  a cursor or query string that this system did not make
│   ├── Unsettled         422  what has taken effect for a person could not be entered: told on their pages
│   └── UploadSwept       422  an upload took so long that it was taken for dead
├── Asked                 422  a file that may be kept, once its uploader says so; carries it as it waits
├── Conflict              409  someone else saved first; carries the record as it is now
├── SentOtherwise         409  this form was saved before, with other content
├── Unseen                409  what somebody decides about is not what they were shown; carries what they would be now
├── WouldSave             409  a page that is only looked at came upon something to save
├── AlreadyExists         409  a unique value is taken; carries whose
├── LikelyDuplicate       409  probably the same person is on file; carries the rows to compare
├── Unscanned             409  the scan of a file for malware has not ended
├── Unsafe                403  the scan of a file found malware, or could not look inside
├── TooManyAttempts       429  carries the seconds to wait
├── Uncounted             422  so much was recorded since a day that who was there is not counted anew
├── Unavailable           503  a service below did not answer in time
│   └── Uncertain         503  it was sent a change, and did not answer: it may be saved, or not
├── Unprintable           500  a notice that cannot be printed: never shown, told on the action and to the operator
└── WrongState            500  an item of another state came back: our bug, never shown
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from humangov.domain.shown import Shown

if TYPE_CHECKING:
    from humangov.domain.documents import Held


class HumanGovError(Exception):
    """The root of the tree."""


class SignedOut(HumanGovError):
    """There is no session, or it ended."""


class NotPermitted(HumanGovError):
    """The role does not allow this."""


class Sealed(HumanGovError):
    """The system made this document from the record: nobody replaces or withdraws it."""


class OwnRecord(NotPermitted):
    """Nobody asks for, decides or changes anything on their own record."""


class NotFound(HumanGovError):
    """There is no such record in this state."""


class Invalid(HumanGovError):
    """Input that breaks a rule: `fields` maps a field's name to what to do about it."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(", ".join(sorted(fields)))
        self.fields = dict(fields)


class BadLink(Invalid):
    """A query string or cursor that was changed, or made for another page."""

    def __init__(self, message: str = "This link is not complete. Start again from the list.") -> None:
        super().__init__({"link": message})


UNSETTLED = (
    "An action that has taken effect could not be entered, so nothing else can be recorded for this person. "
    "Whoever runs HumanGov is told."
)


class Unsettled(Invalid):
    """What has taken effect for a person could not be entered, by a fault of ours. Nothing can be recorded for them."""

    def __init__(self) -> None:
        super().__init__({"form": UNSETTLED})


class UploadSwept(Invalid):
    """An upload took so long that it was taken for dead, and its content erased. Nothing was saved."""

    def __init__(self) -> None:
        super().__init__({"file": "This file took too long to arrive, so nothing of it was kept. File it again."})


class Asked(HumanGovError):
    """A file is not filed yet: its uploader is asked whether to keep it. `held`: the file as it waits in the store."""

    def __init__(self, held: "Held") -> None:
        super().__init__("asked about")
        self.held = held


class Conflict(HumanGovError):
    """Someone else saved first. `current` is the record as it is now."""

    def __init__(self, current: object) -> None:
        super().__init__("saved by someone else")
        self.current = current


class SentOtherwise(HumanGovError):
    """The same form was saved before, with other content. That stands, and nothing of this was saved."""


class Unseen(HumanGovError):
    """What somebody decides about is not any more what they were shown, so nothing was done. `now` is what it is."""

    def __init__(self, now: Shown) -> None:
        super().__init__("decided about something else")
        self.now = now


class WouldSave(HumanGovError):
    """What is only looked at came upon something to save. Nothing was saved."""


class AlreadyExists(HumanGovError):
    """The value of the field `field` belongs to another record, `owner_id`."""

    def __init__(self, field: str, owner_id: str = "") -> None:
        super().__init__(field)
        self.field = field
        self.owner_id = owner_id


class LikelyDuplicate(HumanGovError):
    """Probably the same person is on file or asked for already: the list rows and the lines of the queue to compare."""

    def __init__(self, rows: tuple[object, ...], waiting: tuple[object, ...] = ()) -> None:
        super().__init__("likely duplicate")
        self.rows, self.waiting = rows, waiting


class TooManyAttempts(HumanGovError):
    """Too many attempts; try again after `wait_seconds`."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"wait {wait_seconds} s")
        self.wait_seconds = wait_seconds


class Unscanned(HumanGovError):
    """The scan of a file for malware has not ended."""


class Unsafe(HumanGovError):
    """The scan of a file found malware, or could not look inside."""


class Uncounted(HumanGovError):
    """So much was recorded since a day that how many there were on it is not counted anew for a page."""


class Unavailable(HumanGovError):
    """A service below did not answer in time. Of a change that it was to save it is known that nothing was saved."""


class Uncertain(Unavailable):
    """A change was sent to a service below, and no answer came: it may be saved, or not. Sent again it is done once."""


class Unprintable(HumanGovError):
    """A notice cannot be printed. `how` it ended, in a word for the log."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class WrongState(HumanGovError):
    """An item that names another state came back from a store."""
