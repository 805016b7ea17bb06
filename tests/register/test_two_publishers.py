"""Two who publish at once: one log, in which both have their places, each leaf and each subtree right."""

import threading

from sqlalchemy import select

from register import Publishing, consistency_between, entry, merkle, outlines, publish, root_at, size
from storage import Database, log_node
from tests.register.making import at, decision_record

EACH = 12


def test_two_publishers_make_one_consistent_log(register_database: Database) -> None:
    """Each has its own way to the database, and both publish decisions of the same days."""
    address = register_database.engine.url.render_as_string(hide_password=False)
    failed: list[BaseException] = []

    def publisher(first: int) -> None:
        mine = Database(address)
        try:
            for number in range(EACH):
                record = decision_record(first + number, decided_on="2026-03-02")
                with mine.writing() as connection:
                    publish(connection, at(number), Publishing(record))
        except BaseException as fault:  # noqa: BLE001  # told below, in the thread that asserts
            failed.append(fault)
        finally:
            mine.close()

    threads = [threading.Thread(target=publisher, args=(first,)) for first in (100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    with register_database.reading() as connection:
        assert size(connection) == 2 * EACH
        every = outlines(connection)
        assert sorted(each.leaf_index for each in every) == list(range(2 * EACH))
        assert len({each.docid for each in every}) == 2 * EACH
        leaves = [merkle.leaf_hash(entry(connection, index).content or b"") for index in range(2 * EACH)]
        assert root_at(connection, 2 * EACH) == merkle.root(leaves).hex()
        proof = [bytes.fromhex(each) for each in consistency_between(connection, EACH, 2 * EACH)]
        roots = merkle.root(leaves[:EACH]), merkle.root(leaves)
        assert merkle.verify_consistency(EACH, 2 * EACH, *roots, proof)
        held = connection.execute(select(log_node).where(log_node.c.level > 0))
        for node in held:
            start = node.place << node.level
            assert node.hash == merkle.root(leaves[start : start + (1 << node.level)]).hex()
