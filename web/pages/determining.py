"""The form of a rule set and the determination it leads to. Nothing is stored, so no token guards the form against
other sites: the most that another site could do is to have a determination shown to somebody."""

from collections.abc import Mapping

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine import Determination, FactError, RuleSet
from web.api.rule_sets import determination_json
from web.pages import forms, grouping
from web.pages.samples import case_or_404
from web.pages.setting import rule_set_or_404
from web.pages.typed_values import Typed


def form(id: str) -> str:
    """The empty form; with ``?case=NAME``, filled with what a sample case states."""
    rule_set = rule_set_or_404(id)
    name = request.args.get("case")
    if name is None:
        return _page(rule_set, Typed())
    case = case_or_404(name)
    return _page(rule_set, forms.typed_from(rule_set, case.raw), taken_from=case.raw["title"])


def determined(id: str) -> ResponseReturnValue:
    """The determination of what was typed, above the form that still holds it; with ``as=json``, as the API has it."""
    rule_set = rule_set_or_404(id)
    try:
        determination = forms.determination_of(rule_set, request.form)
    except FactError as wrong:
        return _page(rule_set, request.form, forms.faults_by_place(wrong.faults, rule_set)), 422
    if request.form.get("as") == "json":
        return determination_json(determination)
    return _page(rule_set, request.form, {}, determination)


def _page(
    rule_set: RuleSet,
    typed: Typed,
    errors: Mapping[str, str] | None = None,
    determination: Determination | None = None,
    taken_from: str = "",
) -> str:
    return render_template(
        "pages/determine.html",
        rule_set=rule_set,
        groups=grouping.by_role(rule_set),
        typed=typed,
        taken_from=taken_from,
        errors=errors or {},
        determination=determination,
        findings=grouping.by_provision(determination) if determination else {},
    )
