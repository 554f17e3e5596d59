"""How gunicorn serves HumanGov, on a laptop as in production."""

import os
from pathlib import Path

_FILE = Path(__file__).resolve().with_name("limits.env")
_LINES = (line.strip() for line in _FILE.read_text("utf-8").splitlines())
_limits = dict(line.split("=", 1) for line in _LINES if line and not line.startswith("#"))
# The application's own settings among them come from its environment, as all of its settings do.
for _name, _value in _limits.items():
    os.environ.setdefault(_name, _value)

bind = os.environ.get("HUMANGOV_BIND", "127.0.0.1:8000")
# Work is waiting for DynamoDB and S3, so threads. Workers never by the host's CPUs: a task sees all of them.
# A thread more answers probes, whatever these wait for.
worker_class = "humangov.web.serving.Worker"
workers = int(os.environ["WEB_CONCURRENCY"])
threads = int(os.environ["HUMANGOV_THREADS"])
# For work on the code: new code is loaded as it is saved, which a program that is loaded once for all cannot do.
reload = os.environ.get("HUMANGOV_RELOAD") == "1"
_templates = Path("src/humangov/web/templates").rglob("*.html")
_built = Path(os.environ.get("HUMANGOV_ASSETS", "src/humangov/web/static/dist"), "manifest.json")
reload_extra_files = [str(file) for file in (*_templates, _built)] if reload else []
# Clients of AWS are made once, before the fork, and connect after it.
preload_app = not reload
timeout = int(_limits["APP_TIMEOUT_SECONDS"])
graceful_timeout = int(_limits["APP_GRACEFUL_SECONDS"])
keepalive = int(_limits["APP_KEEPALIVE_SECONDS"])
# The heartbeat file on a disk can block a worker, and a read-only root has no other place to write.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 the shared memory, not a shared folder
control_socket_disable = True
accesslog = None
# As long as a header's line may be, and nginx's 8 KiB less the end of the line: what nginx lets pass is not too long.
limit_request_line = 8190
