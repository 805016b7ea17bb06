"""Is it well? For whoever runs it."""

from typing import Any

from flask import Response

from engine import determine
from schemas.health import Health
from web import loaded
from web.api.errors import refuse
from web.api.metrics import as_prometheus_reads
from web.api.operations import Blueprint, operation

blueprint = Blueprint("health", __name__, description="Is it well?")


@operation(blueprint, "GET", "/healthz", Health, act=None)
def healthz() -> Any:
    """The process answers."""
    return {"status": "ok"}


@operation(blueprint, "GET", "/readyz", Health, None, "not-ready", "disagreement", act=None)
def readyz() -> Any:
    """Every rule set was read, each can be put to use, and its two readings agree."""
    if not loaded().rule_sets:
        raise refuse("not-ready", "There is no rule set. Look at RULES_DIR.")
    for rule_set in loaded().rule_sets.values():
        determine(rule_set, {})
    return {"status": "ready"}


@operation(blueprint, "GET", "/metrics", None, act=None)
def metrics() -> Response:
    """Counts and times, for Prometheus."""
    return as_prometheus_reads()
