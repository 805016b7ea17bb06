"""The log in the database: what it proves is what the tree of all its leaves proves, from a few rows."""

import pytest
from sqlalchemy import Connection, event, func, select

from register import NotInLog, consistency_between, entry, inclusion_at, merkle, root_at, size
from register import log as register_log
from storage import Database, log_leaf, log_node
from tests.register.making import NOON


def fill(connection: Connection, many: int) -> list[bytes]:
    """Leaves in the log, and their hashes."""
    contents = [f"leaf {number}".encode() for number in range(many)]
    for number, content in enumerate(contents):
        assert register_log.append(connection, NOON, register_log.WITHDRAWAL, content) == number
    return [merkle.leaf_hash(content) for content in contents]


def check(connection: Connection, hashes: list[bytes], tree: int) -> None:
    """Everything that the log proves of its first ``tree`` leaves is what the tree itself proves."""
    of = hashes[:tree]
    assert root_at(connection, tree) == merkle.root(of).hex()
    for index in range(tree):
        assert inclusion_at(connection, index, tree) == tuple(each.hex() for each in merkle.inclusion(of, index))
    for first in range(tree + 1):
        wanted = tuple(each.hex() for each in merkle.consistency(of, first))
        assert consistency_between(connection, first, tree) == wanted


def test_it_proves_what_the_tree_proves(register_database: Database) -> None:
    with register_database.writing() as connection:
        hashes = fill(connection, 23)
    with register_database.reading() as connection:
        assert size(connection) == 23
        for tree in (0, 1, 2, 7, 16, 23):
            check(connection, hashes, tree)
        assert entry(connection, 5).content == b"leaf 5"
        assert entry(connection, 5).leaf_hash == hashes[5].hex()


@pytest.mark.proof
def test_it_proves_what_the_tree_proves_for_every_size_up_to_200(register_database: Database) -> None:
    with register_database.writing() as connection:
        hashes = fill(connection, 200)
    with register_database.reading() as connection:
        for tree in (*range(40), 63, 64, 65, 127, 128, 129, 199, 200):
            check(connection, hashes, tree)


def test_it_keeps_every_complete_subtree_once_and_nothing_else(register_database: Database) -> None:
    with register_database.writing() as connection:
        fill(connection, 21)
        counted = select(log_node.c.level, func.count()).group_by(log_node.c.level).order_by(log_node.c.level)
        assert [tuple(row) for row in connection.execute(counted)] == [(0, 21), (1, 10), (2, 5), (3, 2), (4, 1)]


def test_a_proof_reads_a_few_rows_and_not_the_log(register_database: Database) -> None:
    read: list[int] = []
    with register_database.writing() as connection:
        fill(connection, 150)
    with register_database.reading() as connection:
        event.listen(connection, "after_cursor_execute", lambda *said: read.append(len(said[3]) // 2))
        inclusion_at(connection, 77, 149)
        root_at(connection, 149)
    assert max(read) <= 16  # nodes asked for at once


def test_what_the_log_has_not_is_told(register_database: Database) -> None:
    with register_database.writing() as connection:
        fill(connection, 3)
    with register_database.reading() as connection:
        with pytest.raises(NotInLog, match=r"The log has 3 leaves, and not 4\. Give a size from 0 to 3\."):
            root_at(connection, 4)
        with pytest.raises(NotInLog, match=r"A log of 2 leaves has no leaf 2"):
            inclusion_at(connection, 2, 2)
        with pytest.raises(NotInLog, match=r"A log of 2 leaves does not begin with one of 3"):
            consistency_between(connection, 3, 2)
        with pytest.raises(NotInLog, match=r"The log has no leaf 3: it has 3, counted from 0\."):
            entry(connection, 3)


def test_an_empty_log_has_the_root_of_nothing(register_database: Database) -> None:
    with register_database.reading() as connection:
        assert size(connection) == 0
        assert root_at(connection, 0) == merkle.EMPTY.hex()
        assert consistency_between(connection, 0, 0) == ()
        assert connection.execute(select(log_leaf)).all() == []
