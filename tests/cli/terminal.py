"""An operator's terminal before an installation in moto."""

from dataclasses import replace

from click.testing import CliRunner, Result

from humangov.cli import main
from humangov.cli.office import Office
from humangov.domain.permissions import ANONYMOUS
from humangov.services.desk import Desk, Origin

SETTINGS = {
    "AWS_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "HUMANGOV_SECRET_KEY": "k" * 40,
    "HUMANGOV_DEMO_PASSWORD": "plum kettle drives to Boise",
}
UNSET = (
    *(
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_DYNAMODB",
        "AWS_PROFILE",
        "HUMANGOV_ADDRESS",
        "HUMANGOV_BASE_DOMAIN",
        "HUMANGOV_MAIL_FROM",
        "HUMANGOV_REGISTRY_TABLE",
        "PORT",
    ),
    *("US_STATE", "AWS_DYNAMODB_TABLE", "AWS_BUCKET", "AWS_KMS_KEY"),
)


class Terminal:
    """Runs commands, and looks at what they did."""

    def run(self, *words: str, typed: str = "", code: int = 0) -> Result:
        """Run `humangov <words>`, which ends with this exit code and never with a traceback."""
        result = CliRunner().invoke(main, words, input=typed, prog_name="humangov")
        assert result.exit_code == code, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    def refused(self, *words: str, code: int = 1, typed: str = "") -> str:
        """The one line that a command ends with when something is wrong."""
        lines = self.run(*words, code=code, typed=typed).stderr.strip().splitlines()
        said = [line for line in lines if line.startswith("Error: ")]
        assert said == lines[-1:], lines
        return said[0].removeprefix("Error: ")

    def desk(self, slug: str) -> Desk:
        """The operator's desk in a state."""
        office = Office.open()
        return office.desk(office.installed(slug))


def visitors(desk: Desk) -> Desk:
    """The desk of somebody who has not signed in."""
    return replace(desk, principal=ANONYMOUS, origin=Origin("192.0.2.7", "request-1"))
