"""Is it well? For whoever runs it: the same three questions to the whole service and to the public site alone."""

from collections.abc import Callable
from typing import Any

from flask import Response

from engine import determine
from schemas.health import Health
from web import loaded
from web.api.errors import refuse
from web.api.metrics import as_prometheus_reads
from web.api.operations import Blueprint, operation

_PROBLEMS = ("not-ready", "disagreement", "storage")


def healthz() -> Any:
    """The process answers."""
    return {"status": "ok"}


def metrics() -> Response:
    """Counts and times, for Prometheus."""
    return as_prometheus_reads()


def health(name: str, readyz: Callable[[], Any], metrics: Callable[[], Response] = metrics) -> Any:
    """The three questions to an application; ``readyz`` looks at what it keeps, and says so. ``name``: the module's."""
    blueprint = Blueprint("health", name, description="Is it well?")
    blueprint.after_request(_keep_nowhere)
    operation(blueprint, "GET", "/healthz", Health, act=None)(healthz)
    operation(blueprint, "GET", "/readyz", Health, None, *_PROBLEMS, act=None)(readyz)
    operation(blueprint, "GET", "/metrics", None, act=None)(metrics)
    return blueprint


def refuse_unready() -> None:
    """Refused unless every rule set was read, each can be put to use, and its two readings agree."""
    if not loaded().rule_sets:
        raise refuse("not-ready", "There is no rule set. Look at RULES_DIR.")
    for rule_set in loaded().rule_sets.values():
        determine(rule_set, {})


def _keep_nowhere(response: Response) -> Response:
    """How it was a moment ago is of no use to whoever asks how it is."""
    response.headers["Cache-Control"] = "no-store"
    return response
