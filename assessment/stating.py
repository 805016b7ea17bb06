"""Stating facts of a trust and its sites: each is typed by the year's rules, all are stored or none, none is lost."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from assessment.assessing import rule_set_of
from assessment.change import begin, change_content, note
from assessment.held import TRUST, Held, next_place, rows_of
from assessment.model import Evidence
from assessment.places import misplaced, places_of
from assessment.private_texts import private_faults
from assessment.refusing import refuse
from engine import FactError, Fault, RuleSet, nearest, read_given
from keeping.exact import canonical
from keeping.nhs_numbers import in_text
from keeping.sayings import Saying, Stated, faults, same, source_of, value_of
from people import Actor
from storage import assessment_stated, new_key

ACT = "assessment.change"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of one fact, of a site by its code, or of the trust (no code). Nothing said: taken back.

    ``carried_from`` is the row of last year that is taken over.
    """

    site: str
    name: str
    said: Any | None
    source: str = ""
    correction: str = ""
    carried_from: str = ""

    @property
    def place(self) -> str:
        """Where it stands in what was sent."""
        name = self.name.replace("~", "~0").replace("/", "~1")
        return f"/sites/{self.site}/{name}" if self.site else f"/trust/{name}"


@dataclass(frozen=True, slots=True)
class Stands:
    """One statement as it is kept; in ``stated`` who said it, when, from where, and what it replaced."""

    site: str
    stated: Stated
    carried_from: str = ""


def state(
    connection: Connection,
    now: datetime,
    actor: Actor,
    assessment_id: str,
    sayings: Sequence[Said],
    rule_sets: Mapping[str, RuleSet],
    expected: int,
) -> Held:
    """Store what is said. What says nothing new is not stored again, and where all is so, nothing changes.

    Raises NotFound, NotAllowed, Stale; AssessmentRefused with every fault, each at ``/trust/NAME`` or
    ``/sites/CODE/NAME``.
    """
    held = begin(connection, actor, ACT, assessment_id, expected)
    sayings = [_as_judged(rule_sets, held, each) for each in sayings]
    stands = {(each.site, each.stated.name): each for each in standing(connection, assessment_id)}
    refuse(dict.fromkeys(_faults(rule_sets, held, sayings, stands)))
    fresh = [each for each in sayings if not _says_nothing_new(each, stands.get((each.site, each.name)))]
    if not fresh:
        return held
    changed = change_content(connection, now, actor, held, ACT)
    place = next_place(connection, assessment_stated, assessment_id)
    rows = [_row(held, each, stands.get((each.site, each.name)), now, actor) for each in fresh]
    connection.execute(insert(assessment_stated), [{**row, "place": place + at} for at, row in enumerate(rows)])
    for row in rows:
        done = (
            "assessment.taken_back"
            if row["said"] is None
            else "assessment.corrected"
            if row["replaces"] and row["correction"]
            else "assessment.stated"
        )
        about = {"stated_id": row["id"], "name": row["name"], "said_hash": canonical([row["said"], row["source"]])}
        note(connection, now, actor, done, held, about)
    return changed


def standing(connection: Connection, assessment_id: str) -> tuple[Stands, ...]:
    """What stands of each fact, in the order in which it was stated. What was taken back does not."""
    last: dict[tuple[str, str], Stands] = {}
    for each in _read(connection, assessment_id):
        last.pop((each.site, each.stated.name), None)
        if each.stated.said is not None:
            last[each.site, each.stated.name] = each
    return tuple(last.values())


def history(connection: Connection, assessment_id: str, site: str, name: str) -> tuple[Stands, ...]:
    """Everything that was ever stated of one fact at one place, the oldest first."""
    found = _read(connection, assessment_id)
    return tuple(each for each in found if (each.site, each.stated.name) == (site, name))


def _faults(
    rule_sets: Mapping[str, RuleSet], held: Held, sayings: Sequence[Said], stands: Mapping[tuple[str, str], Stands]
) -> Iterator[Fault]:
    if not sayings:
        yield Fault("", "nothing is stated here: state a fact")
    said_at, shown = [each.place for each in sayings], list[Said]()
    for each in sayings:
        before = stands.get((each.site, each.name))
        for fault in faults(_saying(each), before.stated if before else None, ()):
            yield replace(fault, where=each.place + fault.where.removeprefix(f"/facts/{each.place.rpartition('/')[2]}"))
        if said_at.count(each.place) > 1:
            yield Fault(each.place, "this is said twice at once: leave one of them out")
        private = tuple(_private(each))
        yield from private
        if not private:  # what is wrong with a value may be told with the value
            shown.append(each)
    yield from _of_rules(rule_sets, held, shown)


def _private(each: Said) -> Iterator[Fault]:
    """NHS numbers in the value or in what is said beside it: its source, and why it replaces another."""
    yield from private_faults(each.said, each.place, in_text)
    yield from private_faults({"source": each.source, "correction": each.correction}, each.place, in_text)


def _of_rules(rule_sets: Mapping[str, RuleSet], held: Held, sayings: Sequence[Said]) -> Iterator[Fault]:
    """What is about another place, what is no fact of these rules, a table, and a value that a fact cannot have."""
    rule_set = rule_set_of(rule_sets, held.year)
    places = places_of(rule_sets, rule_set, [each.name for each in sayings])
    codes = [site.code for site in held.sites]
    for each in sayings:
        if each.site not in (TRUST, *codes):
            yield Fault(f"/sites/{each.site}", f"the trust has no site {each.site}.{nearest(each.site, codes)}")
    yield from misplaced(rule_set, places, _as_evidence(held, [each for each in sayings if each.said is not None]))
    for each in sayings:
        for id in places.put_to if each.said is not None else ():
            yield from _untyped(rule_sets[id], each)
        if each.name == rule_set.as_at:
            yield Fault(each.place, "the day is that on which the assessment is looked at, and is not stated here")


def _untyped(rule_set: RuleSet, each: Said) -> Iterator[Fault]:
    if each.name in rule_set.tables:
        yield Fault(each.place, "this is a table: import it from a file, so that its changes are shown first")
    elif each.name in rule_set.facts or each.name in rule_set.cells:
        try:
            read_given(rule_set, {each.name: each.said})
        except FactError as error:
            for fault in error.faults:
                *_, inner = fault.where.split("/", 3) if fault.where.count("/") > 2 else ("",)
                yield Fault(f"{each.place}/{inner}" if inner else each.place, fault.message)
        if not _sourced(each):
            yield Fault(f"{each.place}/source", "where is this from? Give the source")


def _sourced(each: Said) -> bool:
    """A fact that is stated says where it is from; that nobody knows or asked needs no source."""
    if each.source.strip() or (isinstance(each.said, Mapping) and ("state" in each.said or each.said.get("source"))):
        return True
    return isinstance(each.said, list) and all(isinstance(one, Mapping) and one.get("source") for one in each.said)


def _as_judged(rule_sets: Mapping[str, RuleSet], held: Held, each: Said) -> Said:
    """A judgement that is answered in one word, as the engine takes it."""
    rule_set = rule_set_of(rule_sets, held.year)
    fact = rule_set.facts.get(each.name)
    if fact is None or not fact.judgement or each.said is None or isinstance(each.said, Mapping):
        return each
    return replace(each, said={"answer": each.said})


def _as_evidence(held: Held, sayings: Sequence[Said]) -> Evidence:
    of_trust = {each.name: each.said for each in sayings if not each.site}
    of_sites: dict[str, dict[str, Any]] = {}
    for each in sayings:
        if each.site:
            of_sites.setdefault(each.site, {})[each.name] = each.said
    return Evidence(held.organisation, held.name, held.year, held.sites, of_trust, of_sites)


def _says_nothing_new(each: Said, before: Stands | None) -> bool:
    return before is not None and same(_saying(each), before.stated)


def _saying(each: Said) -> Saying:
    return Saying("fact", each.name, each.said, each.source, correction=each.correction)


def _row(held: Held, each: Said, before: Stands | None, now: datetime, actor: Actor) -> dict[str, Any]:
    saying = _saying(each)
    return {
        "id": new_key(),
        "assessment_id": held.id,
        "site": each.site,
        "name": each.name,
        "said": None if each.said is None else canonical(value_of(saying)),
        "source": source_of(saying),
        "correction": each.correction,
        "replaces": before.stated.id if before else None,
        "carried_from": each.carried_from or None,
        "at": now,
        "by": actor.id,
    }


def _read(connection: Connection, assessment_id: str) -> Iterator[Stands]:
    for row in rows_of(connection, assessment_stated, assessment_id):
        said = None if row["said"] is None else json.loads(row["said"])
        stated = Stated(
            row["id"], row["place"], "fact", row["name"], said, row["source"] or "", None, row["correction"] or "",
            row["replaces"] or "", row["at"], row["by"], (),
        )  # fmt: skip
        yield Stands(row["site"], stated, row["carried_from"] or "")
