"""The quotas of what grows with states: what AWS allows by default, where it says so, and how many are needed."""

from collections.abc import Callable
from dataclasses import dataclass

from deploy import usage
from deploy.usage import Ground

DOCS = "https://docs.aws.amazon.com"


@dataclass(frozen=True, slots=True)
class Quota:
    """A quota. docs/operations/quotas.md has the same ones.

    `service` and `code` as Service Quotas has them, or a pattern of its `name` where the code is not known; no
    `service` where it does not list it, and the documented number is all there is. `account`: of all regions together.
    `fixed`: AWS takes no request to raise it.
    """

    title: str
    needed: Callable[[Ground], int]
    default: int
    page: str
    service: str = ""
    code: str = ""
    name: str = ""
    account: bool = False
    fixed: bool = False


QUOTAS = (
    Quota(
        "Buckets that GuardDuty scans",
        usage.malware_plans,
        25,
        f"{DOCS}/guardduty/latest/ug/malware-protection-s3-quotas-guardduty.html",
        "guardduty",
        name=r"malware protection plans|(protected|malware).* buckets",
        fixed=True,
    ),
    Quota(
        "KMS keys", usage.keys, 100_000, f"{DOCS}/kms/latest/developerguide/resource-limits.html", "kms", "L-C2F1777E"
    ),
    Quota(
        "IAM roles",
        usage.roles,
        1_000,
        f"{DOCS}/IAM/latest/UserGuide/reference_iam-quotas.html",
        "iam",
        "L-FE177D64",
        account=True,
    ),
    Quota("S3 buckets", usage.buckets, 10_000, f"{DOCS}/general/latest/gr/s3.html", "s3", "L-DC2B2D3D", account=True),
    Quota(
        "DynamoDB tables",
        usage.tables,
        2_500,
        f"{DOCS}/amazondynamodb/latest/developerguide/ServiceQuotas.html",
        "dynamodb",
        "L-F98FE922",
    ),
    Quota("vCPU of Fargate", usage.vcpu, 6, f"{DOCS}/general/latest/gr/ecs-service.html", "fargate", "L-3032A538"),
    Quota(
        "Rules of the load balancer",
        usage.rules,
        100,
        f"{DOCS}/elasticloadbalancing/latest/application/load-balancer-limits.html",
        "elasticloadbalancing",
        "L-7EED9B64",
    ),
    Quota(
        "Target groups of the load balancer",
        usage.target_groups,
        100,
        f"{DOCS}/elasticloadbalancing/latest/application/load-balancer-limits.html",
        "elasticloadbalancing",
        "L-822D1B1B",
        fixed=True,
    ),
    Quota(
        "Widgets of the dashboard",
        usage.widgets,
        500,
        f"{DOCS}/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html",
        fixed=True,
    ),
    Quota(
        "Metrics of the dashboard",
        usage.metrics,
        2_500,
        f"{DOCS}/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html",
        fixed=True,
    ),
)
