"""A decision as the documents set it: gathered from what was adopted, departed from, concluded and written."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

import documents
import people
from casework.deciding.law import LawRead, to_read
from casework.deciding.matter import Said, on_the_matter
from casework.deciding.model import Decision, Departure, Live, Proposed, Slip
from casework.deciding.next_steps import next_steps
from casework.deciding.outcomes import decided, law_as_at
from casework.deciding.reading import decisions_of, proposals
from casework.deciding.sections import SECTIONS
from casework.deciding.words import DISPOSALS, said_of_application
from casework.kinds import KINDS
from casework.model import Case, Party
from casework.rows import parties_of
from casework.texts import today
from documents import Answered, Correction, DecisionPaper, DepartedFrom, LawCited, Part, RestsOn
from engine import Determination, Provision, capital, listed
from engine import words as spaced
from keeping import DecidedBy
from keeping.judgements import Committee

SAMPLE = "SAMPLE"
_OF_LAW = frozenset({"appeal", "dispute"})
_NOT_ANSWERED = "Nothing is decided on this yet"


def paper_of(
    connection: Connection,
    found: Case,
    decision: Decision,
    live: Live,
    reference: str = "",
    issued_at: datetime | None = None,
    series: str = "",
) -> DecisionPaper:
    """The paper of a decision as it stands; with its reference and its day where it is issued, or about to be.

    ``series``: in which a draft would be issued. One that would be a sample is marked as a sample already.
    """
    made = proposals(connection, decision, live)
    reference = reference or decision.reference
    at = issued_at or decision.issued_at
    others = {each.id: each for each in decisions_of(connection, found)}
    later = next((each for each in others.values() if each.supersedes == decision.id and each.reference), None)
    earlier = others[decision.supersedes].reference if decision.supersedes in others else ""
    return DecisionPaper(
        reference=reference,
        case_reference=found.reference,
        kind=KINDS[found.kind].title,
        title=found.title,
        decided_on=today(at) if at else None,
        disposal=DISPOSALS.get(decision.conclusion.disposal, ""),
        final=said_of_application(decision.conclusion.disposal, decision.conclusion.final),
        answers=_answers(decision, made),
        parties=_parties(found, parties_of(connection, found.id)),
        decided_by=_who(decision.conclusion.decided_by),
        parts=tuple(Part(each.id, each.title, decision.text.sections.get(each.id, "")) for each in SECTIONS),
        departures=tuple(_departed(each, made) for each in decision.departures),
        law=_law(connection, decision, made),
        rests_on=tuple(_rests_on(each) for each in made),
        next_steps=next_steps(of_law(found), decision.conclusion.disposal),
        supersedes="" if decision.after_deferral else earlier,
        superseded_by=later.reference if later and not later.after_deferral else "",
        corrections=tuple(correction_of(each) for each in decision.slips),
        matter=matter_of(found, decision, made),
        sample=(reference or f"{series}/").startswith(f"{SAMPLE}/"),
        service=service_of(found),
        follows=earlier if decision.after_deferral else "",
    )


def matter_of(found: Case, decision: Decision, made: Sequence[Proposed]) -> tuple[str, ...]:
    """What is decided on the matter itself, each in a sentence without its end; nothing where the outcome tells it."""
    said = (Said(each.rule_set, each.question, each.asks, each.decided, each.says) for each in decided(decision, made))
    return on_the_matter(KINDS[found.kind], decision.conclusion.disposal, decision.conclusion.final, said)


def of_law(found: Case) -> bool:
    """Whether it is an appeal or a dispute, and not about a scheme."""
    return bool(KINDS[found.kind].rule_set_kinds & _OF_LAW)


def service_of(found: Case) -> str:
    """Who writes, as it stands at the head of a paper."""
    return documents.SERVICE if of_law(found) else "NHS Resolution, Maternity Incentive Scheme"


def correction_of(slip: Slip) -> Correction:
    """A slip, as documents set it."""
    return Correction(slip.number, slip.stands, slip.should_be, slip.why, today(slip.at))


def _answers(decision: Decision, made: Sequence[Proposed]) -> tuple[Answered, ...]:
    return tuple(
        Answered(
            each.asks,
            capital(spaced(each.decided)) if each.decided else _NOT_ANSWERED,
            each.says,
            (capital(spaced(each.proposed)) if each.proposed else _NOT_ANSWERED) if each.departure else "",
        )
        for each in decided(decision, made)
    )


def _parties(found: Case, parties: Sequence[Party]) -> tuple[tuple[str, str], ...]:
    kind = KINDS[found.kind]
    here = [each for each in parties if each.left_at is None]
    return tuple((role.title if (role := kind.role(each.role)) else spaced(each.role), each.name) for each in here)


def _who(decided_by: DecidedBy | None) -> tuple[str, ...]:
    """Who decided, a line each; members who withdrew, and dissent with its reasons, are told."""
    if decided_by is None:
        return ()
    return _committee(decided_by.committee) if decided_by.committee else (decided_by.officer,)


def _committee(committee: Committee) -> tuple[str, ...]:
    sat = [each.name for each in committee.members if not each.withdrew]
    lines = [f"{committee.name}: {listed(sat, 'and')} (quorum: {committee.quorum})"]
    lines += [f"{each.name} withdrew, having declared an interest" for each in committee.members if each.withdrew]
    lines += [f"{each.name} dissented: {each.dissent}" for each in committee.members if each.dissent.strip()]
    return tuple(lines)


def _departed(departure: Departure, made: Sequence[Proposed]) -> DepartedFrom:
    return DepartedFrom(
        what=what_of(departure, made),
        proposed=spaced(departure.proposed) if departure.proposed else "not answered",
        decided=spaced(departure.decided),
        reasons=departure.reasons,
    )


def what_of(departure: Departure, made: Sequence[Proposed]) -> str:
    """What a departure is about, in the rules' own words."""
    live = next((each.live for each in made if each.kept.rule_set == departure.rule_set), None)
    if live is None:
        return spaced(departure.name)
    if departure.about == "question":
        return next((each.asks for each in live.rule_set.questions if each.id == departure.name), departure.name)
    provision, _, condition = departure.name.partition("#")
    cited = live.rule_set.provisions[provision]
    if departure.about == "provision":
        return f"{cited.question} ({cited.citation.provision})"
    here = (each for each in live.findings if (each.provision, each.condition) == (provision, condition))
    return next((f"{each.statement} ({each.cites})" for each in here), departure.name)


def _law(connection: Connection, decision: Decision, made: Sequence[Proposed]) -> tuple[LawCited, ...]:
    """Each provision that an answer rests on, proposed or decided, with its deep link, in the law's order."""
    read = {(each.rule_set.id, each.provision.id): each.read for each in to_read(connection, decision, made)}
    names = people.names(connection, {mark.by for marks in read.values() for mark in marks})
    return tuple(
        LawCited(
            provision.citation.provision, provision.title, provision.citation.url,
            _read_by(read.get((live.rule_set.id, provision.id), ()), names),
        )
        for live in (each.live for each in made if each.live is not None)
        for provision in provisions_applied(live, decision)
    )  # fmt: skip


def provisions_applied(live: Determination, decision: Decision) -> tuple[Provision, ...]:
    """The provisions that carried what was proposed, and by which people decided otherwise, in the law’s order."""
    carried = (ground.provision for answer in live.questions for ground in answer.determined_by)
    mine = (each for each in decision.departures if each.rule_set == live.rule_set.id)
    otherwise = (
        live.named_for(each.name, each.decided) if each.about == "question" else (each.name.partition("#")[0],)
        for each in mine
    )
    applied = {*carried, *(id for ids in otherwise for id in ids)}
    return tuple(each for each in live.rule_set.provisions.values() if each.id in applied)


def _read_by(marks: Sequence[LawRead], names: Mapping[str, str]) -> str:
    said = [f"{names.get(mark.by, '')} ({mark.read_in})" for mark in marks]
    return listed(said, "and") if said else ""


def _rests_on(made: Proposed) -> RestsOn:
    live, kept = made.live, made.kept
    as_at = law_as_at(live) if live else ""
    return RestsOn(live.rule_set.title if live else kept.rule_set, kept.rule_set, kept.revision, kept.sha256, as_at)
