"""The interview of a case: the list of what is asked, what is asked next, and the answers before it is determined."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import Case
from keeping import statements
from web.desk import answering, from_notice, record_files
from web.desk.addresses import Address
from web.desk.asked import barrier
from web.desk.case_frame import looking, working
from web.desk.said import in_words
from web.desk.tasks import TAGS, Interview, interview_of

DONE = {
    "answered": "Your answer is kept.",
    record_files.CHANGED: "Your answer is kept.",
    record_files.SAME: "The rows are those of before, so what was said of them still holds: that they are all.",
    "taken-back": "It was taken back. The history keeps what was said, and why it no longer stands.",
}


def _listed(connection: Any, found: Case) -> tuple[Interview, str]:
    """The interview, and of a table that was just stated, whose word no longer stands that its rows are all."""
    table = request.args.get("rows", "")
    history = statements.history(connection, found.id, table) if table else ()
    return interview_of(connection, found), record_files.no_longer_all(history)


def interview_page(id: str) -> str:
    """The list of tasks, under each rule set of the case, in the law's order. That it was read is kept."""
    opened, (interview, gone) = working(id, "interview", _listed)
    done = f"{DONE.get(request.args.get('done', ''), '')} {gone}".strip()
    return render_template(
        "desk/interview.html", opened=opened, interview=interview, next=interview.next(opened), tags=TAGS,
        barrier=barrier, done=done,
    )  # fmt: skip


def next_question(id: str, name: str) -> ResponseReturnValue:
    """Go on from a question to the next that nobody has answered; after the last, to all answers."""
    opened, interview = looking(id, interview_of)
    if interview.troubles:
        return redirect(url_for("desk.interview_page", id=id), 303)
    following = interview.next(opened, name)
    if following is None:
        return redirect(url_for("desk.check_answers", id=id), 303)
    return redirect(url_for("desk.question", id=id, name=following.asked.name), 303)


def check_answers(id: str) -> str:
    """Every answer in order, and what is still open with what follows from that. That it was read is kept."""
    opened, interview = working(id, "facts", interview_of)
    return render_template(
        "desk/check.html", opened=opened, interview=interview, barrier=barrier, tags=TAGS,
        said={task.asked.name: in_words(task.asked, task.stated) for task in interview.tasks if task.stated},
        can_determine="determination.make" in opened.may and "facts" in opened.takes,
    )  # fmt: skip


ADDRESSES = (
    Address("/cases/<id>/interview", interview_page, "fact.read"),
    Address("/cases/<id>/interview/check", check_answers, "fact.read"),
    Address("/cases/<id>/interview/<name>/next", next_question, "fact.read"),
    *answering.ADDRESSES,
    *from_notice.ADDRESSES,
)
