"""Letters that go out with decisions; and what decisions show to others: departures, and those that are alike."""

from marshmallow import fields

from schemas.base import Day, Strict, Text, YesNo
from schemas.case_work import ToldSchema
from schemas.moments import Moment


class LetterSchema(Strict):
    """The letter to one party. It is to be sent where told is null: again where the decision was corrected since."""

    party_id = Text(required=True)
    name = Text(required=True)
    role = Text(required=True, metadata={"description": "What the party is in the case, in words."})
    said = Text(required=True, metadata={"description": "What goes with it."})
    sha256 = Text(required=True, metadata={"description": "Of the letter as it was sent; empty until it is."})
    told = fields.Nested(ToldSchema, required=True, allow_none=True)
    earlier = fields.List(
        fields.Nested(ToldSchema), required=True, metadata={"description": "The notices of letters sent before."}
    )
    derived = {"party_id": lambda letter: letter.party.id, "name": lambda letter: letter.party.name}


class LetterItems(Strict):
    """A letter for each party, in their order; and those that went to parties that left since."""

    items = fields.List(fields.Nested(LetterSchema), required=True)


class SendingSchema(Strict):
    """That a letter goes out, on which day and how."""

    on = Day(required=True)
    how = Text(required=True, metadata={"examples": ["email", "post", "by_hand"]})


class DepartedSchema(Strict):
    """Where an issued decision departs from what was proposed."""

    reference = Text(required=True)
    issued_at = Moment(required=True)
    rule_set = Text(required=True)
    about = Text(required=True)
    name = Text(required=True)
    provision = Text(required=True, metadata={"description": "Empty where it departs from the answer to a question."})
    provisions = fields.List(
        Text(), required=True, metadata={"description": "On which it bears: of a question, those its answer rests on."}
    )
    proposed = Text(required=True)
    decided = Text(required=True)
    reasons = Text(required=True)


class DepartedItems(Strict):
    """Every departure in an issued decision, by rule set and provision, the newest first."""

    items = fields.List(fields.Nested(DepartedSchema), required=True)


class SimilarSchema(Strict):
    """An issued decision that is like the case: how much, what they share, and in what they differ."""

    reference = Text(required=True)
    issued_at = Moment(required=True)
    disposal = Text(required=True)
    final = Text(required=True)
    alike = Text(required=True, metadata={"examples": ["62%"]})
    other_result = YesNo(
        required=True, metadata={"description": "It applied the same provisions and came to another result."}
    )
    provisions = fields.List(Text(), required=True, metadata={"description": "That stood alike in both."})
    facts = fields.List(Text(), required=True, metadata={"description": "That were the same in both."})
    differ = fields.List(Text(), required=True, metadata={"description": "That stood otherwise there."})


class SimilarItems(Strict):
    """The issued decisions that are most like the case; those with another result stand first."""

    items = fields.List(fields.Nested(SimilarSchema), required=True)
