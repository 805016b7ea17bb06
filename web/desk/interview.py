"""The interview of a case: the list of what is asked, what is asked next, and the answers before it is determined."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.desk import answering
from web.desk.addresses import Address
from web.desk.asked import barrier
from web.desk.case_frame import looking, opening
from web.desk.said import in_words
from web.desk.tasks import TAGS, interview_of

DONE = {
    "answered": "Your answer is kept.",
    "taken-back": "It was taken back. The history keeps what was said, and why it no longer stands.",
}


def interview_page(id: str) -> str:
    """The list of tasks, under each rule set of the case, in the law's order."""
    opened, interview = looking(id, interview_of)
    return render_template(
        "desk/interview.html", opened=opened, interview=interview, next=interview.next(opened), tags=TAGS,
        barrier=barrier, done=DONE.get(request.args.get("done", "")),
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
    opened, interview = looking(id, interview_of)
    opening(id, "facts", lambda _connection, _found: None)
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
)
