"""Counts and times for Prometheus. Under several processes they meet in the folder PROMETHEUS_MULTIPROC_DIR.

There each process counts in files that are mapped into its memory, and where the disk had no room for what is counted
next, the kernel would end it. So their room is taken ahead.
"""

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from flask import Flask, Response, current_app, g
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from engine import Determination
from web.api.logs import method, note, route

_ROOM = 2 * 1024 * 1024  # bytes for the counts of one process, and for its times: labels come from closed lists


class Metrics:
    """What one application counts. Labels come from closed lists: routes, statuses, rule sets, kinds of problem."""

    def __init__(self) -> None:
        _take_room()
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "rationale_requests", "Requests answered", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram("rationale_request_seconds", "Time to answer", ["route"], registry=self.registry)
        self.determinations = Counter(
            "rationale_determinations", "Questions answered", ["rule_set", "question", "status"], registry=self.registry
        )
        self.disagreements = Counter(
            "rationale_disagreements", "Cases in which the two readings differ", ["rule_set"], registry=self.registry
        )
        self.refused = Counter("rationale_refused", "Requests refused, by kind", ["kind"], registry=self.registry)

    def text(self, *beside: Metric) -> bytes:
        """What Prometheus reads: of every process where there are several; and what was just looked up, ``beside``."""
        registry = self.registry
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client leaves it untyped
        return generate_latest(registry) + generate_latest(_Beside(beside))


class _Beside(Collector):
    """What was looked up just now, as the library takes it."""

    def __init__(self, found: Iterable[Metric]) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        """All of it."""
        return self._found


def _take_room() -> None:
    """Have the files of this process on the disk. Where there is no room for them, it counts for itself alone."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    mine = [Path(folder) / f"{kind}_{os.getpid()}.db" for kind in ("counter", "histogram")] if folder else []
    try:
        for path in mine:
            with path.open("ab") as file:
                os.posix_fallocate(file.fileno(), 0, _ROOM)
    except OSError:
        for path in mine:
            with suppress(OSError):
                path.unlink()
        values.ValueClass = values.MutexValue  # as the library itself does for one process


def set_up(app: Flask) -> None:
    """Count and time every request."""
    metrics = app.extensions["rationale.metrics"] = Metrics()

    @app.after_request
    def count(response: Response) -> Response:
        metrics.requests.labels(method(), route(), str(response.status_code)).inc()
        if "started" in g:
            metrics.seconds.labels(route()).observe(time.perf_counter() - g.started)
        return response


def metrics() -> Metrics:
    """What the application in hand counts."""
    found: Metrics = current_app.extensions["rationale.metrics"]
    return found


def determined(determination: Determination) -> None:
    """Count a determination's answers, and name it in the log."""
    note(rule_set=determination.rule_set.id, determination=determination.id)
    for answer in determination.questions:
        metrics().determinations.labels(determination.rule_set.id, answer.id, answer.status).inc()


def as_prometheus_reads(*beside: Metric) -> Response:
    """The answer to /metrics; ``beside`` is what is no count, and is looked up for it."""
    return Response(metrics().text(*beside), content_type=CONTENT_TYPE_LATEST)
