"""Putting facts to a rule set. Nothing that is sent is kept."""

from typing import Any

from flask_smorest import Blueprint

from engine import determine, read_facts
from schemas.determinations import DeterminationSchema
from schemas.requests import DeterminationRequest
from web.api.body import read
from web.api.metrics import determined
from web.api.openapi import problems
from web.api.rule_sets import named

blueprint = Blueprint("determinations", __name__, url_prefix="/api/v1", description="Determinations with their reasons")


@blueprint.post("/determinations")
@blueprint.doc(
    operationId="determine",
    requestBody={"required": True, "content": {"application/json": {"schema": DeterminationRequest}}},
    responses=problems("not-json", "unknown-rule-set", "closing-refused", "too-large", "media-type", "request", "facts"),
)
@blueprint.response(200, DeterminationSchema)
def post_determination() -> Any:
    """Determine: put facts to a rule set and get its answers with reasons. The same request gives the same id."""
    asked = read(DeterminationRequest)
    rule_set = named(asked["rule_set"], pointer="/rule_set")
    determination = determine(rule_set, read_facts(rule_set, asked), asked.get("as_at"), asked["record_closed"])
    determined(determination)
    return determination
