"""What is stated and brought for an assessment, as it goes out: facts, offers of last year, tables, evidence, notes."""

from operator import attrgetter

from marshmallow import fields, validate

from schemas.assessments import AssessmentSchema, SaysFirst
from schemas.base import Day, Strict, Text, Whole, YesNo
from schemas.moments import Moment
from schemas.statements import NoLongerCompleteSchema

_BY = {"description": "The id of whoever did it."}
_SITE = {"description": "The code of a site; empty where it is about the trust as a whole."}


class AssessmentFactSchema(Strict):
    """What was stated of one fact, at a site or of the trust."""

    id = Text(required=True)
    site = Text(required=True, metadata=_SITE)
    name = Text(required=True)
    said = fields.Raw(required=True, allow_none=True, metadata={"description": "Null where it was taken back."})
    source = Text(required=True)
    correction = Text(required=True)
    carried_from = Text(required=True, metadata={"description": "The id of last year's; empty where it was not."})
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)
    derived = {
        name: attrgetter(f"stated.{name}") for name in ("id", "name", "said", "source", "correction", "at", "by")
    }


class AssessmentFacts(SaysFirst):
    """What was stated, in the order in which it was."""

    items = fields.List(fields.Nested(AssessmentFactSchema), required=True)


class OfferSchema(Strict):
    """A fact of last year that may be taken over, and how this year's rules compare with last year's."""

    site = Text(required=True, metadata=_SITE)
    name = Text(required=True)
    before = Text(required=True, metadata={"description": "Its name last year; empty where it is new."})
    mark = Text(required=True, validate=validate.OneOf(["same", "changed", "new", "gone"]))
    said = fields.Raw(required=True, allow_none=True)
    source = Text(required=True)
    may_be_taken = YesNo(required=True)


class OfferItems(SaysFirst):
    """What last year offers. Nothing of it counts before somebody takes it over."""

    items = fields.List(fields.Nested(OfferSchema), required=True)


def _no_longer_complete() -> fields.Nested:
    told = "Whose word went with the table of the same name and site before it; null where nobody's did."
    return fields.Nested(NoLongerCompleteSchema, required=True, allow_none=True, metadata={"description": told})


class TableSchema(Strict):
    """A table that was brought, without its rows."""

    id = Text(required=True)
    site = Text(required=True, metadata=_SITE)
    name = Text(required=True)
    size = Whole(required=True, metadata={"description": "How many rows."})
    sha256 = Text(required=True)
    complete_by = Text(required=True, metadata={"description": "Who says that these are all the rows; else empty."})
    source = Text(required=True)
    no_longer_complete = _no_longer_complete()
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)


class TableItems(SaysFirst):
    """The tables that were brought, the oldest first: of a name and site the last stands."""

    items = fields.List(fields.Nested(TableSchema), required=True)


class WithTableSchema(AssessmentSchema):
    """The assessment, as a table was stored in it; and whose word went with the table that it took the place of."""

    no_longer_complete = _no_longer_complete()


class PreviewSchema(Strict):
    """What a table would change, by the numbers of its rows. Nothing is stored before its hash is confirmed."""

    site = Text(required=True, metadata=_SITE)
    name = Text(required=True)
    size = Whole(required=True)
    new = fields.List(Whole(), required=True)
    gone = fields.List(Whole(), required=True, metadata={"description": "Rows of the table that stands now."})
    changed = fields.List(Whole(), required=True)
    same = YesNo(required=True, metadata={"description": "It changes nothing."})
    outside = fields.List(Text(), required=True, metadata={"description": "Rows whose days do not count."})
    told = Text(required=True, metadata={"description": "What becomes of the word that the rows are all."})
    sha256 = Text(required=True)


class ServesSchema(Strict):
    """A requirement that an item supports."""

    requirement = Text(required=True, metadata={"examples": ["sa8-b-emergencies"]})
    site = Text(load_default="", metadata=_SITE)


class ApprovalOfItemSchema(Strict):
    """Who approved an item, and when."""

    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)


class OutsideSchema(Strict):
    """What is told of an item's days for a requirement: it does not count, or in part, or look at them."""

    requirement = Text(required=True)
    wholly = YesNo(required=True, metadata={"description": "It does not count for that at all."})
    told = Text(required=True)


class BroughtItemSchema(Strict):
    """An item of evidence. Its file, where one is here, is at its address, under /content."""

    id = Text(required=True)
    place = Whole(required=True)
    title = Text(required=True)
    original = Text(required=True, metadata={"description": "Where the original is kept."})
    file_name = Text(required=True, metadata={"description": "Empty where no file is here."})
    sha256 = Text(required=True)
    media_type = Text(required=True)
    size = Whole(required=True)
    searched = YesNo(required=True)
    dated = Day(required=True, allow_none=True)
    covers_from = Day(required=True, allow_none=True)
    covers_to = Day(required=True, allow_none=True)
    received_at = Moment(required=True)
    by = Text(required=True, metadata=_BY)
    serves = fields.List(fields.Nested(ServesSchema), required=True)
    approved = fields.List(fields.Nested(ApprovalOfItemSchema), required=True)
    outside = fields.List(fields.Nested(OutsideSchema), required=True)


class BroughtItems(SaysFirst):
    """The items of evidence of an assessment, in order."""

    items = fields.List(fields.Nested(BroughtItemSchema), required=True)


class NoteSchema(Strict):
    """What was said of a requirement: who sees to it, by when, and a comment."""

    place = Whole(required=True)
    requirement = Text(required=True)
    site = Text(required=True, metadata=_SITE)
    owner = Text(required=True)
    due_on = Day(required=True, allow_none=True)
    comment = Text(required=True)
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)
    derived = {name: attrgetter(f"note.{name}") for name in ("requirement", "site", "owner", "due_on", "comment")}


class NoteItems(SaysFirst):
    """The notes of an assessment, the oldest first."""

    items = fields.List(fields.Nested(NoteSchema), required=True)
