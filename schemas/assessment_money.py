"""Money of an assessment: the sums that are stated, and the estimate of what may come back. All sums are in pounds."""

from typing import Any

from marshmallow import fields, post_load

from assessment import Sums
from schemas.assessments import STANDING, StatusSchema
from schemas.base import Day, Strict, Text
from schemas.moments import Moment
from schemas.pounds import Pounds
from schemas.problems import FaultSchema

_FIRST = {"description": "What is said before anything of it is used: how the rules were checked."}
_OWN = {"description": "What the trust paid. This or the maternity part, and not both.", "examples": [400000]}
_PART = {"description": "The maternity part of what the trust paid; the contribution is a tenth of it."}
_ALL = {"description": "The contributions of all trusts that meet ten of ten, this trust's among them."}
_LEFT = {"description": "What is left over by the others. This and the sum of all go together."}
_SHARE = {"description": "None where nothing comes back, or what the other trusts paid is not stated."}


class StateMoneySchema(Strict):
    """The sums that an estimate needs, in the place of what was stated before; none of them takes that back."""

    contribution = Pounds(load_default=None, metadata=_OWN)
    maternity_part = Pounds(load_default=None, metadata=_PART)
    of_those_that_meet_all = Pounds(load_default=None, metadata=_ALL)
    left_over = Pounds(load_default=None, metadata=_LEFT)

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Sums:
        """As the assessment takes it."""
        return Sums(**data)


class StatedMoneySchema(Strict):
    """The sums that were stated last, by whom and when."""

    contribution = Pounds(required=True, allow_none=True, metadata=_OWN)
    maternity_part = Pounds(required=True, allow_none=True, metadata=_PART)
    of_those_that_meet_all = Pounds(required=True, allow_none=True, metadata=_ALL)
    left_over = Pounds(required=True, allow_none=True, metadata=_LEFT)
    at = Moment(required=True)
    by = Text(required=True, metadata={"description": "The id of whoever stated them."})


class MoneyEstimateSchema(Strict):
    """What may come back: an estimate, and no entitlement."""

    stands = Text(required=True, validate=STANDING)
    contribution = Pounds(required=True)
    refund = Pounds(required=True, allow_none=True, metadata={"description": "None where not all ten are met."})
    share = Pounds(required=True, allow_none=True, metadata=_SHARE)
    total = Pounds(required=True, allow_none=True)
    formula = Text(required=True)
    told = fields.List(Text(), required=True, metadata={"description": "The same in words, with what it rests on."})


class MoneySchema(Strict):
    """What was stated, the estimate of it on the evidence as it stands, and what was paid back after a second check.

    Where it cannot be assessed, the faults say why, and nothing is estimated.
    """

    says_first = fields.List(Text(), required=True, metadata=_FIRST)
    as_at = Day(required=True)
    stated = fields.Nested(StatedMoneySchema, required=True, allow_none=True)
    estimate = fields.Nested(MoneyEstimateSchema, required=True, allow_none=True)
    paid_back = fields.List(fields.Nested(StatusSchema), required=True)
    faults = fields.List(fields.Nested(FaultSchema), required=True)
