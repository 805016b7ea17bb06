"""Carrying forward: facts of last year are offered, never assumed. Each is marked as the two years' rules compare.

Rows of tables and items of evidence are not offered: they are of last year's days.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from sqlalchemy import Connection

from assessment import stating
from assessment.change import begin
from assessment.held import TRUST, Held, read
from assessment.refusing import refuse
from assessment.seeing import find
from assessment.stating import Said
from engine import Fault, RuleSet
from people import Actor
from storage import assessment

Mark = Literal["same", "changed", "new", "gone"]


class Compared(Protocol):
    """How a fact of this year compares with last year's, as ``engine.compare`` finds it."""

    @property
    def name(self) -> str:
        """Its name this year; where it is gone, last year's."""

    @property
    def before(self) -> str:
        """Its name last year; empty where it is new."""

    @property
    def stands(self) -> Mark:
        """Whether it is asked for as last year."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A fact of last year, at a site or of the trust, and what it is now called. ``mark`` says how the rules compare.

    Where there was nothing last year, since it is new, nothing is ``said``. ``here``: it is stated this year already.
    """

    site: str
    name: str
    before: str
    mark: Mark
    said: Any | None
    source: str
    stated_id: str
    here: bool

    @property
    def may_be_taken(self) -> bool:
        """Whether it can be taken over: it was stated, is still asked for, and is not stated yet."""
        return self.said is not None and self.mark in ("same", "changed") and not self.here


def offers(connection: Connection, actor: Actor, assessment_id: str, compared: Iterable[Compared]) -> tuple[Offer, ...]:
    """What last year's assessment of the same trust offers; nothing where there is none. Raises NotFound."""
    held = find(connection, actor, assessment_id)
    return tuple(_offers(connection, held, list(compared)))


def accept(  # noqa: PLR0913, PLR0917  # an act: who, when, where, what, by which rules, on which version
    connection: Connection,
    now: datetime,
    actor: Actor,
    assessment_id: str,
    chosen: Sequence[tuple[str, str]],
    compared: Iterable[Compared],
    rule_sets: Mapping[str, RuleSet],
    expected: int,
) -> Held:
    """Take over what was chosen, by site and name, as stated now by whoever takes it over, with where it is from.

    Raises NotFound, NotAllowed, Stale; AssessmentRefused also where last year's value is none that the fact has now.
    """
    held = begin(connection, actor, stating.ACT, assessment_id, expected)
    offered = {(each.site, each.name): each for each in _offers(connection, held, list(compared))}
    refuse(_faults(offered, chosen))
    last = last_year(connection, held)
    before = last.year if last else ""
    sayings = [_taken(offered[each], before) for each in dict.fromkeys(chosen)]
    return stating.state(connection, now, actor, assessment_id, sayings, rule_sets, expected)


def last_year(connection: Connection, held: Held) -> Held | None:
    """The assessment of the same trust for the last year before this one that there is."""
    earlier = read(connection, assessment.c.organisation == held.organisation)
    before = [each for each in earlier if _number(each.year) < _number(held.year)]
    return max(before, key=lambda each: _number(each.year), default=None)


def _offers(connection: Connection, held: Held, compared: Sequence[Compared]) -> Iterator[Offer]:
    last = last_year(connection, held)
    if last is None:
        return
    now_called = {each.before: each for each in compared if each.before}
    codes = {TRUST, *(site.code for site in held.sites)}
    here = {(each.site, each.stated.name) for each in stating.standing(connection, held.id)}
    for each in stating.standing(connection, last.id):
        as_now = now_called.get(each.stated.name)
        if as_now is not None and each.site in codes:
            at = each.site, as_now.name
            said = each.stated
            yield Offer(*at, said.name, as_now.stands, said.said, said.source, said.id, at in here)
    for each_new in compared:
        if each_new.stands == "new":
            stated = any(name == each_new.name for _, name in here)
            yield Offer(TRUST, each_new.name, "", "new", None, "", "", stated)


def _faults(offered: Mapping[tuple[str, str], Offer], chosen: Sequence[tuple[str, str]]) -> Iterator[Fault]:
    if not chosen:
        yield Fault("", "nothing is chosen: choose which facts of last year still hold")
    for site, name in chosen:
        found = offered.get((site, name))
        where = f"/sites/{site}/{name}" if site else f"/trust/{name}"
        if found is None or found.said is None:
            yield Fault(where, "last year's assessment offers no such fact here: state it anew")
        elif found.here:
            yield Fault(where, "this is stated this year already: correct that instead, where it is wrong")
        elif not found.may_be_taken:
            yield Fault(where, "this year's rules do not ask for it: leave it out")


def _taken(offer: Offer, year: str) -> Said:
    source = f"carried forward from {year.replace('-', ' ')}: {offer.source or 'no source was given'}"
    return Said(offer.site, offer.name, offer.said, source, carried_from=offer.stated_id)


def _number(year: str) -> int:
    last = year.rpartition("-")[2]
    return int(last) if last.isdecimal() else -1
