"""Two rule sets side by side, such as two years of a scheme: what is new, gone, changed and how, or the same."""

from collections import Counter
from collections.abc import Mapping

from flask import render_template, request

from engine import RuleSet, comparable, compare
from web.pages.setting import rule_set_or_404, rule_sets


def side_by_side() -> str:
    """What ``?to=`` asks for beside ``?from=``: ids of rule sets. Without both, the form that asks for them."""
    asked = [request.args.get(name, "") for name in ("from", "to")]
    chosen = [rule_set_or_404(id) if id else None for id in asked]
    before, after = chosen
    found = compare(before, after) if before and after and before is not after else None
    return render_template(
        "pages/compare.html", found=found, before=before, after=after, choices=_choices(), called=_called()
    )


def beside(rule_set: RuleSet) -> tuple[RuleSet, ...]:
    """The rule sets with which one can be compared."""
    return comparable(rule_set, rule_sets().values())


def _called() -> Mapping[str, str]:
    """What each rule set is called, by its id: its title up to the colon, where no other has the same there.

    Its instrument tells too little: the actions of a scheme year and its conditions may be of one document.
    """
    short = {each.id: each.title.partition(": ")[0] for each in rule_sets().values()}
    times = Counter(short.values())
    return {id: name if times[name] == 1 else rule_sets()[id].title for id, name in short.items()}


def _choices() -> tuple[RuleSet, ...]:
    """Every rule set that has another to be compared with."""
    return tuple(each for each in rule_sets().values() if beside(each))
