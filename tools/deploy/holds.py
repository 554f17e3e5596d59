"""Refuses to delete what is held: a state under legal hold, and versions of objects that must stay."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from deploy.literals import Value
from deploy.place import Stop
from humangov.aws.holds import examined
from humangov.domain.errors import Unavailable

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


def refuse_while_held(client: "S3Client", bucket: str, slug: str, entry: Mapping[str, Value]) -> int:
    """Stop where a state is under legal hold, or one of its objects is held. Returns how many versions it has."""
    if entry.get("legal_hold"):
        text = f"{slug} is under legal hold (legal_hold = true): nothing of it is deleted."
        raise Stop(f"{text} Whoever ordered the hold has to lift it; then take legal_hold out of its line.")
    looked_at, held = _looked_at(client, bucket)
    if held:
        text = f"{len(held)} object versions of {bucket} are held, the first is {held[0]}: nothing was deleted."
        raise Stop(f"{text} Wait until the date, or have the hold lifted by whoever ordered it.")
    return looked_at


def _looked_at(client: "S3Client", bucket: str) -> tuple[int, list[str]]:
    versions, held = 0, []
    try:
        for version in examined(client, bucket, datetime.now(UTC)):
            versions += 1
            held += [f"{version.key} ({version.why})"] if version.why else []
    except Unavailable:
        raise Stop(f"S3 does not answer about {bucket}: nothing was deleted. Try again.") from None
    return versions, held
