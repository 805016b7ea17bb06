"""Records with every kind of thing that one may hold: a decision, one made elsewhere, the result of a trust."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date

from documents import (
    AnswerGiven,
    ComesFrom,
    ConditionFound,
    DecisionRecord,
    DepartureMade,
    FactStated,
    ProvisionApplied,
    Record,
    Redacted,
    Said,
    SectionSaid,
    SlipCorrected,
    Why,
)
from tests.register.making import RULE_SET, decision_record, scheme_record

ADDRESS = "https://register.example/decisions/d-0123"
FIRST = "The Applicant applied to provide pharmaceutical services from 4 Mill Lane."
SECOND = "The Committee was not satisfied, for these reasons:"
THIRD = "It considered reasonable choice, and the needs of people without a car."
PARAGRAPHS = (FIRST, SECOND, THIRD)
WITHHELD = "It tells of a patient’s health"

_BACKGROUND = f"""\
{FIRST}

> Dispensing is available within a short walk.
> It is open until five."""
_REASONS = f"""\
### Significant benefits

{SECOND}

1. three pharmacies within 1.2 km are open on *Saturdays*;
2. one of them opens early:
    - at seven in summer,
    - at eight in winter.

| From | By bus |
| --- | --- |
| The Square | none on Sundays |

{THIRD} See [regulation 18](https://www.legislation.gov.uk/uksi/2013/349/regulation/18)."""

_BASE = decision_record()
_HIDDEN = FactStated("patient_need", "Whose needs are hard to meet?", None, "", redacted=WITHHELD)
_MADE = replace(
    _BASE.determinations[0],
    sha256="",
    given=(*_BASE.determinations[0].given, _HIDDEN.name),
    differs=("question:final", f"provision:{_BASE.applied[1].provision}"),
)

DECISION: DecisionRecord = decision_record(
    version=2,
    why=Why("slip", "A distance was wrong", date(2026, 12, 3)),
    summary="The application for a new pharmacy in Larkmere is granted: access would be better.",
    final=Said("grant", "The application is granted"),
    sections=(
        SectionSaid("background", "Background", _BACKGROUND),
        SectionSaid("reasons", "Reasons", _REASONS),
    ),
    answers=(
        AnswerGiven(
            RULE_SET, "final", "Should the application be granted, refused or deferred?", "refuse", "grant",
            "The application is granted", "It would confer significant benefits (reg. 18(2)(b))",
        ),
    ),
    departures=(
        DepartureMade(
            RULE_SET, "question", "final", "Should the application be granted, refused or deferred?", "refuse",
            "grant", "The Committee was satisfied that access would be better.\nThe bus does not run on Sundays.",
        ),
    ),
    facts=(*_BASE.facts, _HIDDEN),
    findings=(
        *_BASE.findings,
        ConditionFound(RULE_SET, "reg-22-1-must-refuse", "nothing", "Nothing to rest on", "not_known", "reg. 22(1)"),
    ),
    determinations=(_MADE,),
    corrections=(
        SlipCorrected(1, "3.4 km from the Square", "3.1 km from the Square", "The map says 3.1 km", date(2026, 12, 3)),
    ),
    redactions=(
        Redacted(f"/facts/{len(_BASE.facts)}", "health", WITHHELD, ""),
        Redacted("/sections/1/text", "third_party", "The name of somebody who has no part in it", "a patient"),
    ),
    supersedes="SAMPLE/2025/0003",
    superseded_by="SAMPLE/2027/0001",
)  # fmt: skip

ELSEWHERE: DecisionRecord = decision_record(
    3,
    reference="INVENTED/21094",
    title="Appeal about a pharmacy at Larkmere Cross",
    summary="The appeal did not succeed. The source tells no more.",
    determined="elsewhere",
    decided_on="",
    year=2019,
    under_appeal=Said(),
    decided_by=(),
    sections=(SectionSaid("outcome", "What the source tells", "The Committee quashed the refusal & decided afresh."),),
    answers=(),
    facts=(),
    applied=(
        ProvisionApplied(
            RULE_SET, "reg-18-1-unforeseen-benefits", "reg. 18(1)", "Unforeseen benefits", "", "not_known",
            "What the application relies on was not foreseen", checked="secondary",
        ),
    ),
    findings=(),
    determinations=(),
    does_not_decide=(),
    next_steps=(),
    commitment="",
    salt="",
    source=ComesFrom("https://decisions.example/21094.pdf", "The decision, as a PDF", "Its first page only"),
)  # fmt: skip

RESULT = scheme_record(why=Why("correction", "Action 8 had been counted", date(2026, 7, 1)), version=2)

BARE: DecisionRecord = replace(
    ELSEWHERE, title="T", summary="", service="", area="", kind=Said(), year=0, disposal=Said(), final=Said(),
    commissioner="", parties=(), sections=(), applied=(), source=None, sample=False, licence="",
)  # fmt: skip

RECORDS: dict[str, Record] = {"decision": DECISION, "elsewhere": ELSEWHERE, "result": RESULT, "bare": BARE}

# What of a record no reader is told in words: ids, values that only machines read, and the random salt.
MACHINE = {
    "AnswerGiven": "rule_set question proposed decided",
    "ConditionFound": "rule_set provision condition status because",
    "DecisionRecord": "area decided_on determined format salt",
    "DepartureMade": "rule_set about name",
    "DeterminationMade": "as_at given differs",
    "FactStated": "name put",
    "ProvisionApplied": "rule_set provision url status version checked",
    "Redacted": "pointer reason",
    "Said": "id",
    "SchemeResultRecord": "format salt scheme achieved",
    "SectionSaid": "id text",
    "StatusHeld": "status",
    "Why": "what",
}


def told(thing: object) -> Iterator[str]:
    """Every text of a record that a reader is told, however deep, on one line each."""
    if isinstance(thing, str):
        yield from (" ".join(line.split()) for line in thing.splitlines())
    elif is_dataclass(thing):
        left_out = MACHINE.get(type(thing).__name__, "").split()
        for field in fields(thing):
            if field.name not in left_out:
                yield from told(getattr(thing, field.name))
    elif isinstance(thing, tuple):
        for each in thing:
            yield from told(each)
