"""The rule sets, as data."""

from typing import Any

from flask import Response, jsonify

from engine import Determination, RuleSet, said_first
from schemas.base import Strict
from schemas.determinations import DeterminationSchema
from schemas.problems import no_such_rule_set
from schemas.rule_sets import RuleSetItem, RuleSetItems, RuleSetSchema
from web import loaded
from web.api.errors import Refused
from web.api.operations import Blueprint, operation

blueprint = Blueprint("rule-sets", __name__, url_prefix="/api/v1", description="The law as data.")


@operation(blueprint, "GET", "/rule-sets", RuleSetItems, act=None)
def list_rule_sets() -> Response:
    """List the rule sets, with how many of their conditions nobody has read in the published law."""
    return jsonify({"items": [_said(RuleSetItem(), each, each) for each in loaded().rule_sets.values()]})


@operation(blueprint, "GET", "/rule-sets/<path:id>", RuleSetSchema, None, "unknown-rule-set", act=None)
def get_rule_set(id: str) -> Response:
    """One rule set: its questions, facts, figures and provisions, with every version and where the law stands."""
    found = named(id)
    return jsonify(_said(RuleSetSchema(), found, found))


def determination_json(found: Determination) -> Response:
    """A determination, after what is said first of its rules where they are no law."""
    return jsonify(_said(DeterminationSchema(), found, found.rule_set))


def named(id: str, pointer: str = "") -> RuleSet:
    """The rule set of that id, in whichever case. Raises Refused, which offers the nearest."""
    rule_set = loaded().find(id)
    if rule_set is None:
        raise Refused(no_such_rule_set(id, loaded().rule_sets, pointer))
    return rule_set


def _said(schema: Strict, of: Any, rule_set: RuleSet) -> dict[str, Any]:
    first = said_first(loaded().rule_sets, rule_set.id)
    shown: dict[str, Any] = schema.dump(of)
    return {"says_first": list(first), **shown} if first else shown
