"""A record: what is published of one decision, or a trust’s result, whole and redacted. Every format is made from it.

Its canonical JSON (RFC 8785) is what is hashed, logged and verified, so a field is never renamed: a new shape is a new
``format``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

DECISION_FORMAT = "rationale-publication-1"
SCHEME_FORMAT = "rationale-scheme-result-1"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

DeterminedHere = Literal["here", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Said:
    """Something of a closed list: its id, and what it means in words. Both are empty where it is not known."""

    id: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class PartyNamed:
    """A party: what they are in the case, in words, and their name or what stands in its place."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class SectionSaid:
    """A part of the text: its id, its heading, and what people wrote, as Markdown of the kind that we take."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """A question of a rule set: what was proposed and what is decided, as ids of its outcomes; in words in ``says``."""

    rule_set: str
    question: str
    asks: str
    proposed: str
    decided: str
    decided_says: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class DepartureMade:
    """Where people decided otherwise than was proposed. ``about``: question, provision or condition."""

    rule_set: str
    about: str
    name: str
    what: str
    proposed: str
    decided: str
    reasons: str


@dataclass(frozen=True, slots=True)
class FactStated:
    """What was stated of a fact: ``put`` as the engine takes it and ``says`` in words; or why it is not published.

    ``put`` is none, and ``says`` and ``source`` are empty, where the fact is ``redacted``, which then says why.
    """

    name: str
    asks: str
    put: Any
    says: str
    source: str = ""
    judgement: bool = False
    redacted: str = ""


@dataclass(frozen=True, slots=True)
class ProvisionApplied:
    """A provision that an answer rests on, as it stood: ``status`` is met, not_met or not_known.

    ``version``: the first day of the version applied, or empty. ``checked``: how its words were checked, the worst
    of published_text, construed, secondary, recalled; ``reviewed``: whether a lawyer has; ``read_by``: who read it.
    """

    rule_set: str
    provision: str
    cited: str
    title: str
    url: str
    status: str
    statement: str
    version: str = ""
    checked: str = "published_text"
    reviewed: bool = False
    read_by: str = ""


@dataclass(frozen=True, slots=True)
class ConditionFound:
    """A condition of an applied provision: its status, and the names of the facts that it rests on."""

    rule_set: str
    provision: str
    condition: str
    statement: str
    status: str
    cites: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeterminationMade:
    """What the rules proposed: the rules at their revision, the day of the law, and which facts were put to them.

    ``given`` names facts of the record, in order. ``published_sha256`` is the hash of the determination that the facts
    as published give; ``sha256`` of the one that the decision adopts, which is the same, or empty where a fact of it is
    redacted: by that hash anybody could try what the fact was. The commitment covers it.
    ``differs`` says which answers (``question:ID``) and provisions (``provision:ID``) come out otherwise without what
    is redacted. ``as_at`` is an ISO date that was given, or empty where the facts say the day; ``law_as_at`` in words.
    """

    rule_set: str
    title: str
    revision: str
    as_at: str
    law_as_at: str
    record_closed: bool
    engine: str
    given: tuple[str, ...]
    sha256: str
    published_sha256: str
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlipCorrected:
    """A slip in the decision, corrected: what stands there, what it should be, why, on which day."""

    number: int
    stands: str
    should_be: str
    why: str
    on: date


@dataclass(frozen=True, slots=True)
class Redacted:
    """Something that is not published: where it stood (a JSON pointer into the record), why, and what stands there."""

    pointer: str
    reason: str
    says: str
    replacement: str


@dataclass(frozen=True, slots=True)
class ComesFrom:
    """Where a record of a decision made elsewhere is from: its address, its title, and what of it was read."""

    url: str
    title: str
    read: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why there is a later version: ``what`` is correction, slip or redaction, and what is told of it in words."""

    what: str
    says: str
    on: date


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A published decision, or the record of one that was made elsewhere (``determined`` says which).

    ``id`` is opaque and stays; ``version`` counts from 1. ``area``: what the rules are about, such as pharmacy.
    ``decided_on`` is empty only where a source does not tell the day; ``year`` is then of the source, or 0.
    ``under_appeal``: what the commissioner had decided on the application, as one of the outcomes of ``final``.
    ``does_not_decide``: what a reader might wrongly take as decided. ``commitment``: the HMAC-SHA256, in hexadecimal,
    of the unredacted decision under a key of its own that is kept private; empty for decisions made elsewhere.
    ``salt``: 32 hexadecimal digits, random and another in each version (or derived from a private key), so that the
    hash of a version that was erased lets nobody try what stood in it. It is empty only in what was brought in from
    elsewhere before such records had one.
    """

    id: str
    version: int
    reference: str
    title: str
    summary: str
    determined: DeterminedHere
    area: str
    kind: Said
    service: str
    decided_on: str
    year: int
    published_on: date
    disposal: Said
    final: Said
    under_appeal: Said
    commissioner: str
    parties: tuple[PartyNamed, ...]
    decided_by: tuple[str, ...]
    sections: tuple[SectionSaid, ...]
    answers: tuple[AnswerGiven, ...]
    departures: tuple[DepartureMade, ...]
    facts: tuple[FactStated, ...]
    applied: tuple[ProvisionApplied, ...]
    findings: tuple[ConditionFound, ...]
    determinations: tuple[DeterminationMade, ...]
    does_not_decide: tuple[str, ...]
    next_steps: tuple[str, ...]
    corrections: tuple[SlipCorrected, ...] = ()
    redactions: tuple[Redacted, ...] = ()
    supersedes: str = ""
    superseded_by: str = ""
    why: Why | None = None
    source: ComesFrom | None = None
    commitment: str = ""
    salt: str = ""
    sample: bool = False
    noindex: bool = False
    licence: str = LICENCE
    format: str = DECISION_FORMAT

    def fact(self, name: str) -> FactStated | None:
        """A fact by its name; None where the record has none such."""
        return next((each for each in self.facts if each.name == name), None)


@dataclass(frozen=True, slots=True)
class StatusHeld:
    """A status of a scheme result, from a day on: self_assessed, validated, reverified or corrected, in words."""

    status: str
    says: str
    on: date


@dataclass(frozen=True, slots=True)
class SchemeResultRecord:
    """What was validated for a trust in one year of the scheme, with its history, the oldest first.

    ``achieved``: the ids of the safety actions that were validated as met, in order, of ``of`` in all. ``salt`` is as
    in a decision: random, and another in each version.
    """

    id: str
    version: int
    reference: str
    title: str
    summary: str
    trust: str
    ods_code: str
    scheme: str
    year: int
    achieved: tuple[str, ...]
    of: int
    status: Said
    history: tuple[StatusHeld, ...]
    published_on: date
    redactions: tuple[Redacted, ...] = ()
    why: Why | None = None
    source: ComesFrom | None = None
    salt: str = ""
    sample: bool = False
    noindex: bool = False
    licence: str = LICENCE
    format: str = SCHEME_FORMAT


Record = DecisionRecord | SchemeResultRecord
"""Either kind. Its ``format`` says which."""

FORMATS: Mapping[str, type[DecisionRecord] | type[SchemeResultRecord]] = {
    DECISION_FORMAT: DecisionRecord,
    SCHEME_FORMAT: SchemeResultRecord,
}
