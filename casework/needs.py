"""What must hold before a case may take a way to another state: one table, each with what to tell whoever tries."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from casework.grounds import choices
from casework.kinds import KINDS
from casework.model import Case, Move
from casework.rows import changes_of, parties_of, told_of
from casework.states import STATES, Way
from engine import Fault
from keeping import determinations
from storage import case as case_table
from storage import decision_slip

Reader = Callable[[Connection, Case, Move], str]


@dataclass(frozen=True, slots=True)
class Need:
    """``says`` is for the page; ``lacking`` tells what is missing in this case, and is empty where nothing is."""

    says: str
    lacking: Reader
    where: str = ""


def lacking(connection: Connection, case: Case, way: Way, move: Move) -> Iterator[Fault]:
    """What is still missing before the case may take this way, told to whoever tries to take it."""
    for where, told in missing(connection, case, way, move):
        yield Fault(where, cannot_yet(case, way, told))


def cannot_yet(case: Case, way: Way, told: str) -> str:
    """What is missing, with the names of the case and of the way."""
    return f"{case.reference} cannot become {STATES[way.after].title.lower()} yet: {told}"


def missing(connection: Connection, case: Case, way: Way, move: Move) -> Iterator[tuple[str, str]]:
    """What is still missing, each with its place in the move."""
    for name in way.needs:
        if told := NEEDS[name].lacking(connection, case, move):
            yield NEEDS[name].where, told


def _no_officer(_connection: Connection, case: Case, _move: Move) -> str:
    return "" if case.officer_id else "no officer is assigned to it. Assign one"


def _no_parties(connection: Connection, case: Case, _move: Move) -> str:
    here = [party.role for party in parties_of(connection, case.id) if party.left_at is None]
    missing = [role.title for role in KINDS[case.kind].roles if here.count(role.id) < role.at_least]
    return f"these parties are not named: {', '.join(missing)}. Add each" if missing else ""


def _not_told(connection: Connection, case: Case, _move: Move) -> str:
    ours = [each for each in told_of(connection, case.id) if each.taken_back_at is None and not each.by_others]
    told = {each.party_id for each in ours}
    return _untold(connection, case, told, "of the case")


def _not_told_since(connection: Connection, case: Case, _move: Move) -> str:
    since = changes_of(connection, case.id)[-1].on
    corrected = connection.scalar(select(func.max(decision_slip.c.at)).where(decision_slip.c.case_id == case.id))
    notices = [each for each in told_of(connection, case.id) if each.taken_back_at is None and each.on >= since]
    told = {each.party_id for each in notices if not each.by_others and (corrected is None or each.at >= corrected)}
    return _untold(connection, case, told, f"that it is {STATES[case.state].title.lower()}")


def _untold(connection: Connection, case: Case, told: set[str], of_what: str) -> str:
    here = [party for party in parties_of(connection, case.id) if party.left_at is None]
    missing = [party.name or party.role for party in here if party.id not in told]
    return f"these parties were not told {of_what}: {', '.join(missing)}. Tell each, and record it" if missing else ""


def _not_determined(connection: Connection, case: Case, _move: Move) -> str:
    newest = {kept.rule_set: kept for kept in determinations.newest(connection, case.id)}
    never = [id for id in case.rule_sets if id not in newest]
    stale = [id for id in case.rule_sets if id in newest and newest[id].stale]
    if never:
        return f"it was never determined under {' and '.join(never)}. Determine it"
    return f"something changed since it was determined under {' and '.join(stale)}. Determine it again" if stale else ""


def _no_reasons(_connection: Connection, _case: Case, move: Move) -> str:
    return "" if move.why.strip() else "you have not said why. Give the reasons"


def _no_ground(connection: Connection, case: Case, move: Move) -> str:
    told = "you have not named the ground on which it is taken up again"
    return "" if move.ground.strip() else f"{told}. Choose one of: {choices(connection, case)}"


def _not_issued(_connection: Connection, _case: Case, _move: Move) -> str:
    return (
        "a case is decided by issuing its decision, and not by itself. Draft the decision, have it reviewed, issue it"
    )


def _values_gone(connection: Connection, case: Case, _move: Move) -> str:
    gone = connection.scalar(select(case_table.c.values_gone_at).where(case_table.c.id == case.id))
    return "its time was over and what it held is gone. Receive a new case, and link it" if gone else ""


NEEDS: Mapping[str, Need] = {
    "officer": Need("an officer is assigned", _no_officer),
    "parties": Need("the parties that this kind of case needs are named", _no_parties),
    "told": Need("every party has been told of the case", _not_told),
    "told_since": Need("every party has been told how the case ended", _not_told_since),
    "determined": Need("it is determined under each of its rule sets, and nothing changed since", _not_determined),
    "issued": Need("a decision is issued, which moves the case by itself", _not_issued),
    "ground": Need("you name the ground, and what goes with it", _no_ground, "/ground"),
    "kept": Need("what it holds is still kept", _values_gone),
    "why": Need("you say why", _no_reasons, "/why"),
}
