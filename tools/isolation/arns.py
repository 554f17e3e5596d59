"""The ARNs that AWS would give to what Terraform plans: made from the names that Terraform itself has rendered.

A provider that is only played gives random ones, under which no policy could be told from another.
"""

import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

ACCOUNT, REGION = "111122223333", "us-east-1"


def overrides(address: str, kind: str, planned: Mapping[str, Any]) -> dict[str, str]:
    """The attributes that AWS gives to a resource of this kind, with these attributes."""
    name = planned.get("name") or planned.get("bucket") or ""
    if kind == "aws_iam_role":
        return {"arn": f"arn:aws:iam::{ACCOUNT}:role/{name}", "id": name}
    if kind == "aws_s3_bucket":
        return {"arn": f"arn:aws:s3:::{name}", "id": name}
    if kind == "aws_dynamodb_table":
        return {"arn": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}", "id": name}
    if kind == "aws_kms_key":
        identity = str(uuid.uuid5(uuid.NAMESPACE_URL, address))
        return {"arn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{identity}", "id": identity, "key_id": identity}
    if kind.startswith("aws_sesv2_"):
        what = planned.get("email_identity") or planned.get("configuration_set_name")
        part = "identity" if "email_identity" in planned else "configuration-set"
        return {"arn": f"arn:aws:ses:{REGION}:{ACCOUNT}:{part}/{what}"}
    digest = hashlib.sha256(address.encode()).hexdigest()[:16]
    return {"arn": f"arn:aws:{kind.removeprefix('aws_').partition('_')[0]}:{REGION}:{ACCOUNT}:{digest}"}


def written(address: str, values: Mapping[str, str]) -> str:
    """The override as a block of a Terraform test."""
    lines = "".join(f'    {name} = "{value}"\n' for name, value in values.items())
    return f"override_resource {{\n  target = {address}\n  values = {{\n{lines}  }}\n}}\n"
