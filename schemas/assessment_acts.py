"""What is sent to change an assessment: each shape gives what the assessment room takes."""

from typing import Any

from marshmallow import fields, post_load, validate

from assessment import Site
from assessment.kept import SELF, New, NewItem, Note, Said, Serves, Status
from keeping import Days
from schemas.assessment_evidence import ServesSchema
from schemas.assessments import SiteSchema
from schemas.base import Day, Strict, Text
from schemas.pounds import Pounds

_MOST = validate.Length(max=1000, error="this holds at most 1,000 of these")
_SITE = {"description": "The code of a site; left out where it is about the trust as a whole."}
_PAID_BACK = {"description": "Pounds that the trust paid back after a second check; with the day, or neither."}
_STANDS = {"description": "met or not_met; empty takes back what was recorded."}


class NewSiteSchema(SiteSchema):
    """A maternity site to be added."""

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Site:
        """As the assessment takes it."""
        return Site(**data)


class NewAssessmentSchema(Strict):
    """An assessment to begin."""

    trust = Text(required=True, metadata={"description": "Its ODS code."})
    name = Text(required=True)
    year = Text(required=True, metadata={"examples": ["year-7"]})
    sites = fields.List(fields.Nested(NewSiteSchema), load_default=list, validate=validate.Length(max=50))

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> New:
        """As the assessment takes it."""
        return New(data["trust"], data["name"], data["year"], tuple(data["sites"]))


class AssessmentSayingSchema(Strict):
    """What is said of one fact."""

    site = Text(load_default="", metadata=_SITE)
    name = Text(required=True)
    value = fields.Raw(
        required=True,
        allow_none=True,
        metadata={"description": "In the notation of a determination; null takes back what was stated."},
    )
    source = Text(load_default="")
    correction = Text(load_default="", metadata={"description": "Why this replaces what was stated."})

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Said:
        """As the assessment takes it."""
        return Said(data["site"], data["name"], data["value"], data["source"], data["correction"])


class AssessmentSayingsSchema(Strict):
    """Facts that are stated: all of them are stored, or none."""

    facts = fields.List(fields.Nested(AssessmentSayingSchema), required=True, validate=_MOST)


class ChosenSchema(Strict):
    """A fact of last year that is taken over."""

    site = Text(load_default="", metadata=_SITE)
    name = Text(required=True)

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> tuple[str, str]:
        """As the assessment takes it."""
        return data["site"], data["name"]


class AcceptSchema(Strict):
    """Which facts of last year are taken over."""

    chosen = fields.List(fields.Nested(ChosenSchema), required=True, validate=_MOST)


class NewServesSchema(ServesSchema):
    """A requirement that an item supports, as it is sent."""

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Serves:
        """As the assessment takes it."""
        return Serves(**data)


class SupportsSchema(Strict):
    """All that an item supports, in the place of what was said before."""

    serves = fields.List(fields.Nested(NewServesSchema), required=True, validate=_MOST)


class NewItemSchema(SupportsSchema):
    """An item of evidence of which no file is sent: its original is kept elsewhere."""

    title = Text(required=True)
    original = Text(required=True, metadata={"description": "Where the original is kept."})
    dated = Day(load_default=None, allow_none=True)
    covers_from = Day(load_default=None, allow_none=True)
    covers_to = Day(load_default=None, allow_none=True)

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> NewItem:
        """As the assessment takes it."""
        days = Days(data["dated"], data["covers_from"], data["covers_to"])
        return NewItem(data["title"], data["original"], tuple(data["serves"]), days)


class NewNoteSchema(Strict):
    """A note on a requirement: one of owner, due date and comment at least."""

    requirement = Text(required=True)
    site = Text(load_default="", metadata=_SITE)
    owner = Text(load_default="")
    due_on = Day(load_default=None, allow_none=True)
    comment = Text(load_default="")

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Note:
        """As the assessment takes it."""
        return Note(**data)


class SelfAssessedSchema(Strict):
    """How an action stands as the trust itself says."""

    action = Text(required=True, metadata={"examples": ["sa8"]})
    stands = Text(required=True, metadata=_STANDS)
    site = Text(load_default="", metadata=_SITE)
    why = Text(load_default="")

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Status:
        """As the assessment takes it."""
        return Status(SELF, **data)


class CheckedStatusSchema(Strict):
    """How an action stands after external checks (validated), or after a second check (reverified)."""

    sort = Text(required=True, validate=validate.OneOf(["validated", "reverified"]))
    action = Text(required=True)
    stands = Text(required=True, metadata=_STANDS)
    site = Text(load_default="", metadata=_SITE)
    why = Text(required=True)
    paid_back = Pounds(load_default=None, metadata=_PAID_BACK)
    paid_back_on = Day(load_default=None, allow_none=True)

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Status:
        """As the assessment takes it."""
        return Status(**data)


class SignSchema(Strict):
    """In which role somebody signs, and the hash that they sign."""

    role = Text(required=True, metadata={"examples": ["safety_champion"]})
    sha256 = Text(required=True)


class SubmitSchema(Strict):
    """The hash that four people signed."""

    sha256 = Text(required=True)
