"""Is it well? For whoever runs it, with how old the newest head of the register's log is, which is signed here."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Response
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from keeping import activity
from register import Head, newest_head
from web.api.metrics import as_prometheus_reads
from web.api.well import health, refuse_unready
from web.office import now, office
from web.shelf import shelf

_HOUR = timedelta(hours=1)
SIGNED = "rationale_register_head_signed_timestamp_seconds"


def readyz() -> Any:
    """Every rule set was read, each can be put to use, its two readings agree, and what is kept can be read.

    How old the newest head of the log of the register is stands beside it, where there is one: it is signed every day.
    """
    refuse_unready()
    with office().private.reading() as connection:
        activity.entries(connection, most=1)
    return {"status": "ready", **_told(_head())}


def metrics() -> Response:
    """Counts and times, for Prometheus; and when the log of the register was signed last."""
    return as_prometheus_reads(*_signed(_head()))


def _head() -> Head | None:
    """The newest head; none where there is none, or the register cannot be read just now."""
    return shelf().asked(newest_head)


def _told(head: Head | None) -> dict[str, Any]:
    if head is None:
        return {}
    return {"newest_head_at": head.at.isoformat(), "newest_head_hours": max(0, (now() - head.at) // _HOUR)}


def _signed(head: Head | None) -> Iterable[Metric]:
    if head is not None:
        yield GaugeMetricFamily(SIGNED, "When the log of the register was signed last", head.at.timestamp())


blueprint = health(__name__, readyz, metrics)
