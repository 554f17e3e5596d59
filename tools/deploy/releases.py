"""The record of releases: what was deployed to an environment, when, by whom, and how it ended.

One versioned object beside Terraform's state, releases/<ENV>.json. It is written on the condition that nobody has
written it since it was read (S3 conditional writes), so that of two deployments at once one is refused.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from deploy.images import Images
from deploy.place import Stop

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

DESTROY = "destroy"
UNDER_WAY, SUCCEEDED, FAILED = "under way", "succeeded", "failed"
KEEP = 200
# A deployment that was broken off without a word blocks the next one no longer than this.
LONGEST = timedelta(hours=2)
_MOVED = {"PreconditionFailed", "ConditionalRequestConflict"}


@dataclass(frozen=True, slots=True)
class Release:
    """One deployment. `at` is an instant in ISO 8601, UTC; `why` says how it failed.

    `kind` is deploy, rollback or destroy; `outcome` is under way, succeeded or failed.
    """

    at: str
    by: str
    kind: str
    revision: str
    app: str
    nginx: str
    outcome: str = UNDER_WAY
    why: str = ""

    @property
    def images(self) -> Images:
        """What was deployed."""
        return Images(self.revision, self.app, self.nginx)


@dataclass(frozen=True, slots=True)
class Releases:
    """The record of one environment, in a bucket."""

    client: "S3Client"
    bucket: str
    environment: str
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def key(self) -> str:
        """The object's key."""
        return f"releases/{self.environment}.json"

    def all(self) -> tuple[Release, ...]:
        """Every release on record, the oldest first."""
        return self._read()[0]

    def start(self, kind: str, by: str, images: Images, *, force: bool) -> Release:
        """Note that a deployment begins. Stops where another one is under way, unless forced."""
        known, tag = self._read()
        if known and not force:
            self._refuse_while_under_way(known[-1])
        at = self.clock().isoformat(timespec="microseconds")
        begun = Release(at, by, kind, images.revision, images.app, images.nginx)
        self._write((*known, begun)[-KEEP:], tag)
        return begun

    def finish(self, begun: Release, outcome: str, why: str = "") -> Release:
        """Note how a deployment ended."""
        known, tag = self._read()
        ended = replace(begun, outcome=outcome, why=why)
        self._write(tuple(ended if release.at == begun.at else release for release in known), tag)
        return ended

    def _refuse_while_under_way(self, last: Release) -> None:
        since = self.clock() - datetime.fromisoformat(last.at)
        if last.outcome == UNDER_WAY and since < LONGEST:
            text = f"{last.by} has been deploying {last.revision} since {last.at[:19]} UTC: wait for that to end."
            raise Stop(f"{text} If it was broken off, FORCE=1 goes on without waiting.")

    def _read(self) -> tuple[tuple[Release, ...], str]:
        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=self.key)
        except ClientError as refusal:
            if refusal.response.get("Error", {}).get("Code") == "NoSuchKey":
                return (), ""
            raise
        return tuple(Release(**release) for release in json.loads(answer["Body"].read())["releases"]), answer["ETag"]

    def _write(self, releases: tuple[Release, ...], tag: str) -> None:
        body = {"environment": self.environment, "releases": [asdict(release) for release in releases]}
        text = json.dumps(body, indent=1).encode()
        kind = "application/json"
        try:
            if tag:
                self.client.put_object(Bucket=self.bucket, Key=self.key, Body=text, ContentType=kind, IfMatch=tag)
            else:
                self.client.put_object(Bucket=self.bucket, Key=self.key, Body=text, ContentType=kind, IfNoneMatch="*")
        except ClientError as refusal:
            if refusal.response.get("Error", {}).get("Code") in _MOVED:
                raise Stop("Somebody else has deployed meanwhile (the record of releases moved): try again.") from None
            raise


def trail(releases: tuple[Release, ...]) -> list[Release]:
    """What serves, and before it what served before it: successful releases, without those that were rolled back."""
    found: list[Release] = []
    for release in releases:
        if release.outcome != SUCCEEDED:
            continue
        if release.kind == DESTROY:
            found = []
            continue
        places = [place for place, known in enumerate(found) if known.images == release.images]
        found = [*found[: places[0]], release] if places else [*found, release]
    return found


def serving(releases: tuple[Release, ...]) -> Release | None:
    """The last release that succeeded."""
    return next(iter(reversed(trail(releases))), None)


def to_roll_back_to(releases: tuple[Release, ...]) -> Release:
    """The release to go back to: the last that succeeded or, where that is the last one of all, the one before it."""
    candidates = trail(releases)
    if releases and releases[-1].outcome == SUCCEEDED:
        candidates = candidates[:-1]
    if not candidates:
        raise Stop("The record of releases knows no earlier release that succeeded: there is nothing to go back to.")
    return candidates[-1]
