"""Taking old rows away, all of them or a few at a time."""

from datetime import datetime

from sqlalchemy import Connection, Table, delete, select, tuple_


def take_away(connection: Connection, table: Table, at: str, until: datetime, most: int | None = None) -> int:
    """Delete the rows whose column ``at`` is before ``until``, not more than ``most`` where it is given; how many.

    With ``most``, two who do this at once never wait for each other: rows that another takes away are passed over.
    """
    if most is None:
        return connection.execute(delete(table).where(table.c[at] < until)).rowcount
    old = table.alias()
    keys = select(*(old.c[key.name] for key in table.primary_key)).where(old.c[at] < until).limit(most)
    some = tuple_(*table.primary_key).in_(keys.with_for_update(skip_locked=True))
    return connection.execute(delete(table).where(some)).rowcount
