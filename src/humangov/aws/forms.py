"""The forms that the accounts of one state have sent or are typing: items beside the account that go by themselves."""

import json

from humangov.aws import keys
from humangov.aws.items import compact, plain, read
from humangov.aws.table import Table
from humangov.aws.writes import Condition, Write, put, update
from humangov.domain.forms import Draft, Sent


def form_write(sent: Sent) -> Write:
    """What a form said, unless it said something else before. The same once more changes nothing."""
    ours = "#state = :state AND (attribute_not_exists(#digest) OR #digest = :was_digest)"
    same = Condition(f"attribute_not_exists(pk) OR ({ours})", {"digest": sent.sha256})
    item = {"sent": compact(plain(sent)), "digest": sent.sha256, "expires_at": int(sent.ends_at.timestamp())}
    return update(keys.form(sent.account_id, sent.form_id), {}, item, same)


class Forms:
    """See form_ports.FormStore."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def sent(self, account_id: str, form_id: str) -> Sent | None:
        """One GetItem."""
        item = self._table.get(keys.form(account_id, form_id))
        return read(Sent, json.loads(item["sent"])) if item else None

    def keep(self, draft: Draft) -> None:
        """One PutItem."""
        item = {"draft": compact(plain(draft)), "expires_at": int(draft.ends_at.timestamp())}
        self._table.save(put(keys.draft(draft.account_id, draft.session_id, draft.form_id), item))

    def draft(self, account_id: str, session_id: str, form_id: str) -> Draft | None:
        """One GetItem."""
        item = self._table.get(keys.draft(account_id, session_id, form_id))
        return read(Draft, json.loads(item["draft"])) if item else None
