"""Carries out what ECS decides: starts and stops tasks, watches them, and tells the load balancer."""

import itertools
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rehearse import docker
from rehearse.balancer import Balancer, answers
from rehearse.deciding import History, Phase, Task, Wanted, is_complete, next_steps, note_failure

TICK_SECONDS = 0.5
PROBE_SECONDS = 2


@dataclass(slots=True)
class Held:
    """A task with its containers."""

    task: Task
    definition: Mapping[str, Any]
    running: docker.Running = field(default_factory=docker.Running)
    why: str = ""
    began: float = field(default_factory=time.time)

    @property
    def containers(self) -> list[Mapping[str, Any]]:
        """The container definitions."""
        listed = self.definition["containerDefinitions"]
        return json.loads(listed) if isinstance(listed, str) else listed  # type: ignore[no-any-return]


@dataclass(slots=True)
class Service:
    """A service: what was asked for, its deployments and its tasks."""

    asked: dict[str, Any]
    wanted: Wanted
    history: History = field(default_factory=History)
    held: dict[str, Held] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)
    status: str = "ACTIVE"
    times: dict[int, float] = field(default_factory=dict)

    def living(self, phase: Phase | None = None) -> list[Held]:
        """The tasks that are not stopped, or those of a phase."""
        return [
            h
            for h in self.held.values()
            if h.task.phase is (phase or h.task.phase) and h.task.phase is not Phase.STOPPED
        ]

    def tell(self, text: str) -> None:
        """Add to the service's events, the newest first."""
        self.events.insert(0, f"(service {self.asked['serviceName']}) {text}")


@dataclass(slots=True)
class Scheduler:
    """Keeps services as they are asked for, one decision after the other."""

    balancer: Balancer
    networks: Mapping[str, str]
    definition: Callable[[str], Mapping[str, Any]]
    credentials: Callable[[str], Mapping[str, str]]
    services: dict[str, Service] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _ids: "itertools.count[int]" = field(default_factory=itertools.count)
    _ends: threading.Event = field(default_factory=threading.Event)
    _workers: list[threading.Thread] = field(default_factory=list)

    def run(self) -> None:
        """Go on until stop."""
        while not self._ends.wait(TICK_SECONDS):
            with self.lock:
                services = list(self.services.values())
            for service in services:
                self._watch(service)
                self._step(service)

    def stop(self) -> None:
        """Stop deciding, and end every task at once."""
        self._ends.set()
        for worker in self._workers:
            worker.join(timeout=120)
        for service in self.services.values():
            for held in service.living():
                docker.kill(held.running)
                docker.stop(held.running, held.containers)

    def _step(self, service: Service) -> None:
        with self.lock:
            steps = next_steps(service.history, service.wanted, [h.task for h in service.held.values()])
            for zone in steps.start:
                self._begin(service, zone)
            for task in steps.stop:
                self._end(service, service.held[task], "replaced")
            primary = service.history.primary
            tasks = [h.task for h in service.held.values()]
            if primary.rollout == "IN_PROGRESS" and is_complete(service.history, service.wanted, tasks):
                primary.rollout = "COMPLETED"
                service.tell("has reached a steady state.")
            if service.status == "DRAINING" and not service.living():
                service.status = "INACTIVE"

    def _begin(self, service: Service, zone: str) -> None:
        version = service.history.primary.version
        task = Task(f"rehearsal-{next(self._ids)}", version, zone, deployment=service.history.primary.number)
        held = Held(task, self.definition(version))
        service.held[task.id] = held
        self._work(lambda: self._start(service, held))

    def _start(self, service: Service, held: Held) -> None:
        """Start a task, and take it in when the load balancer's probe is answered."""
        try:
            environment = self.credentials(held.definition["taskRoleArn"])
            network = self.networks[held.task.zone]
            held.running = docker.start(held.task.id, held.containers, network, environment)
            self._until_answered(held, service.asked.get("healthCheckGracePeriodSeconds", 0) + PROBE_SECONDS)
        except docker.Failed as failure:
            return self._failed(service, held, str(failure))
        with self.lock:
            self.balancer.add(held.task.id, held.running.address)
            held.task.phase = Phase.HEALTHY
        return None

    def _until_answered(self, held: Held, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not answers(held.running.address, self.balancer.targets):
            if time.monotonic() > deadline:
                raise docker.Failed("the load balancer's probe is not answered")
            time.sleep(PROBE_SECONDS)

    def _failed(self, service: Service, held: Held, why: str) -> None:
        docker.stop(held.running, held.containers)
        with self.lock:
            held.task.phase, held.why = Phase.STOPPED, why
            service.tell(f"task {held.task.id} failed: {why}")
            if note_failure(service.history, service.wanted, held.task):
                service.asked["taskDefinition"] = service.history.primary.version
                service.tell("deployment failed: tasks failed to start; rolling back.")

    def _watch(self, service: Service) -> None:
        """Find tasks that are lost."""
        for held in service.living(Phase.HEALTHY):
            if any(docker.health(identity) in {"gone", "unhealthy"} for identity in held.running.containers.values()):
                with self.lock:
                    self.balancer.remove(held.task.id)
                    held.task.phase, held.why = Phase.STOPPED, "Essential container in task exited"
                    service.tell(f"task {held.task.id} was lost, and is replaced.")
                self._work(lambda lost=held: docker.stop(lost.running, lost.containers))  # type: ignore[misc]

    def _end(self, service: Service, held: Held, why: str) -> None:
        was_healthy = held.task.phase is Phase.HEALTHY
        held.task.phase, held.why = Phase.STOPPING, why
        self._work(lambda: self._leave(service, held, was_healthy=was_healthy))

    def _leave(self, service: Service, held: Held, *, was_healthy: bool) -> None:
        """No new requests, time for those under way, and only then the signal."""
        if was_healthy:
            self.balancer.drain(held.task.id)
            time.sleep(self.balancer.targets.deregistration)
        self.balancer.remove(held.task.id)
        docker.stop(held.running, held.containers)
        with self.lock:
            held.task.phase = Phase.STOPPED
            service.tell(f"has stopped task {held.task.id}.")

    def _work(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._workers.append(thread)
        thread.start()
