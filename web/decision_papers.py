"""The papers of decisions, as programs and people are given them: as they went out, or as they would."""

import hashlib
from typing import Any

import casework
import documents
from casework import Case, NotAllowed, NotFound
from casework.deciding import Decision, Letter, issued_of, letters, paper_of, preview_letter
from documents import SlipPaper
from people import Actor
from web.kept_determinations import NotWhole, live
from web.office import office

_GONE = "What was decided had to go when the case's time was over; its reference, hash and date stay."


def decision_html(connection: Any, found: Case, decision: Decision) -> str:
    """A decision as HTML: as it was issued, or as the draft of it stands. Raises NotWhole."""
    if not decision.issued_at:
        return documents.decision(paper_of(connection, found, decision, live, series=office().decision_series))
    html = issued_of(connection, found, decision.id).html
    if html is None:
        raise NotWhole("gone", _GONE)
    return html


def slip_html(connection: Any, found: Case, decision: Decision, number: str) -> str:
    """A correction slip of a decision as HTML, by its number as it stands in an address. Raises NotFound."""
    paper = paper_of(connection, found, decision, live)
    for each in paper.corrections:
        if str(each.number) == number:
            return documents.slip(
                SlipPaper(paper.reference, paper.case_reference, paper.title, each, paper.sample, paper.service)
            )
    raise NotFound


def issued_bytes(connection: Any, found: Case, decision_id: str) -> bytes:
    """All that was issued, as the bytes that were kept. Raises NotFound where it is not issued, and NotWhole."""
    issued = issued_of(connection, found, decision_id)
    if issued.canonical is None:
        raise NotWhole("gone", _GONE)
    if hashlib.sha256(issued.canonical).hexdigest() != issued.sha256:
        told = f"Decision {issued.reference} no longer has the hash that it was issued with. Restore it from a backup."
        raise NotWhole("damaged", told)
    return issued.canonical


def letters_seen(connection: Any, asking: Actor, found: Case, decision: Decision) -> tuple[Letter, ...]:
    """The letters that somebody may see: all, for those of the office; else those that went to their organisation."""
    every = letters(connection, found, decision) if decision.issued_at else ()
    if casework.allowed(connection, asking, "decision.read", found):
        return every
    return tuple(each for each in every if each.told and _went_to(asking, each))


def letter_html(connection: Any, asking: Actor, found: Case, decision: Decision, party_id: str) -> str:
    """The letter to a party as HTML, as it went out or as it would. It shows how the party is reached.

    Raises NotFound, and NotAllowed where that is not theirs to read.
    """
    for each in letters_seen(connection, asking, found, decision):
        if each.party.id == party_id:
            if not (_went_to(asking, each) or casework.allowed(connection, asking, "party.contact", found)):
                raise NotAllowed("party.contact")
            return preview_letter(connection, found, decision, party_id)
    raise NotFound


def _went_to(asking: Actor, letter: Letter) -> bool:
    return letter.party.organisation in {role.organisation for role in asking.roles if role.organisation}


def file_name(found: Case, decision: Decision) -> str:
    """What the file of a decision is called, without its ending."""
    called = f"{decision.reference} decision" if decision.reference else f"{found.reference} draft {decision.place}"
    return called.replace("/", "-")
