"""What must hold before a decision is issued: one table. The page, the API and the refusal all read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection

import people
from casework.deciding.deciders import is_decider
from casework.deciding.interests import Interest, interests
from casework.deciding.law import ToRead, to_read
from casework.deciding.model import Decision, Live, Proposed
from casework.deciding.outcomes import Decided, decided, decided_of
from casework.deciding.reading import proposals
from casework.deciding.sections import SECTIONS
from casework.deciding.words import DISPOSAL, DISPOSALS, FINAL, FINALS, NO_ANSWER
from casework.kinds import KINDS
from casework.model import Case
from casework.rows import assignments_of, parties_of
from casework.states import STATES
from engine import listed
from engine import words as spaced
from keeping import determinations, judgements

_APPLICANT = "applicant"
_NAMED = 3  # provisions that are named in a sentence; the page of the law lists them all


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table as it stands in a case: ``lacking`` is empty where it holds."""

    id: str
    says: str
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Looked:
    """All that the lines look at, read once."""

    connection: Connection
    case: Case
    decision: Decision
    proposals: tuple[Proposed, ...]
    answers: tuple[Decided, ...]
    law: tuple[ToRead, ...]
    declared: dict[str, Interest]
    names: dict[str, str] = field(default_factory=dict)

    def name(self, person_id: str) -> str:
        return self.names.get(person_id, person_id)


def gate(connection: Connection, found: Case, decision: Decision, live: Live) -> tuple[Line, ...]:
    """Every line of the table, in its order."""
    made = proposals(connection, decision, live)
    looked = _Looked(
        connection, found, decision, made, decided(decision, made), to_read(connection, decision, made),
        interests(connection, found), people.names(connection, _named(decision)),
    )  # fmt: skip
    return tuple(Line(line.id, line.says, tuple(line.lacking(looked))) for line in LINES)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the table: what must hold, and what to tell whoever has to act where it does not."""

    id: str
    says: str
    lacking: Callable[[_Looked], Iterator[str]]


def _stands_at(looked: _Looked) -> Iterator[str]:
    if looked.case.state != "determined":
        state = STATES[looked.case.state].title.lower()
        yield f"{looked.case.reference} is {state}, and a decision is issued only while its case stands at determined"


def _stale(looked: _Looked) -> Iterator[str]:
    newest = {kept.rule_set: kept for kept in determinations.newest(looked.connection, looked.case.id)}
    adopted = {kept.rule_set: kept for kept in looked.decision.adopted}
    for id in looked.case.rule_sets:
        if id not in adopted:
            yield f"it does not rest on a determination under {id}: determine the case, and adopt that"
        elif newest[id].id != adopted[id].id:
            yield f"the case was determined again under {id} since it was drafted: adopt the newer determination"
        elif newest[id].stale:
            yield f"the case changed since it was determined under {id}: determine it again, and adopt that"
    yield from (f"the case is no longer put to {id}: adopt anew" for id in adopted if id not in looked.case.rule_sets)


def _disagree(looked: _Looked) -> Iterator[str]:
    for each in looked.proposals:
        if each.live is None:
            yield f"under {each.kept.rule_set}: {each.why_not}"


def _unanswered(looked: _Looked) -> Iterator[str]:
    conclusion = looked.decision.conclusion
    for each in looked.answers:
        stays_open = each.question == DISPOSAL and conclusion.disposal == "not_disposed_of"
        if not each.decided and not stays_open:
            yield f"nothing is decided on the question “{each.asks}”: {_how_to_answer(looked, each)}"


def _how_to_answer(looked: _Looked, each: Decided) -> str:
    live = next(made.live for made in looked.proposals if made.kept.rule_set == each.rule_set)
    asks = [need.ask for need in live.needs_of[each.question]] if live else []
    stated = (
        f"state what could settle it ({' '.join(asks[:3])}{' …' if len(asks) > 3 else ''})" if asks else "state more"
    )
    return f"{stated}, or decide it yourself, with reasons"


def _unconcluded(looked: _Looked) -> Iterator[str]:
    conclusion = looked.decision.conclusion
    if conclusion.disposal not in DISPOSALS:
        yield "how the appeal is disposed of is not recorded: record it"
    if conclusion.final not in FINALS:
        yield "what becomes of the application is not recorded: record it"
    before = _stated(looked, "commissioner_decision")
    if conclusion.disposal == "confirm" and before and conclusion.final not in ("", NO_ANSWER, before):
        yield (
            f"the commissioner’s decision, “{spaced(before)}”, is confirmed, and what becomes of the application is "
            f"“{spaced(conclusion.final)}”: record another disposal or another outcome"
        )
    for question, said, of_what in ((DISPOSAL, conclusion.disposal, "disposal"), (FINAL, conclusion.final, "outcome")):
        answer = decided_of(looked.answers, question)
        if answer and answer != said:
            yield (
                f"the {of_what} recorded is “{spaced(said)}”, and the answer decided is “{spaced(answer)}”: record "
                "that, or depart from the answer, with reasons"
            )


def _nobody_decided(looked: _Looked) -> Iterator[str]:
    who = looked.decision.conclusion.decided_by
    if who is None:
        yield "who decided is not recorded: name the officer, or the Committee with its members and quorum"
    else:
        yield from (fault.message for fault in judgements.faults_of(who, ""))
        for name in who.not_asked:
            yield f"it is not recorded whether {name}, who decided, has an interest: ask them, and record what they say"


def _unreasoned(looked: _Looked) -> Iterator[str]:
    for made in looked.proposals:
        given = made.kept.given.get("judgements", {})
        for name, said in given.items():
            if not judgements.says_something(str(said.get("reasons", ""))) and "answer" in said:
                ask = made.live.rule_set.facts[name].ask if made.live else name
                yield f"no reasons are recorded for the judgement “{ask}”: record them, and determine the case again"
    for each in looked.decision.departures:
        if not judgements.says_something(each.reasons):
            yield f"no reasons are recorded for departing on {spaced(each.name)}: record them"


def _unwritten(looked: _Looked) -> Iterator[str]:
    sections = looked.decision.text.sections
    for section in SECTIONS:
        if not judgements.says_something(sections.get(section.id, "")):
            yield f"the section “{section.title}” is empty: write it"
    if looked.decision.departed_since:
        yield "the text is older than a departure: read it, change what no longer holds, and keep it as a new version"


def _unreviewed(looked: _Looked) -> Iterator[str]:
    decision = looked.decision
    last = decision.reviews[-1] if decision.reviews else None
    if last is None:
        yield "nobody has reviewed it: have somebody review it who wrote and decided none of it"
    elif not last.approved:
        yield f"{looked.name(last.by)} sent it back: mend it, and have it reviewed again"
    elif last.content != decision.content:
        yield f"it was changed since {looked.name(last.by)} approved it: have it reviewed again"
    elif last.by in decision.authors:
        yield f"{looked.name(last.by)} wrote a part of it: have somebody else review it"
    elif is_decider(decision, assignments_of(looked.connection, looked.case.id), last.by, looked.name(last.by)):
        yield f"{looked.name(last.by)} decided it, or sits on the case: have somebody else review it"


def _uncommented(looked: _Looked) -> Iterator[str]:
    for each in looked.decision.open_comments:
        yield f"a comment of {looked.name(each.by)} has no answer: answer it"


def _undeclared(looked: _Looked) -> Iterator[str]:
    for id in sorted(_who(looked.decision), key=looked.name):
        mine = looked.declared.get(id)
        if mine is None:
            yield f"{looked.name(id)} has not declared whether they have an interest: ask them to"
        elif mine.has_one:
            yield f"{looked.name(id)} declared an interest and had a part in it: somebody else has to do that part"


def _unread_law(looked: _Looked) -> Iterator[str]:
    unread = [each for each in looked.law if not each.read]
    by_rule_set: dict[str, list[str]] = {}
    for each in unread:
        by_rule_set.setdefault(each.rule_set.title, []).append(each.provision.citation.provision)
    for title, cited in by_rule_set.items():
        names = list(dict.fromkeys(cited))
        more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
        told = listed([*names[: _NAMED if more else None], *more])
        yield f"under {title}, nobody has confirmed that they read {told} in the published law: read it, and confirm it"


def _parties(looked: _Looked) -> Iterator[str]:
    here = [party for party in parties_of(looked.connection, looked.case.id) if party.left_at is None]
    for role in KINDS[looked.case.kind].roles:
        if [party.role for party in here].count(role.id) < role.at_least:
            yield f"no {role.title.lower()} is named: add each"
    if _APPLICANT not in {party.role for party in here} and _stated(looked, "who_appeals") == "someone_else":
        yield "the applicant, whose application somebody else’s appeal is about, is not named: add them"
    for party in here:
        if not party.contact.strip():
            yield f"how {party.name} is reached is not recorded: add an address, so that they can be told"


def _stated(looked: _Looked, name: str) -> str:
    """What the newest determinations were given of a choice; empty where it was not stated, or not as one answer."""
    given = (each.kept.given.get("facts", {}).get(name) for each in looked.proposals)
    said = next((each for each in given if each is not None), None)
    value = said.get("value") if isinstance(said, dict) else said
    return value if isinstance(value, str) else ""


def _who(decision: Decision) -> set[str]:
    """Everybody whose work stands in a decision, or who reviewed it."""
    return {*decision.authors, *(each.by for each in decision.reviews if each.content == decision.content)}


def _named(decision: Decision) -> set[str]:
    """Everybody of whom a line may tell."""
    spoke = [*(each.by for each in decision.reviews), *(each.by for each in decision.comments)]
    return {*decision.authors, *spoke}


LINES: tuple[Rule, ...] = (
    Rule("state", "the case stands at determined", _stands_at),
    Rule("current", "it rests on the newest determinations, and nothing changed in the case since", _stale),
    Rule("agreed", "both readings of the rules agree, and give again what was kept", _disagree),
    Rule("answered", "every question has an answer, proposed or decided", _unanswered),
    Rule("concluded", "the disposal and the outcome are recorded, as they were decided", _unconcluded),
    Rule("decided_by", "who decided is recorded, with the quorum of a Committee, and has no interest", _nobody_decided),
    Rule("reasoned", "every judgement and every departure has its reasons", _unreasoned),
    Rule("written", "every section of the text is written", _unwritten),
    Rule("law", "somebody has read in the published law whatever no lawyer has reviewed", _unread_law),
    Rule("interests", "whoever had a part in it has declared that they have no interest", _undeclared),
    Rule("comments", "every comment is answered", _uncommented),
    Rule("reviewed", "somebody who wrote and decided none of it has approved it as it stands", _unreviewed),
    Rule("parties", "every party is named, and how each is reached", _parties),
)


def refusal(reference: str, lines: tuple[Line, ...]) -> list[str]:
    """Everything that stands in the way of issuing, in words."""
    return [f"{reference} cannot be issued yet: {told}" for line in lines for told in line.lacking]
