"""What is done about a decision beside writing it: comments, reviews, and once it is issued, corrections."""

from flask import Response

from casework.deciding import Reviewing, answer, comment, correct, review
from schemas.deciding import NewCommentSchema, NewReviewSchema, NewSlipSchema, SaidSchema
from schemas.decisions import DecisionSchema, SlipSchema
from web.api import stored
from web.api.body import read
from web.api.decisions import CHANGE, ONE, of_newest
from web.api.operations import Blueprint, operation

blueprint = Blueprint("decision-acts", __name__, url_prefix="/api/v1/cases", description="Comments and reviews.")


@operation(blueprint, "POST", f"{ONE}/comments", DecisionSchema, NewCommentSchema, *CHANGE, act="decision.comment")
def post_comment(id: str, decision_id: str) -> Response:
    """Comment on a section of a draft, or on all of it. Every comment is answered before it is issued."""
    asked = read(NewCommentSchema)
    return stored.changing(of_newest(comment, decision_id), id, asked["section"], asked["said"], answers=DecisionSchema)


@operation(
    blueprint, "POST", f"{ONE}/comments/<comment_id>/answer", DecisionSchema, SaidSchema,
    *CHANGE, act="decision.comment",
)  # fmt: skip
def post_comment_answer(id: str, decision_id: str, comment_id: str) -> Response:
    """Answer a comment."""
    said = read(SaidSchema)["said"]
    return stored.changing(of_newest(answer, decision_id), id, comment_id, said, answers=DecisionSchema)


@operation(blueprint, "POST", f"{ONE}/reviews", DecisionSchema, NewReviewSchema, *CHANGE, act="decision.review")
def post_review(id: str, decision_id: str) -> Response:
    """Approve a draft as it stands, or send it back. Whoever wrote a part of it does not review it."""
    asked: Reviewing = read(NewReviewSchema)
    return stored.changing(of_newest(review, decision_id), id, asked, answers=DecisionSchema)


@operation(
    blueprint, "POST", f"{ONE}/corrections", SlipSchema, NewSlipSchema, *CHANGE, act="decision.correct", status=201
)
def post_correction(id: str, decision_id: str) -> Response:
    """Correct a slip of the pen in an issued decision. What was issued stays, and letters are to be sent again."""
    asked = read(NewSlipSchema)
    slip = (asked["stands"], asked["should_be"], asked["why"])
    return stored.changing(correct, (id, decision_id), slip, answers=SlipSchema, status=201)
