"""Runs the containers of a task as Fargate does: one loopback for all, volumes of their own, in order."""

import json
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

LABEL = "humangov.rehearsal"
Definition = Mapping[str, Any]


class Failed(Exception):
    """A container could not be started, ended, or did not become healthy."""


def docker(*words: str, seconds: float = 120) -> str:
    """What a command of Docker prints. Raises Failed."""
    command = ["docker", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)  # noqa: S603 ours
    if done.returncode:
        raise Failed(f"docker {' '.join(words[:2])}: {done.stderr.strip()[-500:]}")
    return done.stdout.strip()


@dataclass(slots=True)
class Running:
    """The containers of a task, by name, and the address at which the load balancer finds it."""

    containers: dict[str, str] = field(default_factory=dict)
    address: str = ""


def start(task: str, definitions: Sequence[Definition], network: str, environment: Mapping[str, str]) -> Running:
    """Start all containers, each when what it depends on is healthy. Raises Failed, with nothing left running."""
    running = Running()
    try:
        for definition in in_order(definitions):
            for before in definition.get("dependsOn", ()):
                _until_healthy(running.containers[before["containerName"]], definitions, before["containerName"])
            _run(task, definition, running, network, environment)
    except Failed:
        stop(running, definitions)
        raise
    return running


def in_order(definitions: Sequence[Definition]) -> list[Definition]:
    """The containers, each behind those that it depends on."""
    left, ordered = list(definitions), list[Definition]()
    while left:
        known = {definition["name"] for definition in ordered}
        ready = [d for d in left if {b["containerName"] for b in d.get("dependsOn", ())} <= known]
        if not ready:
            raise Failed("The containers wait for each other.")
        ordered += ready
        left = [d for d in left if d not in ready]
    return ordered


def _run(task: str, of: Definition, running: Running, network: str, environment: Mapping[str, str]) -> None:
    name = f"{task}-{of['name']}"
    identity = docker("create", "--name", name, *_options(of, running, network, environment), of["image"])
    running.containers[of["name"]] = identity
    docker("start", identity)
    if not running.address:
        networks = json.loads(docker("inspect", "--format", "{{json .NetworkSettings.Networks}}", identity))
        running.address = networks[network]["IPAddress"]


def _options(of: Definition, running: Running, network: str, environment: Mapping[str, str]) -> list[str]:
    """The options of Docker that say what the container definition says."""
    told = {**{pair["name"]: pair["value"] for pair in of.get("environment", ())}, **environment}
    # The first container owns the network; the others join it, as in a task with awsvpc.
    place = [f"--network={f'container:{next(iter(running.containers.values()))}' if running.containers else network}"]
    dropped = of.get("linuxParameters", {}).get("capabilities", {}).get("drop", ())
    health = of.get("healthCheck")
    return [
        f"--label={LABEL}",
        *place,
        *(["--read-only"] if of.get("readonlyRootFilesystem") else []),
        *([f"--user={of['user']}"] if of.get("user") else []),
        *(f"--cap-drop={one}" for one in dropped),
        *([f"--memory={of['memory']}m"] if of.get("memory") else []),
        f"--stop-timeout={of.get('stopTimeout', 30)}",
        # A volume of the task: it belongs to whom the image's own folder belongs.
        *(f"--volume={mount['containerPath']}" for mount in of.get("mountPoints", ())),
        *(f"--env={key}={value}" for key, value in told.items()),
        *(_health(health) if health else ["--no-healthcheck"]),
    ]


def _health(check: Mapping[str, Any]) -> list[str]:
    """ECS gives a list of words, Docker's command line takes a shell's line: the same program either way."""
    words = check["command"][1:]
    line = " ".join("'" + word.replace("'", "'\\''") + "'" for word in words)
    return [
        f"--health-cmd={line}",
        f"--health-interval={check.get('interval', 30)}s",
        f"--health-timeout={check.get('timeout', 5)}s",
        f"--health-retries={check.get('retries', 3)}",
        f"--health-start-period={check.get('startPeriod', 0)}s",
    ]


def health(identity: str) -> str:
    """starting, healthy, unhealthy or gone."""
    try:
        state = json.loads(docker("inspect", "--format", "{{json .State}}", identity))
    except Failed:
        return "gone"
    if not state["Running"]:
        return "gone"
    return str(state.get("Health", {}).get("Status", "healthy"))


def _until_healthy(identity: str, definitions: Sequence[Definition], name: str) -> None:
    check = next(d for d in definitions if d["name"] == name).get("healthCheck", {})
    each = check.get("interval", 30) + check.get("timeout", 5)
    deadline = time.monotonic() + check.get("startPeriod", 0) + (check.get("retries", 3) + 1) * each
    while time.monotonic() < deadline:
        if (now := health(identity)) == "healthy":
            return
        if now in {"gone", "unhealthy"}:
            raise Failed(f"{name} is {now}")
        time.sleep(0.5)
    raise Failed(f"{name} did not become healthy")


def stop(running: Running, definitions: Sequence[Definition]) -> None:
    """Stop the containers against the order in which they were started, each within its time, and remove them."""
    for definition in reversed(in_order(definitions)):
        if identity := running.containers.get(definition["name"]):
            seconds = definition.get("stopTimeout", 30)
            _quietly("stop", "--time", str(seconds), identity, seconds=seconds + 30)
    # The owner of the network goes last.
    for identity in reversed(running.containers.values()):
        _quietly("rm", "--force", "--volumes", identity)


def kill(running: Running) -> None:
    """What happens when a machine is lost: all of it at once, without a word."""
    for identity in running.containers.values():
        _quietly("kill", identity)


def _quietly(*words: str, seconds: float = 120) -> None:
    try:
        docker(*words, seconds=seconds)
    except Failed as failure:
        # It is gone already, which is what was wanted.
        if "No such container" not in str(failure) and "is not running" not in str(failure):
            raise
