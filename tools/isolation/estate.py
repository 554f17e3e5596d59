"""An installation's roles, resources and policies, read from the resources that Terraform rendered."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Policy = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of Terraform: its address, its type and its attributes."""

    address: str
    type: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Role:
    """A role: who it is, what it may do, and the state that its tag names."""

    name: str
    arn: str
    tag: str
    trust: Policy
    permissions: tuple[Policy, ...]


@dataclass(frozen=True, slots=True)
class Store:
    """What a state has. `service` is the name of the only role that may become the state's own."""

    slug: str
    table_arn: str
    index_arns: tuple[str, ...]
    bucket_arn: str
    key_arn: str
    role: Role
    bucket_policy: Policy
    key_policy: Policy
    service: str


@dataclass(frozen=True, slots=True)
class Estate:
    """All of it. `others` are the roles that are no state's: tasks, deliverers, scanners."""

    region: str
    stores: tuple[Store, ...]
    others: tuple[Role, ...]
    pooled: str
    registry_arn: str
    registry_key_arn: str
    registry_key_policy: Policy
    endpoints: Mapping[str, Policy] = field(default_factory=dict)
    mail_arns: tuple[str, ...] = ()

    def with_store(self, slug: str, **changes: object) -> "Estate":
        """The estate with a state's store changed."""
        stores = tuple(replace(s, **changes) if s.slug == slug else s for s in self.stores)  # type: ignore[arg-type]
        return replace(self, stores=stores)


class CannotRead(Exception):
    """What Terraform rendered is not what this proof knows how to read. The message says what to do."""


def read_estate(resources: Iterable[Resource], region: str) -> Estate:
    """The estate of an installation's resources."""
    known = {resource.address: resource for resource in resources}
    roles = {r.values["name"]: r for r in known.values() if r.type == "aws_iam_role"}
    read = {name: _role(role, known.values()) for name, role in roles.items()}
    pooled = known["aws_iam_role_policy.task_access"].values["role"]
    stores = tuple(_stores(known, read, pooled))
    own = {store.role.name for store in stores}
    registry_key = known["aws_kms_key.registry"].values
    return Estate(
        region=region,
        stores=stores,
        others=tuple(role for name, role in sorted(read.items()) if name not in own),
        pooled=pooled,
        registry_arn=known["aws_dynamodb_table.registry"].values["arn"],
        registry_key_arn=registry_key["arn"],
        registry_key_policy=json.loads(registry_key["policy"]),
        endpoints=dict(_endpoints(known.values())),
        mail_arns=tuple(r.values["arn"] for r in known.values() if r.type.startswith("aws_sesv2_")),
    )


def _stores(known: Mapping[str, Resource], roles: Mapping[str, Role], pooled: str) -> Iterator[Store]:
    keyed = 'aws_dynamodb_table_item.state["'
    for slug in sorted(address.removeprefix(keyed)[:-2] for address in known if address.startswith(keyed)):

        def values(resource: str, slug: str = slug) -> Mapping[str, Any]:
            return known[f'module.state_store["{slug}"].{resource}.main'].values

        dedicated = known.get(f'aws_iam_role_policy.dedicated_task_access["{slug}"]')
        table, key = values("aws_dynamodb_table"), values("aws_kms_key")
        yield Store(
            slug=slug,
            table_arn=table["arn"],
            index_arns=tuple(sorted(f"{table['arn']}/index/{i['name']}" for i in table["global_secondary_index"])),
            bucket_arn=values("aws_s3_bucket")["arn"],
            key_arn=key["arn"],
            role=roles[values("aws_iam_role")["name"]],
            bucket_policy=json.loads(values("aws_s3_bucket_policy")["policy"]),
            key_policy=json.loads(key["policy"]),
            service=dedicated.values["role"] if dedicated else pooled,
        )


def _role(role: Resource, resources: Iterable[Resource]) -> Role:
    """A role with its policies. One that is not rendered here (AWS's own) cannot be evaluated."""
    values = role.values
    inline, attached = [], []
    for other in resources:
        if other.values.get("role") == values["name"]:
            if other.type == "aws_iam_role_policy":
                inline.append(json.loads(other.values["policy"]))
            elif other.type == "aws_iam_role_policy_attachment":
                attached.append(other.address)
    if attached or values.get("managed_policy_arns"):
        raise CannotRead(f"{role.address} has a policy from outside. Write what it may do as an aws_iam_role_policy.")
    tag = (values.get("tags") or {}).get("state", "")
    return Role(values["name"], values["arn"], tag, json.loads(values["assume_role_policy"]), tuple(inline))


def _endpoints(resources: Iterable[Resource]) -> Iterator[tuple[str, Policy]]:
    """The policies of the network's ways to AWS, by service."""
    for resource in resources:
        if resource.type == "aws_vpc_endpoint" and (resource.values.get("policy") or "").startswith("{"):
            yield resource.values["service_name"].rsplit(".", 1)[-1], json.loads(resource.values["policy"])
