"""The law as it is written here: rule sets, and one provision as law, as a tree and on a time line."""

from datetime import date

from flask import abort, render_template, request

from engine import unchecked_conditions
from register import decisions_that_applied
from web import loaded
from web.pages import comparing, coverage, reading
from web.pages.setting import provision_or_404, rule_set_or_404, rule_sets
from web.pages.texts import read_at
from web.pages.timeline import timeline
from web.practice import notes_about
from web.shelf import shelf

APPLIED_SHOWN = 5  # decisions that applied a provision, the newest


def home() -> str:
    """What this is, and where to begin."""
    return render_template("pages/home.html", rows=reading.overview(rule_sets().values()))


def all_rule_sets() -> str:
    """Every rule set with its questions."""
    return render_template("pages/rule_sets.html", rows=reading.overview(rule_sets().values()))


def one_rule_set(id: str) -> str:
    """One rule set: its questions, provisions, facts and limits, in the law's order."""
    rule_set = rule_set_or_404(id)
    return render_template(
        "pages/rule_set.html",
        rule_set=rule_set,
        lines=reading.lines(rule_set),
        used=reading.used_by(rule_set),
        unchecked=unchecked_conditions(rule_set),
        area=next((area for area in coverage.areas() if rule_set.id.startswith(f"{area}/")), ""),
        beside=comparing.beside(rule_set),
    )


def one_provision(id: str, provision: str) -> str:
    """One provision in its newest version, or as ``?version=YYYY-MM-DD`` asks: any day on which it was in force.

    The law is shown although the register, which has the decisions that applied it, cannot be read.
    """
    rule_set = rule_set_or_404(id)
    one = provision_or_404(rule_set, provision)
    shown = reading.version_on(one, _day_asked_for())
    if shown is None:
        abort(404, f"No version of this provision was in force on {request.args['version']}.")
    applied = shelf().asked(lambda it: decisions_that_applied(it, rule_set.id, provision, APPLIED_SHOWN))
    return render_template(
        "pages/provision.html",
        rule_set=rule_set,
        provision=one,
        shown=shown,
        newest=shown is one.versions[0],
        conditions=reading.conditions(shown),
        read_at=read_at(loaded().rules_dir, rule_set, shown),
        line=timeline(one, rule_set.covers_from, shown),
        read_by=reading.read_by(rule_set, provision),
        applied=applied,
        notes=notes_about(rule_set.id, provision),
        problem=shelf().intake("/report-a-problem", rule_set=rule_set.id, provision=provision),
        by_email=shelf().intake("/follow-by-email", provision=f"{rule_set.id}/{provision}"),
    )


def _day_asked_for() -> date | None:
    asked = request.args.get("version")
    if asked is None:
        return None
    try:
        return date.fromisoformat(asked)
    except ValueError:
        abort(404, f"{asked} is not a day. Write the version's day as YYYY-MM-DD, such as 2024-05-01.")
