"""The decision of a case at the desk: where it stands, what is lacking, what was issued; begun, and adopted anew."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import casework
from casework import STATES, Case, CaseRefused
from casework.deciding import (
    DISPOSALS,
    FINALS,
    SECTIONS,
    Decision,
    Interest,
    Letter,
    Line,
    Similar,
    adopt_anew,
    decisions_of,
    draft,
    gate,
    interests,
    letters,
)
from engine import Fault, listed
from keeping import NotMadeAgain, determinations
from web.desk import sending
from web.desk.addresses import Address
from web.desk.decision_frame import Held, held, reading
from web.desk.rule_sets import in_titles, titled
from web.desk.sending import Places, at_fields
from web.desk.signed_in import actor
from web.desk.similar import similar_to
from web.kept_determinations import live, make_ready
from web.office import now

DONE = {
    "drafted": "The draft was begun on what was proposed. Read it, change what has to be, and see what is lacking.",
    "adopted": "The draft rests on the newest determination now.",
    "departed": (
        "It was recorded where the decision departs, and why. What was proposed stays beside it. The text is not "
        "changed by this: write it as it has to be."
    ),
    "taken-back": "The departure was taken back: it stands as it was proposed.",
    "concluded": "The disposal, the outcome and who decided are recorded.",
    "declared": "What you declared is recorded.",
    "commented": "Your comment is recorded. It waits for an answer.",
    "answered": "The comment is answered.",
    "approved": "You approved the draft as it stands. Whatever is changed from here on is reviewed again.",
    "sent-back": "You sent the draft back. What is to be mended stands with it.",
    "issued": "The decision is issued, and has its reference. Now write to each party.",
    "corrected": "The slip is recorded beside the decision. Send each party its letter again, with the correction.",
}
# Where each line of the table is mended: the page, the place on it, and the act that the page takes.
WHERE: Mapping[str, tuple[str, str, str]] = {
    "state": ("case_page", "", "case.read"),
    "current": ("determination_page", "determine", "determination.read"),
    "agreed": ("determination_page", "", "determination.read"),
    "answered": ("decision_page", "answers", "decision.read"),
    "concluded": ("conclusion_page", "", "committee.record"),
    "decided_by": ("conclusion_page", "", "committee.record"),
    "reasoned": ("check_answers", "", "fact.read"),
    "written": ("decision_text_page", "", "decision.read"),
    "law": ("decision_law_page", "", "decision.read"),
    "interests": ("decision_page", "interests", "decision.read"),
    "comments": ("decision_page", "text", "decision.read"),
    "reviewed": ("review_page", "", "decision.read"),
    "parties": ("parties_page", "", "case.read"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the decision of a case stands. ``held`` is its newest: a draft, or issued; none where there is neither.

    ``lacking``: why no draft can be begun. ``newer``: the case was determined again since the draft was.
    ``grounds``: on which it could be taken up again, once it is issued.
    """

    held: Held | None
    earlier: tuple[Decision, ...]
    lines: tuple[Line, ...]
    lacking: str
    newer: bool
    declared: Mapping[str, Interest]
    letters: tuple[Letter, ...]
    grounds: tuple[casework.Ground, ...]

    @property
    def draft(self) -> Held | None:
        """The draft, where the newest is one."""
        return self.held if self.held and not self.held.decision.issued_at else None

    @property
    def complete(self) -> bool:
        """Whether nothing is lacking before the draft can be issued."""
        return self.draft is not None and not any(line.lacking for line in self.lines)


def decision_page(id: str, errors: Places | None = None) -> str:
    """Where the decision of a case stands, what is decided, what is lacking, and what was issued."""
    opened, shown = reading(id, "", _look)
    alike: tuple[Similar, ...] = similar_to(opened.case) if shown.draft else ()
    return render_template(
        "desk/decision.html", opened=opened, shown=shown, alike=alike, errors=titled(errors or {}), typed=request.form,
        disposals=DISPOSALS, finals=FINALS, sections=SECTIONS, where=WHERE, me=actor().id, how=casework.HOW,
        states=STATES, in_titles=in_titles, done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def begin_draft(id: str) -> ResponseReturnValue:
    """Begin a draft on the newest determinations of a case."""
    return _done("drafted", id, lambda it, expected: draft(it, now(), actor(), id, live, expected))


def adopt_newest(id: str) -> ResponseReturnValue:
    """Rest the draft on the newest determinations; its text is made from them anew where that is asked for."""
    anew = request.form.get("text") == "anew"
    return _done("adopted", id, lambda it, expected: adopt_anew(it, now(), actor(), id, live, expected, text_anew=anew))


def _done(word: str, id: str, change: Callable[[Any, int], object]) -> ResponseReturnValue:
    expected = sending.expected()
    make_ready(actor(), id)

    def work(connection: Any) -> str:
        try:
            change(connection, expected)
        except NotMadeAgain as not_again:
            raise CaseRefused([Fault("", str(not_again))]) from not_again
        return url_for("desk.decision_page", id=id, done=word)

    return sending.sent(work, lambda errors: decision_page(id, at_fields(errors, {})))


def _look(connection: Any, found: Case) -> Standing:
    every = decisions_of(connection, found)
    newest = every[-1] if every else None
    here = held(connection, found, newest) if newest else None
    is_draft = newest is not None and not newest.issued_at
    kept = determinations.newest(connection, found.id)
    return Standing(
        held=here,
        earlier=every[:-1],
        lines=gate(connection, found, newest, live) if newest and is_draft else (),
        lacking="" if is_draft else _lacking(connection, found),
        newer=is_draft and [each.id for each in kept] != [each.id for each in newest.adopted] if newest else False,
        declared=interests(connection, found),
        letters=letters(connection, found, newest) if newest and newest.issued_at else (),
        grounds=casework.open_grounds(connection, found),
    )


def _lacking(connection: Any, found: Case) -> str:
    """Why no draft can be begun in a case that stands where it takes one; empty where one can."""
    if "decision" not in STATES[found.state].takes:
        return ""
    stale = {kept.rule_set: kept.stale for kept in determinations.newest(connection, found.id)}
    if without := [id for id in found.rule_sets if id not in stale]:
        return f"the case was not determined under {listed(without, 'and')}"
    changed = [id for id in found.rule_sets if stale[id]]
    return f"something changed since it was determined under {listed(changed, 'and')}" if changed else ""


ADDRESSES = (
    Address("/cases/<id>/decision", decision_page, "decision.read"),
    Address("/cases/<id>/decision", begin_draft, "decision.draft", "POST"),
    Address("/cases/<id>/decision/adopted", adopt_newest, "decision.draft", "POST"),
)
