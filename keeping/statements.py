"""Facts and judgements as stated: one row for each time, and nothing that was said is ever replaced in place."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select

from engine import Fault
from evidence import no_longer_complete
from keeping import from_notices
from keeping.activity import record, salted
from keeping.exact import canonical
from keeping.judgements import as_json, from_json
from keeping.sayings import Saying, Stated, StatementRefused, as_fact, faults, pointer, same, source_of, value_of
from storage import case, evidence_item, new_key, stated, stated_on

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """What stands, exactly as ``engine.read_facts`` takes it; ``to`` is the place of the last statement, 0 if none."""

    facts: dict[str, Any]
    judgements: dict[str, Any]
    to: int


def state(
    connection: Connection, now: datetime, by: str, case_id: str, sayings: Sequence[Saying]
) -> tuple[Stated, ...]:
    """Store what is said, all of it or nothing, and return what then stands of each, in the order of ``sayings``.

    What says nothing new is not stored again. Raises StatementRefused with every fault, and LookupError where there is
    no such case.
    """
    salt = _locked(connection, case_id)
    stands = {(each.sort, each.name): each for each in standing(connection, case_id)}
    _refuse(sayings, stands, _items(connection, case_id))
    place = _last_place(connection, case_id)
    found: list[Stated] = []
    for saying in sayings:
        before = stands.get((saying.sort, saying.name))
        if before is not None and _says_nothing_new(saying, before):
            found.append(before)
            continue
        place += 1
        made = _made(saying, before, place, now, by)
        _store(connection, case_id, made)
        record(connection, now, by, f"{made.sort}.{_act(made)}", case_id, _about(made, salt))
        found.append(made)
    return tuple(found)


def standing(connection: Connection, case_id: str) -> tuple[Stated, ...]:
    """What stands of each fact and judgement, in the order in which it was stated. What was taken back does not."""
    last: dict[_Key, Stated] = {}
    for each in _read(connection, case_id):
        last.pop((each.sort, each.name), None)
        if each.said is not None:
            last[each.sort, each.name] = each
    return tuple(last.values())


def history(connection: Connection, case_id: str, name: str) -> tuple[Stated, ...]:
    """Everything that was ever stated of one fact or judgement, the oldest first."""
    return _read(connection, case_id, name)


def given(connection: Connection, case_id: str) -> Given:
    """What stands in a case, for the engine."""
    stands = standing(connection, case_id)
    facts = {each.name: as_fact(each.said, each.source) for each in stands if each.sort == "fact"}
    judgements = {each.name: _as_judgement(each) for each in stands if each.sort == "judgement"}
    return Given(facts, judgements, _last_place(connection, case_id))


def _locked(connection: Connection, case_id: str) -> str | None:
    """The salt of a case, in which nobody else states anything until the transaction ends."""
    row = connection.execute(select(case.c.salt).where(case.c.id == case_id).with_for_update()).one_or_none()
    if row is None:
        raise LookupError("there is no such case")
    salt: str | None = row.salt
    return salt


def _items(connection: Connection, case_id: str) -> frozenset[str]:
    return frozenset(connection.scalars(select(evidence_item.c.id).where(evidence_item.c.case_id == case_id)))


def _last_place(connection: Connection, case_id: str) -> int:
    return connection.scalar(select(func.max(stated.c.place)).where(stated.c.case_id == case_id)) or 0


def _refuse(sayings: Sequence[Saying], stands: Mapping[_Key, Stated], items: frozenset[str]) -> None:
    found: list[Fault] = []
    names: set[_Key] = set()
    for saying in sayings:
        key = (saying.sort, saying.name)
        found += faults(saying, stands.get(key), items)
        if key in names:
            found.append(Fault(pointer(saying), "this is said twice at once: leave one of them out"))
        names.add(key)
    if found:
        raise StatementRefused(found)


def _says_nothing_new(saying: Saying, before: Stated) -> bool:
    from_another = saying.told_id not in ("", before.told_id)
    return same(saying, before) and set(saying.evidence) == set(before.evidence) and not from_another


def _made(saying: Saying, before: Stated | None, place: int, now: datetime, by: str) -> Stated:
    return Stated(
        new_key(),
        place,
        saying.sort,
        saying.name,
        value_of(saying),
        source_of(saying),
        saying.decided_by,
        saying.correction,
        before.id if before else "",
        now,
        by,
        tuple(dict.fromkeys(saying.evidence)),
        saying.told_id,
        no_longer_complete=no_longer_complete(before.said, before.at, value_of(saying)) if before else None,
    )


def _store(connection: Connection, case_id: str, made: Stated) -> None:
    row = {name: getattr(made, name) for name in ("id", "place", "sort", "name", "source", "correction", "at", "by")}
    row |= {
        "case_id": case_id,
        "said": None if made.said is None else canonical(made.said),
        "decided_by": None if made.decided_by is None else canonical(as_json(made.decided_by)),
        "replaces": made.replaces or None,
    }
    connection.execute(insert(stated).values(row))
    if made.evidence:
        links = [{"stated_id": made.id, "evidence_id": id} for id in made.evidence]
        connection.execute(insert(stated_on), links)


def _act(made: Stated) -> str:
    if made.said is None:
        return "taken_back"
    return "corrected" if made.replaces and made.correction else "stated"


def _about(made: Stated, salt: str | None) -> dict[str, Any]:
    about: dict[str, Any] = {"stated_id": made.id, "name": made.name, "place": made.place}
    if made.evidence:
        about["evidence_ids"] = list(made.evidence)
    if made.told_id:
        about["told_id"] = made.told_id
    if salt:
        decided = None if made.decided_by is None else as_json(made.decided_by)
        about["said_hash"] = salted(salt, canonical([made.said, made.source, decided, made.correction]))
    return about


def _read(connection: Connection, case_id: str, name: str | None = None) -> tuple[Stated, ...]:
    wanted = select(stated).where(stated.c.case_id == case_id).order_by(stated.c.place)
    on = select(stated_on).join(stated, stated.c.id == stated_on.c.stated_id).where(stated.c.case_id == case_id)
    if name is not None:
        wanted, on = wanted.where(stated.c.name == name), on.where(stated.c.name == name)
    evidence: dict[str, list[str]] = {}
    for link in connection.execute(on.order_by(stated_on.c.evidence_id)):
        evidence.setdefault(link.stated_id, []).append(link.evidence_id)
    notices = from_notices.of_case(connection, case_id)
    found: dict[str, Stated] = {}
    for row in connection.execute(wanted).mappings():
        items, notice = tuple(evidence.get(row["id"], ())), notices.get(row["id"], ("", False))
        found[row["id"]] = _stated(row, found.get(row["replaces"] or ""), items, *notice)
    return tuple(found.values())


def _stated(row: RowMapping, before: Stated | None, evidence: tuple[str, ...], told_id: str, stale: bool) -> Stated:
    said = None if row["said"] is None else json.loads(row["said"])
    return Stated(
        row["id"],
        row["place"],
        row["sort"],
        row["name"],
        said,
        row["source"] or "",
        None if row["decided_by"] is None else from_json(json.loads(row["decided_by"])),
        row["correction"] or "",
        row["replaces"] or "",
        row["at"],
        row["by"],
        evidence,
        told_id,
        stale,
        no_longer_complete(before.said, before.at, said) if before else None,
    )


def _as_judgement(each: Stated) -> dict[str, Any]:
    said = dict(each.said) if isinstance(each.said, dict) else {"answer": each.said}
    if each.decided_by is not None:
        said |= {"by": each.decided_by.name, "reasons": each.decided_by.reasons}
    return {**said, "source": each.source} if each.source else said
