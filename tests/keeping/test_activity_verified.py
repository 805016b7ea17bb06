"""Whatever is done to the activity behind the program's back, the first entry that is not as it was is found."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, delete, func, insert, select, update

from keeping.activity import FirstAltered, Verified, verify
from keeping.chain import ORIGIN, Entry, hash_of
from storage import Database, activity, activity_head, secret
from tests.keeping.cases import NOON
from tests.keeping.chained import CASE, SOMEBODY, some_entries, verified

Tamper = Callable[[Connection], object]


def after(database: Database, *tampering: Tamper, kept: tuple[Verified, ...] = ()) -> Verified | FirstAltered:
    """What is found after somebody with all rights changed something: the triggers go first. Then it is undone."""
    with database.writing() as connection:
        undone = connection.begin_nested()
        if database.sqlite:
            for name in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER activity_{name}")
        else:
            connection.exec_driver_sql("ALTER TABLE activity DISABLE TRIGGER USER")
        for how in tampering:
            how(connection)
        found = verify(connection, kept)
        undone.rollback()
    return found


def at(place: int) -> Any:
    return update(activity).where(activity.c.place == place)


def entry(connection: Connection, place: int) -> Entry:
    return Entry(**connection.execute(select(activity).where(activity.c.place == place)).mappings().one())


def hashed_anew(connection: Connection, place: int, **changed: Any) -> None:
    """Change an entry and give it the hash that it would have."""
    held = {name: getattr(entry(connection, place), name) for name in Entry.__slots__} | changed
    connection.execute(at(place).values(changed | {"hash": hash_of(Entry(**held))}))


def head_to_match(connection: Connection) -> None:
    """Make the head say that the entry with the greatest place is the last."""
    place = connection.scalar(select(func.max(activity.c.place))) or 0
    last = entry(connection, place).hash if place else ORIGIN
    connection.execute(update(activity_head).values(place=place, hash=last))


def forge(connection: Connection) -> None:
    """Add an entry with a hash that fits, as the program would."""
    last = entry(connection, 5)
    bare = Entry(6, NOON, SOMEBODY, "decision.issued", CASE, "{}", last.hash, "")
    held = {name: getattr(bare, name) for name in Entry.__slots__} | {"hash": hash_of(bare)}
    connection.execute(insert(activity).values(held))


def swap(connection: Connection) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        connection.execute(at(old).values(place=new))


def swap_with_fitting_hashes(connection: Connection) -> None:
    swap(connection)
    hashed_anew(connection, 2, before=entry(connection, 1).hash)
    hashed_anew(connection, 3, before=entry(connection, 2).hash)


def close_the_gap(connection: Connection) -> None:
    connection.execute(delete(activity).where(activity.c.place == 3))
    for place in (4, 5):
        connection.execute(at(place).values(place=place - 1))


def rewrite_all(connection: Connection) -> None:
    before = ORIGIN
    for place in range(1, 6):
        hashed_anew(connection, place, before=before, actor=CASE)
        before = entry(connection, place).hash


ALTERED = "was altered or moved: its hash is not that of what it holds"
TAMPERED: dict[str, tuple[Tamper, int, str]] = {
    "what was done": (lambda connection: connection.execute(at(3).values(act="fact.corrected")), 3, ALTERED),
    "who did it": (lambda connection: connection.execute(at(3).values(actor=CASE)), 3, ALTERED),
    "when": (lambda connection: connection.execute(at(3).values(at=NOON)), 3, ALTERED),
    "of which case": (lambda connection: connection.execute(at(3).values(case_id=None)), 3, ALTERED),
    "what was said": (lambda connection: connection.execute(at(3).values(about="{}")), 3, ALTERED),
    "its hash": (lambda connection: connection.execute(at(3).values(hash=ORIGIN)), 3, ALTERED),
    "and hashed anew": (
        lambda connection: hashed_anew(connection, 3, act="fact.corrected"),
        3,
        "was replaced: entry 4 was written after another one",
    ),
    "the first": (lambda connection: hashed_anew(connection, 1, before="f" * 64), 1, "it is not the first"),
    "one is gone": (lambda connection: connection.execute(delete(activity).where(activity.c.place == 3)), 3, "missing"),
    "one is gone and the gap closed": (close_the_gap, 3, ALTERED),
    "two changed places": (swap, 2, ALTERED),
    "two changed places, and their hashes fit": (
        swap_with_fitting_hashes,
        3,
        "was replaced: entry 4 was written after another one",
    ),
    "one before the first": (lambda connection: connection.execute(at(1).values(place=-1)), -1, "was added: no entry"),
    "the last are gone": (
        lambda connection: connection.execute(delete(activity).where(activity.c.place > 3)),
        4,
        "is missing: 5 were written",
    ),
    "one is added": (forge, 6, "was added: 5 were written"),
    "the last is replaced": (
        lambda connection: hashed_anew(connection, 5, act="fact.corrected"),
        5,
        "was replaced: the head knows another as the last",
    ),
    "all are rewritten": (rewrite_all, 5, "was replaced: the head knows another as the last"),
    "the head is gone": (lambda connection: connection.execute(delete(activity_head)), 5, "may not be the last"),
    "the secret is gone": (lambda connection: connection.execute(delete(secret)), 5, "may not be the last"),
}
AT_THE_END = ("the last are gone", "one is added", "the last is replaced", "all are rewritten", "the secret is gone")


def test_the_first_entry_that_is_not_as_it_was_written_is_found(database: Database) -> None:
    some_entries(database)
    for what, (how, place, told) in TAMPERED.items():
        found = after(database, how)
        assert isinstance(found, FirstAltered), what
        assert (what, found.place) == (what, place)
        assert told in str(found), what
    assert isinstance(verified(database), Verified)


def test_it_is_found_too_where_the_head_was_changed_to_match(database: Database) -> None:
    some_entries(database)
    for what, (how, place, told) in TAMPERED.items():
        if what in ("the head is gone", "one before the first"):
            continue  # there is no head to change, or it is found before the head is looked at
        found = after(database, how, head_to_match)
        assert isinstance(found, FirstAltered), what
        if what in AT_THE_END:
            assert "the head was not sealed by this program" in found.told, what
        else:
            assert found.place == place, (what, told)


@pytest.mark.parametrize("column", ["at", "act"])
def test_an_entry_that_cannot_even_be_read_was_altered(database: Database, column: str) -> None:
    if not database.sqlite:
        return  # PostgreSQL holds in a column only what the column may hold
    some_entries(database)
    no_text = f"UPDATE activity SET {column} = CAST(x'ff' AS TEXT) WHERE place = 4"  # noqa: S608  # a name of our own
    found = after(database, lambda connection: connection.exec_driver_sql(no_text))
    assert found == FirstAltered(4, "was altered: it cannot be read")


def test_a_database_put_back_to_an_earlier_day_is_found_by_what_was_kept_elsewhere(database: Database) -> None:
    some_entries(database, 3)
    kept = verified(database)
    assert isinstance(kept, Verified)
    with database.reading() as connection:
        old_head = connection.execute(select(activity_head)).mappings().one()
    some_entries(database, 2)
    later = verified(database, kept)
    assert isinstance(later, Verified)

    def put_back(connection: Connection) -> None:
        connection.execute(delete(activity).where(activity.c.place > 3))
        connection.execute(update(activity_head).values(**old_head))

    assert after(database, put_back) == kept, "without what was kept elsewhere nobody can tell"
    found = after(database, put_back, kept=(kept, later))
    told = "Entry 4 of the activity is missing: an earlier check found entries up to 5."
    assert str(found) == f"{told} All before it is as it was written."
    assert verified(database, Verified(2, "f" * 64)) == FirstAltered(
        2, "is not the one that an earlier check found: it or one before was rewritten"
    )
