"""What stands before a decision is issued: the gate's table, the law that is to be read, and declared interests."""

from marshmallow import fields

from schemas.base import Strict, Text, YesNo
from schemas.moments import Moment


class GateLineSchema(Strict):
    """Something that must hold before the decision is issued. Nothing is lacking where it holds."""

    id = Text(required=True)
    says = Text(required=True)
    lacking = fields.List(Text(), required=True, metadata={"description": "What does not hold, and what to do."})


class GateItems(Strict):
    """All that must hold before the decision is issued."""

    items = fields.List(fields.Nested(GateLineSchema), required=True)


class ShortfallSchema(Strict):
    """A condition of a provision that no lawyer has reviewed, or that does not rest on published text."""

    condition = Text(required=True)
    how = Text(required=True)


class LawReadSchema(Strict):
    """Somebody read a provision in the published law, and confirmed that it is encoded rightly."""

    by = Text(required=True, metadata={"description": "The id of whoever read it."})
    at = Moment(required=True)
    read_in = Text(required=True)


class ToReadSchema(Strict):
    """A provision that the decision rests on and that somebody has to read in the published law."""

    rule_set = Text(required=True)
    provision = Text(required=True)
    cites = Text(required=True)
    url = Text(required=True)
    fingerprint = Text(required=True, metadata={"description": "Of the provision as it is encoded."})
    conditions = fields.List(fields.Nested(ShortfallSchema), required=True)
    read = fields.List(fields.Nested(LawReadSchema), required=True)
    derived = {
        "rule_set": lambda each: each.rule_set.id,
        "provision": lambda each: each.provision.id,
        "cites": lambda each: each.provision.citation.provision,
        "url": lambda each: each.provision.citation.url,
        "conditions": lambda each: [{"condition": name, "how": how} for name, how in each.conditions],
    }


class LawItems(Strict):
    """The provisions to be read, those that somebody has read too."""

    items = fields.List(fields.Nested(ToReadSchema), required=True)


class InterestSchema(Strict):
    """What somebody declared last: that they have an interest, and which, or that they have none."""

    person_id = Text(required=True)
    has_one = YesNo(required=True)
    said = Text(required=True)
    at = Moment(required=True)


class InterestItems(Strict):
    """What stands declared in a case."""

    items = fields.List(fields.Nested(InterestSchema), required=True)
