"""Closing the record: what is still needed falls by the burden of proof, in passes, or closing is refused."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from engine.errors import ClosingRefused, Fault
from engine.evaluate import Evaluation
from engine.facts import Facts, TableStatement
from engine.model import RuleSet
from engine.needs import Need, needs_of_questions
from engine.rows import closed, falling_fields
from engine.sentences import role
from engine.values import Known, Options, Span, holds


def read(rule_set: RuleSet, facts: Facts, as_at: date | None, fallen: Mapping[str, Known] | None = None) -> Evaluation:
    """One state of knowledge: what is stated, and what has fallen in its place; on the law of ``as_at`` where given."""
    fell = dict(fallen or {})
    tables = {name: said.table for name, said in facts.items() if isinstance(said, TableStatement)}
    tables |= {name: closed(rule_set.tables[name], tables[name]) for name in fell if name in rule_set.tables}
    stated = {name: said.known for name, said in facts.items() if said.state == "stated" and name not in tables}
    given = stated | {name: known for name, known in fell.items() if name not in tables}
    if as_at is not None:
        return Evaluation(rule_set, given, Span(as_at, as_at), tables)
    known = Evaluation(rule_set, given, Span(), tables).fact(rule_set.as_at)
    return Evaluation(rule_set, given, known if isinstance(known, Span) else Span(), tables)


def close(ev: Evaluation, facts: Facts, as_at: date | None) -> tuple[Evaluation, dict[str, Known]]:
    """Let what is still needed fall, in passes, until nothing more does; refuse if somebody has still to find."""
    rule_set, fallen = ev.rule_set, dict[str, Known]()
    while True:
        needs = needs_of_questions(ev, facts, rule_set.questions)
        falling = _falling(ev, needs)
        if not falling:
            break
        fallen |= falling
        ev = read(rule_set, facts, as_at, fallen)
    open_still = [need for need in needs if need.what in ("find", "rows")]
    if open_still:
        raise ClosingRefused(_cannot_close(rule_set, need) for need in open_still)
    return ev, fallen


def _falling(ev: Evaluation, needs: tuple[Need, ...]) -> dict[str, Known]:
    """What falls in one pass. A fact that is worked out too waits for what it is worked out from to settle it."""
    falling = {need.fact: known for need in needs if (known := _falls_to(ev, need)) is not None}
    plain = {name: known for name, known in falling.items() if not _derived(ev, name)}
    return plain or dict(list(falling.items())[:1])


def _derived(ev: Evaluation, name: str) -> bool:
    return name in ev.rule_set.facts and ev.rule_set.facts[name].derived


def _falls_to(ev: Evaluation, need: Need) -> Known | None:
    if need.what == "rows":
        fields = falling_fields(ev.rule_set.tables[need.fact], ev.table(need.fact))
        return Options(fields) if fields else None
    fact = ev.rule_set.facts[need.fact]
    fallen, known = fact.if_not_shown, ev.fact(need.fact)
    if need.what not in ("ask", "close") or fallen is None:
        return None
    if isinstance(fallen, str):
        return _end_of(known, fallen)
    return fallen if holds(fallen, known) else None


def _end_of(known: Known, which: Literal["lowest", "highest"]) -> Known | None:
    end = (known.low if which == "lowest" else known.high) if isinstance(known, Span) and known.some else None
    return None if end is None else Span(end, end)


def _cannot_close(rule_set: RuleSet, need: Need) -> Fault:
    if need.what == "rows":
        told = (
            "somebody has still to fill the table, to settle what is disputed in it, or to say that it is complete: "
            f"{need.ask} Nothing has been changed."
        )
        return Fault(f"/facts/{need.fact}", f"the record cannot be closed: {told}")
    fact = rule_set.facts[need.fact]
    place = "judgements" if fact.judgement else "facts"
    who = (
        f"{role(need.shown_by)} has still to decide"
        if fact.judgement
        else "the parties differ, and somebody has still to find"
    )
    return Fault(f"/{place}/{need.fact}", f"the record cannot be closed: {who}: {need.ask} Nothing has been changed.")
