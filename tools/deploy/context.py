"""What a command works with: the environment's place and settings, Terraform, AWS and the operator's terminal."""

from collections.abc import Mapping
from dataclasses import dataclass

import boto3
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

from deploy.console import Console
from deploy.literals import Literals, Value
from deploy.place import Place, Stop
from deploy.terraform import Terraform


@dataclass(frozen=True, slots=True)
class Context:
    """One environment, opened."""

    place: Place
    settings: Mapping[str, Value]
    backend: Mapping[str, Value]
    terraform: Terraform
    session: boto3.Session
    console: Console
    environ: Mapping[str, str]

    @classmethod
    def open(cls, environ: Mapping[str, str]) -> "Context":
        """The environment that ENV names. Stops where its files are missing or unreadable."""
        place = Place.from_environment(environ)
        settings, backend = Literals.of(place.settings).values, Literals.of(place.backend).values
        if not isinstance(settings.get("region"), str):
            raise Stop(f'{place.settings} names no region: add a line such as region = "us-east-1".')
        session = boto3.Session(region_name=str(settings["region"]))
        console = Console.from_environment(environ)
        return cls(place, settings, backend, Terraform(place), session, console, environ)

    @property
    def name(self) -> str:
        """What every name in this installation begins with."""
        return str(self.setting("name", "humangov"))

    @property
    def forced(self) -> bool:
        """Whether FORCE=1 is set."""
        return self.environ.get("FORCE", "") not in {"", "0"}

    def setting(self, name: str, otherwise: Value = None) -> Value:
        """A setting of the environment, or what holds where it is left out."""
        return self.settings.get(name, otherwise)

    def seconds(self, name: str, otherwise: int) -> float:
        """A number of seconds that the caller may set."""
        text = self.environ.get(name) or str(otherwise)
        if not text.isdecimal():
            raise Stop(f"{name} is a number of seconds, and {text} is none.")
        return float(text)

    def check_credentials(self) -> str:
        """Who we are to AWS. Stops where it does not know us."""
        try:
            who = self.session.client("sts").get_caller_identity()
        except EndpointConnectionError as failure:
            raise Stop(
                f"AWS does not answer ({failure}): check the network, and AWS_ENDPOINT_URL if it is set."
            ) from None
        except (BotoCoreError, ClientError) as refusal:
            advice = "sign in (aws sso login), or name the profile with AWS_PROFILE"
            raise Stop(f"AWS does not know you ({refusal}): {advice}, and try again.") from None
        self.console.say(f"    Account {who['Account']}, region {self.session.region_name}, as {who['Arn']}")
        return who["Arn"]
