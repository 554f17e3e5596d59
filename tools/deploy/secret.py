"""Gives the app its key, where it has none: a random one that nobody sees, and that stands in no file and no plan."""

import secrets
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from deploy.context import Context


def ensure_key(context: Context, outputs: Mapping[str, Any]) -> None:
    """Put a random key into the secret of the output `secret_arn`. One that has a value keeps it."""
    client, secret = context.session.client("secretsmanager"), str(outputs["secret_arn"])
    try:
        held = client.get_secret_value(SecretId=secret).get("SecretString")
    except ClientError as refusal:
        if refusal.response.get("Error", {}).get("Code") != "ResourceNotFoundException":
            raise
        held = None
    if not held:
        client.put_secret_value(SecretId=secret, SecretString=secrets.token_hex(32))
        context.console.say("    The app's key (HUMANGOV_SECRET_KEY) has a value now: random, and seen by nobody.")
