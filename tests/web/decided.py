"""A case with decisions in it, made by two people without a program between, every text in words of one's own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import people
from casework import Move, find
from casework.deciding import (
    SECTIONS,
    Concluding,
    Decided,
    Decision,
    Departing,
    Reviewing,
    Sending,
    answer,
    comment,
    conclude,
    confirm_law,
    correct,
    decided,
    declare,
    depart,
    draft,
    issue,
    issued_of,
    letters,
    link_letter,
    proposals,
    review,
    send_letter,
    to_read,
    write,
    write_letter,
)
from casework.moving import change_state
from casework.publishing import draft as begin_publication
from casework.publishing import record_request, write_summary
from documents import words
from keeping import Committee, DecidedBy, Member
from people import Actor
from tests.casework.deciding import SERIES
from tests.web.kept import TODAY, Case
from tests.web.officers import Caller, Place
from web.kept_determinations import live

OF_THE_ISSUED = ("/issued", "/corrections", "/letters")  # what only an issued decision has, by its addresses
Words = Callable[[str], str]  # the text for a field of this name


@dataclass(frozen=True)
class Making:
    """Two people at work on the decisions of a case."""

    place: Place
    case_id: str
    officer: Actor
    reviewer: Actor
    say: Words

    def does(self, act: Callable[..., Any], *said: Any, by: Actor | None = None, about: Any = None) -> Any:
        """What an act of casework gives back, done by the officer or somebody else to the case as it is now."""
        actor = by or self.officer
        with self.place.client.application.app_context(), self.place.database.writing() as connection:
            version = find(connection, actor, self.case_id).version
            return act(connection, datetime.now(UTC), actor, about or self.case_id, *said, version)

    def looks(self, look: Callable[..., Any], *about: Any) -> Any:
        """What is read."""
        with self.place.client.application.app_context(), self.place.database.reading() as connection:
            return look(connection, *about)


def in_everything(place: Place, case: Case, reviewer: Caller, say: Words) -> Mapping[str, str]:
    """A decision that was issued and a draft in its place; ids by the names that addresses have for them."""
    making = _making(place, case, reviewer, say)
    before = _issued(making)
    again = Move("determined", TODAY, say("superseded"), "court_quashed", say("court"), say("court’s reference"), TODAY)
    making.does(change_state, again)
    made = _written(making, making.does(draft, live))
    made = _commented(making, made)
    published = _publication(making, before.id)
    return {
        "id": case.id,
        "decision_id": made.id,
        "issued_id": before.id,
        "comment_id": made.comments[0].id,
        "party_id": _parties(making, before)[-1],
        "link_id": _linked(making, before),
        "number": "1",
        **published,
    }


def _publication(making: Making, decision_id: str) -> dict[str, str]:
    """A publication that was begun, with a summary and a request to take something down."""
    say, by, at = making.say, making.officer, datetime.now(UTC)
    with making.place.client.application.app_context(), making.place.database.writing() as connection:
        made = begin_publication(connection, at, by, making.case_id, decision_id)
        made = write_summary(connection, at, by, made.id, say("summary"), made.version)
        made = record_request(connection, at, by, made.id, (say("asker"), say("asked")), made.version)
    return {"publication_id": made.id, "request_id": made.requests[0].id, "form": "txt"}


def issued(place: Place, case: Case, reviewer: Caller, say: Words) -> str:
    """The id of the decision of a determined case: issued, corrected, and sent to the last of the parties only."""
    return _issued(_making(place, case, reviewer, say)).id


def _making(place: Place, case: Case, reviewer: Caller, say: Words) -> Making:
    with place.database.reading() as connection:
        officer, other = (people.actor(connection, each.person_id) for each in (case.officer, reviewer))
    assert officer is not None
    assert other is not None
    return Making(place, case.id, officer, other, say)


def _issued(making: Making) -> Decision:
    say, reviewer = making.say, making.reviewer
    made = _commented(making, _written(making, making.does(draft, live)))
    making.does(answer, made.comments[0].id, say("answer"))
    making.does(declare, True, say("declared"))
    making.does(declare, False, say("no longer"))
    making.does(declare, False, "", by=reviewer)
    _law_read(making, made)
    for approved in (False, True):
        making.does(review, Reviewing(approved, say(f"review {approved}"), made.content), by=reviewer)
    out: Decision = making.does(issue, SERIES, live)
    ids = (making.case_id, out.id)
    making.does(correct, (_standing(making, out), say("should be"), say("why")), about=ids)
    every = _parties(making, out)
    for party in every:
        making.does(write_letter, party, say("letter"), about=ids)
    making.does(send_letter, Sending(every[-1], TODAY, "post"), about=ids)
    return out


def _written(making: Making, made: Decision) -> Decision:
    """Every answer that is open is decided, and one that is proposed otherwise; concluded, and the text is written."""
    say = making.say
    for place, each in enumerate(_answers(making, made)):
        if not each.decided or not place:
            asked = Departing(each.rule_set, "question", each.question, _other(each), say("departure"))
            made = making.does(depart, asked, live)
    said = {each.question: each.decided for each in _answers(making, made)}
    making.does(conclude, Concluding(said.get("disposal", "dismiss"), said.get("final", "none"), _committee(say)))
    sections = {each.id: say(f"section {each.id}") for each in SECTIONS}
    sections["reasons"] += f"\n\n{say('stands')}"
    written: Decision = making.does(write, sections)
    return written


def _standing(making: Making, out: Decision) -> str:
    """Words that stand in an issued decision: one's own, where a page shows them as they were typed."""

    def look(connection: Any) -> str:
        return issued_of(connection, find(connection, making.officer, making.case_id), out.id).html or ""

    own = making.say("stands")
    return own if " ".join(own.split()) in words(making.looks(look)) else "Who decided"


def _commented(making: Making, made: Decision) -> Decision:
    commented: Decision = making.does(comment, "reasons", making.say("comment"), by=making.reviewer)
    assert commented.id == made.id
    return commented


def _law_read(making: Making, made: Decision) -> None:
    offered = making.looks(lambda connection: to_read(connection, made, proposals(connection, made, live)))
    chosen = [(each.rule_set.id, each.provision.id, each.fingerprint) for each in offered if not each.read]

    def confirm(connection: Any, at: datetime, actor: Actor, *_: Any) -> None:
        confirm_law(connection, at, actor, chosen, making.say("read in"), offered)

    if chosen:
        making.does(confirm)


def _answers(making: Making, made: Decision) -> tuple[Decided, ...]:
    found: tuple[Decided, ...] = making.looks(lambda connection: decided(made, proposals(connection, made, live)))
    return found


def _parties(making: Making, made: Decision) -> list[str]:
    def look(connection: Any) -> Any:
        return letters(connection, find(connection, making.officer, making.case_id), made)

    return [each.party.id for each in making.looks(look)]


def _linked(making: Making, issued: Decision) -> str:
    """The id of a link to the letter that was sent."""
    party, ends = _parties(making, issued)[-1], datetime.now(UTC) + timedelta(days=1)

    def make(connection: Any, at: datetime, actor: Actor, ids: tuple[str, str], *_: Any) -> str:
        return link_letter(connection, at, actor, ids, party, ends).id

    id: str = making.does(make, about=(making.case_id, issued.id))
    return id


def _other(each: Decided) -> str:
    """Another outcome than the one that is proposed: an appeal is dismissed where that can be."""
    others = [outcome for outcome in each.possible if outcome != each.proposed]
    return "dismiss" if "dismiss" in others else others[0]


def _committee(say: Words) -> DecidedBy:
    members = (
        Member(say("member 0"), dissent=say("dissent"), no_interest=True),
        *(Member(say(f"member {number}"), no_interest=True) for number in (1, 2)),
        Member(say("member 3"), interest=say("interest"), withdrew=True),
    )
    return DecidedBy("", committee=Committee(say("committee"), members, 2))
