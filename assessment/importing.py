"""Bringing a table: what it would change is shown first, and only what was shown is stored.

The same file twice changes nothing. Rows with a day outside the window are kept, and told: they do not count.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from assessment.assessing import rule_set_of
from assessment.change import begin, change_content, note
from assessment.held import TRUST, Held, next_place
from assessment.model import Evidence
from assessment.places import misplaced, places_of
from assessment.private_texts import private_faults
from assessment.refusing import refuse
from assessment.row_changes import difference, outside, written
from assessment.seeing import find
from engine import FactError, Fault, RuleSet, nearest, read_facts
from evidence import NoLongerComplete, gone, in_place_of
from keeping.nhs_numbers import in_text
from people import Actor
from storage import assessment_table, new_key

ACT = "assessment.change"


@dataclass(frozen=True, slots=True)
class Brought:
    """A table as it was read from a file: ``said`` holds rows, whether they are all and who says so, and the source.

    ``read_by``: the id of the rule set by which its rows were read already (``evidence.state``); empty if by none.
    """

    site: str
    name: str
    said: Mapping[str, Any]
    file_sha256: str
    read_by: str = ""


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table that was brought, without its rows, which ``content`` gives. ``complete_by`` says that they are all.

    ``no_longer_complete``: who had said so of the one that it took the place of, where nobody says so of this one.
    """

    id: str
    place: int
    site: str
    name: str
    sha256: str
    size: int
    complete_by: str
    source: str
    file_sha256: str
    at: datetime
    by: str
    no_longer_complete: NoLongerComplete | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a table would change. The numbers are of rows, from 1: of the new table, and of ``gone`` in the old.

    ``sha256`` names what would be stored, and is sent back to confirm it. ``outside`` tells of rows whose days fall
    outside the window; ``told``, what becomes of the word that the rows are all.
    """

    site: str
    name: str
    size: int
    new: tuple[int, ...]
    gone: tuple[int, ...]
    changed: tuple[int, ...]
    same: bool
    complete_by: str
    outside: tuple[str, ...]
    told: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A table that was worked out and is not stored yet: the assessment that it was worked out on, and the document.

    ``same``: it says what stands already. ``size`` counts its rows; ``complete_by`` says that they are all, if anybody.
    """

    held: Held
    brought: Brought
    document: str
    sha256: str
    size: int
    same: bool
    complete_by: str
    told: str


def preview(
    connection: Connection, actor: Actor, assessment_id: str, brought: Brought, rule_sets: Mapping[str, RuleSet]
) -> Preview:
    """What would change; nothing is stored. Raises NotFound, NotAllowed; AssessmentRefused with every fault."""
    held = find(connection, actor, assessment_id, ACT)
    ready, before = _ready(connection, held, brought, rule_sets)
    rule_set = rule_set_of(rule_sets, held.year)
    records = next(each.tables[brought.name] for each in asking_for(rule_sets, rule_set, brought.name))
    rows = json.loads(ready.document)["rows"]
    changes = difference(records, before, rows)
    beyond = tuple(outside(rule_set, brought.name, rows))
    return Preview(
        brought.site, brought.name, len(rows), *changes, ready.same, ready.complete_by, beyond, ready.told, ready.sha256
    )


def confirm(  # noqa: PLR0913, PLR0917  # an act: who, when, where, what, by which rules, on which version
    connection: Connection,
    now: datetime,
    actor: Actor,
    assessment_id: str,
    brought: Brought,
    shown: str,
    rule_sets: Mapping[str, RuleSet],
    expected: int,
) -> Held:
    """Store what was shown under this hash. A table that is the same changes nothing.

    Raises all that ``work_out`` and ``keep`` raise.
    """
    return keep(connection, now, actor, work_out(connection, actor, assessment_id, brought, shown, rule_sets, expected))


def work_out(
    connection: Connection,
    actor: Actor,
    assessment_id: str,
    brought: Brought,
    shown: str,
    rule_sets: Mapping[str, RuleSet],
    expected: int,
) -> Ready:
    """What would be stored. A long table takes some seconds, so this may be asked before a transaction is opened.

    Raises as ``preview`` does, and Stale; AssessmentRefused where it is not what was shown.
    """
    held = begin(connection, actor, ACT, assessment_id, expected)
    ready, _ = _ready(connection, held, brought, rule_sets)
    if ready.sha256 != shown:
        told = "this is not what was shown, so nothing is stored: look at the preview of this file, and confirm that"
        refuse([Fault("/preview", told)])
    return ready


def keep(connection: Connection, now: datetime, actor: Actor, ready: Ready) -> Held:
    """Store what was worked out. Raises NotFound, NotAllowed, and Stale where the assessment changed since."""
    held = begin(connection, actor, ACT, ready.held.id, ready.held.version)
    brought = ready.brought
    if ready.same:
        return held
    changed = change_content(connection, now, actor, held, ACT)
    row = {
        "id": new_key(), "assessment_id": held.id, "site": brought.site, "name": brought.name,
        "document": ready.document, "sha256": ready.sha256, "size": ready.size, "complete_by": ready.complete_by,
        "source": str(brought.said.get("source", "")), "file_sha256": brought.file_sha256, "at": now, "by": actor.id,
        "place": next_place(connection, assessment_table, held.id),
    }  # fmt: skip
    connection.execute(insert(assessment_table).values(row))
    about = {"table": brought.name, "count": ready.size, "content_hash": ready.sha256}
    note(connection, now, actor, "assessment.table_brought", held, about)
    return changed


def tables(connection: Connection, assessment_id: str) -> tuple[KeptTable, ...]:
    """Every table that was brought, the oldest first."""
    columns = (assessment_table.c[name] for name in KeptTable.__slots__ if name != "no_longer_complete")
    wanted = select(*columns).where(assessment_table.c.assessment_id == assessment_id)
    found, last = list[KeptTable](), dict[tuple[str, str], KeptTable]()
    for row in connection.execute(wanted.order_by(assessment_table.c.place)).mappings():
        texts = {name: row[name] or "" for name in ("complete_by", "source")}
        before, here = last.get((row["site"], row["name"])), KeptTable(**{**row, **texts})
        if before and before.complete_by and not here.complete_by:  # with the same rows that word would have held
            word = NoLongerComplete(before.complete_by, before.at, gone(before.complete_by))
            here = replace(here, no_longer_complete=word)
        last[here.site, here.name] = here
        found.append(here)
    return tuple(found)


def standing(connection: Connection, assessment_id: str) -> tuple[KeptTable, ...]:
    """The tables that stand: of each name and place the last that was brought."""
    last = {(each.site, each.name): each for each in tables(connection, assessment_id)}
    return tuple(sorted(last.values(), key=lambda each: each.place))


def content(connection: Connection, table: KeptTable) -> dict[str, Any]:
    """The rows of a table, whether they are all and who says so: none once its time was over."""
    wanted = select(assessment_table.c.document).where(assessment_table.c.id == table.id)
    found: dict[str, Any] = json.loads(connection.scalar(wanted) or '{"rows":[],"complete":false,"by":""}')
    return found


def _ready(
    connection: Connection, held: Held, brought: Brought, rule_sets: Mapping[str, RuleSet]
) -> tuple[Ready, list[Any]]:
    """What would be stored, and the rows that stand."""
    refuse(_faults(rule_sets, rule_set_of(rule_sets, held.year), held, brought))
    stands = [each for each in standing(connection, held.id) if (each.site, each.name) == (brought.site, brought.name)]
    before = content(connection, stands[0]) if stands else None
    said, told = in_place_of(before, brought.said)
    by = str(said.get("by", "")) if said.get("complete") else ""
    document = written({"rows": said["rows"], "complete": bool(said.get("complete")), "by": said.get("by", "")})
    sha256 = hashlib.sha256(document.encode()).hexdigest()
    same = bool(stands) and stands[0].sha256 == sha256
    ready = Ready(held, brought, document, sha256, len(said["rows"]), same, by, told)
    return ready, before["rows"] if before else []


def _faults(rule_sets: Mapping[str, RuleSet], rule_set: RuleSet, held: Held, brought: Brought) -> Iterator[Fault]:
    where = f"/sites/{brought.site}/{brought.name}" if brought.site else f"/trust/{brought.name}"
    codes = [site.code for site in held.sites]
    if brought.site not in (TRUST, *codes):
        yield Fault(f"/sites/{brought.site}", f"the trust has no site {brought.site}.{nearest(brought.site, codes)}")
    yield from private_faults({key: brought.said.get(key) for key in ("by", "source")}, where, in_text)
    asking = asking_for(rule_sets, rule_set, brought.name)
    if not asking:
        near = nearest(brought.name, rule_set.tables)
        yield Fault(where, f"the rules of {held.year} have no table of this name.{near}")
        return
    of_sites = {brought.site: {brought.name: brought.said}} if brought.site else {}
    of_trust = {} if brought.site else {brought.name: brought.said}
    evidence = Evidence(held.organisation, held.name, held.year, held.sites, of_trust, of_sites)
    yield from misplaced(rule_set, places_of(rule_sets, rule_set, [brought.name]), evidence)
    if asking[0].id == brought.read_by:
        return
    try:
        read_facts(asking[0], {"facts": {brought.name: brought.said}})
    except FactError as error:
        start = f"/facts/{brought.name}"
        yield from (Fault(where + fault.where.removeprefix(start), fault.message) for fault in error.faults)


def asking_for(rule_sets: Mapping[str, RuleSet], rule_set: RuleSet, name: str) -> list[RuleSet]:
    """The rule sets that ask for a table of this name: the year's own, or one whose answer it takes up."""
    put_to = places_of(rule_sets, rule_set, [name]).put_to
    return [rule_sets[id] for id in put_to if name in rule_sets[id].tables]
