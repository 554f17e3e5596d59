"""The API of ECS, as far as Terraform and make deploy call it: in memory, and in the service's own JSON.

Application Auto Scaling is answered here too: it keeps what it is told about services of this ECS, and scales nothing.
"""

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rehearse.deciding import Phase, Wanted
from rehearse.scheduling import Held, Scheduler, Service

Json = dict[str, Any]
ACCOUNT, REGION = "000000000000", "us-east-1"
_PREFIX = f"arn:aws:ecs:{REGION}:{ACCOUNT}"


class Refused(Exception):
    """An error as the API says it."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass
class Ecs:
    """Clusters, task definitions, services and tasks."""

    scheduler: Scheduler
    zones: tuple[str, ...]
    clusters: dict[str, Json] = field(default_factory=dict)
    definitions: dict[str, Json] = field(default_factory=dict)
    tags: dict[str, list[Json]] = field(default_factory=dict)
    scaled: dict[str, dict[str, Any]] = field(default_factory=lambda: {"targets": {}, "policies": {}, "tags": {}})

    def call(self, operation: str, asked: Json) -> Json:
        """The answer to an operation. Raises Refused."""
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()
        answer: Callable[[Json], Json] | None = getattr(self, f"_{name}", None)
        if answer is None:
            raise Refused("UnsupportedFeatureException", f"{operation} is not rehearsed")
        with self.scheduler.lock:
            return answer(asked)

    def _create_cluster(self, asked: Json) -> Json:
        arn = f"{_PREFIX}:cluster/{asked['clusterName']}"
        self.tags[arn] = asked.get("tags", [])
        kept: Json = {
            key: asked[key] for key in ("settings", "configuration", "serviceConnectDefaults") if key in asked
        }
        self.clusters[arn] = {"clusterArn": arn, "clusterName": asked["clusterName"], "status": "ACTIVE", **kept}
        return {"cluster": self._cluster(arn)}

    def _update_cluster(self, asked: Json) -> Json:
        arn = self._arn("cluster", asked["cluster"])
        self.clusters[arn].update({key: asked[key] for key in ("settings", "configuration") if key in asked})
        return {"cluster": self._cluster(arn)}

    def _describe_clusters(self, asked: Json) -> Json:
        arns = [self._arn("cluster", one) for one in asked.get("clusters", self.clusters)]
        found = [self._cluster(arn) for arn in arns if arn in self.clusters]
        missing = [{"arn": arn, "reason": "MISSING"} for arn in arns if arn not in self.clusters]
        return {"clusters": found, "failures": missing}

    def _delete_cluster(self, asked: Json) -> Json:
        arn = self._arn("cluster", asked["cluster"])
        return {"cluster": self.clusters.pop(arn) | {"status": "INACTIVE"}}

    def _register_task_definition(self, asked: Json) -> Json:
        number = 1 + sum(one["family"] == asked["family"] for one in self.definitions.values())
        arn = f"{_PREFIX}:task-definition/{asked['family']}:{number}"
        made = {k: v for k, v in asked.items() if k != "tags"}
        self.definitions[arn] = {**made, "taskDefinitionArn": arn, "revision": number, "status": "ACTIVE"}
        self.tags[arn] = asked.get("tags", [])
        return {"taskDefinition": self.definitions[arn], "tags": self.tags[arn]}

    def _describe_task_definition(self, asked: Json) -> Json:
        arn = self._definition(asked["taskDefinition"])
        return {"taskDefinition": self.definitions[arn], "tags": self.tags.get(arn, [])}

    def _deregister_task_definition(self, asked: Json) -> Json:
        arn = self._definition(asked["taskDefinition"])
        self.definitions[arn]["status"] = "INACTIVE"
        return {"taskDefinition": self.definitions[arn]}

    def _create_service(self, asked: Json) -> Json:
        service = Service({**asked, "createdAt": time.time()}, wanted_of(asked, self.zones))
        service.history.begin(self._definition(asked["taskDefinition"]))
        self.scheduler.services[asked["serviceName"]] = service
        self.tags[self._service_arn(service)] = asked.get("tags", [])
        return {"service": self._described(service)}

    def _update_service(self, asked: Json) -> Json:
        service = self._service(asked["service"])
        service.asked.update({k: v for k, v in asked.items() if k not in {"service", "cluster", "forceNewDeployment"}})
        service.wanted = wanted_of(service.asked, self.zones)
        version = self._definition(service.asked["taskDefinition"])
        service.asked["taskDefinition"] = version
        forced = asked.get("forceNewDeployment", False)
        if forced or version != service.history.primary.version:
            service.history.begin(version, forced=forced)
        return {"service": self._described(service)}

    def _describe_services(self, asked: Json) -> Json:
        names = [one.rsplit("/", 1)[-1] for one in asked["services"]]
        known = self.scheduler.services
        found = [self._described(known[name]) for name in names if name in known]
        return {"services": found, "failures": [{"arn": n, "reason": "MISSING"} for n in names if n not in known]}

    def _delete_service(self, asked: Json) -> Json:
        service = self._service(asked["service"])
        service.asked["desiredCount"], service.status = 0, "DRAINING"
        service.wanted = wanted_of(service.asked, self.zones)
        return {"service": self._described(service)}

    def _list_tasks(self, asked: Json) -> Json:
        name, stopped = asked.get("serviceName"), asked.get("desiredStatus") == "STOPPED"
        services = [self._service(name)] if name else self.scheduler.services.values()
        held = [one for service in services for one in service.held.values()]
        ended = {Phase.STOPPING, Phase.STOPPED}
        return {"taskArns": [self._task_arn(one) for one in held if (one.task.phase in ended) == stopped]}

    def _describe_tasks(self, asked: Json) -> Json:
        wanted = {arn.rsplit("/", 1)[-1] for arn in asked["tasks"]}
        held = [one for service in self.scheduler.services.values() for one in service.held.values()]
        return {"tasks": [self._told(one) for one in held if one.task.id in wanted], "failures": []}

    def _list_tags_for_resource(self, asked: Json) -> Json:
        """The tags of something of ECS, or of Application Auto Scaling, whose names begin with a capital."""
        if "ResourceARN" in asked:
            return {"Tags": self.scaled["tags"]}
        return {"tags": self.tags.get(asked["resourceArn"], [])}

    def _tag_resource(self, asked: Json) -> Json:
        if "ResourceARN" in asked:
            self.scaled["tags"].update(asked["Tags"])
        else:
            self.tags[asked["resourceArn"]] = asked["tags"]
        return {}

    def _register_scalable_target(self, asked: Json) -> Json:
        arn = f"arn:aws:application-autoscaling:{REGION}:{ACCOUNT}:scalable-target/1"
        self.scaled["tags"].update(asked.get("Tags", {}))
        self.scaled["targets"][asked["ResourceId"]] = {**asked, "CreationTime": time.time(), "ScalableTargetARN": arn}
        return {"ScalableTargetARN": arn}

    def _describe_scalable_targets(self, asked: Json) -> Json:
        found = self.scaled["targets"].values()
        return {"ScalableTargets": [t for t in found if t["ResourceId"] in asked.get("ResourceIds", [t["ResourceId"]])]}

    def _deregister_scalable_target(self, asked: Json) -> Json:
        self.scaled["targets"].pop(asked["ResourceId"], None)
        return {}

    def _put_scaling_policy(self, asked: Json) -> Json:
        arn = f"arn:aws:autoscaling:{REGION}:{ACCOUNT}:scalingPolicy:1:{asked['PolicyName']}"
        made = {**asked, "PolicyARN": arn, "CreationTime": time.time(), "Alarms": []}
        self.scaled["policies"][asked["PolicyName"]] = made
        return {"PolicyARN": arn, "Alarms": []}

    def _describe_scaling_policies(self, asked: Json) -> Json:
        found = self.scaled["policies"]
        return {"ScalingPolicies": [found[name] for name in asked.get("PolicyNames", found) if name in found]}

    def _delete_scaling_policy(self, asked: Json) -> Json:
        self.scaled["policies"].pop(asked["PolicyName"], None)
        return {}

    def _cluster(self, arn: str) -> Json:
        return {**self.clusters[arn], "tags": self.tags.get(arn, [])}

    def _arn(self, kind: str, name: str) -> str:
        return name if name.startswith("arn:") else f"{_PREFIX}:{kind}/{name}"

    def _definition(self, name: str) -> str:
        arn = self._arn("task-definition", name)
        if arn not in self.definitions:
            raise Refused("ClientException", f"Unable to describe task definition {name}.")
        return arn

    def _service(self, name: str) -> Service:
        found = self.scheduler.services.get(name.rsplit("/", 1)[-1])
        if found is None:
            raise Refused("ServiceNotFoundException", "Service not found.")
        return found

    def _service_arn(self, service: Service) -> str:
        return f"{_PREFIX}:service/{service.asked['cluster'].rsplit('/', 1)[-1]}/{service.asked['serviceName']}"

    def _task_arn(self, held: Held) -> str:
        return f"{_PREFIX}:task/rehearsal/{held.task.id}"

    def _told(self, held: Held) -> Json:
        return {
            "taskArn": self._task_arn(held),
            "lastStatus": held.task.phase.value,
            "availabilityZone": held.task.zone,
            "taskDefinitionArn": held.task.version,
            "stoppedReason": held.why,
            "containers": [{"name": container["name"]} for container in held.containers],
        }

    def _described(self, service: Service) -> Json:
        """The service as DescribeServices tells it."""
        running, starting = (len(service.living(phase)) for phase in (Phase.HEALTHY, Phase.STARTING))
        asked = {k: v for k, v in service.asked.items() if k not in {"tags", "cluster", "clientToken"}}
        return {
            **asked,
            "serviceArn": self._service_arn(service),
            "clusterArn": self._arn("cluster", service.asked["cluster"]),
            "status": service.status,
            "runningCount": running,
            "pendingCount": starting,
            "schedulingStrategy": "REPLICA",
            "platformFamily": "Linux",
            "deployments": list(deployments(service)),
            "events": [
                {"id": str(n), "message": text, "createdAt": time.time()} for n, text in enumerate(service.events)
            ],
            "tags": self.tags.get(self._service_arn(service), []),
        }


def wanted_of(asked: Mapping[str, Any], zones: tuple[str, ...]) -> Wanted:
    """What a service's description asks for."""
    how = asked.get("deploymentConfiguration", {})
    breaker = how.get("deploymentCircuitBreaker", {})
    return Wanted(
        asked.get("desiredCount", 0),
        how.get("minimumHealthyPercent", 100),
        how.get("maximumPercent", 200),
        zones,
        breaker=breaker.get("enable", False),
        rolls_back=breaker.get("rollback", False),
    )


def deployments(service: Service) -> list[Json]:
    """The deployments that still have tasks, the primary one first."""
    told: list[Json] = []
    left = service.living()
    for one in reversed(service.history.deployments):
        held = [h for h in left if one.has(h.task)]
        left = [h for h in left if h not in held]
        primary = one is service.history.primary
        if not (primary or held):
            continue
        told.append(
            {
                "id": f"ecs-svc/{one.number}",
                "status": "PRIMARY" if primary else "ACTIVE",
                "taskDefinition": one.version,
                "desiredCount": service.wanted.tasks if primary else 0,
                "runningCount": sum(h.task.phase is Phase.HEALTHY for h in held),
                "pendingCount": sum(h.task.phase is Phase.STARTING for h in held),
                "failedTasks": one.failed,
                "rolloutState": one.rollout,
                "createdAt": time.time(),
                "updatedAt": time.time(),
            }
        )
    return told


def server(ecs: Ecs, port: int) -> ThreadingHTTPServer:
    """The API on loopback."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
            try:
                status, told = 200, ecs.call(self.headers["X-Amz-Target"].rsplit(".", 1)[-1], asked)
            except Refused as refused:
                status, told = 400, {"__type": refused.kind, "message": str(refused)}
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return ThreadingHTTPServer(("127.0.0.1", port), Door)
