"""What is kept of a case: its determinations, what is due in it, and who did what."""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate

from schemas.base import Day, Strict, Text, Whole, YesNo
from schemas.determinations import STATUS, Need
from schemas.moments import Moment

_LONGEST = 20_000


class Words(Text):
    """What a person writes, perhaps in several lines, as it can be kept and shown."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any) -> str:
        said: str = super()._deserialize(value, attr, data, **options)
        if len(said) > _LONGEST:
            raise ValidationError(f"this has {len(said):,} characters, and {_LONGEST:,} are kept: say it in fewer")
        if unseen := next((each for each in said if unicodedata.category(each) == "Cc" and each not in "\n\r\t"), ""):
            raise ValidationError(f"this holds a character that nobody sees (U+{ord(unseen):04X}): type it again")
        return said


class DetermineSchema(Strict):
    """How a case is determined. What it is determined from is stated in it."""

    as_at = Day(metadata={"description": "The day whose law applies; left out, the rule set's own date picks it."})


class KeptDeterminationSummary(Strict):
    """A determination that was made, in short."""

    id = Text(required=True)
    case_id = Text(required=True)
    place = Whole(required=True, metadata={"description": "Its number within the case, from 1."})
    rule_set = Text(required=True)
    revision = Text(required=True, metadata={"description": "SHA-256 of the rules it was made with, which are kept."})
    sha256 = Text(required=True, metadata={"description": "SHA-256 of the determination, which is at /canonical."})
    headline = Text(required=True, metadata={"description": "Empty once its values had to go."})
    stale = YesNo(
        required=True,
        metadata={
            "description": "Since it was made something was stated, the record was closed or opened, or a notice was "
            "taken back of which it knew the day."
        },
    )
    as_at = Day(required=True, allow_none=True, metadata={"description": "The day that was given for the law."})
    record_closed = YesNo(required=True)
    stated_to = Whole(required=True, metadata={"description": "The place of the last statement that it knew."})
    at = Moment(required=True)
    by = Text(required=True, metadata={"description": "The id of whoever had the case determined."})


class KeptDeterminationSchema(KeptDeterminationSummary):
    """A determination that was made, with its reasons. It is never changed."""

    explanation = fields.List(
        Text(),
        attribute="paragraphs",
        required=True,
        metadata={"description": "Everything that was looked at, as it was kept, in numbered paragraphs: 1. …"},
    )


class KeptDeterminationSummaries(Strict):
    """Every determination of a case, the first first."""

    items = fields.List(fields.Nested(KeptDeterminationSummary), required=True)


class KeptDeterminations(Strict):
    """What the case was now determined to be, one for each of its rule sets, in order."""

    items = fields.List(fields.Nested(KeptDeterminationSchema), required=True)


class ReplayedSchema(Strict):
    """What came of making a determination again, from the rules and facts that were kept with it."""

    id = Text(required=True)
    rule_set = Text(required=True)
    same = YesNo(required=True, metadata={"description": "It was reproduced byte for byte."})
    outcome = Text(
        required=True,
        validate=validate.OneOf(["same", "another_engine", "differs", "altered", "gone", "cannot"]),
    )
    said = Text(required=True, metadata={"description": "The outcome in words."})
    where = Text(required=True, metadata={"description": "A JSON pointer to the first difference; or empty."})
    made_by = Text(required=True, metadata={"description": "The engine that made it; empty where that is not known."})
    engine = Text(required=True, metadata={"description": "The engine that made it again."})


class PowerToExtendSchema(Strict):
    """A provision that lets somebody extend a deadline, and how it stands in the case."""

    provision = Text(required=True)
    title = Text(required=True)
    cites = Text(required=True)
    status = Text(required=True, validate=STATUS)
    until = Day(required=True, allow_none=True, metadata={"description": "The last day to which it goes, if any."})


class DeadlineSchema(Strict):
    """Something that is due in a case. What it says and cites are the rules' own words."""

    id = Text(required=True)
    case_id = Text(required=True)
    reference = Text(required=True)
    officer_id = Text(required=True, allow_none=True)
    rule_set = Text(required=True)
    name = Text(required=True)
    says = Text(required=True)
    cites = Text(required=True)
    standing = Text(required=True, validate=validate.OneOf(["due", "not_yet_known", "met", "withdrawn"]))
    due_on = Day(required=True, allow_none=True, metadata={"description": "Extensions included; null while unknown."})
    given_on = Day(required=True, allow_none=True, metadata={"description": "The day that the rules give."})
    extended_to = Day(required=True, allow_none=True)
    earliest = Day(required=True, allow_none=True, metadata={"description": "The first day that it may be."})
    latest = Day(required=True, allow_none=True, metadata={"description": "The last day that it may be."})
    waits_for = fields.List(
        fields.Nested(Need), required=True, metadata={"description": "What could make the day known."}
    )
    powers = fields.List(fields.Nested(PowerToExtendSchema), required=True)
    determined_id = Text(required=True, metadata={"description": "The determination that gave it last."})
    stale = YesNo(required=True, metadata={"description": "Something changed in the case since it was worked out."})
    changed_at = Moment(required=True)
    withdrawn_at = Moment(required=True, allow_none=True)
    met_on = Day(required=True, allow_none=True)
    met_by = Text(required=True, allow_none=True)


class DeadlineItems(Strict):
    """What is due, by date; what may be any day comes last."""

    items = fields.List(fields.Nested(DeadlineSchema), required=True)


class ExtendSchema(Strict):
    """A deadline is extended, under a power that the rules hold."""

    to = Day(required=True)
    why = Words(required=True)


class MetSchema(Strict):
    """What was due has been done."""

    on = Day(required=True)


class ActivityEntrySchema(Strict):
    """What somebody did at one moment: ids and salted hashes, never values. Each entry is bound to the one before."""

    place = Whole(required=True)
    at = Moment(required=True)
    actor = Text(required=True, metadata={"description": "A person's id, or a word such as nobody."})
    act = Text(required=True)
    case_id = Text(required=True, allow_none=True)
    about = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)
    before = Text(required=True, metadata={"description": "The hash of the entry before."})
    hash = Text(required=True)
    derived = {"about": lambda entry: _about(entry.about)}


class ActivityPage(Strict):
    """Entries in their order. Where there are more, the header Link has the next page."""

    items = fields.List(fields.Nested(ActivityEntrySchema), required=True)


class VerificationSchema(Strict):
    """Whether every entry of the activity is as it was written, and else the first that is not."""

    verified = YesNo(required=True)
    place = Whole(required=True, metadata={"description": "Of the last entry, or of the first that was altered."})
    hash = Text(
        required=True,
        allow_none=True,
        metadata={
            "description": "Of the last entry: keep it elsewhere, and give it to a later check. Null if altered."
        },
    )
    told = Text(required=True)


def _about(written: str) -> dict[str, Any]:
    """What an entry says. One that somebody altered may say anything; its verification tells."""
    try:
        said = json.loads(written)
    except ValueError:
        said = None
    return said if isinstance(said, dict) else {"altered": written}
