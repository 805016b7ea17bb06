"""Makers of records for tests: whole, invented, and with whatever a test wants otherwise."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from documents.record import (
    AnswerGiven,
    ConditionFound,
    DecisionRecord,
    DepartureMade,
    DeterminationMade,
    FactStated,
    PartyNamed,
    ProvisionApplied,
    Redacted,
    Said,
    SchemeResultRecord,
    SectionSaid,
    StatusHeld,
    Why,
)

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
RULE_SET = "pharmacy/market-entry"
REVISION = hashlib.sha256(b"revision").hexdigest()
DETERMINED = b'{"format":"invented"}'
DETERMINED_SHA256 = hashlib.sha256(DETERMINED).hexdigest()


def decision_id(number: int = 1) -> str:
    """The opaque id of an invented decision, the same for the same number."""
    return f"d-{hashlib.sha256(f'decision {number}'.encode()).hexdigest()[:32]}"


def scheme_id(number: int = 1) -> str:
    """The opaque id of an invented scheme result, the same for the same number."""
    return f"s-{hashlib.sha256(f'scheme {number}'.encode()).hexdigest()[:32]}"


def at(minutes: int) -> datetime:
    """A moment so many minutes after NOON."""
    return NOON + timedelta(minutes=minutes)


def decision_record(number: int = 1, **changes: Any) -> DecisionRecord:
    """A decision that refused a pharmacy at Larkmere, version 1; ``number`` gives another id, reference and day."""
    decided = date(2026, 3, 1) + timedelta(days=number)
    made = DecisionRecord(
        id=decision_id(number),
        version=1,
        reference=f"SAMPLE/2026/{number:04}",
        title="Application by Larkmere Pharmacy Ltd for a pharmacy at 4 Mill Lane, Larkmere",
        summary="The application for a new pharmacy in Larkmere is refused, because it would not confer significant "
        "benefits on people in the area.",
        determined="here",
        area="pharmacy",
        kind=Said("pharmacy_market_entry", "Pharmacy market entry appeal"),
        service="NHS Resolution, Primary Care Appeals",
        decided_on=decided.isoformat(),
        year=decided.year,
        published_on=NOON.date(),
        disposal=Said(
            "quash_and_redetermine", "The commissioner’s decision is quashed, and the matter is decided afresh"
        ),
        final=Said("refuse", "The application is refused"),
        under_appeal=Said("refuse", "The application is refused"),
        commissioner="NHS Herefordshire and Worcestershire Integrated Care Board",
        parties=(
            PartyNamed("Appellant", "Larkmere Pharmacy Ltd"),
            PartyNamed("Commissioner", "NHS Herefordshire and Worcestershire Integrated Care Board"),
        ),
        decided_by=("Committee: A. Chair (chair), B. Member and C. Member",),
        sections=_SECTIONS,
        answers=(
            AnswerGiven(
                RULE_SET,
                "final",
                "Should the application be granted, refused or deferred?",
                "refuse",
                "refuse",
                "The application is refused",
                "The application must be refused because it rests neither on the needs assessment nor on unforeseen "
                "benefits (reg. 22(1))",
            ),
        ),
        departures=(),
        facts=_FACTS,
        applied=_APPLIED,
        findings=_FINDINGS,
        determinations=(
            DeterminationMade(
                RULE_SET,
                "Pharmacy market entry: entry in the pharmaceutical list",
                REVISION,
                "2026-01-12",
                "12 January 2026",
                True,
                "0.1.0",
                tuple(each.name for each in _FACTS),
                DETERMINED_SHA256,
                DETERMINED_SHA256,
            ),
        ),
        does_not_decide=("Whether an application on other grounds would be granted",),
        next_steps=("A party may ask the High Court for judicial review.",),
        commitment="c" * 64,
        salt=_salt(number),
        sample=True,
    )
    return replace(made, **changes)


def departed(**changes: Any) -> DecisionRecord:
    """A decision in which the Committee granted what the rules proposed to refuse."""
    answer = replace(decision_record().answers[0], decided="grant", decided_says="The application is granted")
    reasons = "The Committee was satisfied that access would be much better for people without a car."
    departure = DepartureMade(RULE_SET, "question", "final", answer.asks, "refuse", "grant", reasons)
    made = decision_record(2, answers=(answer,), departures=(departure,), final=Said("grant", "It is granted"))
    return replace(made, **changes)


def redacted(named: str, **changes: Any) -> DecisionRecord:
    """Version 2 of the first decision: its title held a name, which is gone."""
    why = Why("redaction", "A name is no longer published.", NOON.date())
    gone = Redacted("/title", "personal", "The name of a person who has no public part in it", "a patient")
    made = decision_record(title="Application about a patient", version=2, why=why, redactions=(gone,), salt=_salt(2))
    if named in str(made):
        raise ValueError(f"'{named}' still stands in the record")
    return replace(made, **changes)


def later(record: DecisionRecord, what: str = "correction", says: str = "A date was wrong.") -> DecisionRecord:
    """The next version of a decision, which differs in nothing but why it is there."""
    version = record.version + 1
    return replace(record, version=version, why=Why(what, says, NOON.date()), salt=_salt(version, record.salt))


def scheme_record(number: int = 1, **changes: Any) -> SchemeResultRecord:
    """What was validated for an invented trust in year 7 of the maternity incentive scheme, version 1."""
    made = SchemeResultRecord(
        id=scheme_id(number),
        version=1,
        reference=f"SAMPLE-MIS/7/RX{number:02}",
        title=f"Trust {number} of Larkmere: maternity incentive scheme, year 7",
        summary="Nine of ten safety actions were validated as met.",
        trust=f"Trust {number} of Larkmere",
        ods_code=f"RX{number:02}",
        scheme="maternity-incentive-scheme",
        year=7,
        achieved=("1", "2", "3", "4", "5", "6", "7", "9", "10"),
        of=10,
        status=Said("validated", "Validated by NHS Resolution"),
        history=(
            StatusHeld("self_assessed", "Declared by the trust", date(2026, 3, 3)),
            StatusHeld("validated", "Validated by NHS Resolution", date(2026, 6, 1)),
        ),
        published_on=NOON.date(),
        salt=_salt("scheme", number),
        sample=True,
    )
    return replace(made, **changes)


def _salt(*of: object) -> str:
    return hashlib.sha256(repr(of).encode()).hexdigest()[:32]


_SECTIONS = (
    SectionSaid(
        "background",
        "Background",
        "The Applicant applied to provide pharmaceutical services from 4 Mill Lane. It relied on benefits that the "
        "needs assessment of March 2022 did not foresee: longer opening on *Saturdays*.",
    ),
    SectionSaid(
        "reasons",
        "Reasons",
        "The Committee was not satisfied that granting the application would confer significant benefits. Three "
        "pharmacies within 1.2 km already open on Saturdays until 5 pm.\n\n"
        "> Dispensing is available within a short walk.\n\n"
        "It considered reasonable choice, access for people who share a protected characteristic, and innovation.",
    ),
)
_FACTS = (
    FactStated("application_class", "Which class of application is it?", "routine", "Routine", "The form, page 1"),
    FactStated("offers_improvements", "Does it offer improvements or better access?", True, "Yes", "The form, page 4"),
    FactStated(
        "confers_significant_benefits",
        "Would granting it confer significant benefits?",
        False,
        "No",
        "The Committee",
        judgement=True,
    ),
)
_LAW = "https://www.legislation.gov.uk/uksi/2013/349/regulation"
_APPLIED = (
    ProvisionApplied(
        RULE_SET, "reg-18-1-unforeseen-benefits", "reg. 18(1)", "Unforeseen benefits", f"{_LAW}/18/2026-01-12", "met",
        "The application relies on benefits that the needs assessment did not foresee", "2013-09-01",
    ),
    ProvisionApplied(
        RULE_SET, "reg-18-2-b-significant-benefits", "reg. 18(2)(b)", "Significant benefits", f"{_LAW}/18/2026-01-12",
        "not_met", "Granting the application would confer significant benefits", "2013-09-01",
    ),
    ProvisionApplied(
        RULE_SET, "reg-22-1-must-refuse", "reg. 22(1)", "Nothing to rest on", f"{_LAW}/22/2026-01-12", "met",
        "The application rests neither on the needs assessment nor on unforeseen benefits", "2013-09-01",
        checked="recalled", read_by="A. Officer",
    ),
)  # fmt: skip
_FINDINGS = (
    ConditionFound(
        RULE_SET, "reg-18-2-b-significant-benefits", "significant", "Granting it would confer significant benefits",
        "not_met", "reg. 18(2)(b)", ("confers_significant_benefits",),
    ),
)  # fmt: skip
