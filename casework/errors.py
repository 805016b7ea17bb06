"""What stops an act in a case, told to the person who must act. Nothing was stored where one of these is raised."""

from collections.abc import Iterable, Mapping

from engine import Fault
from keeping import refusals
from keeping.refusals import NotFound, Stale

__all__ = ["CaseRefused", "NotAllowed", "NotFound", "Stale", "refuse"]

# What an act of people's table of rights is called where somebody may not do it.
ACTS: Mapping[str, str] = {
    "case.receive": "receive a case",
    "case.change": "change what a case is called or which rule sets it is put to",
    "case.assign": "say whose case it is, or who sits on it",
    "case.state": "move a case to another state",
    "case.link": "link cases or part them",
    "case.close_record": "close or reopen the record of a case",
    "party.contact": "read how parties are reached",
    "party.change": "change the parties of a case",
    "party.tell": "record what the parties of a case are told",
    "fact.state": "state facts in a case",
    "judgement.state": "record judgements in a case",
    "determination.make": "determine a case",
    "evidence.add": "add evidence to a case",
    "deadline.extend": "extend a deadline",
    "deadline.meet": "record that something was done, or take that back",
    "decision.draft": "draft a decision",
    "decision.comment": "comment on a draft",
    "decision.review": "review a decision",
    "decision.issue": "issue a decision",
    "decision.correct": "correct an issued decision",
    "decision.supersede": "take up a decided case again",
    "committee.record": "record what becomes of a case and who decided",
    "interest.declare": "declare an interest in a case",
    "law.confirm": "confirm that the law is encoded rightly",
    "letter.write": "write a letter",
    "letter.send": "send a letter",
    "link.make": "make a link that opens a letter",
    "link.revoke": "revoke a link that opens a letter",
    "departure.read": "read where decisions depart from what was proposed",
    "similar.read": "read similar decisions",
    "publication.draft": "prepare a decision for publication",
    "publication.redact": "redact what is to be published, or release it",
    "publication.approve": "approve what is to be published",
    "publication.embargo": "hold a publication back",
    "publication.publish": "publish",
    "publication.correct": "correct a publication",
    "publication.withdraw": "withdraw a publication",
    "takedown.record": "record a request to take something down",
    "takedown.answer": "answer a request to take something down",
    "problem.read": "read what the public reports",
    "problem.answer": "answer what the public reports",
    "subscription.read": "read who follows what is published by e-mail",
    "subscription.erase": "erase the address of somebody who follows what is published",
    "scheme_result.enter": "enter the result of a scheme",
    "absence.state": "say who is away, or who covers for whom",
}


class NotAllowed(refusals.NotAllowed):
    """The actor sees the case, and may not do this in it."""

    words = ACTS


class CaseRefused(Exception):
    """What was asked does not fit the case. ``faults`` holds every reason at once, each with its place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def refuse(faults: Iterable[Fault]) -> None:
    """Raises CaseRefused where there is any fault."""
    if found := tuple(faults):
        raise CaseRefused(found)
