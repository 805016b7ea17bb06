"""Common Expression Language, through common-expression-language (Rust)."""

from collections.abc import Sequence
from typing import Any

from benchmarks.generate import Case, RuleSpec, Statuses, levels
from benchmarks.infix import Words, infix
from benchmarks.peers import Prepared, load
from benchmarks.rails import plain, rails

_PACKAGE = "common-expression-language"
_WORDS = Words("&&", "||", "!({})", "{} != null", "{}")


def prepare(spec: RuleSpec) -> list[Prepared]:
    """One contender: a program for each level of provisions, since an expression cannot name its own parts."""
    cel = load("cel", _PACKAGE)
    language = infix(_WORDS)
    programs: list[tuple[list[str], Any]] = []
    for level in levels(spec):
        pairs = [rails(provision.whole, language) for provision in level]
        text = ", ".join(f"({met} ? 1 : ({not_met} ? -1 : 0))" for met, not_met in pairs)
        programs.append(([provision.id for provision in level], cel.compile(f"[{text}]")))
    missing = dict.fromkeys(fact.name for fact in spec.facts)

    def encode(cases: Sequence[Case]) -> list[dict[str, Any]]:
        return [missing | {name: plain(value) for name, value in case.items()} for case in cases]

    def run(encoded: list[dict[str, Any]]) -> list[Statuses]:
        return [_determine(cel, programs, facts) for facts in encoded]

    return [
        Prepared(
            "common-expression-language",
            "two rails for each provision; a missing fact is null",
            encode,
            run,
            package=_PACKAGE,
        )
    ]


def _determine(cel: Any, programs: list[tuple[list[str], Any]], facts: dict[str, Any]) -> Statuses:
    context = cel.Context(facts)
    statuses: Statuses = {}
    for names, program in programs:
        decided = dict(zip(names, program.execute(context), strict=True))
        context.update(decided)
        statuses |= decided
    return statuses
