"""The rule sets that a case is put to: which are loaded, which knows a name, and putting the case to others."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete

from casework.change import begin, carry_out, note, takes
from casework.errors import CaseRefused, refuse
from casework.kinds import KINDS, rule_set_faults
from casework.model import Case
from casework.seeing import find
from engine import Fault, RuleSet
from keeping import statements
from people import Actor
from storage import case_rule_set


def rule_sets_of(found: Case, rule_sets: Mapping[str, RuleSet]) -> tuple[RuleSet, ...]:
    """The rule sets of a case, in its order. Raises CaseRefused where one of them is no longer loaded."""
    missing = [id for id in found.rule_sets if id not in rule_sets]
    if missing:
        told = (
            f"{found.reference} is put to {' and '.join(missing)}, which is not loaded: restore it, or choose another"
        )
        raise CaseRefused([Fault("/rule_sets", told)])
    return tuple(rule_sets[id] for id in found.rule_sets)


def knows(rule_set: RuleSet, name: str) -> bool:
    """Whether a rule set has a fact, a judgement, a table or a result of this name."""
    return any(name in names for names in (rule_set.facts, rule_set.tables, rule_set.cells, rule_set.results))


def names_of(rule_sets: Sequence[RuleSet]) -> set[str]:
    """Every name under which something is stated."""
    return {name for each in rule_sets for names in (each.facts, each.tables, each.cells) for name in names}


def put_to(
    connection: Connection,
    now: datetime,
    actor: Actor,
    case_id: str,
    chosen: Sequence[RuleSet],
    expected: int,
) -> Case:
    """The case put to other rule sets, or in another order. Raises NotFound, NotAllowed, Stale, CaseRefused.

    What is stated in the case must be known to one of them, or be taken back first.
    """
    found = begin(connection, actor, "case.change", case_id, expected)
    takes(connection, found, "parties")
    ids = tuple(each.id for each in chosen)
    fits = rule_set_faults(KINDS[found.kind], ids, {each.id: each for each in chosen})
    none = [] if ids else [Fault("/rule_sets", "a case is put to one rule set or more: name them, in order")]
    refuse((*none, *fits, *_orphans(connection, found, chosen)))
    carry_out(connection, found)
    connection.execute(delete(case_rule_set).where(case_rule_set.c.case_id == case_id))
    insert_rule_sets(connection, case_id, ids)
    note(connection, now, actor, "case.put_to", case_id, {"rule_sets": list(ids)})
    return find(connection, actor, case_id)


def insert_rule_sets(connection: Connection, case_id: str, ids: Sequence[str]) -> None:
    """Store the rule sets of a case, in order."""
    for place, id in enumerate(ids, start=1):
        connection.execute(case_rule_set.insert().values(case_id=case_id, place=place, rule_set=id))


def _orphans(connection: Connection, found: Case, chosen: Sequence[RuleSet]) -> Iterator[Fault]:
    stands = statements.standing(connection, found.id)
    lost = [each.name for each in stands if not any(knows(rule_set, each.name) for rule_set in chosen)]
    if lost:
        told = f"none of them knows {', '.join(lost)}, which is stated in {found.reference}: take that back first"
        yield Fault("/rule_sets", told)
