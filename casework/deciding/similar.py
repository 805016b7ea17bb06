"""Similar decisions: by the provisions that carried the answers, and the facts behind them. The weights stand here.

Two decisions are alike by the weights of what they share, as a part of the weights of all that mattered in either.
Those that applied the same provisions and came to another result stand first, since they are what consistency asks for.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from math import floor
from typing import Any

from sqlalchemy import Connection, select

from casework.deciding.words import DISPOSAL, FINAL, NO_ANSWER
from casework.determining import still_needed
from casework.errors import CaseRefused, NotAllowed
from casework.model import Case
from engine import FactError, RuleSet
from keeping import determinations
from people import Actor, may
from storage import decision, decision_adopted, determined, issued_decision

WEIGHTS: Mapping[str, int] = {
    "provision": 3,  # the same provision carried the answer
    "status": 2,  # and was met, or was not, in both
    "fact": 1,  # a fact behind it is the same in both
}
LEAST = Fraction(1, 4)  # what is less alike is not shown
SAME_PROVISIONS = Fraction(1, 2)  # so many of the provisions of either are shared: then another result is told first
_NEWEST = 500  # decisions that are looked through

_Mattered = Mapping[tuple[str, ...], str]  # what mattered, and how it stood
_Compared = tuple[Fraction, "Similar", bool]  # how alike, and whether it applied the same provisions


@dataclass(frozen=True, slots=True)
class Similar:
    """An issued decision that is like a case: how much, what they share, and in what they differ.

    ``provisions`` and ``facts`` are shared and the same; ``differ`` stood otherwise there. ``other_result``: it applied
    the same provisions and came to another result than is proposed here, or, where nothing is proposed yet, than others
    that applied them.
    """

    reference: str
    issued_at: datetime
    disposal: str
    final: str
    alike: str
    other_result: bool
    provisions: tuple[str, ...]
    facts: tuple[str, ...]
    differ: tuple[str, ...]


def similar(
    connection: Connection,
    actor: Actor,
    found: Case,
    most: int = 5,
    rule_sets: Mapping[str, RuleSet] | None = None,
) -> tuple[Similar, ...]:
    """The issued decisions that are most like a case as it was last determined.

    With the rule sets in use it is compared as it stands, where it was never determined or changed since. Raises
    NotAllowed, and EngineDisagreement.
    """
    if not may(actor, "similar.read"):
        raise NotAllowed("similar.read")
    others = list(_issued(connection, found))
    here = _here(connection, found, rule_sets or {}) if others else ()
    if not here:
        return ()
    mine, results = _mattered(here), _results(here)
    every = (each for each in others if (each[1] and _shares(mine, each[1])))
    told = [_compared(mine, results, row, theirs) for row, theirs in every]
    alike = [each for each in told if each[0] >= LEAST]
    if _is_open(here, results):
        alike = _told_apart(alike)
    alike.sort(key=lambda each: (not each[1].other_result, -each[0], each[1].reference))
    return tuple(each for _, each, _ in alike[:most])


def _here(connection: Connection, found: Case, rule_sets: Mapping[str, RuleSet]) -> Sequence[Any]:
    """What the case is compared by. What contradicts itself, or is put to no rule set, is no better known."""
    newest = determinations.newest(connection, found.id)
    if rule_sets and (not newest or any(kept.stale for kept in newest)):
        with suppress(CaseRefused, FactError):
            return [json.loads(made.canonical) for made in still_needed(connection, found, rule_sets)]
    return [json.loads(kept.canonical) for kept in newest if kept.canonical]


def _issued(connection: Connection, found: Case) -> Iterator[tuple[Any, _Mattered]]:
    """The newest issued decisions of other cases, each with what mattered in it."""
    columns = (decision.c.id, decision.c.reference, decision.c.issued_at, issued_decision.c.canonical)
    wanted = (
        select(*columns).join(issued_decision, issued_decision.c.decision_id == decision.c.id)
        .where(decision.c.case_id != found.id, issued_decision.c.canonical.is_not(None))
        .order_by(decision.c.issued_at.desc(), decision.c.id).limit(_NEWEST)
    )  # fmt: skip
    rows = connection.execute(wanted).all()
    adopted = _adopted(connection, [row.id for row in rows])
    for row in rows:
        yield row, _mattered(adopted.get(row.id, ()))


def _adopted(connection: Connection, ids: Sequence[str]) -> Mapping[str, list[Any]]:
    """The determinations that decisions rest on, by the decision: those of its last round."""
    joined = decision_adopted.join(determined, determined.c.id == decision_adopted.c.determined_id)
    columns = (decision_adopted.c.decision_id, decision_adopted.c.round, determined.c.canonical)
    wanted = select(*columns).select_from(joined).where(decision_adopted.c.decision_id.in_(ids))
    rounds: dict[str, int] = {}
    found: dict[str, list[Any]] = {}
    for row in connection.execute(wanted.order_by(decision_adopted.c.round)) if ids else ():
        if row.round != rounds.get(row.decision_id):
            rounds[row.decision_id], found[row.decision_id] = row.round, []
        if row.canonical:
            found[row.decision_id].append(json.loads(row.canonical))
    return found


def _mattered(made: Iterable[Mapping[str, Any]]) -> _Mattered:
    """The provisions that carried the answers with how each stood, and the facts behind their findings."""
    found: dict[tuple[str, ...], str] = {}
    for each in made:
        rule_set = each["rule_set"]["id"]
        carried = {ground["provision"] for answer in each["questions"] for ground in answer["determined_by"]} - {""}
        for provision in each["provisions"]:
            if provision["id"] in carried:
                found["provision", rule_set, provision["id"]] = provision["status"]
        for finding in each["findings"]:
            if finding["provision"] in carried:
                for because in finding["because"]:
                    found["fact", because["fact"]] = json.dumps(because["value"], sort_keys=True)
    return found


def _results(made: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """What is proposed, by question; nothing where a question has no answer."""
    return {answer["id"]: answer["outcome"] for each in made for answer in each["questions"] if answer["outcome"]}


def _shares(mine: _Mattered, theirs: _Mattered) -> bool:
    return any(each[0] == "provision" and each in theirs for each in mine)


def _compared(mine: _Mattered, results: Mapping[str, str], row: Any, theirs: _Mattered) -> _Compared:
    same = {each for each in mine if theirs.get(each) == mine[each]}
    both = {each for each in mine if each in theirs}
    shared = sum(_weight(each, each in same) for each in both)
    whole = sum(_weight(each, True) for each in {*mine, *theirs})
    alike = Fraction(shared, whole)
    decided = json.loads(row.canonical)
    provisions = [each for each in {*mine, *theirs} if each[0] == "provision"]
    same_law = Fraction(len([each for each in provisions if each in both]), len(provisions)) >= SAME_PROVISIONS
    told = Similar(
        reference=row.reference,
        issued_at=row.issued_at,
        disposal=decided["disposal"],
        final=decided["final"],
        alike=f"{floor(alike * 100)}%",
        other_result=same_law and _is_other(results, decided),
        provisions=tuple(sorted(each[-1] for each in same if each[0] == "provision")),
        facts=tuple(sorted(each[-1] for each in same if each[0] == "fact")),
        differ=tuple(sorted(each[-1] for each in both - same)),
    )
    return alike, told, same_law


def _is_open(made: Sequence[Mapping[str, Any]], results: Mapping[str, str]) -> bool:
    """Whether it has no result yet: on the application, where there is one, or else on the appeal."""
    asked = {answer["id"] for each in made for answer in each["questions"]}
    return not results.get(FINAL if FINAL in asked else DISPOSAL)


def _told_apart(alike: Sequence[_Compared]) -> list[_Compared]:
    """While this case has no result: those that applied its provisions, where they did not all come to the same."""
    came_to = {_result(each) for _, each, same_law in alike if same_law}
    return [
        (much, replace(each, other_result=same_law and len(came_to) > 1), same_law) for much, each, same_law in alike
    ]


def _result(each: Similar) -> str:
    return each.final if each.final != NO_ANSWER else each.disposal


def _is_other(results: Mapping[str, str], decided: Mapping[str, Any]) -> bool:
    """Whether it is another result: of the applications where both have one, or else of the appeals."""
    for question in (FINAL, DISPOSAL):
        here, there = results.get(question), decided[question]
        if here and there != NO_ANSWER:
            return bool(here != there)
    return False


def _weight(each: tuple[str, ...], same: bool) -> int:
    if each[0] == "fact":
        return WEIGHTS["fact"] if same else 0
    return WEIGHTS["provision"] + (WEIGHTS["status"] if same else 0)
