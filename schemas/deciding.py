"""What is said to a decision while it is made: departures, a conclusion, its text, comments, a review, a correction."""

from typing import Any

from marshmallow import fields, post_load, validate

from casework.deciding import Concluding, Departing, Reviewing
from keeping import DecidedBy
from schemas.base import Strict, Text, YesNo
from schemas.requests import MOST
from schemas.statements import CommitteeSchema


class AdoptSchema(Strict):
    """The draft is to rest on the newest determinations."""

    text_anew = YesNo(
        load_default=False,
        metadata={"description": "The text is made from them again, as a new version; else it stays as it is."},
    )


class NewDepartureSchema(Strict):
    """Where the decision departs from what is proposed, and why."""

    rule_set = Text(required=True)
    about = Text(required=True, metadata={"examples": ["question", "provision", "condition"]})
    name = Text(required=True, metadata={"description": "Its id; of a condition, provision#condition."})
    decided = Text(required=True, metadata={"description": "An outcome or a status; empty takes the departure back."})
    reasons = Text(load_default="")

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Departing:
        """As casework takes it."""
        return Departing(**data)


class WhoDecidedSchema(Strict):
    """Who decided: one officer by name, or a Committee. The reasons stand in the text of the decision."""

    reasons = Text(load_default="")
    officer = Text(load_default="")
    committee = fields.Nested(CommitteeSchema, load_default=None, allow_none=True)
    no_interest = YesNo(load_default=False, metadata={"description": "The officer was asked, and has none."})

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> DecidedBy:
        """As keeping takes it."""
        return DecidedBy(**data)


class NewConclusionSchema(Strict):
    """What becomes of the appeal and of the application, and who decided, in the place of what stands there."""

    disposal = Text(required=True, metadata={"examples": ["dismiss", "quash_and_redetermine"]})
    final = Text(required=True, metadata={"examples": ["grant", "refuse", "defer", "none"]})
    decided_by = fields.Nested(WhoDecidedSchema, load_default=None, allow_none=True)

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Concluding:
        """As casework takes it."""
        return Concluding(**data)


class SectionsSchema(Strict):
    """The sections of a decision's text, as Markdown. What is left out stays as it is."""

    application = Text(metadata={"description": "Who applied for what, what was decided, who appealed."})
    law = Text(metadata={"description": "Which provisions apply, as at which day."})
    findings = Text(metadata={"description": "What was found on each provision, in the law's order."})
    reasons = Text(metadata={"description": "The facts, the judgements, and where the decision departs."})
    disposal = Text(metadata={"description": "What becomes of the appeal and of the application."})


class NewTextSchema(Strict):
    """A new version of the text. Every version is kept."""

    sections = fields.Nested(SectionsSchema, required=True)


class NewCommentSchema(Strict):
    """A comment on a draft."""

    section = Text(load_default="", metadata={"description": "A section's id; empty where it is about all of it."})
    said = Text(required=True)


class SaidSchema(Strict):
    """What is said."""

    said = Text(required=True)


class NewReviewSchema(Strict):
    """A draft is approved as it stands, or sent back."""

    approved = YesNo(required=True)
    said = Text(load_default="", metadata={"description": "What is to be mended, where it is sent back."})
    content = Text(required=True, metadata={"description": "The hash that came with the draft that you looked at."})

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Reviewing:
        """As casework takes it."""
        return Reviewing(**data)


class NewInterestSchema(Strict):
    """Whether you have an interest in the case, and which."""

    has_one = YesNo(required=True)
    said = Text(
        load_default="",
        metadata={"description": "Which; or, where you declared one before and have none now, why that is so."},
    )


class ProvisionReadSchema(Strict):
    """A provision that you have read in the published law, as it is encoded."""

    rule_set = Text(required=True)
    provision = Text(required=True)
    fingerprint = Text(required=True, metadata={"description": "That came with it: what you compared the law with."})


class NewLawReadSchema(Strict):
    """Provisions that you have read, and that are encoded rightly."""

    provisions = fields.List(
        fields.Nested(ProvisionReadSchema),
        required=True,
        validate=validate.Length(max=MOST, error=f"at most {MOST} provisions are confirmed at once"),
    )
    read_in = Text(required=True, metadata={"description": "Where it was read, and as at which day."})


class NewSlipSchema(Strict):
    """A slip of the pen in an issued decision: what stands there, and what it should be."""

    stands = Text(required=True)
    should_be = Text(required=True)
    why = Text(required=True)
