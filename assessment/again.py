"""A snapshot made again, years later: from the facts, tables and items that it froze, under the rules kept with it.

What comes out is compared with what was frozen, site by site and hash by hash, so that nobody is shown one thing under
the signatures of another.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from assessment import importing
from assessment.assessing import assess
from assessment.errors import AssessmentRefused
from assessment.freezing import AS_STATED, Snapshot, items_of, of_engine
from assessment.gathering import as_table
from assessment.held import Held
from assessment.model import Assessed, Evidence, Site
from engine import EngineDisagreement, RuleError, RuleSet
from keeping import rule_files
from keeping.sayings import as_fact


class NotTheSame(Exception):
    """What was frozen does not come out again as it was frozen, or cannot be made again. It says why."""


class TimeOver(NotTheSame):
    """The time of an assessment was over, and what was frozen had to go: nothing went wrong."""


@dataclass(frozen=True, slots=True)
class Again:
    """A snapshot as it was made again. ``rule_sets``: those in use, and in their place those it used."""

    assessed: Assessed
    rule_sets: Mapping[str, RuleSet]


def made_again(
    connection: Connection,
    held: Held,
    snapshot: Snapshot,
    rule_sets: Mapping[str, RuleSet],
    within: Path | None = None,
) -> Again:
    """The same, made again. ``rule_sets`` are those in use: rules of another revision come from what was kept.

    Their files lie in a folder (in ``within``) while they are read. Raises NotTheSame;
    TimeOver where it is not kept any more.
    """
    again, frozen = made_on(connection, held, snapshot, rule_sets, snapshot.as_at, within), snapshot.frozen
    for part, made in of_engine(again.assessed, frozen["engine"]).items():
        if made != frozen[part]:
            told = f"{_named(snapshot)} comes out otherwise than it was frozen, under {part}"
            raise NotTheSame(f"{told}: this program reads the same rules otherwise. Ask for the program of that day.")
    return again


def made_on(
    connection: Connection,
    held: Held,
    snapshot: Snapshot,
    rule_sets: Mapping[str, RuleSet],
    on_day: date,
    within: Path | None = None,
) -> Again:
    """The evidence that was frozen, assessed as on a day by the rules that it was frozen with; nothing is compared.

    Raises as ``made_again`` does.
    """
    if not snapshot.canonical:
        told = "had to go when the time of the assessment was over; its hash and its day stay"
        raise TimeOver(f"What was frozen as snapshot {snapshot.place} {told}.")
    if hashlib.sha256(snapshot.canonical).hexdigest() != snapshot.sha256:
        raise NotTheSame(f"{_named(snapshot)} no longer has the hash that was signed. {_BACKUP}")
    frozen = snapshot.frozen
    try:
        used = {**rule_sets, **_rules_of(connection, frozen, rule_sets, within)}
        as_stated = frozen["format"] in AS_STATED
        return Again(assess(used, _evidence(connection, held, frozen), on_day, as_stated=as_stated), used)
    except (AssessmentRefused, EngineDisagreement, RuleError, rule_files.RuleFilesRefused, _Lacking) as stopped:
        raise NotTheSame(f"{_named(snapshot)} cannot be made again. {stopped}") from stopped


class _Lacking(Exception):
    """Something that it rests on is not there any more."""


_TOLD_BY = ("site", "name", "sha256", "source", "complete_by")  # which of the tables that were brought one is
_BACKUP = "Restore it from a backup, and look who could write in the database."


def _named(snapshot: Snapshot) -> str:
    return f"Snapshot {snapshot.place}"


def _rules_of(
    connection: Connection, frozen: Mapping[str, Any], rule_sets: Mapping[str, RuleSet], within: Path | None
) -> dict[str, RuleSet]:
    """The rule sets that were used, each of the revision that was used, by their ids."""
    found = [*(one for site in frozen["found"] for one in (*site["earlier"], site["determination"])), frozen["verdict"]]
    revisions = {each["rule_set"]: each["revision"] for each in found}
    return {id: _rule_set(connection, id, revision, rule_sets, within) for id, revision in revisions.items()}


def _rule_set(
    connection: Connection, id: str, revision: str, rule_sets: Mapping[str, RuleSet], within: Path | None
) -> RuleSet:
    in_use = rule_sets.get(id)
    if in_use is not None and in_use.revision == revision:
        return in_use
    if not rule_files.there(connection, revision):
        raise _Lacking(f"The files of its rules ({id}) are not kept, and rules/ has others by now.")
    read = rule_files.read(rule_files.fetch(connection, revision), id, within)
    if read.revision != revision:
        raise _Lacking(f"The files that were kept of {id} give another revision than was used. {_BACKUP}")
    return read


def _evidence(connection: Connection, held: Held, frozen: Mapping[str, Any]) -> Evidence:
    """What was frozen, as ``assess`` takes it: the rows of a table by the hash that was frozen of it."""
    sites = tuple(Site(each["code"], each["name"]) for each in frozen["sites"])
    stands: dict[str, dict[str, Any]] = {"": {}}
    for each in frozen["facts"]:
        stands.setdefault(each["site"], {})[each["name"]] = as_fact(each["said"], each["source"])
    brought = {tuple(getattr(each, key) for key in _TOLD_BY): each for each in importing.tables(connection, held.id)}
    for each in frozen["tables"]:
        table = brought.get(tuple(each[key] for key in _TOLD_BY))
        if table is None:
            raise _Lacking(f"The table {each['name']} that it rests on is not kept any more.")
        stands.setdefault(each["site"], {})[each["name"]] = as_table(table, importing.content(connection, table))
    of_trust = stands.pop("")
    named = (frozen["trust"], frozen["name"], frozen["year"])
    return Evidence(*named, sites, of_trust, stands, items=items_of(frozen))
