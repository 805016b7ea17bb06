"""How gunicorn serves: sync workers, one request each at a time; facts never reach a log, so there is no access log."""

from typing import Any

from prometheus_client import multiprocess

worker_class = "sync"
timeout = 30
graceful_timeout = 10
keepalive = 5
control_socket_disable = True  # it would stand in the home folder; everything we write is under DATA_DIR
accesslog = None
errorlog = "-"
loglevel = "warning"


def child_exit(_server: Any, worker: Any) -> None:
    """A worker that has gone no longer counts as running in the shared metrics."""
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # prometheus_client leaves it untyped
