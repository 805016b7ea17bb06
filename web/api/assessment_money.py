"""Money of an assessment: the sums that an estimate needs, and the estimate with its formula."""

from dataclasses import asdict
from typing import Any

from flask import Response

from assessment import AssessmentRefused
from assessment.kept import Held, gathering, money_kept, says_first, statuses
from keeping.texts import today
from schemas.assessment_money import MoneySchema, StateMoneySchema
from schemas.assessments import AssessmentSchema
from web import loaded
from web.api import body, stored
from web.api.assessments import CHANGE, READ, changing, opening
from web.api.operations import Blueprint, operation
from web.office import now

blueprint = Blueprint(
    "assessment-money", __name__, url_prefix="/api/v1", description="What may come back to a trust, as an estimate."
)
blueprint.before_request(body.refuse_parameters)


@operation(blueprint, "GET", "/assessments/<id>/money", MoneySchema, None, *READ, act="assessment.read")
def get_money(id: str) -> Response:
    """What may come back, as an estimate on what stands today, with its formula. That it was read is kept."""
    return opening(id, "money", lambda connection, held: stored.Made(_money(connection, held), MoneySchema))


@operation(
    blueprint, "PUT", "/assessments/<id>/money", AssessmentSchema, StateMoneySchema, *CHANGE, act="assessment.change"
)
def put_money(id: str) -> Response:
    """State the sums that the estimate needs, or none to take them back. No signature rests on them."""
    return changing(id, StateMoneySchema, lambda asked: money_kept.state(*asked.who, asked.said, asked.expected))


def _money(connection: Any, held: Held) -> dict[str, Any]:
    stands, day = money_kept.standing(connection, held.id), today(now())
    made = {
        "says_first": (), "as_at": day, "estimate": None, "faults": (),
        "stated": {**asdict(stands.sums), "at": stands.at, "by": stands.by} if stands else None,
        "paid_back": statuses.paid_back(connection, held.id),
    }  # fmt: skip
    try:
        made["says_first"] = says_first(loaded().rule_sets, held.year)
        if stands is not None:
            found = gathering.assessed(connection, held.id, loaded().rule_sets, day)
            made["estimate"] = stands.sums.paid.estimate(found)
    except AssessmentRefused as refused:
        made["faults"] = refused.faults
    return made
