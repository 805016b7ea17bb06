"""Cases that are put to rules and determined, as casework does it, and what comes of it."""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from engine import Determination, RuleSet, determine_case, load_rule_set
from keeping import deadlines, rule_files
from keeping.deadlines import Deadline
from keeping.determinations import Kept, Replayed, replay, store
from keeping.statements import Given
from storage import Database, case, case_rule_set, new_key, person
from tests.engine.building import write_rules
from tests.ours import RULES as OURS
from tests.ours import our_rule_sets

NOON = datetime(2024, 6, 3, 12, tzinfo=UTC)
DECIDED = date(2024, 5, 1)
APPEAL = "pharmacy/appeal"

# The last day to appeal is worked out. A deferral, and a stay that can be put off, are given by provisions.
FACTS = """
notified_on date
deferred yes_no
began_on date
stayed_on date
complex yes_no
last_day_to_appeal date says: "The last day to appeal", cites: para 36(1), \
worked_out: {fact: notified_on, plus: {days: 30}}
day_before date says: "The day before it", worked_out: {fact: notified_on, plus: {days: 29}}
"""
RULES = {
    "deferral": "when: <deferred> {fact: deferred, is: true}\ngives: {deferral_ends: {type: date, "
    "says: The last day of a deferral, cites: reg. 19(2), fact: began_on, plus: {months: 6}}}",
    "stay": "when: <stayed> {fact: stayed_on, after: 2013-04-01}\ngives: {stay_ends: {type: date, "
    "says: The last day of a stay, cites: reg. 7(1), fact: stayed_on, plus: {days: 14}}}",
    "longer-stay": "when: <complex> {fact: complex, is: true}\ngives: {longest_stay: {type: date, "
    "says: The longest stay, cites: reg. 7(2), fact: stayed_on, plus: {days: 28}}}",
}
STAY: dict[str, Any] = {"notified_on": "2024-05-01", "deferred": False, "stayed_on": "2024-06-01", "complex": True}
HEADS = {"longer-stay": "effect: may\nextends: [{date: stay_ends, until: longest_stay}]"}


@dataclass(frozen=True)
class InHand:
    """A case, and the officer whose it is."""

    id: str
    by: str
    reference: str


def rules_in(root: Path, **more: Any) -> Path:
    """The rules of an appeal with three deadlines; the root below which they lie."""
    write_rules(root, more.pop("facts", FACTS), more.pop("rules", RULES), **{"id": APPEAL, "heads": HEADS, **more})
    return root


def somebody(connection: Connection, name: str = "A. Officer") -> str:
    """A person."""
    key = new_key()
    connection.execute(insert(person).values(id=key, email=f"{key}@example.org", name=name, made_at=NOON))
    return key


def a_case(
    database: Database, *rule_sets: str, reference: str = "APP/2024/0001", by: str = "", title: str = "Larkmere"
) -> InHand:
    """A case that is put to rule sets, in order."""
    with database.writing() as connection:
        who, key = by or somebody(connection), new_key()
        connection.execute(
            insert(case).values(
                id=key, reference=reference, kind="pharmacy_market_entry", title=title, state="received",
                received_on=DECIDED, officer_id=who, record_closed=False, version=1, made_at=NOON, made_by=who,
            )
        )  # fmt: skip
        for place, each in enumerate(rule_sets or (APPEAL,), 1):
            connection.execute(insert(case_rule_set).values(case_id=key, place=place, rule_set=each))
    return InHand(key, who, reference)


def determine(
    database: Database,
    of: InHand,
    root: Path,
    rule_sets: tuple[str, ...] = (APPEAL,),
    now: datetime = NOON,
    **said: Any,
) -> tuple[Kept, ...]:
    """Determine a case from what is said here, store it, and bring its deadlines up to date.

    ``said``: facts by name; or ``given``, with ``as_at`` and ``record_closed`` as ``determine_case`` takes them.
    """
    given = said.pop("given", None)
    more: dict[str, Any] = {name: said.pop(name) for name in ("as_at", "record_closed") if name in said}
    given = given or Given(said, {}, 0)
    as_at = more.setdefault("as_at", DECIDED.isoformat())
    loaded = {id: our_rule_sets()[id] if root == OURS else load_rule_set(root / id) for id in rule_sets}
    put: dict[str, Any] = {"rule_sets": rule_sets, "facts": given.facts, "judgements": given.judgements, **more}
    found = determine_case(loaded, put)
    with database.writing() as connection:
        law = date.fromisoformat(as_at) if as_at else None
        closed = more.get("record_closed", False)
        return tuple(_stored(connection, now, of, loaded, root, (each, given, law, closed)) for each in found)


def _stored(
    connection: Connection, now: datetime, of: InHand, loaded: dict[str, RuleSet], root: Path, made: tuple[Any, ...]
) -> Kept:
    determination: Determination = made[0]
    rule_set = loaded[determination.rule_set.id]
    files = rule_files.pack(root / rule_set.id, rule_set)
    kept = store(connection, now, of.by, of.id, rule_set, files, *made)
    deadlines.refresh(connection, now, of.id, determination, rule_set, kept.id)
    return kept


def made_again(database: Database, kept: Kept | str, tmp_path: Path) -> Replayed:
    """A determination made again."""
    with database.reading() as connection:
        return replay(connection, kept if isinstance(kept, str) else kept.id, tmp_path / "cache")


def of_case(database: Database, held: InHand) -> dict[str, Deadline]:
    """The deadlines of a case, by name."""
    with database.reading() as connection:
        return {each.name: each for each in deadlines.of_case(connection, held.id)}


def due(database: Database, *people: str, until: date | None = None, **more: Any) -> list[tuple[str, date | None]]:
    """What is due, by name and day, in the cases of these people; of everybody where none is named."""
    with database.reading() as connection:
        found = deadlines.due(connection, person_ids=people or None, until=until, **more)
    return [(each.name, each.due_on) for each in found]


def zipped(files: dict[str, str]) -> bytes:
    """Files by name, as a ZIP."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return into.getvalue()
