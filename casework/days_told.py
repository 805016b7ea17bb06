"""A fact that is a day can be taken from a notice: its value is the day of it, and its source says which notice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from casework.kinds import KINDS
from casework.model import Case, Party, Told
from casework.notices import HOW, called
from casework.rows import parties_of, told_of
from casework.rules import knows
from engine import Fault, RuleSet, day
from keeping import statements
from keeping.sayings import Saying

_NO_SUCH = "the case has no such notice: take one of its notices, or record it first"
_TAKEN_BACK = "this notice was taken back: take another one, or say the day and where it is from"
_NO_DATE = "only a fact that is a date is taken from a notice: say the value, and where it is from"
_BESIDE = "the notice says the day, and where it is from: leave out the value and the source"


def days_of_notices(connection: Connection, found: Case) -> Mapping[str, str]:
    """The notices whose day a fact can be, by id, each as the source of a fact names it."""
    parties = parties_of(connection, found.id)
    stand = (each for each in told_of(connection, found.id) if each.taken_back_at is None)
    return {each.id: _source(found, parties, each) for each in stand}


def filled(
    connection: Connection, found: Case, rule_sets: Sequence[RuleSet], sayings: Sequence[Saying]
) -> tuple[tuple[Saying, ...], list[Fault]]:
    """The sayings, each that names a notice with its day and its source; and what is wrong with those that do."""
    if not any(each.told_id for each in sayings):
        return tuple(sayings), []
    notices = {each.id: each for each in told_of(connection, found.id)}
    sources, faults, whole = days_of_notices(connection, found), list[Fault](), list[Saying]()
    for each in sayings:
        wrong = list(_faults(each, notices, rule_sets)) if each.told_id else []
        faults += wrong
        if not each.told_id:
            whole.append(each)
        elif not wrong:
            value = {"value": notices[each.told_id].on.isoformat()}
            whole.append(replace(each, said=value, source=sources[each.told_id]))
    return tuple(whole), faults


def stale_days(connection: Connection, found: Case) -> Iterator[Fault]:
    """What stands in a case and was taken from a notice that was taken back since."""
    for each in statements.standing(connection, found.id):
        if each.stale:
            told = (
                f"{each.name} is the day of a notice that was taken back since. State it again, or take it back; then "
                "determine the case"
            )
            yield Fault(f"/facts/{each.name}", told)


def _faults(saying: Saying, notices: Mapping[str, Told], rule_sets: Sequence[RuleSet]) -> Iterator[Fault]:
    where = f"/{saying.sort}s/{saying.name.replace('~', '~0').replace('/', '~1')}"
    here = notices.get(saying.told_id)
    if here is None or here.taken_back_at is not None:
        yield Fault(f"{where}/told_id", _NO_SUCH if here is None else _TAKEN_BACK)
    if saying.said != {} or saying.source:
        yield Fault(f"{where}/told_id", _BESIDE)
    knowing = [each for each in rule_sets if knows(each, saying.name)]
    if saying.sort != "fact" or any(not _is_a_date(each, saying.name) for each in knowing):
        yield Fault(f"{where}/told_id", _NO_DATE)


def _is_a_date(rule_set: RuleSet, name: str) -> bool:
    fact = rule_set.facts.get(name)
    return fact is not None and fact.kind == "date"


def _source(found: Case, parties: Sequence[Party], told: Told) -> str:
    """``Notice to the appellant on 1 May 2024, by post: Decision APP/2024/0001``."""
    to = next((called(KINDS[found.kind], each) for each in parties if each.id == told.party_id), "a party")
    return f"Notice to {to} on {day(told.on)}, {HOW[told.how]}: {told.what}"
