"""Promises about the Terraform code that a mocked provider cannot see."""

from deploy.literals import Literals
from tests.architecture.tree import ROOT, files, modules, name_of, text_of

ENVIRONMENT = ROOT / "deploy" / "terraform" / "environment"


def test_the_bucket_of_logs_is_passed_on_by_way_of_its_policy_alone() -> None:
    users = [
        name_of(file) for file in files("*.tf", "deploy/terraform/environment") if "aws_s3_bucket.logs" in text_of(file)
    ]
    assert [name.rpartition("/")[2] for name in users] == ["logs.tf", "logs_policy.tf"]


def test_an_environment_names_the_key_that_bootstrap_makes_for_its_bucket() -> None:
    for file in files("backend.hcl", "deploy/environments"):
        said = Literals.of(file).values
        assert said["kms_key_id"] == f"alias/{said['bucket']}", name_of(file)
    assert '"alias/${var.bucket}"' in text_of(ROOT / "deploy/terraform/bootstrap/key.tf")


def test_the_key_service_is_asked_by_operators_alone_so_that_tasks_need_no_endpoint_of_it() -> None:
    callers = [name_of(file) for file in modules("src/humangov") if ".kms" in text_of(file).replace("aws.kms", "")]
    assert callers == ["src/humangov/aws/doctor.py", "src/humangov/aws/provision.py"]
    opened = [
        name_of(file) for file in modules("src/humangov/web", "src/humangov/services") if "provision" in text_of(file)
    ]
    assert opened == []
