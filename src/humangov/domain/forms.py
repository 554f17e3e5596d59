"""Forms: what each said when it was saved, and what is typed into it until then."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# So long it is known what a form said, and so long a page with a form can be sent: a long weekend.
FORM_LASTS = timedelta(days=4)
MOST_SAID = 4_000
# A draft lasts as long as a session can; many times a long form, in any script, and less than an item of DynamoDB.
DRAFT_LASTS = timedelta(hours=12)
MOST_DRAFT_BYTES = 300_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What an account sent by a form.

    `said` has each field's name, its label and what stood there, for people to compare; `sha256` is the digest of all
    that counts. It is kept until `ends_at`.
    """

    account_id: str
    form_id: str
    sha256: str
    said: tuple[tuple[str, ...], ...]
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody typed into the form at an address, in one session: names and texts as the browser sent them."""

    account_id: str
    session_id: str
    form_id: str
    path: str
    fields: tuple[tuple[str, ...], ...]
    ends_at: datetime
