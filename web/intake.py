"""What the public sends us: that a rule may be wrong, and that something published should be taken down.

It stands where cases are kept, and the public site leads here. Nobody signs in, and no cookie is set.
"""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import CaseRefused, Reporting, ReportSort, take_report
from engine import capital
from register import publication
from web import loaded
from web.desk.sending import Places, places_of, typed
from web.office import now, office
from web.shelf import shelf

_TEMPLATES: dict[ReportSort, str] = {"rule": "intake/problem.html", "publication": "intake/take_down.html"}
_HEX = frozenset("0123456789abcdef")

intake = Blueprint("intake", __name__)


@intake.get("/report-a-problem")
def problem_form() -> str:
    """The form for whoever finds that a rule says something else than the law."""
    return _page("rule")


@intake.post("/report-a-problem")
def problem_sent() -> ResponseReturnValue:
    """Keep what was sent."""
    return _taken("rule")


@intake.get("/ask-to-take-down")
def take_down_form() -> str:
    """The form for whoever finds that something published should not be."""
    return _page("publication")


@intake.post("/ask-to-take-down")
def take_down_sent() -> ResponseReturnValue:
    """Keep what was sent."""
    return _taken("publication")


@intake.get("/thank-you/<number>")
def thanks(number: str) -> str:
    """That it was kept, and the number to quote."""
    if len(number) != 8 or not set(number) <= _HEX:
        abort(404, "This is no number of ours: it has eight letters and figures.")
    return render_template("intake/thanks.html", number=number)


def _taken(sort: ReportSort) -> ResponseReturnValue:
    names = ("rule_set", "provision") if sort == "rule" else ("publication",)
    what = Reporting(sort, typed("said"), typed("contact"), **{name: typed(name)[:200] for name in names})
    try:
        with office().private.writing() as connection:
            id = take_report(connection, now(), what)
    except CaseRefused as refused:
        return _page(sort, places_of(refused)), 422
    return redirect(url_for("intake.thanks", number=id[:8]), 303)


def _page(sort: ReportSort, errors: Places | None = None) -> str:
    """The form, which says what it is about where that is known."""
    about = {name: request.values.get(name, "")[:200] for name in ("rule_set", "provision", "publication")}
    rule_set = loaded().find(about["rule_set"])
    provision = rule_set.provisions.get(about["provision"]) if rule_set else None
    return render_template(
        _TEMPLATES[sort], about=about, rule_set=rule_set, provision=provision,
        cited=capital(provision.citation.provision) if provision else "",
        published=_published(about["publication"]), typed=request.form, errors=errors or {},
    )  # fmt: skip


def _published(id: str) -> str:
    """The reference of a publication, where the register has it."""
    if not id:
        return ""
    with shelf().reading() as connection:
        found = publication(connection, id)
    return found.reference if found else ""
