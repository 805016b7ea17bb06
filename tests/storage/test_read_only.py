"""A database that is opened to be read: the database itself refuses whatever would change it."""

from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select

from storage import Database, StorageUnavailable, bring_up, log_leaf
from storage.migrating import REGISTER


def test_what_is_there_is_read_and_nothing_can_be_written(register_database: Database) -> None:
    reading = Database(register_database.engine.url.render_as_string(hide_password=False), read_only=True)
    with reading.reading() as connection:
        assert connection.scalars(select(log_leaf.c.place)).all() == []
    for statement in (insert(log_leaf).values(place=0, sort="key"), delete(log_leaf)):
        with pytest.raises(StorageUnavailable), reading.writing() as connection:
            connection.execute(statement)
        with pytest.raises(StorageUnavailable), reading.reading() as connection:
            connection.execute(statement)
    reading.close()


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "not here" / "register.sqlite"
    reading = Database(f"sqlite:///{file}", read_only=True)
    with pytest.raises(StorageUnavailable), reading.reading() as connection:
        connection.scalar(select(log_leaf.c.place))
    assert not file.parent.exists()
    reading.close()


@pytest.mark.parametrize("name", ["with space", "per%20cent", "ha#sh", "ümläut"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    file = tmp_path / name / "register.sqlite"
    made = Database(f"sqlite:///{file}")
    bring_up(made, REGISTER)
    made.close()
    reading = Database(f"sqlite:///{file}", read_only=True)
    with reading.reading() as connection:
        assert connection.scalars(select(log_leaf.c.place)).all() == []
    reading.close()
