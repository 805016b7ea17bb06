"""The rule sets, as data."""

from typing import Any

from engine import RuleSet
from schemas.problems import no_such_rule_set
from schemas.rule_sets import RuleSetItems, RuleSetSchema
from web import loaded
from web.api.errors import Refused
from web.api.operations import Blueprint, operation

blueprint = Blueprint("rule-sets", __name__, url_prefix="/api/v1", description="The law as data.")


@operation(blueprint, "GET", "/rule-sets", RuleSetItems, act=None)
def list_rule_sets() -> Any:
    """List the rule sets, with how many of their conditions nobody has read in the published law."""
    return {"items": list(loaded().rule_sets.values())}


@operation(blueprint, "GET", "/rule-sets/<path:id>", RuleSetSchema, None, "unknown-rule-set", act=None)
def get_rule_set(id: str) -> Any:
    """One rule set: its questions, facts, figures and provisions, with every version and where the law stands."""
    return named(id)


def named(id: str, pointer: str = "") -> RuleSet:
    """The rule set of that id, in whichever case. Raises Refused, which offers the nearest."""
    rule_set = loaded().find(id)
    if rule_set is None:
        raise Refused(no_such_rule_set(id, loaded().rule_sets, pointer))
    return rule_set
