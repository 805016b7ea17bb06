"""What the public reported: problems with rules, for whoever keeps them, and requests to take something down."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import people
from casework import ANSWERING, READING, REPORT_VERDICTS, Report, ReportSort, answer_report, reports_of
from engine import capital
from register import publication
from web import loaded
from web.desk import signed_in
from web.desk.addresses import Address
from web.desk.sending import Places, at_fields, sent, typed
from web.desk.signed_in import actor
from web.ids import as_id
from web.office import now, office
from web.shelf import shelf

_DONE = {"answered": "The answer is kept. Tell it to who wrote, where they say how; nothing else follows by itself."}
_PAGES: Mapping[ReportSort, str] = {"rule": "problems_page", "publication": "takedowns_page"}
_HEADINGS: Mapping[ReportSort, str] = {"rule": "Problems with rules", "publication": "Requests to take something down"}


def problems_page(errors: Places | None = None) -> str:
    """What was reported of rules: what waits for an answer first."""
    return _page("rule", errors)


def takedowns_page(errors: Places | None = None) -> str:
    """What the public asks to be taken down: what waits for an answer first."""
    return _page("publication", errors)


def answer_problem(report_id: str) -> ResponseReturnValue:
    """Answer a report of a problem with a rule."""
    return _answered(report_id, "problems_page", problems_page)


def answer_takedown_asked(report_id: str) -> ResponseReturnValue:
    """Answer a request of the public to take something down."""
    return _answered(report_id, "takedowns_page", takedowns_page)


def in_menu() -> str:
    """Where the menu leads whoever is signed in to read what the public reported; empty where they may read none."""
    session = signed_in.session()
    return next((_at(sort) for sort in _PAGES if session is not None and people.may(session.actor, READING[sort])), "")


def _at(sort: ReportSort) -> str:
    return url_for(f"desk.{_PAGES[sort]}")


def _answered(report_id: str, page: str, again: Any) -> ResponseReturnValue:
    verdict, said, id = typed(f"verdict.{report_id}"), typed(f"said.{report_id}"), as_id(report_id)

    def work(connection: Any) -> str:
        answer_report(connection, now(), actor(), id, verdict, said)
        return url_for(f"desk.{page}", done="answered")

    fields = {"verdict": f"verdict.{id}", "said": f"said.{id}"}
    return sent(work, lambda errors: again(at_fields(errors, fields)))


def _page(sort: ReportSort, errors: Places | None) -> str:
    with office().private.writing() as connection:
        every = reports_of(connection, now(), actor(), sort)
    answering = "answer_problem" if sort == "rule" else "answer_takedown_asked"
    other: ReportSort = "publication" if sort == "rule" else "rule"
    beside = (_HEADINGS[other], _at(other)) if people.may(actor(), READING[other]) else None
    return render_template(
        "desk/reports.html", beside=beside, heading=_HEADINGS[sort],
        waiting=[each for each in every if not each.answers],
        answered=[each for each in every if each.answers], about=_about(every), verdicts=REPORT_VERDICTS,
        answering=f"desk.{answering}", may_answer=people.may(actor(), ANSWERING[sort]),
        writes_notes=sort == "rule" and people.may(actor(), "practice_note.write"),
        typed=request.form, errors=errors or {}, done=_DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def _about(every: Sequence[Report]) -> Mapping[str, tuple[str, str]]:
    """By the id of a report: what it is about, and where that stands; empty where nothing here is of that name."""
    found = {each.id: _rule(each) for each in every if each.sort == "rule"}
    with shelf().reading() as connection:
        for each in every:
            held = publication(connection, each.publication) if each.publication else None
            if held is not None:
                folder = "decisions" if held.kind == "decision" else "scheme-results"
                found[each.id] = (held.reference, f"/{folder}/{held.id}")
    return found


def _rule(each: Report) -> tuple[str, str]:
    rule_set = loaded().find(each.rule_set)
    provision = rule_set.provisions.get(each.provision) if rule_set else None
    if rule_set is None:
        return "", ""
    if provision is None:
        return rule_set.title, url_for("pages.one_rule_set", id=rule_set.id)
    where = url_for("pages.one_provision", id=rule_set.id, provision=provision.id)
    return f"{capital(provision.citation.provision)}: {provision.title}", where


ADDRESSES = (
    Address("/problems", problems_page, "problem.read"),
    Address("/problems/<report_id>", answer_problem, "problem.answer", "POST"),
    Address("/take-down-requests", takedowns_page, "takedown.read"),
    Address("/take-down-requests/<report_id>", answer_takedown_asked, "takedown.answer", "POST"),
)
