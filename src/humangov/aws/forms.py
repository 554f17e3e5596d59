"""The forms that the accounts of one state have sent: each an item beside its account, which goes by itself."""

import json

from humangov.aws import keys
from humangov.aws.items import compact, plain, read
from humangov.aws.table import Table
from humangov.aws.writes import Condition, Write, update
from humangov.domain.forms import Sent


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
