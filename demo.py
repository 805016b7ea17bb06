"""Plays a sample appeal from receipt to letters, act by act as people would do it; every act is a real one.

What a sample does not hold is made up, and each step says so: people, addresses, members, that the law was read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework import HOW, Case, Move, NewCase, assign, change_state, determine, find, receive, state, today
from casework.deciding import (
    DISPOSALS,
    Concluding,
    Decision,
    Departing,
    Line,
    Reviewing,
    Sending,
    conclude,
    confirm_law,
    decided,
    declare,
    depart,
    draft,
    gate,
    issue,
    issued_of,
    letters,
    proposals,
    review,
    said_of_application,
    send_letter,
    to_read,
    write,
)
from demo_sample import held, kind, members, parties, role, sayings, stated, who_decided
from demo_stage import Stage
from engine import capital, words

SERIES = "SAMPLE"  # whatever the settings say: nothing that is played here may look like a real decision
READ_IN = "for this demonstration only: nobody has read it in the published law"
_BY_EMAIL, _LATER = "email", "not_disposed_of"

Sample = Mapping[str, Any]  # a file of fixtures/appeals: its README says what it holds


@dataclass(frozen=True, slots=True)
class Played:
    """What came of it. Where something stands in the way of issuing, ``decision`` is a draft still.

    ``lines`` is the table of what must hold, ``not_stated`` what could settle the questions that have no answer.
    ``papers`` are the decision and its letters as HTML, each by the name of its file without an ending.
    """

    case: Case
    decision: Decision
    lines: tuple[Line, ...]
    not_stated: tuple[str, ...]
    papers: Mapping[str, str]


def play(stage: Stage, sample: Sample) -> Played:
    """Play a sample appeal until its letters are out, or until something stands in the way of issuing it."""
    stage.say("Two people", ["O. Invented is the officer, R. Invented the reviewer. Neither exists outside this play."])
    _receives(stage, sample)
    _states(stage, sample)
    _determines(stage)
    _drafts(stage, sample)
    _decides(stage, sample)
    lacking = _not_stated(stage)
    if not lacking:
        _reads_law(stage)
        _reviews(stage)
    lines = _looks_at_the_table(stage)
    if any(line.lacking for line in lines):
        return Played(stage.case, stage.decision, lines, lacking, {})
    _issues(stage)
    papers = _sends(stage)
    return Played(stage.case, stage.decision, lines, lacking, papers)


def _receives(stage: Stage, sample: Sample) -> None:
    on, named = today(stage.now), tuple(parties(sample))
    new = NewCase(kind(sample).id, sample["title"], on, tuple(sample["rule_sets"]), named)
    with stage.database.writing() as connection:
        case = receive(connection, stage.now, stage.officer, new, stage.rule_sets)
    stage.case_id = case.id
    stage.does(stage.officer, assign, stage.officer.id)
    told = [f"{role(each.role)}: {each.name}, {each.contact}" for each in named]
    told.append("The addresses are made up, and so is the day on which it is received, which is today.")
    stage.say(f"Received as {case.reference}", told)


def _states(stage: Stage, sample: Sample) -> None:
    stage.does(stage.officer, state, sayings(sample), stage.rule_sets)
    stage.say("Stated, each with where it is from", list(stated(sample, stage.rule_sets)))


def _determines(stage: Stage) -> None:
    made = stage.does(stage.officer, determine, stage.rule_sets, stage.rules_dir)
    with stage.database.reading() as connection:
        proposed = [stage.live(connection, each).headline for each in made]
    stage.say("Determined: this is what the rules propose", proposed)
    for to in ("admissible", "determined"):
        stage.does(stage.officer, change_state, Move(to, today(stage.now)))
    stage.say("Moved", ["From received to admissible, and on to determined."])


def _drafts(stage: Stage, sample: Sample) -> None:
    """A draft that adopts what is proposed. What the rules leave open, people may decide, as the source gives it."""
    stage.does(stage.officer, draft, stage.live)
    rests_on = (f"It adopts what is proposed under {each.rule_set}." for each in stage.decision.adopted)
    stage.say("Drafted by O. Invented", list(rests_on))
    told = []
    for question, answer in sample.get("decided", {}).items():
        rule_set, asks = _who_asks(stage, sample, question)
        asked = Departing(rule_set, "question", question, answer["outcome"], answer["reasons"])
        stage.does(stage.officer, depart, asked, stage.live)
        told.append(f"{asks} {capital(words(answer['outcome']))}. {answer['reasons']}")
    if told:
        stage.say("The rules leave this open, and people decide it as the source gives the decision", told)


def _who_asks(stage: Stage, sample: Sample, question: str) -> tuple[str, str]:
    """The rule set of the sample that asks a question, and what it asks."""
    every = ((id, each) for id in sample["rule_sets"] for each in stage.rule_sets[id].questions)
    return next((id, each.asks) for id, each in every if each.id == question)


def _decides(stage: Stage, sample: Sample) -> None:
    """What becomes of the appeal and of the application, where that is known, and who decided."""
    stands = stage.decision.conclusion
    disposal = sample.get("decided", {}).get("disposal", {}).get("outcome", stands.disposal)
    if not (disposal and stands.final):
        return
    who = who_decided(sample)
    stage.does(stage.officer, conclude, Concluding(disposal, stands.final, who))
    said = (DISPOSALS[disposal], said_of_application(disposal, stands.final))
    ends = " ".join(f"{each}." for each in said if each)
    if departures := stage.decision.departures:
        before = stage.decision.text.sections
        reasons = "\n".join(f"- {capital(words(each.decided))}. {each.reasons}" for each in departures)
        added = {"reasons": f"### What the rules leave open\n\n{reasons}", "disposal": ends}
        stage.does(stage.officer, write, {id: f"{before[id]}\n\n{text}" for id, text in added.items()})
    stage.say("Decided", [f"Who decided: {who.name}.", ends, *members(who)])


def _not_stated(stage: Stage) -> tuple[str, ...]:
    """What could settle the questions on which nothing is proposed or decided."""
    decision = stage.decision
    with stage.database.reading() as connection:
        made = proposals(connection, decision, stage.live)
    later = "disposal" if decision.conclusion.disposal == _LATER else ""
    left = [each.question for each in decided(decision, made) if not each.decided and each.question != later]
    needed = (each.live.needs_of for each in made if each.live)
    return tuple(dict.fromkeys(need.ask for needs in needed for question in left for need in needs.get(question, ())))


def _reads_law(stage: Stage) -> None:
    decision = stage.decision
    with stage.database.writing() as connection:
        offered = to_read(connection, decision, proposals(connection, decision, stage.live))
        chosen = [(each.rule_set.id, each.provision.id, each.fingerprint) for each in offered if not each.read]
        if chosen:
            confirm_law(connection, stage.now, stage.officer, chosen, READ_IN, offered)
    told = [capital(each.provision.citation.provision) for each in offered]
    stage.say("Law that no lawyer has reviewed", [*dict.fromkeys(told), f"Recorded as read {READ_IN}."])


def _reviews(stage: Stage) -> None:
    for who in (stage.officer, stage.reviewer):
        stage.does(who, declare, False, "")
    stage.say("Interests declared", ["O. Invented and R. Invented say that they have none in this case."])
    stage.does(stage.reviewer, review, Reviewing(True, "", stage.decision.content))
    stage.say("Reviewed by R. Invented", ["Approved as it stands."])


def _looks_at_the_table(stage: Stage) -> tuple[Line, ...]:
    case, decision = stage.case, stage.decision
    with stage.database.reading() as connection:
        lines = gate(connection, case, decision, stage.live)
    stage.say("What must hold before it is issued", [told for line in lines for told in held(line)])
    return lines


def _issues(stage: Stage) -> None:
    issued = stage.does(stage.officer, issue, SERIES, stage.live)
    stage.say(f"Issued as {issued.reference}", [f"{stage.case.reference} is decided."])


def _sends(stage: Stage) -> dict[str, str]:
    """A letter goes to each party, and the case is closed where it is over; every paper, by the name of its file."""
    case, decision, on = stage.case, stage.decision, today(stage.now)
    with stage.database.reading() as connection:
        papers = {"decision": issued_of(connection, case, decision.id).html or ""}
        to = [each.party for each in letters(connection, case, decision)]
    for place, party in enumerate(to, start=1):
        name = f"letter-{place}-{party.role.replace('_', '-')}"
        papers[name] = _sends_one(stage, decision, Sending(party.id, on, _BY_EMAIL))
        told = f"{role(party.role)}, {HOW[_BY_EMAIL]}, to {party.contact}. It is recorded as sent; nothing leaves here."
        stage.say(f"Letter to {party.name}", [told])
    if decision.conclusion.disposal != _LATER:
        stage.does(stage.officer, change_state, Move("closed", on))
        stage.say("Closed", ["Every party has been told how the case ended."])
    return papers


def _sends_one(stage: Stage, decision: Decision, sending: Sending) -> str:
    ids = (decision.case_id, decision.id)
    with stage.database.writing() as connection:
        version = find(connection, stage.officer, decision.case_id).version
        return send_letter(connection, stage.now, stage.officer, ids, sending, version).html or ""
