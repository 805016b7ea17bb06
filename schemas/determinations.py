"""A determination as callers get it."""

from marshmallow import fields, missing, validate

from engine import ENGINE_VERSION
from schemas.base import KnownValue, SaidFirst, Strict, Text, Whole, YesNo

STATUS = validate.OneOf(["met", "not_met", "not_known"])


class RuleSetRevision(Strict):
    """Which rules were used."""

    id = Text(required=True)
    revision = Text(required=True, metadata={"description": "SHA-256 over the canonical form of the rules used."})


class Engine(Strict):
    """Which engine was used."""

    version = Text(required=True)


class Ground(Strict):
    """What carried an outcome: a line of the question, and the provision or fact that made it what it is."""

    line = Whole(required=True, metadata={"description": "The question's line, from 1."})
    provision = Text(required=True, allow_none=True)
    fact = Text(metadata={"description": "Only where it is a fact or a judgement that the line names itself."})
    derived = {"provision": lambda ground: ground.provision or None, "fact": lambda ground: ground.fact or missing}


class Power(Strict):
    """A power that is or may be open to the decision maker."""

    provision = Text(required=True)
    status = Text(required=True, validate=STATUS)
    used = YesNo(required=True, allow_none=True, metadata={"description": "Null while nobody has said."})


class Answer(Strict):
    """A question and its answer."""

    id = Text(required=True)
    asks = Text(required=True)
    status = Text(required=True, validate=validate.OneOf(["determined", "undetermined"]))
    outcome = Text(required=True, allow_none=True, metadata={"description": "Null while undetermined."})
    possible = fields.List(Text(), required=True, metadata={"description": "Every outcome that is still open."})
    determined_by = fields.List(fields.Nested(Ground), required=True)
    powers = fields.List(fields.Nested(Power), required=True)
    derived = {"outcome": lambda answer: answer.outcome or None}


class ProvisionStatus(Strict):
    """How a provision stands."""

    id = Text(required=True)
    status = Text(required=True, validate=STATUS)
    statement = Text(required=True)
    version = Text(
        required=True,
        allow_none=True,
        metadata={"description": "The first day of the version applied; null where several may apply."},
    )
    derived = {"version": lambda provision: provision.version or None}


class Because(Strict):
    """A fact that a finding rests on."""

    fact = Text(required=True)
    value = KnownValue(required=True, metadata={"description": "A value, or what is still possible."})
    source = Text(required=True, metadata={"description": "Who says so; empty where nobody was named."})
    fell = YesNo(required=True, metadata={"description": "It was not shown, and fell by the burden of proof."})


class Finding(Strict):
    """One condition of one provision, as it stands in this case."""

    provision = Text(required=True)
    condition = Text(required=True)
    statement = Text(required=True)
    status = Text(required=True, validate=STATUS)
    cites = Text(required=True)
    checked = Text(
        required=True,
        validate=validate.OneOf(["published_text", "construed", "secondary", "recalled"]),
        metadata={"description": "How its words were checked; construed: read, and how they apply is our reading."},
    )
    because = fields.List(fields.Nested(Because), required=True)


class Need(Strict):
    """One thing that could settle what is not determined."""

    what = Text(required=True, validate=validate.OneOf(["ask", "find", "rows", "close"]))
    fact = Text(required=True)
    ask = Text(required=True)
    shown_by = Text(required=True)


class Unchecked(Strict):
    """A condition that an answer rests on and that nobody has checked, or no lawyer reviewed."""

    provision = Text(required=True)
    condition = Text(required=True)
    how = Text(required=True, validate=validate.OneOf(["construed", "secondary", "recalled", "not_reviewed"]))


class DeterminationSchema(Strict):
    """The engine's reasoned, proposed answer. A person decides."""

    says_first = SaidFirst()
    id = Text(required=True, metadata={"description": "SHA-256 of the determination: same facts and rules, same id."})
    rule_set = fields.Nested(RuleSetRevision, required=True)
    engine = fields.Nested(Engine, required=True)
    as_at = KnownValue(required=True, metadata={"description": "The day whose law applies, or the range it lies in."})
    record_closed = YesNo(required=True)
    questions = fields.List(fields.Nested(Answer), required=True)
    provisions = fields.List(fields.Nested(ProvisionStatus), required=True)
    findings = fields.List(fields.Nested(Finding), required=True)
    amounts = fields.Dict(keys=fields.String(), values=KnownValue(), required=True)
    needs = fields.List(fields.Nested(Need), required=True)
    unchecked = fields.List(fields.Nested(Unchecked), required=True)
    explanation = fields.List(
        Text(), required=True, metadata={"description": "The outcome and the reasons for it, numbered: 1. …"}
    )
    account = fields.List(
        Text(),
        required=True,
        metadata={"description": "Everything that was looked at, in the law's order, in numbered paragraphs."},
    )
    derived = {
        "engine": lambda _: {"version": ENGINE_VERSION},
        "account": lambda determination: list(determination.account.paragraphs),
    }
