"""What is done in a case: its parties and what they were told, whose it is, what it goes with, where it stands."""

from typing import Any

from marshmallow import fields, post_load, validate

from casework import Notice
from schemas.base import Day, Strict, Text, YesNo
from schemas.cases import CaseSchema
from schemas.moments import Moment


class Key(Text):
    """The id of something that is kept."""

    def __init__(self, **options: Any) -> None:
        told = "this is an id, of 32 digits and letters from a to f: take the one that the API gave you"
        super().__init__(validate=validate.Regexp(r"\A[0-9a-f]{32}\Z", error=told), **options)


class PartySchema(Strict):
    """A party of a case. One that left stays in the record."""

    id = Text(required=True)
    role = Text(required=True)
    name = Text(required=True)
    personal = YesNo(required=True, metadata={"description": "The name is that of a living person."})
    organisation = Text(required=True, metadata={"description": "An ODS code; empty where there is none."})
    contact = Text(
        required=True,
        metadata={"description": "How it is reached; empty where that is not said, or not for you to read."},
    )
    made_at = Moment(required=True)
    left_at = Moment(required=True, allow_none=True)


class PartyItems(Strict):
    """The parties of a case, in the order in which they came in."""

    items = fields.List(fields.Nested(PartySchema), required=True)


class NoticeSchema(Strict):
    """What a party was told. Clocks start with it."""

    party_id = Text(required=True)
    what = Text(required=True)
    on = Day(required=True)
    how = Text(required=True, metadata={"examples": ["email", "post", "by_hand"]})
    given_by = Text(
        load_default="",
        metadata={
            "description": "The id of the party that gave the notice, perhaps before the case was received; left out "
            "where you did. It then stands in what the party was told."
        },
    )

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Notice:
        """As casework takes it."""
        return Notice(**data)


class ToldSchema(Strict):
    """A notice that was given. One that was recorded by mistake is taken back, and stays."""

    id = Text(required=True)
    party_id = Text(required=True)
    what = Text(required=True)
    on = Day(required=True)
    how = Text(required=True)
    at = Moment(required=True)
    by = Text(required=True, metadata={"description": "The id of whoever recorded it."})
    taken_back_at = Moment(required=True, allow_none=True)
    taken_back_why = Text(required=True)


class ToldItems(Strict):
    """The notices of a case, by day."""

    items = fields.List(fields.Nested(ToldSchema), required=True)


class WhySchema(Strict):
    """The reasons for what is done."""

    why = Text(required=True)


class NewAssignmentSchema(Strict):
    """Whose case it becomes, or who of the Committee sits on it."""

    part = Text(required=True, validate=validate.OneOf(["officer", "committee_member"]))
    person_id = Key(required=True)


class AssignmentSchema(Strict):
    """Whose case it was or who sat on it, from when, and until when where that is over."""

    person_id = Text(required=True)
    part = Text(required=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True, allow_none=True)
    by = Text(required=True)


class AssignmentItems(Strict):
    """Whose case it was and who sat on it, in order."""

    items = fields.List(fields.Nested(AssignmentSchema), required=True)


class NewLinkSchema(Strict):
    """Another case, and how the two go together."""

    other = Key(required=True, metadata={"description": "The id of the other case."})
    how = Text(required=True, metadata={"examples": ["linked", "joined"]})


class LinkSchema(Strict):
    """Another case that this one goes with, and how."""

    other = fields.Nested(CaseSchema, required=True)
    how = Text(required=True)


class LinkItems(Strict):
    """The cases that go with this one and that you may see, by reference."""

    items = fields.List(fields.Nested(LinkSchema), required=True)


class StateChangeSchema(Strict):
    """A change of state that was made. The first has nothing before it."""

    before = Text(required=True)
    after = Text(required=True)
    on = Day(required=True)
    why = Text(required=True)
    at = Moment(required=True)
    by = Text(required=True)


class TakingUpSchema(Strict):
    """A ground on which a decided case is taken up again."""

    id = Text(required=True)
    title = Text(required=True)
    cites = Text(required=True, metadata={"description": "The law for it."})
    asks = fields.Dict(
        keys=fields.String(),
        values=Text(),
        required=True,
        metadata={"description": "What has to be named with it, by the key of the move."},
    )


class WaySchema(Strict):
    """A way that leads from where the case is."""

    to = Text(required=True)
    title = Text(required=True)
    may = YesNo(required=True, metadata={"description": "Whether you may take it."})
    needs = fields.List(Text(), required=True, metadata={"description": "What must hold."})
    lacking = fields.List(Text(), required=True, metadata={"description": "What does not hold yet, and what to do."})
    grounds = fields.List(
        fields.Nested(TakingUpSchema),
        required=True,
        metadata={"description": "One of these is to be named; none where no ground is asked for."},
    )


class StatesSchema(Strict):
    """Where a case is, how it came there, and where it can go."""

    state = Text(required=True)
    history = fields.List(fields.Nested(StateChangeSchema), required=True)
    ways = fields.List(fields.Nested(WaySchema), required=True)


class TitleSchema(Strict):
    """What a case is called."""

    title = Text(required=True)


class RuleSetsSchema(Strict):
    """The rule sets that a case is put to, in order."""

    rule_sets = fields.List(
        Text(), required=True, validate=validate.Length(1, 20, error="a case is put to 1 to 20 rule sets: name them")
    )


class NewRecordChangeSchema(Strict):
    """The record of a case is to be closed, or opened again."""

    closed = YesNo(required=True)
    why = Text(required=True)


class RecordChangeSchema(Strict):
    """The record of a case was closed, or opened again."""

    closed = YesNo(required=True)
    why = Text(required=True)
    at = Moment(required=True)
    by = Text(required=True)


class RecordChangeItems(Strict):
    """Every time that the record of a case was closed or opened again, in order."""

    items = fields.List(fields.Nested(RecordChangeSchema), required=True)
