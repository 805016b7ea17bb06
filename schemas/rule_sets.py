"""Rule sets as callers get them: the law as data, with every version and where it stands."""

from marshmallow import fields, validate

from engine import Unless, Version, conditions_of, how_checked, unchecked_conditions
from schemas.base import Day, KnownValue, SaidFirst, Strict, Text, Whole, YesNo

HOW = validate.OneOf(["published_text", "construed", "secondary", "recalled"])


class RuleSetItem(Strict):
    """A rule set in a list."""

    says_first = SaidFirst()
    id = Text(required=True)
    title = Text(required=True)
    kind = Text(required=True, validate=validate.OneOf(["appeal", "dispute", "assessment", "data_quality"]))
    revision = Text(required=True, metadata={"description": "SHA-256 over the canonical form of its rules."})
    provisions = Whole(required=True, metadata={"description": "How many."})
    unchecked = Whole(
        required=True,
        metadata={"description": "How many conditions of the newest versions nobody has read in the published law."},
    )
    derived = {"provisions": lambda rule_set: len(rule_set.provisions), "unchecked": unchecked_conditions}


class RuleSetItems(Strict):
    """The rule sets."""

    items = fields.List(fields.Nested(RuleSetItem), required=True)


class Instrument(Strict):
    """The law that a rule set encodes."""

    id = Text(required=True)
    title = Text(required=True)
    url = Text(required=True)


class Dates(Strict):
    """From one day to another, both included; without an end where ``to`` is null."""

    from_ = Day(attribute="covers_from", data_key="from", required=True)
    to = Day(attribute="covers_to", required=True, allow_none=True)


class LineSchema(Strict):
    """One line of a question: its outcome, and what it means."""

    outcome = Text(required=True)
    says = Text(required=True)
    if_used = Text(required=True, allow_none=True, metadata={"description": "Whether the power is used: a judgement."})
    derived = {"if_used": lambda line: line.if_used or None}


class QuestionSchema(Strict):
    """A question, with its lines in the order in which they are tried."""

    id = Text(required=True)
    asks = Text(required=True)
    outcomes = fields.List(Text(), required=True)
    lines = fields.List(fields.Nested(LineSchema), required=True)


class CheckedSchema(Strict):
    """How the words behind a rule were checked against the published law."""

    how = Text(required=True, validate=HOW)
    by = Text(required=True)
    read_in = Text(required=True)
    dated = Day(required=True, allow_none=True)
    url = Text(required=True)


class AuthoritySchema(Strict):
    """What a court decided that bears on a judgement, in one sentence, and how that was checked."""

    citation = Text(required=True)
    url = Text(required=True)
    point = Text(required=True)
    checked = fields.Nested(CheckedSchema, required=True)


class FactSchema(Strict):
    """One named, typed value about a case."""

    name = Text(required=True)
    type = Text(attribute="kind", required=True)
    given = YesNo(required=True, metadata={"description": "It can be stated; else it is only worked out from others."})
    judgement = YesNo(required=True, metadata={"description": "Only a person may reach it: send it under judgements."})
    ask = Text(required=True)
    says = Text(required=True)
    cites = Text(required=True)
    hint = Text(required=True)
    evidence = Text(required=True)
    shown_by = Text(required=True)
    decided_by = Text(required=True)
    about = Text(
        required=True, metadata={"description": "trust: one answer serves every site of it. Else empty, or site."}
    )
    options = fields.List(Text(), required=True)
    unit = Text(required=True)
    domain = KnownValue(required=True, metadata={"description": "What it may be, in the notation of facts."})
    weigh = fields.List(Text(), required=True, metadata={"description": "What to consider; none is a test on its own."})
    authorities = fields.List(fields.Nested(AuthoritySchema), required=True)
    bridge = fields.List(Text(), required=True, metadata={"description": "The rule set and question that answer it."})
    derived = {"bridge": lambda fact: fact.bridge or ()}


class FigureStepSchema(Strict):
    """A figure's value from one day to another."""

    from_ = Day(attribute="start", data_key="from", required=True)
    to = Day(attribute="end", required=True, allow_none=True)
    value = KnownValue(attribute="number", required=True)
    cites = Text(required=True)
    checked = fields.Nested(CheckedSchema, required=True)


class FigureSchema(Strict):
    """A number that the law changes by date."""

    name = Text(required=True)
    unit = Text(required=True)
    steps = fields.List(fields.Nested(FigureStepSchema), required=True)


class ConditionSchema(Strict):
    """A condition, or an exception."""

    id = Text(required=True)
    says = Text(required=True)
    cites = Text(required=True)
    exception = YesNo(required=True)
    checked = Text(required=True, validate=HOW)


class ResultSchema(Strict):
    """An amount or a date that a provision gives."""

    name = Text(required=True)
    type = Text(attribute="kind", required=True)
    says = Text(required=True)
    cites = Text(required=True)


def _conditions(version: Version) -> list[dict[str, object]]:
    return [
        {"id": part.id, "says": part.says, "cites": part.cites, "exception": isinstance(part, Unless), "checked": how}
        for part in conditions_of(version)
        for how in [how_checked(version, part)]
    ]


class VersionSchema(Strict):
    """A provision in one effective period."""

    from_ = Day(attribute="start", data_key="from", required=True)
    to = Day(attribute="end", required=True, allow_none=True)
    in_force = YesNo(required=True)
    summary = Text(required=True)
    concludes = Text(required=True)
    otherwise = Text(required=True)
    conditions = fields.List(fields.Nested(ConditionSchema), required=True)
    gives = fields.List(fields.Nested(ResultSchema), required=True)
    changed_by = fields.Dict(keys=fields.String(), values=fields.String(), required=True, allow_none=True)
    checked = fields.Nested(CheckedSchema, required=True, allow_none=True)
    derived = {
        "in_force": lambda version: version.when is not None,
        "conditions": _conditions,
        "gives": lambda version: list(version.gives.values()),
    }


class CitationSchema(Strict):
    """Where the law stands."""

    instrument = Text(required=True)
    provision = Text(required=True)
    url = Text(required=True)


class ExtendsSchema(Strict):
    """A date that a power lets somebody put off."""

    date = Text(required=True)
    until = Text(required=True, metadata={"description": "The last day there is, where the law names one; or empty."})


class ProvisionSchema(Strict):
    """One regulation, paragraph or requirement, with its versions newest first."""

    id = Text(required=True)
    title = Text(required=True)
    question = Text(required=True)
    citation = fields.Nested(CitationSchema, required=True)
    stage = Text(required=True, validate=validate.OneOf(["draft", "reviewed", "retired"]))
    effect = Text(required=True, allow_none=True, validate=validate.OneOf(["must", "may"]))
    extends = fields.List(fields.Nested(ExtendsSchema), required=True)
    governed_by = Text(required=True, allow_none=True, metadata={"description": "The date that picks the version."})
    limits = fields.List(Text(), required=True, metadata={"description": "What it leaves out."})
    versions = fields.List(fields.Nested(VersionSchema), required=True)
    derived = {"governed_by": lambda provision: provision.governed_by or None}


class RuleSetSchema(Strict):
    """A whole rule set."""

    says_first = SaidFirst()
    id = Text(required=True)
    title = Text(required=True)
    kind = Text(required=True)
    revision = Text(required=True)
    instrument = fields.Nested(Instrument, required=True)
    covers = fields.Nested(Dates, required=True)
    as_at = Text(required=True, metadata={"description": "The date fact that picks the law, without as_at."})
    unchecked = Whole(required=True)
    questions = fields.List(fields.Nested(QuestionSchema), required=True)
    facts = fields.List(fields.Nested(FactSchema), required=True)
    figures = fields.List(fields.Nested(FigureSchema), required=True)
    provisions = fields.List(fields.Nested(ProvisionSchema), required=True)
    derived = {
        "covers": lambda rule_set: rule_set,
        "unchecked": unchecked_conditions,
        "facts": lambda rule_set: list(rule_set.facts.values()),
        "figures": lambda rule_set: list(rule_set.figures.values()),
        "provisions": lambda rule_set: list(rule_set.provisions.values()),
    }
