"""What is still to be done by when, what if something changed, and the papers of an assessment, as they go out."""

from typing import Any

from marshmallow import fields, post_load, validate

from assessment import read_changes
from schemas.assessments import STANDING, AssessmentSchema, CountsSchema, SaysFirst, SiteStandsSchema, SnapshotSchema
from schemas.base import Day, Strict, Text, Whole, YesNo
from schemas.problems import FaultSchema


class ClockEntrySchema(Strict):
    """One thing that a requirement still asks for, with the last safe day to do it."""

    site = Text(required=True, metadata={"description": "The code of a site; empty where it is about the trust."})
    action = Text(required=True, metadata={"examples": ["sa8"]})
    requirement = Text(required=True)
    cites = Text(required=True)
    says = Text(required=True)
    lacks = Text(required=True, metadata={"description": "How many more are needed, in words; else empty."})
    way = Text(required=True, metadata={"description": "1 of 2, where one of several ways is enough; else empty."})
    state = Text(required=True, validate=validate.OneOf(["due", "missed", "to_show"]))
    day = Day(required=True)
    comes_from = Text(required=True, metadata={"description": "Where the day comes from."})
    table = Text(required=True)
    row = Whole(required=True, allow_none=True, metadata={"description": "The number of its row, from 1."})
    settled = YesNo(required=True, metadata={"description": "The requirement is met without it."})
    derived = {
        "site": lambda entry: entry.site.code if entry.site else "",
        "requirement": lambda entry: entry.provision,
    }


class MilestoneSchema(Strict):
    """A day of the scheme itself."""

    day = Day(required=True)
    says = Text(required=True)


class ClockSchema(SaysFirst):
    """The evidence clock of an assessment on a day, looking ahead to the declaration.

    Where it cannot be worked out, the faults say why, and nothing is said of days.
    """

    assessment = fields.Nested(AssessmentSchema, required=True)
    today = Day(required=True)
    declaration = Text(
        required=True, allow_none=True, metadata={"description": "When it is due: day and minute in London."}
    )
    entries = fields.List(fields.Nested(ClockEntrySchema), required=True)
    milestones = fields.List(fields.Nested(MilestoneSchema), required=True)
    faults = fields.List(fields.Nested(FaultSchema), required=True)


class PaperSchema(Strict):
    """One paper, which is at its address, under its name."""

    name = Text(required=True, metadata={"examples": ["board-paper.docx"]})
    title = Text(required=True)
    media_type = Text(required=True)


class PaperItems(SaysFirst):
    """The papers of an assessment: of the snapshot that is named, or where none stands of today."""

    as_at = Day(required=True)
    snapshot = fields.Nested(SnapshotSchema, required=True, allow_none=True)
    items = fields.List(fields.Nested(PaperSchema), required=True)


class WhatIfAskedSchema(Strict):
    """Changes to be tried on a scratch copy. Each is an object of one of four kinds; ``site`` names a site's code.

    {"state": NAME, "value": …}, {"raise": NAME, "more": 3}, {"add_rows": TABLE, "rows": […]},
    {"fill_rows": TABLE, "where": {…}, "put": {…}, "count": 3}.
    """

    changes = fields.List(
        fields.Dict(keys=Text()),
        required=True,
        validate=validate.Length(max=100, error="this holds at most 100 changes"),
        metadata={"examples": [[{"raise": "attended", "more": 3, "site": "north"}]]},
    )
    as_at = Day(load_default=None, metadata={"description": "The day on which it is assessed; today where left out."})

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """With the changes as the assessment takes them."""
        return {**data, "changes": read_changes(data["changes"])}


class OutcomeSchema(Strict):
    """How the ten actions of each site stand, and how many of the ten the trust meets."""

    stands = Text(required=True, validate=STANDING)
    counts = fields.Nested(CountsSchema, required=True)
    sites = fields.List(fields.Nested(SiteStandsSchema), required=True)


class WhatIfSchema(SaysFirst):
    """How the ten actions stand before and after the changes. Nothing was stored."""

    as_at = Day(required=True)
    changes = fields.List(Text(), required=True, metadata={"description": "What was changed, in words."})
    told = fields.List(Text(), required=True, metadata={"description": "What that changes, the trust first."})
    before = fields.Nested(OutcomeSchema, required=True)
    after = fields.Nested(OutcomeSchema, required=True)
