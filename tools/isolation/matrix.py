"""Every role with every state in every use, each with what must come of it."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from isolation.estate import Estate, Policy, Role, Store
from isolation.uses import ALLOWED, DENIED, REFUSED, Context, Use, listed, targets, uses

# Anybody's role with every right in the account: not even that becomes a state's role.
ADMINISTRATOR: Policy = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
# The address that the rendered installation sends from, and one that it may not take.
MAIL_FROM, ANOTHER_ADDRESS = "humangov@hr.example.gov", "governor@hr.example.gov"


@dataclass(frozen=True, slots=True)
class Caller:
    """A session of a role."""

    role: Role
    title: str
    slug: str = ""

    @property
    def arn(self) -> str:
        """The session's ARN, as a trust policy sees it."""
        return f"{self.role.arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/humangov"

    @property
    def context(self) -> Context:
        """What AWS knows of the session: also the tag of its role, if it says none of its own."""
        tag = self.slug or self.role.tag
        account = {"aws:PrincipalAccount": self.role.arn.split(":")[4], "aws:PrincipalArn": self.role.arn}
        return {**account, **({"aws:PrincipalTag/state": tag} if tag else {})}


@dataclass(frozen=True, slots=True)
class Case:
    """A request, the policy of what it is about, and what must come of it."""

    caller: Caller
    action: str
    resource: str
    context: Context
    guard: Policy | None
    expected: str
    kind: str

    def __str__(self) -> str:
        """Who asks for what, and what must come of it."""
        said = ", ".join(f"{name}={value}" for name, value in self.context.items())
        return f"{self.caller.title}: {self.action} on {self.resource} ({said}): must be {self.expected}"


def cases(estate: Estate) -> Iterator[Case]:
    """Every case of an estate."""
    sessions = [Caller(store.role, f"the role of {store.slug}", store.slug) for store in estate.stores]
    others = [Caller(role, role.name) for role in estate.others]
    for store, caller in itertools.product(estate.stores, [*sessions, *others]):
        yield from _records(estate, caller, store)
        yield from _becoming(estate, caller, store)
    for store in estate.stores:
        arn = f"{store.role.arn.rpartition('/')[0]}/administrator"
        administrator = Role("administrator", arn, "", {}, (ADMINISTRATOR,))
        yield from _becoming(estate, Caller(administrator, "an administrator"), store)
    for caller in (*sessions, *others):
        yield from _registry(estate, caller)
        yield from _mail(estate, caller)


def _records(estate: Estate, caller: Caller, store: Store) -> Iterator[Case]:
    """What lies in a state's store. A scanner is the only other role that looks into a bucket: its own state's."""
    scans = "-scan-" in caller.role.name and caller.role.tag == store.slug
    for use in uses(estate.region, store.key_arn):
        if scans and use.part in {"bucket", "object", "elsewhere", "key"}:
            continue
        expected = use.expected if caller.slug == store.slug else REFUSED if caller.slug else DENIED
        guard = {"key": store.key_policy, "table": None, "index": None}.get(use.part, store.bucket_policy)
        for arn in targets(use, store):
            yield _case(caller, use, arn, guard, expected)


def _case(caller: Caller, use: Use, arn: str, guard: Policy | None, expected: str) -> Case:
    return Case(caller, use.action, arn, {**caller.context, **use.context}, guard, expected, use.part)


def _becoming(estate: Estate, caller: Caller, store: Store) -> Iterator[Case]:
    """Assuming a state's role: only the service of the state, and only when it says which state."""
    other = next((s.slug for s in estate.stores if s.slug != store.slug), "nowhere")
    tags: dict[str, Mapping[str, str]] = {
        ALLOWED: {"state": store.slug},
        "no tag": {},
        "another state": {"state": other},
        "one more tag": {"state": store.slug, "role": "administrator"},
        "another tag": {"role": store.slug},
    }
    for what, said in tags.items():
        context: dict[str, str | list[str]] = {f"aws:RequestTag/{name}": value for name, value in said.items()}
        context |= {"aws:TagKeys": [*said]} if said else {}
        expected = ALLOWED if what == ALLOWED and caller.role.name == store.service else DENIED
        for action in listed()["task"]["assume_role"]["role"]:
            use = Use(action, "role", expected, context)
            yield _case(caller, use, store.role.arn, store.role.trust, expected)


def _registry(estate: Estate, caller: Caller) -> Iterator[Case]:
    """The list of states: the pooled service reads it, and nobody writes it but Terraform."""
    reads = {action for call in listed()["task"].values() for action in call.get("registry", ())}
    writes = {action for call in listed()["state"].values() for action in call.get("table", ())} - reads
    for action in sorted(reads | writes | {*listed()["never"]}):
        expected = ALLOWED if action in reads and caller.role.name == estate.pooled else DENIED
        yield _case(caller, Use(action, "registry", expected), estate.registry_arn, None, expected)
    for service, actions in listed()["key"].items():
        for action in actions:
            may = service == "dynamodb" and caller.role.name == estate.pooled
            use = Use(action, "registry", "", {"kms:ViaService": f"{service}.{estate.region}.amazonaws.com"})
            guard, expected = estate.registry_key_policy, ALLOWED if may else DENIED
            yield _case(caller, use, estate.registry_key_arn, guard, expected)


def _mail(estate: Estate, caller: Caller) -> Iterator[Case]:
    """Mail from the installation's address: the services send it, and nobody from another one."""
    services = {estate.pooled, *(store.service for store in estate.stores)}
    for arn, address in itertools.product(estate.mail_arns, (MAIL_FROM, ANOTHER_ADDRESS)):
        may = address == MAIL_FROM and caller.role.name in services
        use = Use("ses:SendEmail", "mail", ALLOWED if may else DENIED, {"ses:FromAddress": address})
        yield _case(caller, use, arn, None, use.expected)
