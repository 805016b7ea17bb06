"""Letters that go out with an issued decision, one to each party; and what decisions show to those after them."""

from typing import Any

from flask import Response

from casework import Case
from casework.deciding import Sending, decision_of, departed, send_letter, similar, write_letter
from keeping import activity
from schemas.deciding import SaidSchema
from schemas.letters import DepartedItems, LetterItems, LetterSchema, SendingSchema, SimilarItems
from web import loaded
from web.api import stored
from web.api.asking import actor
from web.api.body import read
from web.api.decisions import CHANGE, ONE, READ
from web.api.operations import Blueprint, operation
from web.decision_papers import letters_seen
from web.office import now, office

blueprint = Blueprint("letters", __name__, url_prefix="/api/v1", description="Letters, and what decisions show.")

_LETTERS = f"/cases{ONE}/letters"


@operation(blueprint, "GET", _LETTERS, LetterItems, None, *READ, act="letter.read")
def list_letters(id: str, decision_id: str) -> Response:
    """The letters that go with a decision, and what went out. That they were read is kept in the activity.

    An organisation is told of those that went to itself.
    """

    def read_letters(connection: Any, found: Case) -> stored.Made:
        decision = decision_of(connection, found, decision_id)
        return stored.items(letters_seen(connection, actor(), found, decision), LetterItems)

    return stored.opening(id, "letters", read_letters)


@operation(blueprint, "PUT", f"{_LETTERS}/<party_id>", LetterSchema, SaidSchema, *CHANGE, act="letter.write")
def put_letter(id: str, decision_id: str, party_id: str) -> Response:
    """Write what goes with the letter to a party, before it is sent."""
    return stored.changing(write_letter, (id, decision_id), party_id, read(SaidSchema)["said"], answers=LetterSchema)


@operation(blueprint, "POST", f"{_LETTERS}/<party_id>/sent", LetterSchema, SendingSchema, *CHANGE, act="letter.send")
def post_letter_sent(id: str, decision_id: str, party_id: str) -> Response:
    """Record that the letter to a party goes out, on which day and how. It is kept as it went, with a notice."""
    asked = read(SendingSchema)
    notice = Sending(party_id, asked["on"], asked["how"])
    return stored.changing(send_letter, (id, decision_id), notice, answers=LetterSchema)


@operation(blueprint, "GET", "/departures", DepartedItems, None, *READ, act="departure.read")
def list_departures() -> Response:
    """Where issued decisions depart from what was proposed, by provision. Reading it is kept in the activity."""
    with office().private.writing() as connection:
        found = departed(connection, actor())
        activity.record(connection, now(), actor().id, "departure.read", None, {})
    return stored.answer(stored.items(found, DepartedItems))


@operation(blueprint, "GET", "/cases/<id>/similar", SimilarItems, None, *READ, act="similar.read")
def list_similar(id: str) -> Response:
    """The issued decisions that are most like a case. Those that came to another result stand first.

    That this was read is kept in the activity.
    """

    def alike(connection: Any, found: Case) -> stored.Made:
        return stored.items(similar(connection, actor(), found, rule_sets=loaded().rule_sets), SimilarItems)

    return stored.working(id, "similar", alike)
