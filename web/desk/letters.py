"""Letters at the desk: one to each party with an issued decision, written, looked at, and recorded as sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import casework
import people
from casework import Case, NotFound
from casework.deciding import (
    Decision,
    Letter,
    Sending,
    decision_of,
    decisions_of,
    links_of_letter,
    send_letter,
    write_letter,
)
from web.decision_papers import file_name, letter_html, letters_seen
from web.desk import days, sending
from web.desk.addresses import Address
from web.desk.case_frame import names_of, opening
from web.desk.days import along_with, day_typed
from web.desk.decision_papers import paper
from web.desk.sending import Places, at_fields, typed
from web.desk.signed_in import actor
from web.ids import as_id
from web.office import now

DONE = {
    "written": "What goes with the letter is kept. Look at the letter before it goes out.",
    "sent": "It is recorded that the letter went out, and the party counts as told.",
    "link-made-already": "The link was made already. If you did not see it, revoke it, and make another.",
    "link-revoked": "The link was revoked. It opens nothing any more.",
}
BY = ("post", "email", "by_hand", "online")  # the ways a letter goes
_OF_SENDING = {"on": "sent.on", "how": "sent.how"}
_LABELS = {"said": "What goes with it", "sent.on": "On which day", "sent.how": "How", "link.until": "Until which day"}


@dataclass(frozen=True, slots=True)
class Of:
    """The letters of one issued decision, as far as they are the reader's to see."""

    decision: Decision
    letters: tuple[Letter, ...]


def letters_page(id: str) -> str:
    """The letters of a case, by decision, the newest first."""
    opened, every = opening(id, "letters", lambda connection, found: tuple(reversed(_issued(connection, found))))
    return render_template("desk/letters.html", opened=opened, every=every, errors={}, how=casework.HOW)


def letter_page(id: str, decision_id: str, party_id: str, errors: Places | None = None) -> str:
    """The letter to one party: what goes with it, how it looks, and whether it went out."""

    def look(connection: Any, found: Case) -> Any:
        decision, letter = _one(connection, found, decision_id, party_id)
        links = links_of_letter(connection, now(), letter)
        return decision, letter, links, names_of(connection, (each.made_by for each in links))

    opened, (decision, letter, links, names) = opening(id, "letter", look)
    today, until = days.today(), casework.today(now() + people.LINK_USUAL)
    days_typed = days.typed_day("sent.on", today) | days.typed_day("link.until", until)
    return render_template(
        "desk/letter.html", opened=opened, decision=decision, letter=letter, errors=errors or {}, labels=_LABELS,
        how=casework.HOW, by=BY, typed={"said": letter.said, **days_typed, **request.form}, links=links, names=names,
        reads="party.contact" in opened.may or "decision.read" not in opened.may,
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def write_one_letter(id: str, decision_id: str, party_id: str) -> ResponseReturnValue:
    """Keep what goes with the letter to a party."""
    expected, said = sending.expected(), typed("said")

    def work(connection: Any) -> str:
        write_letter(connection, now(), actor(), (id, as_id(decision_id)), party_id, said, expected)
        return _address(id, decision_id, party_id, "written")

    fields = {"said": "said"}
    return sending.sent(work, lambda errors: letter_page(id, decision_id, party_id, at_fields(errors, fields)))


def send_one_letter(id: str, decision_id: str, party_id: str) -> ResponseReturnValue:
    """Record that the letter to a party went out."""
    expected = sending.expected()
    on, slips = day_typed("sent.on", "/on")
    notice = Sending(party_id, on, typed("sent.how"))

    def work(connection: Any) -> str:
        ids = (id, as_id(decision_id))
        along_with(slips, lambda: send_letter(connection, now(), actor(), ids, notice, expected))
        return _address(id, decision_id, party_id, "sent")

    return sending.sent(work, lambda errors: letter_page(id, decision_id, party_id, at_fields(errors, _OF_SENDING)))


def letter_document(id: str, decision_id: str, party_id: str) -> ResponseReturnValue:
    """The letter to a party, as it went out or as it would."""

    def look(connection: Any, found: Case) -> tuple[str, str]:
        decision, letter = _one(connection, found, decision_id, party_id)
        html = letter_html(connection, actor(), found, decision, letter.party.id)
        return html, f"{file_name(found, decision)} letter to {letter.role.lower()}"

    _, (html, name) = opening(id, "letter", look)
    return paper(html, name)


def _issued(connection: Any, found: Case) -> Sequence[Of]:
    issued = (each for each in decisions_of(connection, found) if each.issued_at)
    return [Of(each, letters_seen(connection, actor(), found, each)) for each in issued]


def _one(connection: Any, found: Case, decision_id: str, party_id: str) -> tuple[Decision, Letter]:
    decision = decision_of(connection, found, as_id(decision_id))
    for each in letters_seen(connection, actor(), found, decision):
        if each.party.id == party_id:
            return decision, each
    raise NotFound


def _address(id: str, decision_id: str, party_id: str, done: str) -> str:
    return url_for("desk.letter_page", id=id, decision_id=decision_id, party_id=party_id, done=done)


_LETTER = "/cases/<id>/decisions/<decision_id>/letters/<party_id>"
ADDRESSES = (
    Address("/cases/<id>/letters", letters_page, "letter.read"),
    Address(_LETTER, letter_page, "letter.read"),
    Address(_LETTER, write_one_letter, "letter.write", "POST"),
    Address(f"{_LETTER}/sent", send_one_letter, "letter.send", "POST"),
    Address(f"{_LETTER}/document", letter_document, "letter.read"),
)
