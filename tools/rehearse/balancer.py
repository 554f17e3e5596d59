"""The load balancer's place: HAProxy, with the settings that Terraform gave to the listener and the target group."""

import socket
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SLOTS = 24
PORT, PLAIN_PORT = 8443, 8480


@dataclass(frozen=True, slots=True)
class Targets:
    """What the target group and the load balancer say (ELBv2): seconds, counts and the path of the probe."""

    path: str
    interval: int
    timeout: int
    healthy: int
    unhealthy: int
    deregistration: int
    idle: int
    sticky: bool


def configuration(targets: Targets, certificate: Path, control: Path, source: str) -> str:
    """HAProxy's configuration. Like the load balancer it does not try a request again at another task."""
    sticky = "cookie AWSALB insert indirect nocache dynamic" if targets.sticky else ""
    return f"""
global
  stats socket {control} mode 600 level admin
  maxconn 2000
defaults
  mode http
  retries 0
  timeout connect 5s
  timeout client {targets.idle}s
  timeout server {targets.idle}s
  timeout http-keep-alive {targets.idle}s
frontend plain
  bind 127.0.0.1:{PLAIN_PORT}
  http-request redirect scheme https code 301
frontend secure
  bind 127.0.0.1:{PORT} ssl crt {certificate} alpn h2,http/1.1 ssl-min-ver TLSv1.2
  http-request set-header X-Forwarded-Proto https
  http-request set-header X-Forwarded-Port 443
  option forwardfor
  default_backend tasks
backend tasks
  balance roundrobin
  {sticky}
  option httpchk
  http-check send meth GET uri {targets.path} ver HTTP/1.1 hdr Host probe
  http-check expect status 200
  source {source}
  timeout check {targets.timeout}s
  dynamic-cookie-key rehearsal
  default-server inter {targets.interval}s fall {targets.unhealthy} rise {targets.healthy}
  server-template task 1-{SLOTS} 127.0.0.1:1 check disabled
"""


@dataclass(slots=True)
class Balancer:
    """A running HAProxy, and which task stands in which of its places."""

    targets: Targets
    folder: Path
    source: str
    _process: "subprocess.Popen[bytes] | None" = None
    _slots: dict[str, int] = field(default_factory=dict)

    def start(self, certificate: Path) -> None:
        """Start it, and wait until it listens."""
        file = self.folder / "haproxy.cfg"
        file.write_text(configuration(self.targets, certificate, self._control, self.source), "utf-8")
        log = (self.folder / "haproxy.log").open("wb")
        self._process = subprocess.Popen(["haproxy", "-db", "-f", str(file)], stdout=log, stderr=log)  # noqa: S603, S607 ours
        deadline = time.monotonic() + 10
        while not self._control.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                text = (self.folder / "haproxy.log").read_text("utf-8")
                raise RuntimeError(f"HAProxy does not start: {text[-800:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        """End it."""
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=10)

    def add(self, task: str, address: str) -> None:
        """Send requests to a task."""
        slot = next(n for n in range(1, SLOTS + 1) if n not in self._slots.values())
        self._slots[task] = slot
        self._tell(f"set server tasks/task{slot} addr {address} port 8080")
        self._tell(f"set server tasks/task{slot} state ready")

    def drain(self, task: str) -> None:
        """Send no new requests to a task; those under way go on."""
        if slot := self._slots.get(task):
            self._tell(f"set server tasks/task{slot} state drain")

    def remove(self, task: str) -> None:
        """Forget a task."""
        if slot := self._slots.pop(task, None):
            self._tell(f"set server tasks/task{slot} state maint")

    @property
    def _control(self) -> Path:
        return self.folder / "haproxy.sock"

    def _tell(self, line: str) -> str:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(str(self._control))
            connection.sendall(f"{line}\n".encode())
            answer = b""
            while piece := connection.recv(4096):
                answer += piece
        return answer.decode()


def answers(address: str, targets: Targets) -> bool:
    """Whether a task answers the load balancer's probe."""
    try:
        with urllib.request.urlopen(f"http://{address}:8080{targets.path}", timeout=targets.timeout) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def certificate(folder: Path, domain: str) -> Mapping[str, Path]:
    """An authority of the rehearsal's own, and a certificate of it for *.<domain>: files `authority` and `server`."""
    names = {name: folder / f"{name}.pem" for name in ("authority", "server")}
    key, request = folder / "key.pem", folder / "request.pem"
    openssl = ["openssl"]
    _run(
        *openssl,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=rehearsal",
        "-addext",
        "basicConstraints=critical,CA:TRUE",
        "-addext",
        "keyUsage=critical,keyCertSign,cRLSign",
        "-keyout",
        str(folder / "authority.key"),
        "-out",
        str(names["authority"]),
    )
    _run(
        *openssl,
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        f"/CN=*.{domain}",
        "-keyout",
        str(key),
        "-out",
        str(request),
    )
    extensions = folder / "extensions"
    extensions.write_text(f"subjectAltName=DNS:*.{domain}\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n")
    _run(
        *openssl,
        "x509",
        "-req",
        "-in",
        str(request),
        "-CA",
        str(names["authority"]),
        "-CAkey",
        str(folder / "authority.key"),
        "-CAcreateserial",
        "-days",
        "2",
        "-extfile",
        str(extensions),
        "-out",
        str(folder / "leaf.pem"),
    )
    names["server"].write_text((folder / "leaf.pem").read_text() + key.read_text())
    names["server"].chmod(0o600)
    return names


def trusting(authority: Path) -> ssl.SSLContext:
    """A client's context that trusts the rehearsal's authority and no other."""
    return ssl.create_default_context(cafile=str(authority))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603 our own words
