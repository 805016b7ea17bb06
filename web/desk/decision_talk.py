"""What people say about a draft: whether they have an interest, what they comment, and what is answered."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from casework import CaseRefused
from casework.deciding import answer, comment, declare
from engine import Fault
from web.desk import sending
from web.desk.addresses import Address
from web.desk.decision import decision_page
from web.desk.decision_frame import allow, of_a_draft
from web.desk.decision_review import reviewing
from web.desk.sending import Places, at_fields, typed
from web.desk.signed_in import actor
from web.office import now

CHOOSE = "say whether you have an interest in this case"


def declare_interest(id: str) -> ResponseReturnValue:
    """Declare whether one has an interest in the case."""
    expected, said, which = sending.expected(), typed("interest.said"), request.form.get("interest.has_one", "")

    def change(connection: Any) -> None:
        allow(connection, id)
        if which not in ("yes", "no"):
            raise CaseRefused([Fault("/has_one", CHOOSE)])
        declare(connection, now(), actor(), id, which == "yes", said, expected)

    fields = {"has_one": "interest.has_one", "said": "interest.said"}
    return _done("declared", id, change, fields, decision_page)


@of_a_draft
def comment_on_draft(id: str) -> ResponseReturnValue:
    """Comment on a section of the draft, or on all of it."""
    expected, section = sending.expected(), typed("section")
    said = f"said.{section or 'whole'}"
    return _done(
        "commented", id, lambda it: comment(it, now(), actor(), id, section, typed(said), expected), {"said": said},
        reviewing, to="desk.review_page",
    )  # fmt: skip


def answer_comment(id: str, comment_id: str) -> ResponseReturnValue:
    """Answer a comment."""
    expected, said = sending.expected(), f"answer.{comment_id}"
    return _done(
        "answered", id, lambda it: answer(it, now(), actor(), id, comment_id, typed(said), expected), {"said": said},
        decision_page,
    )  # fmt: skip


def _done(
    word: str,
    id: str,
    change: Callable[[Any], object],
    fields: Mapping[str, str],
    again: Callable[[str, Places], str],
    to: str = "desk.decision_page",
) -> ResponseReturnValue:
    """Change the draft, and go on to its page; where that is refused, the page shows what is wrong in the form."""

    def work(connection: Any) -> str:
        change(connection)
        return url_for(to, id=id, done=word)

    return sending.sent(work, lambda errors: again(id, at_fields(errors, fields)))


ADDRESSES = (
    Address("/cases/<id>/decision/interests", declare_interest, "interest.declare", "POST"),
    Address("/cases/<id>/decision/comments", comment_on_draft, "decision.comment", "POST"),
    Address("/cases/<id>/decision/comments/<comment_id>", answer_comment, "decision.comment", "POST"),
)
