"""Assessments of trusts as they go out: what says first that the rules are recalled, then how the ten actions stand."""

from operator import attrgetter
from typing import Any

from marshmallow import fields, validate

from schemas.base import Day, Strict, Text, Whole
from schemas.moments import Moment
from schemas.pounds import Pounds
from schemas.problems import FaultSchema

_BY = {"description": "The id of whoever did it."}
_SITE = {"description": "The code of a site; empty where it is about the trust as a whole."}
STANDING = validate.OneOf(["met", "not_met", "not_shown"])


class SaysFirst(Strict):
    """What is read of an assessment: before all else how its rules were checked, and which year is the last."""

    says_first = fields.List(
        Text(),
        required=True,
        metadata={"description": "What is said before anything of it is used: how the rules were checked."},
    )


class SiteSchema(Strict):
    """One maternity site: a short code of the trust's own, and its name."""

    code = Text(required=True)
    name = Text(required=True)


class AssessmentSchema(Strict):
    """The assessment of one trust for one year. The ETag that comes with it names its version."""

    id = Text(required=True)
    trust = Text(required=True, attribute="organisation", metadata={"description": "Its ODS code."})
    name = Text(required=True)
    year = Text(required=True, metadata={"examples": ["year-7"]})
    state = Text(required=True, validate=validate.OneOf(["open", "submitted"]))
    version = Whole(required=True)
    sites = fields.List(fields.Nested(SiteSchema), required=True)
    made_at = Moment(required=True)


class AssessmentItems(SaysFirst):
    """Assessments, by trust and year."""

    items = fields.List(fields.Nested(AssessmentSchema), required=True)


class UncountedSchema(Strict):
    """A requirement that is met on what was stated, though every item that is named for it lies outside its window."""

    requirement = Text(required=True)
    told = Text(required=True, metadata={"description": "Which items, which window, and what to do."})


class ToComeSchema(Strict):
    """Stated days that lie after the day of the assessment, and so count as not known: no plan is evidence."""

    site = Text(required=True, metadata=_SITE)
    name = Text(required=True, metadata={"description": "The fact, or the table of which one column is told of."})
    told = Text(required=True, metadata={"description": "Which days of which rows."})


class ActionSchema(Strict):
    """One safety action at one site, as the engine finds it on the evidence.

    Where it is met only through requirements that are not counted, it is not yet shown.
    """

    id = Text(required=True)
    number = Whole(required=True)
    asks = Text(required=True)
    stands = Text(required=True, validate=STANDING)
    uncounted = fields.List(fields.Nested(UncountedSchema), required=True)
    derived = {"asks": lambda action: action.answer.asks}


class SiteStandsSchema(Strict):
    """The ten actions of one site."""

    code = Text(required=True)
    name = Text(required=True)
    actions = fields.List(fields.Nested(ActionSchema), required=True)
    derived = {"code": lambda each: each.site.code, "name": lambda each: each.site.name}


class CountsSchema(Strict):
    """How many of the ten actions are met on evidence, not met, and not yet shown, for the trust."""

    met = Whole(required=True)
    not_met = Whole(required=True)
    not_shown = Whole(required=True)


class StatusSchema(Strict):
    """How an action stands as somebody says: the trust itself, external checks, or a second check."""

    sort = Text(required=True, validate=validate.OneOf(["self_assessed", "validated", "reverified"]))
    action = Text(required=True)
    site = Text(required=True, metadata=_SITE)
    stands = Text(required=True, metadata={"description": "met or not_met; empty where it was taken back."})
    why = Text(required=True)
    paid_back = Pounds(
        required=True, allow_none=True, metadata={"description": "Pounds that were paid back after a second check."}
    )
    paid_back_on = Day(required=True, allow_none=True)
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)
    derived = {
        name: attrgetter(f"status.{name}")
        for name in ("sort", "action", "site", "stands", "why", "paid_back", "paid_back_on")
    }


class SignatureSchema(Strict):
    """A signature on the hash of a snapshot."""

    place = Whole(required=True, metadata={"description": "1 to 4."})
    role = Text(required=True)
    name = Text(required=True, metadata={"description": "Of who signed, as it was then."})
    sha256 = Text(required=True)
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)


class VoidedSchema(Strict):
    """Why a snapshot and its signatures count no more."""

    act = Text(required=True)
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)


class SnapshotSchema(Strict):
    """What was frozen, with its signatures in order. Voided: something was changed since, and none of them counts."""

    id = Text(required=True)
    place = Whole(required=True)
    as_at = Day(required=True)
    sha256 = Text(required=True)
    at = Moment(required=True)
    by = Text(required=True, metadata=_BY)
    voided = fields.Nested(VoidedSchema, required=True, allow_none=True)
    signatures = fields.List(fields.Nested(SignatureSchema), required=True)
    next_role = Text(required=True, metadata={"description": "Who signs next; empty where all four have."})


class SnapshotItems(SaysFirst):
    """The snapshots of an assessment, the oldest first."""

    items = fields.List(fields.Nested(SnapshotSchema), required=True)


class SubmissionSchema(Strict):
    """A declaration that was received, and its receipt."""

    receipt = Text(required=True)
    sha256 = Text(required=True)
    received_at = Moment(required=True)
    received_in_london = Text(required=True, metadata={"description": "As a clock in London showed it."})
    by = Text(required=True, metadata=_BY)


class SubmissionItems(SaysFirst):
    """The declarations that were received, the oldest first: the last one counts."""

    items = fields.List(fields.Nested(SubmissionSchema), required=True)


class WholeAssessmentSchema(SaysFirst):
    """An assessment with the ten actions of each site. What it says first comes before anything of it is used.

    Where it cannot be assessed as it stands, the faults say why, and nothing is said of the actions.
    """

    assessment = fields.Nested(AssessmentSchema, required=True)
    as_at = Day(required=True)
    stands = Text(required=True, allow_none=True, validate=validate.OneOf(["met", "not_met", "not_shown", None]))
    counts = fields.Nested(CountsSchema, required=True, allow_none=True)
    to_come = fields.List(fields.Nested(ToComeSchema), required=True)
    sites = fields.List(fields.Nested(SiteStandsSchema), required=True)
    faults = fields.List(fields.Nested(FaultSchema), required=True)
    statuses = fields.List(
        fields.Nested(StatusSchema), required=True, metadata={"description": "Kept apart from what the engine finds."}
    )
    snapshot = fields.Nested(SnapshotSchema, required=True, allow_none=True)
    submissions = fields.List(fields.Nested(SubmissionSchema), required=True)


class IcbTrustSchema(Strict):
    """The integrated care board to which a trust belongs, both by their ODS codes."""

    trust = Text(required=True)
    icb = Text(required=True)


class IcbTrusts(Strict):
    """The boards of trusts, by the trust."""

    items = fields.List(fields.Nested(IcbTrustSchema), required=True)


def snapshot_of(snapshot: Any, signed: Any, next_role: str) -> dict[str, Any]:
    """A snapshot with its signatures, to be dumped."""
    names = ("id", "place", "as_at", "sha256", "at", "by", "voided")
    return {name: getattr(snapshot, name) for name in names} | {"signatures": signed, "next_role": next_role}
