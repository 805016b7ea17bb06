"""Tables that are shut to new rows, opened for as long as it takes to put a whole backup in its place."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

_SHUT = "%\\_shut"  # what storage.append_only calls the triggers that refuse new rows
_OF_SQLITE = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE :shut ESCAPE '\\'")
_OF_POSTGRESQL = text("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE :shut")


@contextmanager
def unshut(connection: Connection) -> Iterator[None]:
    """In the block, tables take rows about what is final already; afterwards none again.

    Where the block is not ended well, the transaction must be given up.
    """
    if connection.dialect.name == "postgresql":
        found = [tuple(row) for row in connection.execute(_OF_POSTGRESQL, {"shut": _SHUT})]
        for trigger, table in found:
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come is not altered
        for trigger, table in found:
            connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
        return
    made = [tuple(row) for row in connection.execute(_OF_SQLITE, {"shut": _SHUT})]
    for trigger, _ in made:
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    yield
    for _, made_by in made:
        connection.exec_driver_sql(made_by)
