"""The whole record of an issued decision, as it went out and before anything is redacted.

What stands in what was issued is taken from there; the law and what was found, from the determinations, made again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from casework.deciding import (
    DISPOSALS,
    FINALS,
    SECTIONS,
    Decision,
    Departure,
    Issued,
    Live,
    Proposed,
    proposals,
    said_of_application,
)
from casework.deciding.law import unchecked_in
from casework.deciding.outcomes import law_as_at
from casework.deciding.paper import SAMPLE, paper_of, provisions_applied, service_of, what_of
from casework.errors import CaseRefused, refuse
from casework.kinds import KINDS
from casework.model import Case
from casework.publishing.facts import FactsPut, facts_of
from casework.publishing.model import Personal, Recorded
from casework.publishing.summary import first_summary
from documents import (
    AnswerGiven,
    ConditionFound,
    DecisionPaper,
    DecisionRecord,
    DepartureMade,
    DeterminationMade,
    PartyNamed,
    ProvisionApplied,
    Said,
    SectionSaid,
    SlipCorrected,
    Why,
)
from engine import Determination, Fault, capital
from engine import words as spaced

UNDER_APPEAL = "commissioner_decision"  # the fact that says what the commissioner had decided
_WORST_FIRST = ("recalled", "secondary", "construed")


@dataclass(frozen=True, slots=True)
class Head:
    """What a record says of its publication, beside the decision."""

    id: str
    version: int
    published_on: date
    summary: str = ""
    why: Why | None = None
    noindex: bool = False
    commitment: str = ""
    salt: str = ""


def recorded(
    connection: Connection, found: Case, decision: Decision, issued: Issued, live: Live, head: Head
) -> Recorded:
    """The whole record. Raises CaseRefused where a determination cannot be made again, or its values are gone."""
    if issued.canonical is None:
        told = f"the words of {issued.reference} went when its case’s time was over: what is published stays as it is"
        raise CaseRefused([Fault("", told)])
    made = proposals(connection, decision, live)
    refuse(Fault("", f"under {each.kept.rule_set}: {each.why_not}") for each in made if each.live is None)
    out = json.loads(issued.canonical)
    paper, facts = paper_of(connection, found, decision, live), facts_of(made)
    parties = tuple(PartyNamed(_role(found, each["role"]), each["name"]) for each in out["parties"])
    applied = tuple(_applied(made, decision, paper))
    record = DecisionRecord(
        id=head.id,
        version=head.version,
        reference=issued.reference,
        title=out["title"],
        summary=head.summary or first_summary(paper, made),
        determined="here",
        area=_area(found, made),
        kind=Said(found.kind, KINDS[found.kind].title),
        service=service_of(found),
        decided_on=out["issued_on"],
        year=int(out["issued_on"][:4]),
        published_on=head.published_on,
        disposal=Said(out["disposal"], DISPOSALS.get(out["disposal"], "")),
        final=Said(out["final"], said_of_application(out["disposal"], out["final"])),
        under_appeal=_under_appeal(made),
        commissioner=next((each["name"] for each in out["parties"] if each["role"] == "commissioner"), ""),
        parties=parties,
        decided_by=paper.decided_by,
        sections=tuple(SectionSaid(each.id, each.title, out["sections"].get(each.id, "")) for each in SECTIONS),
        answers=tuple(_answer(each) for each in out["answers"]),
        departures=tuple(_departure(each, made) for each in decision.departures),
        facts=facts.facts,
        applied=applied,
        findings=tuple(_findings(made, applied)),
        determinations=tuple(_determination(each, facts) for each in made),
        does_not_decide=tuple(_limits(made, applied)),
        next_steps=paper.next_steps,
        corrections=tuple(
            SlipCorrected(each.number, each.stands, each.should_be, each.why, each.on) for each in paper.corrections
        ),
        supersedes=paper.supersedes,
        superseded_by=paper.superseded_by,
        why=head.why,
        commitment=head.commitment,
        salt=head.salt,
        sample=issued.reference.startswith(f"{SAMPLE}/"),
        noindex=head.noindex,
    )
    return Recorded(record, made, tuple(_personal(record, facts, out["parties"])))


def _personal(record: DecisionRecord, facts: FactsPut, parties: Sequence[Mapping[str, Any]]) -> Iterator[Personal]:
    """Every place that is about a living person, and must be redacted or released."""
    for place, party in enumerate(parties):
        if party["personal"]:
            named = record.parties[place]
            yield Personal(f"/parties/{place}/name", f"the name of the {named.role.lower()}", named.name)
    for place, fact in enumerate(record.facts):
        if fact.name in facts.personal:
            words = fact.says if fact.name in facts.telling else ""
            yield Personal(f"/facts/{place}", f"the answer to “{fact.asks}”", words)


def _role(found: Case, id: str) -> str:
    role = KINDS[found.kind].role(id)
    return role.title if role else capital(spaced(id))


def _area(found: Case, made: Sequence[Proposed]) -> str:
    """What the rules are about; of a case that no rules cover, what its kind is about."""
    return made[0].kept.rule_set.partition("/")[0] if made else found.kind.partition("_")[0]


def _under_appeal(made: Sequence[Proposed]) -> Said:
    for each in made:
        said = each.kept.given.get("facts", {}).get(UNDER_APPEAL)
        value = said.get("value") if isinstance(said, Mapping) else said
        if isinstance(value, str) and value in FINALS:
            return Said(value, FINALS[value])
    return Said()


def _answer(said: Mapping[str, str]) -> AnswerGiven:
    decided = said["decided"]
    return AnswerGiven(
        said["rule_set"], said["question"], said["asks"], said["proposed"], decided,
        capital(spaced(decided)) if decided else "", said["says"],
    )  # fmt: skip


def _departure(departure: Departure, made: Sequence[Proposed]) -> DepartureMade:
    return DepartureMade(
        departure.rule_set, departure.about, departure.name, what_of(departure, made), departure.proposed,
        departure.decided, departure.reasons,
    )  # fmt: skip


def _live(made: Sequence[Proposed]) -> Iterator[Determination]:
    return (each.live for each in made if each.live is not None)


def _applied(made: Sequence[Proposed], decision: Decision, paper: DecisionPaper) -> Iterator[ProvisionApplied]:
    """With who read each, as the paper of the decision tells it, which names the same provisions in the same order."""
    pairs = [(live, provision) for live in _live(made) for provision in provisions_applied(live, decision)]
    for (live, provision), cited in zip(pairs, paper.law, strict=True):
        stands = next(each for each in live.provisions if each.id == provision.id)
        short = {each.how for each in unchecked_in(live, decision) if each.provision == provision.id}
        yield ProvisionApplied(
            rule_set=live.rule_set.id,
            provision=provision.id,
            cited=provision.citation.provision,
            title=provision.title,
            url=provision.citation.url,
            status=stands.status,
            statement=stands.statement,
            version=stands.version,
            checked=next((how for how in _WORST_FIRST if how in short), "published_text"),
            reviewed=provision.stage == "reviewed",
            read_by=cited.read_by,
        )


def _findings(made: Sequence[Proposed], applied: Sequence[ProvisionApplied]) -> Iterator[ConditionFound]:
    """The conditions of the provisions that the answers rest on."""
    here = {(each.rule_set, each.provision) for each in applied}
    for live in _live(made):
        for each in live.findings:
            if (live.rule_set.id, each.provision) in here:
                because = tuple(dict.fromkeys(fact.fact for fact in each.because))
                yield ConditionFound(
                    live.rule_set.id, each.provision, each.condition, each.statement, each.status, each.cites, because
                )


def _determination(made: Proposed, facts: FactsPut) -> DeterminationMade:
    kept, live = made.kept, made.live
    assert live is not None  # noqa: S101  # refused before
    return DeterminationMade(
        rule_set=kept.rule_set,
        title=live.rule_set.title,
        revision=kept.revision,
        as_at=kept.as_at.isoformat() if kept.as_at else "",
        law_as_at=law_as_at(live),
        record_closed=kept.record_closed,
        engine=json.loads(kept.canonical or b"{}")["engine"]["version"],
        given=facts.given[kept.rule_set],
        sha256=kept.sha256,
        published_sha256=kept.sha256,
    )


def _limits(made: Sequence[Proposed], applied: Sequence[ProvisionApplied]) -> Iterator[str]:
    """What the provisions that were applied do not decide, each once."""
    rule_sets = {live.rule_set.id: live.rule_set for live in _live(made)}
    limits = (limit for each in applied for limit in rule_sets[each.rule_set].provisions[each.provision].limits)
    yield from dict.fromkeys(limits)
