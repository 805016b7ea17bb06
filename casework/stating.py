"""Stating facts and judgements in a case: each is typed by every rule set that knows it, and all are stored or none."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from casework import days_told
from casework.change import begin, carry_out, takes
from casework.errors import CaseRefused, refuse
from casework.model import Case
from casework.rules import knows, names_of, rule_sets_of
from engine import FactError, Fault, RuleSet, nearest, read_facts
from keeping import statements
from keeping.sayings import Saying, Stated, StatementRefused
from people import Actor

_PLACES = {"fact": "facts", "judgement": "judgements"}
_ACTS = {"fact": "fact.state", "judgement": "judgement.state"}


def state(
    connection: Connection,
    now: datetime,
    actor: Actor,
    case_id: str,
    sayings: Sequence[Saying],
    rule_sets: Mapping[str, RuleSet],
    expected: int,
) -> tuple[Stated, ...]:
    """Store what is said, and return what then stands of each. What names a notice is the day of that notice.

    Raises NotFound, NotAllowed, Stale, CaseRefused; FactError with every fault at once, each with a JSON pointer such
    as ``/facts/NAME`` or ``/judgements/NAME/decided_by``.
    """
    found = _begin(connection, actor, case_id, sayings, expected)
    chosen = rule_sets_of(found, rule_sets)
    sayings, faults = days_told.filled(connection, found, chosen, sayings)
    faults += [*_unsourced(sayings), *_untyped(chosen, sayings)]
    with connection.begin_nested():  # what is kept for a moment, so that keeping says its faults too, is given up
        carry_out(connection, found)
        try:
            made = statements.state(connection, now, actor.id, case_id, sayings)
        except StatementRefused as refused:
            faults += refused.faults
        if faults:
            raise FactError(dict.fromkeys(faults))
    return made


def _begin(connection: Connection, actor: Actor, case_id: str, sayings: Sequence[Saying], expected: int) -> Case:
    sorts = {each.sort for each in sayings}
    acts = [act for sort, act in _ACTS.items() if sort in sorts] or ["fact.state"]
    found, *_ = (begin(connection, actor, act, case_id, expected) for act in acts)
    takes(connection, found, "facts")
    refuse([] if sayings else [Fault("", "nothing is stated here: state a fact or a judgement")])
    if found.record_closed and "fact" in sorts:
        told = (
            f"the record of {found.reference} is closed, so no more facts are stated. Open it again first, with reasons"
        )
        raise CaseRefused([Fault("/facts", told)])
    return found


def _unsourced(sayings: Sequence[Saying]) -> Iterator[Fault]:
    """A fact that is stated says where it is from; that nobody knows or asked needs no source."""
    for each in sayings:
        said = each.said if isinstance(each.said, Mapping) else {}
        open_still = each.said is None or "state" in said
        if each.sort == "fact" and not (open_still or each.source.strip() or each.evidence or _within(each.said)):
            yield Fault(f"{_at(each)}/source", "where is this from? Give the source, or an item of evidence")


def _at(saying: Saying) -> str:
    escaped = saying.name.replace("~", "~0").replace("/", "~1")
    return f"/{_PLACES[saying.sort]}/{escaped}"


def _within(said: object) -> bool:
    """Whether there is a source in the value: of a table or a list, of each of its items."""
    if isinstance(said, list):
        return bool(said) and all(_within(each) for each in said)
    return isinstance(said, Mapping) and bool(str(said.get("source", "")).strip())


def _untyped(rule_sets: Sequence[RuleSet], sayings: Sequence[Saying]) -> Iterator[Fault]:
    """What no rule set knows, and what one that knows it cannot take. What is taken back needs no type."""
    said = [each for each in sayings if each.said is not None and each.sort in _PLACES]
    for each in said:
        if not any(knows(rule_set, each.name) for rule_set in rule_sets):
            told = f"no rule set of this case has such a fact.{nearest(each.name, names_of(rule_sets))}"
            yield Fault(_at(each), told)
    for rule_set in rule_sets:
        mine: dict[str, dict[str, object]] = {"facts": {}, "judgements": {}}
        for each in said:
            if knows(rule_set, each.name):
                mine[_PLACES[each.sort]][each.name] = each.said
        try:
            read_facts(rule_set, mine)
        except FactError as error:
            yield from error.faults
