"""Decisions as they stand: what each adopts, where it departs, who decided, its text, and who reviewed it."""

from typing import Any

from marshmallow import fields, validate

from schemas.base import Strict, Text, Whole, YesNo
from schemas.moments import Moment
from schemas.statements import DecidedBySchema

_BY = {"description": "The id of whoever did it."}


class AdoptedSchema(Strict):
    """A determination that a decision rests on."""

    determination_id = Text(attribute="id", required=True)
    rule_set = Text(required=True)
    revision = Text(required=True)
    sha256 = Text(required=True)
    headline = Text(required=True, metadata={"description": "Empty once its values had to go."})
    stale = YesNo(required=True, metadata={"description": "Something changed in the case since it was made."})


class DepartureSchema(Strict):
    """Where people find otherwise than was proposed, and why."""

    rule_set = Text(required=True)
    about = Text(required=True)
    name = Text(required=True)
    proposed = Text(required=True, metadata={"description": "Empty where a question had no answer."})
    decided = Text(required=True)
    reasons = Text(required=True)
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)


class ConclusionSchema(Strict):
    """What becomes of the appeal (disposal) and, apart from that, of the application (final); who decided."""

    disposal = Text(required=True, metadata={"description": "Empty while nobody said."})
    final = Text(required=True)
    decided_by = fields.Nested(DecidedBySchema, required=True, allow_none=True)
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)


class TextVersionSchema(Strict):
    """One version of the text, from 1."""

    number = Whole(required=True)
    sections = fields.Dict(
        keys=fields.String(), values=Text(), required=True, metadata={"description": "By id, as it was typed."}
    )
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)


class CommentSchema(Strict):
    """What somebody said of a draft, and what was answered."""

    id = Text(required=True)
    section = Text(required=True, metadata={"description": "Empty where it is about all of it."})
    said = Text(required=True)
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)
    answered = Text(required=True)
    answered_at = Moment(required=True, allow_none=True)
    answered_by = Text(required=True, metadata={"description": "Empty while nobody has answered."})


class ReviewSchema(Strict):
    """That somebody looked at all of a draft, and what they saw."""

    content = Text(required=True, metadata={"description": "The hash of what was reviewed."})
    approved = YesNo(required=True)
    said = Text(required=True)
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)


class SlipSchema(Strict):
    """A slip of the pen in an issued decision, from 1. What was issued stays as it is."""

    number = Whole(required=True)
    stands = Text(required=True)
    should_be = Text(required=True)
    why = Text(required=True)
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)


class DecisionSummary(Strict):
    """A decision in short."""

    id = Text(required=True)
    case_id = Text(required=True)
    place = Whole(required=True, metadata={"description": "Its number within the case, from 1."})
    state = Text(required=True, validate=validate.OneOf(["draft", "reviewed", "issued"]))
    reference = Text(required=True, metadata={"description": "Empty until it is issued."})
    supersedes = Text(required=True, metadata={"description": "The id of the decision that it replaces or follows."})
    made_at = Moment(required=True)
    made_by = Text(required=True, metadata=_BY)
    issued_at = Moment(required=True, allow_none=True)
    issued_by = Text(required=True, metadata={"description": "Empty until it is issued."})


class DecisionItems(Strict):
    """The decisions of a case, the first first. The last may be a draft."""

    items = fields.List(fields.Nested(DecisionSummary), required=True)


class DecisionSchema(DecisionSummary):
    """A decision as it stands."""

    content = Text(required=True, metadata={"description": "The hash of all that would be issued: reviews name it."})
    adopted = fields.List(fields.Nested(AdoptedSchema), required=True)
    departures = fields.List(fields.Nested(DepartureSchema), required=True)
    conclusion = fields.Nested(ConclusionSchema, required=True)
    text = fields.Nested(TextVersionSchema, required=True)
    comments = fields.List(fields.Nested(CommentSchema), required=True)
    reviews = fields.List(fields.Nested(ReviewSchema), required=True)
    slips = fields.List(fields.Nested(SlipSchema), required=True)
    authors = fields.List(
        Text(), required=True, metadata={"description": "Those who wrote any of it, by id: none of them reviews it."}
    )
    derived = {"authors": lambda decision: sorted(decision.authors)}


class DecidedSchema(Strict):
    """A question with what was proposed and what is decided: the same, unless somebody departed."""

    rule_set = Text(required=True)
    question = Text(required=True)
    asks = Text(required=True)
    proposed = Text(required=True, metadata={"description": "Empty where there is no answer."})
    possible = fields.List(Text(), required=True)
    decided = Text(required=True)
    says = Text(required=True, metadata={"description": "The rules' own words for a proposed answer that stands."})


class WholeDecisionSchema(DecisionSchema):
    """A decision as it stands, with its answers in the order in which a Committee reasons."""

    answers = fields.List(fields.Nested(DecidedSchema), required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Of a decision and its answers."""
        decision, answers = obj
        return answers if attr == "answers" else super().get_attribute(decision, attr, default)
