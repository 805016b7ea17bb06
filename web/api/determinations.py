"""Putting facts to a rule set. Nothing that is sent is kept."""

from flask import Response

from engine import determine, read_facts
from schemas.determinations import DeterminationSchema
from schemas.requests import Asked, DeterminationRequest
from web.api.body import read
from web.api.metrics import determined
from web.api.operations import Blueprint, operation
from web.api.rule_sets import determination_json, named

PROBLEMS = (
    "not-json", "unknown-rule-set", "closing-refused", "too-large", "media-type", "request", "facts", "disagreement"
)  # fmt: skip

blueprint = Blueprint("determinations", __name__, url_prefix="/api/v1", description="Answers with their reasons.")


@operation(blueprint, "POST", "/determinations", DeterminationSchema, DeterminationRequest, *PROBLEMS, act=None)
def post_determination() -> Response:
    """Put facts to a rule set and get its answers with reasons. The same request gives the same id."""
    asked: Asked = read(DeterminationRequest)
    rule_set = named(asked["rule_set"], "/rule_set")
    determination = determine(rule_set, read_facts(rule_set, asked), asked.get("as_at"), asked["record_closed"])
    determined(determination)
    return determination_json(determination)
