"""Is the public site well? For whoever runs it."""

from typing import Any

from flask import Response

from engine import determine
from register import size
from schemas.health import Health
from web import loaded
from web.api.errors import refuse
from web.api.metrics import as_prometheus_reads
from web.api.operations import Blueprint, operation
from web.shelf import shelf

blueprint = Blueprint("health", __name__, description="Is it well?")


@blueprint.after_request  # type: ignore[untyped-decorator]  # flask-smorest publishes no types
def keep_nowhere(response: Response) -> Response:
    """How it was a moment ago is of no use to whoever asks how it is."""
    response.headers["Cache-Control"] = "no-store"
    return response


@operation(blueprint, "GET", "/healthz", Health, act=None)
def healthz() -> Any:
    """The process answers."""
    return {"status": "ok"}


@operation(blueprint, "GET", "/readyz", Health, None, "not-ready", "disagreement", "storage", act=None)
def readyz() -> Any:
    """Every rule set was read, each can be put to use, its two readings agree, and the register can be read."""
    if not loaded().rule_sets:
        raise refuse("not-ready", "There is no rule set. Look at RULES_DIR.")
    for rule_set in loaded().rule_sets.values():
        determine(rule_set, {})
    with shelf().reading() as connection:
        size(connection)
    return {"status": "ready"}


@operation(blueprint, "GET", "/metrics", None, act=None)
def metrics() -> Response:
    """Counts and times, for Prometheus."""
    return as_prometheus_reads()
