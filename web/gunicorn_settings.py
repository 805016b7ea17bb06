"""How gunicorn serves: a few threads a worker, so that a connection on which nothing is said keeps nobody waiting.

Facts never reach a log, so there is no access log.
"""

import gc
import socket
import struct
from typing import Any

from prometheus_client import multiprocess

from engine import hosts_discarded

worker_class = "gthread"
threads = 4
timeout = 30
graceful_timeout = 10
keepalive = 5
control_socket_disable = True  # it would stand in the home folder; everything we write is under DATA_DIR
accesslog = None
errorlog = "-"
loglevel = "warning"

_SILENCE = 10  # seconds
_FAULTS = 3  # of the rules engine in one worker, which does not get back the memory of what was thrown away


def when_ready(server: Any) -> None:
    """No read waits longer than this for a caller who has fallen silent: connections inherit it from their listener."""
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", _SILENCE, 0))


def post_worker_init(_worker: Any) -> None:
    """The rules stay as long as the worker does: walking through them for what can be thrown away is time lost."""
    gc.collect()
    gc.freeze()


def post_request(worker: Any, _request: Any, _environ: Any, _response: Any) -> None:
    """A worker whose rules engine has failed a few times answers what it has begun, and another takes its place."""
    if hosts_discarded() >= _FAULTS:
        worker.alive = False


def child_exit(_server: Any, worker: Any) -> None:
    """A worker that has gone no longer counts as running in the shared metrics."""
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # prometheus_client leaves it untyped
