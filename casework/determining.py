"""Determining a case: what is stated goes to the engine, and what it says is kept whole, under every rule set or none.

Working it out takes longer than keeping it and stores nothing, so the two may be done on connections of their own: what
changed between them makes the second Stale.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from casework.change import begin, carry_out, takes
from casework.days_told import stale_days
from casework.errors import CaseRefused, refuse
from casework.model import Case
from casework.rules import rule_sets_of
from engine import ClosingRefused, Determination, Fault, RuleSet, determine_case
from keeping import deadlines, determinations, rule_files, statements
from people import Actor


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the engine makes of a case as it stands, not kept yet: one determination for each rule set, in order."""

    case: Case
    given: statements.Given
    determined: tuple[Determination, ...]
    as_at: date | None


def determine(
    connection: Connection,
    now: datetime,
    actor: Actor,
    case_id: str,
    rule_sets: Mapping[str, RuleSet],
    rules_dir: Path,
    expected_version: int,
) -> tuple[determinations.Kept, ...]:
    """Work it out and keep it. The state of the case stays as it is: to move it is an act of its own.

    Raises all that ``work_out`` and ``keep`` raise; nothing is stored then.
    """
    proposal = work_out(connection, actor, case_id, rule_sets, expected_version)
    return keep(connection, now, actor, proposal, rules_dir)


def work_out(
    connection: Connection,
    actor: Actor,
    case_id: str,
    rule_sets: Mapping[str, RuleSet],
    expected: int,
    as_at: date | None = None,
) -> Proposal:
    """What the engine says of the case as it stands; on the law of ``as_at`` where it is given.

    Raises NotFound, NotAllowed, Stale, CaseRefused; FactError where what is stated contradicts itself, ClosingRefused
    where the record is closed and somebody has still to find something, and EngineDisagreement.
    """
    found = begin(connection, actor, "determination.make", case_id, expected)
    takes(connection, found, "facts")
    refuse(stale_days(connection, found))
    return put_to_engine(connection, found, rule_sets, record_closed=found.record_closed, as_at=as_at)


def still_needed(connection: Connection, found: Case, rule_sets: Mapping[str, RuleSet]) -> tuple[Determination, ...]:
    """What the engine makes of a case as it stands, for whoever fills it: nothing is kept, and nothing changes.

    Where the record is closed and a judgement was taken back since, it is read as if it were open. Raises CaseRefused
    where there is no rule set, or one is not loaded; FactError where what is stated contradicts itself; and
    EngineDisagreement.
    """
    try:
        return put_to_engine(connection, found, rule_sets, record_closed=found.record_closed).determined
    except ClosingRefused:
        return put_to_engine(connection, found, rule_sets, record_closed=False).determined


def keep(
    connection: Connection, now: datetime, actor: Actor, proposal: Proposal, rules_dir: Path
) -> tuple[determinations.Kept, ...]:
    """Keep what was worked out, with the rules it was made with, and refresh the deadlines.

    Raises NotFound, NotAllowed, and Stale where the case changed since; keeping.rule_files.RuleFilesRefused where the
    files in ``rules_dir`` are not those of the rules in use.
    """
    case = proposal.case
    found = begin(connection, actor, "determination.make", case.id, case.version)
    files = [rule_files.pack(rules_dir / each.rule_set.id, each.rule_set) for each in proposal.determined]
    carry_out(connection, found)
    return tuple(
        _keep_one(connection, now, actor, proposal, made, packed)
        for made, packed in zip(proposal.determined, files, strict=True)
    )


def put_to_engine(
    connection: Connection,
    found: Case,
    rule_sets: Mapping[str, RuleSet],
    *,
    record_closed: bool,
    as_at: date | None = None,
) -> Proposal:
    """What the engine says of what stands in a case, with its record closed or open. Raises as ``work_out`` does."""
    chosen = rule_sets_of(found, rule_sets)
    if not chosen:
        told = f"{found.reference} is put to no rule set, so there is nothing to determine: choose its rule sets"
        raise CaseRefused([Fault("/rule_sets", told)])
    given = statements.given(connection, found.id)
    case = {
        "rule_sets": found.rule_sets,
        "facts": given.facts,
        "judgements": given.judgements,
        "as_at": as_at.isoformat() if as_at else None,
        "record_closed": record_closed,
    }
    return Proposal(found, given, determine_case({each.id: each for each in chosen}, case), as_at)


def _keep_one(
    connection: Connection, now: datetime, actor: Actor, proposal: Proposal, made: Determination, files: bytes
) -> determinations.Kept:
    case = proposal.case
    kept = determinations.store(
        connection, now, actor.id, case.id, made.rule_set, files, made, proposal.given, proposal.as_at,
        case.record_closed,
    )  # fmt: skip
    deadlines.refresh(connection, now, case.id, made, made.rule_set, kept.id)
    return kept
