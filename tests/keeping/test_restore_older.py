"""A backup that an older version of the program made comes back in the shape that this one knows."""

from pathlib import Path

from sqlalchemy import insert, select

from storage import PRIVATE, Database, bring_up, check, new_key, person
from tests.keeping.backups import Place, put_back, taken
from tests.keeping.held import NOON


def test_a_backup_of_an_older_shape_is_brought_to_the_new_one(address: str, tmp_path: Path) -> None:
    older = Place(Database(f"sqlite:///{tmp_path / 'older.sqlite'}"), tmp_path / "older")
    bring_up(older.database, PRIVATE, "0001")
    row = {"id": new_key(), "email": "a@example.org", "name": "A. Officer", "made_at": NOON}
    with older.database.writing() as connection:
        connection.execute(insert(person).values(row))
    taken(older, tmp_path / "backup")
    newer = Place(Database(address), tmp_path / "newer")
    put_back(newer, tmp_path / "backup")
    check(newer.database, PRIVATE)
    with newer.database.reading() as connection:
        assert connection.scalar(select(person.c.name)) == "A. Officer"
    for each in (older, newer):
        each.database.close()
