"""Reviewing a draft: all of it as it would be issued, to be approved or sent back; and issuing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import Case, CaseRefused
from casework.deciding import Interest, Line, Reviewing, gate, interests, issue, paper_of, review
from documents import DecisionPaper
from engine import Fault
from web.desk import sending
from web.desk.addresses import Address
from web.desk.decision import DONE, decision_page
from web.desk.decision_frame import Held, allow, draft_in, of_a_draft, reading
from web.desk.rule_sets import in_titles, titled
from web.desk.sending import Places, at_fields, typed
from web.desk.signed_in import actor
from web.kept_determinations import live, make_ready
from web.office import now, office

CHOOSE = "say whether you approve it or send it back"
_FIELDS = {"approved": "approved", "said": "review.said"}


@dataclass(frozen=True, slots=True)
class Looked:
    """A draft with all that would be issued, and with what stands in the way of that."""

    held: Held
    paper: DecisionPaper
    lines: tuple[Line, ...]
    declared: Mapping[str, Interest]


@of_a_draft
def review_page(id: str) -> ResponseReturnValue:
    """All of a draft as it would be issued, with the forms to comment on it and to review it."""
    return reviewing(id, {})


@of_a_draft
def review_draft(id: str) -> ResponseReturnValue:
    """Approve a draft, or send it back with what is to be mended."""
    expected, which = sending.expected(), request.form.get("approved", "")
    asked = Reviewing(which == "yes", typed("review.said"), typed("content"))

    def work(connection: Any) -> str:
        allow(connection, id)
        if which not in ("yes", "no"):
            raise CaseRefused([Fault("/approved", CHOOSE)])
        review(connection, now(), actor(), id, asked, expected)
        return url_for("desk.decision_page", id=id, done="approved" if asked.approved else "sent-back")

    return sending.sent(work, lambda errors: reviewing(id, at_fields(errors, _FIELDS)))


@of_a_draft
def issue_form(id: str) -> ResponseReturnValue:
    """What is told before a decision is issued; it is final then. Where something is lacking, its page says what."""
    opened, looked = reading(id, "", _look)
    if any(line.lacking for line in looked.lines):
        return redirect(url_for("desk.decision_page", id=id, _anchor="lacking"), 303)
    return render_template(
        "desk/decision_issue.html", opened=opened, looked=looked, series=office().decision_series, errors={}
    )


@of_a_draft
def issue_decision(id: str) -> ResponseReturnValue:
    """Issue a decision: it gets its reference, and the case is decided."""
    expected = sending.expected()
    make_ready(actor(), id)

    def work(connection: Any) -> str:
        issue(connection, now(), actor(), id, office().decision_series, live, expected)
        return url_for("desk.decision_page", id=id, done="issued")

    return sending.sent(work, lambda errors: decision_page(id, at_fields(errors, {})))


def reviewing(id: str, errors: Places) -> str:
    """The page of a review, with what is wrong in one of its forms."""
    opened, looked = reading(id, "", _look)
    return render_template(
        "desk/decision_review.html", opened=opened, looked=looked, held=looked.held, errors=titled(errors),
        typed=request.form, me=actor().id, in_titles=in_titles, done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def _look(connection: Any, found: Case) -> Looked:
    here = draft_in(connection, found)
    return Looked(
        here, paper_of(connection, found, here.decision, live, series=office().decision_series),
        gate(connection, found, here.decision, live), interests(connection, found),
    )  # fmt: skip


ADDRESSES = (
    Address("/cases/<id>/decision/review", review_page, "decision.read"),
    Address("/cases/<id>/decision/review", review_draft, "decision.review", "POST"),
    Address("/cases/<id>/decision/issue", issue_form, "decision.issue"),
    Address("/cases/<id>/decision/issue", issue_decision, "decision.issue", "POST"),
)
