"""Two rule sets side by side, such as two years of a scheme: what is new, gone, changed and how, or the same."""

from flask import render_template, request

from engine import RuleSet, comparable, compare
from web.pages.setting import rule_set_or_404, rule_sets


def side_by_side() -> str:
    """What ``?to=`` asks for beside ``?from=``: ids of rule sets. Without both, the form that asks for them."""
    asked = [request.args.get(name, "") for name in ("from", "to")]
    chosen = [rule_set_or_404(id) if id else None for id in asked]
    before, after = chosen
    found = compare(before, after) if before and after and before is not after else None
    return render_template("pages/compare.html", found=found, before=before, after=after, choices=_choices())


def beside(rule_set: RuleSet) -> tuple[RuleSet, ...]:
    """The rule sets with which one can be compared."""
    return comparable(rule_set, rule_sets().values())


def _choices() -> tuple[RuleSet, ...]:
    """Every rule set that has another to be compared with."""
    return tuple(each for each in rule_sets().values() if beside(each))
