"""Facts and judgements of a case: what stands, what is stated, and everything that was ever stated of one."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Response

import casework
from casework import Case, NotFound
from engine import FactError, RuleSet
from keeping import statements
from people import Actor
from schemas.statements import FactsSchema, JudgementsSchema, Sayings, StatedItems
from web import loaded
from web.api import stored
from web.api.body import read
from web.api.operations import Blueprint, operation

blueprint = Blueprint("statements", __name__, url_prefix="/api/v1/cases", description="Facts and judgements.")

_NAME = re.compile("[a-z][a-z0-9_]{0,199}", re.ASCII)
_READ = (*stored.COMMON, "bad-parameter")
_CHANGE = (*stored.COMMON, *stored.OF_POST, *stored.OF_CHANGE, "facts")


@operation(blueprint, "GET", "/<id>/facts", StatedItems, None, *_READ, act="fact.read")
def list_facts(id: str) -> Response:
    """The facts that stand in a case. That they were read is kept in the activity."""
    return _standing(id, "fact")


@operation(blueprint, "POST", "/<id>/facts", StatedItems, FactsSchema, *_CHANGE, act="fact.state")
def post_facts(id: str) -> Response:
    """State facts: all that is sent is stored, or nothing. Answers with what then stands of each.

    A table with other rows than those that somebody had called complete is not complete unless it says so anew, and
    the answer names whose word is void.
    """
    return stored.changing(_state, id, read(FactsSchema), loaded().rule_sets, answers=StatedItems)


@operation(blueprint, "GET", "/<id>/facts/<name>/history", StatedItems, None, *_READ, act="fact.read")
def get_fact_history(id: str, name: str) -> Response:
    """Everything that was ever stated of one fact, the oldest first."""
    return _history(id, "fact", name)


@operation(blueprint, "GET", "/<id>/judgements", StatedItems, None, *_READ, act="judgement.read")
def list_judgements(id: str) -> Response:
    """The judgements that stand in a case, with who decided and why. That they were read is kept in the activity."""
    return _standing(id, "judgement")


@operation(blueprint, "POST", "/<id>/judgements", StatedItems, JudgementsSchema, *_CHANGE, act="judgement.state")
def post_judgements(id: str) -> Response:
    """Record judgements: all that is sent is stored, or nothing. Answers with what then stands of each."""
    return stored.changing(_state, id, read(JudgementsSchema), loaded().rule_sets, answers=StatedItems)


@operation(blueprint, "GET", "/<id>/judgements/<name>/history", StatedItems, None, *_READ, act="judgement.read")
def get_judgement_history(id: str, name: str) -> Response:
    """Everything that was ever recorded of one judgement, the oldest first."""
    return _history(id, "judgement", name)


def _standing(id: str, sort: str) -> Response:
    def read_standing(connection: Any, found: Case) -> stored.Made:
        stands = [each for each in statements.standing(connection, found.id) if each.sort == sort]
        return stored.items(stands, StatedItems)

    return stored.opening(id, f"{sort}s", read_standing)


def _history(id: str, sort: str, name: str) -> Response:
    """Raises NotFound where nothing was ever stated under the name."""
    if not _NAME.fullmatch(name):
        raise NotFound

    def read_history(connection: Any, found: Case) -> stored.Made:
        said = [each for each in statements.history(connection, found.id, name) if each.sort == sort]
        if not said:
            raise NotFound
        return stored.items(said, StatedItems)

    return stored.opening(id, name, read_history)


def _state(
    connection: Any,
    at: datetime,
    asking: Actor,
    id: str,
    asked: Sayings,
    rule_sets: Mapping[str, RuleSet],
    expected: int,
) -> Any:
    try:
        return {"items": casework.state(connection, at, asking, id, asked.sayings, rule_sets, expected)}
    except FactError as error:
        raise FactError(map(asked.in_body, error.faults)) from None
