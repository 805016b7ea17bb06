"""Entries of the activity in words that a person reads: each act of every room has its sentence here."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casework import STATES
from engine import words
from keeping import Entry
from people import ROLES

WORDS: Mapping[str, str] = {
    "case.received": "Received the case",
    "case.put_to": "Put the case to its rule sets: {rule_sets}",
    "case.assigned": "Gave the case to {officer_id}",
    "case.seated": "Let {person_id} sit on the case",
    "case.unseated": "Ended that {person_id} sits on the case",
    "case.retitled": "Changed the title of the case",
    "case.state_changed": "Moved the case from “{before}” to “{after}”",
    "case.linked": "Put the case together with another one ({how})",
    "case.unlinked": "Parted the case from another one ({how})",
    "case.exported": "Exported all that is held about the case",
    "case.values_gone": "Let the values of the case go, since its time was over",
    "case.read": "Read the case{what}",
    "case.searched": "Searched the cases, and was shown {count}",
    "record.closed": "Closed the record",
    "record.reopened": "Opened the record again",
    "party.added": "Added a party: {role}",
    "party.changed": "Changed what is written about a party: {role}",
    "party.left": "Recorded that a party has no part in the case any more",
    "party.told": "Recorded what a party was told",
    "party.told_taken_back": "Took back that a party was told something",
    "fact.stated": "Stated a fact: {name}",
    "fact.corrected": "Changed a fact that was stated: {name}",
    "fact.taken_back": "Took a fact back: {name}",
    "fact.read": "Read what is stated{what}",
    "judgement.stated": "Recorded a judgement: {name}",
    "judgement.corrected": "Changed a judgement: {name}",
    "judgement.taken_back": "Took a judgement back: {name}",
    "judgement.read": "Read the judgements{what}",
    "evidence.added": "Added evidence item {place}",
    "evidence.read": "Looked through the evidence",
    "evidence.saved": "Saved the file of evidence item {evidence_id}",
    "determination.made": "Determined the case under {rule_set}",
    "determination.read": "Read {determinations}",
    "determination.replayed": "Made {determinations} again, and compared",
    "decision.drafted": "Began a draft of the decision",
    "decision.adopted_anew": "Rested the draft on {determinations} again",
    "decision.departed": "Departed from what was proposed: {name}",
    "decision.departure_taken_back": "Took back a departure: {name}",
    "decision.concluded": "Recorded the disposal, the outcome and who decided",
    "decision.written": "Wrote version {count} of the text",
    "decision.commented": "Commented on the draft{what}",
    "decision.comment_answered": "Answered a comment on the draft",
    "decision.approved": "Approved the draft as it stood",
    "decision.sent_back": "Sent the draft back",
    "decision.issued": "Issued the decision as {decision_reference}",
    "decision.corrected": "Corrected a slip in the decision",
    "decision.read": "Read the decision{what}",
    "interest.declared": "Declared whether they have an interest",
    "law.confirmed": "Confirmed that they read a provision: {name}",
    "letter.written": "Wrote what goes with a letter",
    "letter.sent": "Recorded that a letter went out",
    "letter.read": "Read the letters{what}",
    "departure.read": "Read where decisions depart from what was proposed",
    "similar.read": "Read which decisions are like it",
    "publication.read": "Read what is to be published{what}",
    "takedown.read": "Read the requests to take something down{what}",
    "publication.drafted": "Began to prepare the decision for the register",
    "publication.written": "Wrote what the register says in summary, or why it is changed",
    "publication.redacted": "Redacted what is to be published",
    "publication.released": "Released something personal for publication",
    "publication.unredacted": "Took a redaction or a release back",
    "publication.settled": "Said until when a publication is held back, and whether it is to be found",
    "publication.preview_sent": "Made a link to a preview of the publication",
    "publication.approved": "Approved what is to be published",
    "publication.to_be_published": "Sent the decision to the register",
    "publication.to_be_corrected": "Sent a correction to the register",
    "publication.to_be_withdrawn": "Asked the register to withdraw the publication",
    "publication.published": "It was published",
    "publication.corrected": "The publication was corrected",
    "publication.withdrawn": "The publication was withdrawn",
    "publication.refused": "The register refused what was sent to it",
    "publication.put_back": "It was put back into the register, which had lost it",
    "takedown.recorded": "Recorded a request to take something down",
    "takedown.answered": "Answered a request to take something down",
    "report.read": "Read what the public sent",
    "report.answered": "Answered what the public sent",
    "subscription.read": "Read who follows by e-mail what is published",
    "subscription.erased": "Erased the address of somebody who followed by e-mail what is published",
    "scheme_result.entered": "Entered a scheme result",
    "scheme_result.changed": "Changed a scheme result",
    "assessment.begun": "Began the assessment of a trust for {name}",
    "assessment.site_added": "Added a site to an assessment",
    "assessment.site_removed": "Took a site out of an assessment",
    "assessment.stated": "Stated a fact in an assessment: {name}",
    "assessment.corrected": "Changed a fact that was stated in an assessment: {name}",
    "assessment.taken_back": "Took back what was stated in an assessment: {name}",
    "assessment.table_brought": "Brought a table for an assessment, with {count} rows",
    "assessment.evidence_added": "Added item {place} to an assessment",
    "assessment.evidence_serves": "Said what an item of an assessment supports",
    "assessment.evidence_approved": "Approved item {place} of an assessment",
    "assessment.noted": "Made a note on a requirement of an assessment",
    "assessment.status_recorded": "Recorded how an action stands in an assessment",
    "assessment.money_stated": "Stated sums of money in an assessment",
    "assessment.snapshot_taken": "Took snapshot {place} of an assessment",
    "assessment.signed": "Signed an assessment: signature {place} of four",
    "assessment.submitted": "Submitted an assessment: receipt {reference}",
    "assessment.read": "Read an assessment",
    "assessment.values_gone": "Let the values of an assessment go, since its time was over",
    "icb_trust.entered": "Said which integrated care board a trust belongs to",
    "deadline.extended": "Extended a deadline",
    "deadline.met": "Recorded that something due was done",
    "deadline.reopened": "Took back that something due was done",
    "deadline.read": "Read what is due",
    "calendar.made": "Made an address for their calendar",
    "calendar.revoked": "Ended the address of the calendar of {person_id}",
    "backup.made": "Made a backup",
    "backup.restored": "Restored a backup",
    "database.migrated": "Brought a database to the shape of a newer version",
    "register.signed": "Signed the log of the register",
    "register.key_replaced": "Replaced the key that signs the log of the register",
    "register.imported": "Brought decisions made elsewhere into the register: {count}",
    "register.copied": "Copied the register",
    "person.added": "Added an account: {person}",
    "person.listed": "Looked through the accounts",
    "person.read": "Looked up the roles of {person}",
    "person.changed": "Changed the account of {person}",
    "person.reset": "Gave {person} a new one-time password",
    "person.linked": "Recorded how an issuer names {person}",
    "person.sealed_anew": "Sealed what opens the second factors with a new key",
    "person.left": "Recorded that {person} has left",
    "person.back": "Recorded that {person} is back",
    "role.given": "Gave {person} a role: {role}",
    "role.taken": "Took a role from {person}: {role}",
    "session.opened": "Signed in",
    "session.risen": "Signed in with a second factor",
    "session.ended": "Ended a session of {person}",
    "session.all_ended": "Ended every session of {person}",
    "session.refused": "Was not let in",
    "token.added": "Made an API token for {person}",
    "token.listed": "Looked through the API tokens of {person}",
    "token.revoked": "Revoked an API token",
    "activity.read": "Looked through the activity of the case",
    "absence.stated": "Recorded that {person} is away",
    "absence.ended": "Recorded that somebody is back early",
    "link.made": "Made a link to one document",
    "link.used": "Opened a document by its link",
    "link.revoked": "Revoked a link to a document",
}
NO_WORDS = "Did something for which this page has no words yet"
NOT_SAID = "what, is not written here"
_WHAT = {
    "parties": ": its parties", "notices": ": who was told what", "states": ": where it stood",
    "facts": ": every fact", "judgements": ": every one", "text": ": its text",
    "law_to_read": ": the law that it rests on", "adopted": ": the findings that it adopts",
    "application": ": the application", "law": ": the law", "findings": ": the findings", "reasons": ": the reasons",
    "disposal": ": the disposal", "document": ": its document", "issued": ": all that was issued",
    "correction": ": a correction", "letter": ": one of them", "publications": ": what is published of it",
    "publication": ": what is to be published", "reader": ": what is to be published, as it will be read",
    "interview": ": in the order in which it is asked", "links": ": which cases go with it",
    "record": ": when its record was closed",
}  # fmt: skip
_PEOPLE = ("officer_id", "person_id", "person", "cover", "cover_id")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the case: its people by id, what is asked for by name, rule sets by id, items by id."""

    names: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)
    rule_sets: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, int] = field(default_factory=dict)


def about(entry: Entry) -> dict[str, Any]:
    """What an entry says. One that somebody altered may say anything; its verification tells."""
    try:
        said = json.loads(entry.about)
    except ValueError:
        said = None
    return said if isinstance(said, dict) else {}


def people_in(entries: Iterable[Entry]) -> set[str]:
    """The ids of those who did something, and of those to whom it was done."""
    told = {said[key] for said in map(about, entries) for key in _PEOPLE if isinstance(said.get(key), str)}
    return told | {entry.actor for entry in entries}


def in_words(entry: Entry, known: Known) -> str:
    """What was done, in a sentence without its full stop."""
    said = about(entry)
    act = "evidence.saved" if entry.act == "evidence.read" and "evidence_id" in said else entry.act
    return WORDS.get(act, NO_WORDS).format_map(_Words(said, known))


class _Words(dict[str, str]):
    """What stands in the place of each name within a sentence, however little an entry says."""

    def __init__(self, said: Mapping[str, Any], known: Known) -> None:
        super().__init__({key: str(value) for key, value in said.items() if isinstance(value, str | int)})
        self.update({key: known.names.get(self[key], "somebody") for key in _PEOPLE if key in self})
        self.update({key: make(self[key], known) for key, make in _MADE.items() if key in self})
        self["rule_sets"] = _listed(said.get("rule_sets"), known.rule_sets)
        self["what"] = _what(self.get("name", ""), said.get("name", ""), known)
        many = len(said["determined_ids"]) if isinstance(said.get("determined_ids"), list) else 1
        self["determinations"] = "a determination" if many == 1 else f"{many} determinations"

    def __missing__(self, key: str) -> str:
        return NOT_SAID


def _what(shown: str, name: Any, known: Known) -> str:
    """What was read, where an entry says more of it than its act."""
    return f": {shown}" if name in known.asks else _WHAT.get(str(name), "")


def _listed(ids: Any, titles: Mapping[str, str]) -> str:
    return ", ".join(titles.get(str(id), str(id)) for id in ids) if isinstance(ids, list) else NOT_SAID


def _state(id: str, _: Known) -> str:
    return STATES[id].title if id in STATES else id


def _role(said: str, _: Known) -> str:
    kind, _sign, of = said.partition(" ")
    title = ROLES[kind].title if kind in ROLES else words(kind)
    return f"{title} ({of})" if of else title


_MADE: Mapping[str, Callable[[str, Known], str]] = {
    "name": lambda name, known: known.asks.get(name, words(name)),
    "rule_set": lambda id, known: known.rule_sets.get(id, id),
    "evidence_id": lambda id, known: str(known.items.get(id, NOT_SAID)),
    "before": _state,
    "after": _state,
    "role": _role,
    "how": lambda how, _: words(how),
}
