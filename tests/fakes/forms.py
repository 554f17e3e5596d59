"""The forms that the accounts of one state have sent, in memory."""

from dataclasses import dataclass

from humangov.domain.forms import Draft, Sent
from tests.fakes.records import Calls, Records


@dataclass(frozen=True, slots=True)
class FakeForms:
    """See form_ports.FormStore."""

    records: Records
    calls: Calls

    def sent(self, account_id: str, form_id: str) -> Sent | None:
        self.calls.note("forms.sent")
        return self.records.forms.get((account_id, form_id))

    def keep(self, draft: Draft) -> None:
        self.calls.note("forms.keep")
        self.records.drafts[draft.account_id, draft.session_id, draft.form_id] = draft

    def draft(self, account_id: str, session_id: str, form_id: str) -> Draft | None:
        self.calls.note("forms.draft")
        return self.records.drafts.get((account_id, session_id, form_id))
