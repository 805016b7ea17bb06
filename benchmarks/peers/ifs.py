"""Plain Python ifs, written out for these rules: the reference that every other contender must agree with."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from benchmarks.generate import Case, Provision, RuleSpec, Statuses
from benchmarks.infix import Words, infix
from benchmarks.peers import Prepared
from benchmarks.rails import rails

_WORDS = Words(
    "and", "or", "not {}", "{} is not None", "{}", "True", "False", day="date({0.year}, {0.month}, {0.day})".format
)


def prepare(spec: RuleSpec) -> list[Prepared]:
    """One contender: a function of some hundreds of lines, compiled once."""
    determine = _compiled(source(spec))

    def run(cases: Sequence[Case]) -> list[Statuses]:
        return [determine(case.get) for case in cases]

    return [Prepared("hand-written ifs", "if surely met … elif surely not met … else not known", list, run)]


def source(spec: RuleSpec) -> str:
    """The function as Python text: every fact is looked up once, then one if for each provision."""
    lines = ["def determine(get):"]
    lines += [f"    {fact.name} = get('{fact.name}')" for fact in spec.facts]
    for provision in spec.provisions:
        lines += _ifs(provision)
    pairs = ", ".join(f"'{provision.id}': {provision.id}" for provision in spec.provisions)
    return "\n".join([*lines, f"    return {{{pairs}}}", ""])


def _ifs(provision: Provision) -> list[str]:
    met, not_met = rails(provision.whole, infix(_WORDS))
    return [
        f"    if {met}:",
        f"        {provision.id} = 1",
        f"    elif {not_met}:",
        f"        {provision.id} = -1",
        "    else:",
        f"        {provision.id} = 0",
    ]


def _compiled(text: str) -> Callable[[Any], Statuses]:
    names: dict[str, Any] = {"date": date}
    exec(compile(text, "ifs", "exec"), names)  # noqa: S102 - text of ours, made above from a structure of ours
    function: Callable[[Any], Statuses] = names["determine"]
    return function
