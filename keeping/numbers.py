"""References such as APP/2026/0001: in each series and year from 1, with no gap and no double."""

from sqlalchemy import Connection, Insert
from sqlalchemy.dialects import postgresql, sqlite

from storage import case_number


def next_reference(connection: Connection, series: str, year: int) -> str:
    """The next reference. Others wait for it until this transaction ends; if it is given up, so is the number."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = insert(case_number).values(series=series, year=year, last=1)
    taken: Insert = first.on_conflict_do_update(
        index_elements=[case_number.c.series, case_number.c.year], set_={"last": case_number.c.last + 1}
    ).returning(case_number.c.last)
    return f"{series}/{year}/{connection.execute(taken).scalar_one():04d}"
