"""Mail by Amazon SES, sent by the process's own role: no state's role can."""

import logging
from typing import Any, Protocol

from botocore.exceptions import ClientError

from humangov.aws.failures import code_of, translated
from humangov.domain.errors import Unavailable

logger = logging.getLogger("humangov.mail")


class SesClient(Protocol):
    """What is called of the client of SES, version 2."""

    def send_email(self, **message: Any) -> Any:  # noqa: ANN401 as botocore makes it
        """Take a message. Raises ClientError."""


class SesMail:
    """See ports.Mail."""

    def __init__(self, client: SesClient, sender: str) -> None:
        self._client, self.sender = client, sender

    def send(self, to: str, subject: str, text: str) -> bool:
        """One SendEmail. Neither the address nor the text goes to the log."""
        content = {"Simple": {"Subject": _utf8(subject), "Body": {"Text": _utf8(text)}}}
        try:
            with translated():
                self._client.send_email(
                    FromEmailAddress=self.sender, Destination={"ToAddresses": [to]}, Content=content
                )
        except (Unavailable, ClientError) as error:
            why = code_of(error) if isinstance(error, ClientError) else "no answer"
            logger.error("mail not taken", extra={"code": why})  # noqa: TRY400 the code says it all
            return False
        return True


class NoMail:
    """See ports.Mail: none is set up, and nothing is sent."""

    sender = ""

    def send(self, to: str, subject: str, text: str) -> bool:  # noqa: ARG002 nothing is
        """Take nothing."""
        return False


NO_MAIL = NoMail()


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
