"""Mail that goes nowhere."""

from dataclasses import dataclass, field

from humangov.domain.errors import Unavailable
from tests.fakes.records import Calls


@dataclass
class FakeMail:
    """See ports.Mail. `sent` has all that was taken: to whom, the subject and the text."""

    calls: Calls
    sender: str = ""
    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, to: str, subject: str, text: str) -> bool:
        try:
            self.calls.note("mail.send")
        except Unavailable:
            return False
        self.sent.append((to, subject, text))
        return True
