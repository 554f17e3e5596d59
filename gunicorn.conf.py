"""How gunicorn serves HumanGov, on a laptop as in production."""

import os
from pathlib import Path

bind = os.environ.get("HUMANGOV_BIND", "127.0.0.1:8000")
# Work is waiting for DynamoDB and S3, so threads. Workers never by the host's CPUs: a task sees all of them.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("HUMANGOV_THREADS", "8"))
# Clients of AWS are made once, before the fork, and connect after it.
preload_app = True
timeout = 30
graceful_timeout = 25
keepalive = 75
# The heartbeat file on a disk can block a worker, and a read-only root has no other place to write.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 the shared memory, not a shared folder
control_socket_disable = True
accesslog = None
