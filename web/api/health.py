"""Is it well? For whoever runs it."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from engine import determine
from schemas.health import Health
from web import loaded
from web.api.errors import refuse
from web.api.metrics import as_prometheus_reads
from web.api.openapi import problems

blueprint = Blueprint("health", __name__, description="Is it well?")


@blueprint.get("/healthz")
@blueprint.doc(operationId="healthz", responses=problems())
@blueprint.response(200, Health)
def healthz() -> Any:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@blueprint.doc(operationId="readyz", responses=problems("not-ready"))
@blueprint.response(200, Health)
def readyz() -> Any:
    """Every rule set was read, and each can be put to use."""
    if not loaded().rule_sets:
        raise refuse("not-ready", "There is no rule set. Look at RULES_DIR.")
    for rule_set in loaded().rule_sets.values():
        determine(rule_set, {})
    return {"status": "ready"}


@blueprint.get("/metrics")
@blueprint.doc(operationId="metrics", responses=problems())
@blueprint.response(200, {"type": "string"}, content_type="text/plain")
def metrics() -> Response:
    """Counts and times, for Prometheus."""
    return as_prometheus_reads()
