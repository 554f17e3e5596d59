"""Makes the bucket that keeps Terraform's state and the record of releases: once for each account."""

import os
from pathlib import Path

from botocore.exceptions import ClientError

from deploy.context import Context
from deploy.place import ROOT, Stop
from deploy.programs import run


def bootstrap(context: Context) -> None:
    """Make the bucket that the environment's backend.hcl names. One that is there already is left as it is."""
    context.console.step("Check the tools and who you are to AWS")
    context.terraform.check()
    context.check_credentials()
    bucket = str(context.backend["bucket"])
    if _is_there(context, bucket):
        return context.console.say(f"\nThe bucket {bucket} is there: make deploy ENV={context.place.name} comes next.")
    _make(context, bucket)
    return context.console.say(f"\nThe bucket {bucket} is made: make deploy ENV={context.place.name} comes next.")


def _is_there(context: Context, bucket: str) -> bool:
    try:
        context.session.client("s3").head_bucket(Bucket=bucket)
    except ClientError as refusal:
        if (code := refusal.response.get("Error", {}).get("Code")) == "404":
            return False
        advice = "names of buckets are one of a kind in all of AWS: choose another in backend.hcl, if it is not yours"
        raise Stop(f"The bucket {bucket} cannot be opened ({code}): {advice}.") from None
    return True


def _make(context: Context, bucket: str) -> None:
    root = Path(os.environ.get("BOOTSTRAP_ROOT") or ROOT / "deploy" / "terraform" / "bootstrap").absolute()
    data = context.place.data / "bootstrap"
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    environ = {"TF_DATA_DIR": str(data), "TF_IN_AUTOMATION": "1"}
    terraform, saved = ["terraform", f"-chdir={root}"], data / "plan"
    # The bucket cannot keep the state of itself; where this file is lost, the bucket is found by its name.
    state = f"-state={data / 'terraform.tfstate'}"
    variables = [f"-var=bucket={bucket}", f"-var=region={context.backend.get('region') or context.session.region_name}"]
    context.console.step(f"Plan the bucket {bucket}")
    if run([*terraform, "init", "-input=false"], environ) or run(
        [*terraform, "plan", "-input=false", state, f"-out={saved}", *variables], environ
    ):
        raise Stop("terraform plan failed: see above. Nothing was made.")
    context.console.ask("\nMake it?")
    if run([*terraform, "apply", "-input=false", f"-state-out={data / 'terraform.tfstate'}", str(saved)], environ):
        raise Stop("terraform apply stopped on the way: see above, mend the cause, and call make bootstrap again.")
