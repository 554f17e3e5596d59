"""The programs and networks that a rehearsal stands on, each ended by its id."""

import contextlib
import ipaddress
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from rehearse.docker import LABEL, Failed, docker

ROOT = Path(__file__).resolve().parents[2]
REGION = "us-east-1"
ZONES = ("us-east-1a", "us-east-1b", "us-east-1c")
NETWORKS = {zone: f"humangov-rehearsal-{zone[-1]}" for zone in ZONES}
EMULATOR_PORT, ECS_PORT, REGISTRY_PORT = 4777, 4778, 4779
# The load balancer's address in the first public subnet, as Terraform lays the network out.
BALANCER_ADDRESS = "10.0.0.10"


def gateway(bridge: Mapping[str, str]) -> str:
    """The machine's address on a network, by what Docker tells of it.

    An engine that runs for the first time names only the subnet of its own bridge, of which it takes the first address.
    """
    return bridge.get("Gateway") or str(next(ipaddress.ip_network(bridge["Subnet"]).hosts()))


@contextlib.contextmanager
def emulator(folder: Path, address: str) -> Iterator[str]:
    """The AWS APIs, on Docker's own bridge: tasks reach it there, and nobody from outside."""
    settings = {
        "BIND_HOST": address,
        "GATEWAY_PORT": str(EMULATOR_PORT),
        "MINISTACK_REGION": REGION,
        "LOG_LEVEL": "WARNING",
    }
    endpoint = f"http://{address}:{EMULATOR_PORT}"
    command = [str(ROOT / ".venv-emulator/bin/python"), "-m", "ministack"]
    with _child(command, folder / "emulator.log", os.environ | settings, address, EMULATOR_PORT):
        yield endpoint


@contextlib.contextmanager
def registry(folder: Path) -> Iterator[None]:
    """A registry of images on loopback, so that an image has a digest as in ECR."""
    file = folder / "registry.yml"
    storage = f"storage: {{filesystem: {{rootdirectory: {folder / 'registry'}}}, delete: {{enabled: true}}}}"
    file.write_text(f"version: 0.1\n{storage}\nhttp: {{addr: '127.0.0.1:{REGISTRY_PORT}'}}\nlog: {{level: warn}}\n")
    command = ["docker-registry", "serve", str(file)]
    with _child(command, folder / "registry.log", dict(os.environ), "127.0.0.1", REGISTRY_PORT):
        yield


@contextlib.contextmanager
def _child(command: list[str], log: Path, environ: Mapping[str, str], host: str, port: int) -> Iterator[None]:
    """A program that listens, ended by its id."""
    with socket.socket() as probe:
        if probe.connect_ex((host, port)) == 0:
            raise Failed(f"Port {port} is in use: is another rehearsal running?")
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environ, stdout=out, stderr=out)  # noqa: S603 our own words
        try:
            deadline = time.monotonic() + 60
            while True:
                with socket.socket() as probe:
                    if probe.connect_ex((host, port)) == 0:
                        break
                if process.poll() is not None or time.monotonic() > deadline:
                    raise Failed(f"{command[0]} does not start: {log.read_text()[-800:]}")
                time.sleep(0.2)
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()


@contextlib.contextmanager
def networks() -> Iterator[None]:
    """The private subnets as networks, and the load balancer's address on loopback."""
    clean()
    subnets = [*ipaddress.ip_network("10.0.0.0/16").subnets(new_prefix=20)][1:4]
    for zone, subnet in zip(ZONES, subnets, strict=True):
        docker("network", "create", f"--label={LABEL}", f"--subnet={subnet}", NETWORKS[zone])
    address = f"{BALANCER_ADDRESS}/32"
    subprocess.run(["ip", "address", "add", address, "dev", "lo"], check=False, capture_output=True)  # noqa: S603, S607 ours
    try:
        yield
    finally:
        subprocess.run(["ip", "address", "del", address, "dev", "lo"], check=False, capture_output=True)  # noqa: S603, S607 ours
        clean()


def clean() -> None:
    """Remove what a rehearsal left: its containers and networks, which carry its label."""
    if left := docker("ps", "--all", "--quiet", f"--filter=label={LABEL}").split():
        docker("rm", "--force", "--volumes", *left)
    if left := docker("network", "ls", "--quiet", f"--filter=label={LABEL}").split():
        docker("network", "rm", *left)
