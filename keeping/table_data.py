"""The rows of tables in a form that any database can read: JSON, one line a row, in UTF-8.

The first line names the table and its columns in order, each with its kind: ``{"table": "party", "columns": [["id",
"text"], …]}``. Every other line is one row, a list of values in that order; ``null`` is nothing. The kinds:

======== ==========================================================
text     a string
whole    a whole number
yes_no   ``true`` or ``false``
day      a string: ``2026-03-02``
moment   a string, in UTC to the microsecond: ``2026-03-02T12:00:00.000000Z``
bytes    a string: Base64
======== ==========================================================
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.types import TypeEngine

_AT_ONCE, _OF_MIGRATIONS = 500, "alembic_version"
_KINDS: tuple[tuple[str, type[TypeEngine[Any]], TypeEngine[Any]], ...] = (
    ("moment", sa.DateTime, sa.DateTime(timezone=True)),
    ("day", sa.Date, sa.Date()),
    ("yes_no", sa.Boolean, sa.Boolean()),
    ("whole", sa.Integer, sa.BigInteger()),
    ("bytes", sa.LargeBinary, sa.LargeBinary()),
    ("text", sa.String, sa.Text()),
)
_STORED: Mapping[str, TypeEngine[Any]] = {kind: stored for kind, _, stored in _KINDS}


class NotOurForm(Exception):
    """Lines that are not rows of a table in this form. Says which."""


def tables(connection: Connection) -> tuple[sa.Table, ...]:
    """Every table that the database has, each after those that it refers to; the one of migrations is left out."""
    found = sa.MetaData()
    found.reflect(connection)
    return tuple(table for table in found.sorted_tables if table.name != _OF_MIGRATIONS)


def names(connection: Connection) -> tuple[str, ...]:
    """What the same tables are called, in the order of their names: much sooner told than what they are."""
    return tuple(sorted(set(sa.inspect(connection).get_table_names()) - {_OF_MIGRATIONS}))


def lines_of(connection: Connection, table: sa.Table) -> Iterator[bytes]:
    """A table's lines, the head first, the rows in the order of their keys."""
    kinds = [(column.name, _kind(column)) for column in table.columns]
    yield _line({"table": table.name, "columns": kinds})
    rows = sa.select(table).order_by(*table.primary_key.columns)
    for row in connection.execute(rows.execution_options(yield_per=_AT_ONCE)):
        yield _line(
            [_WRITE[kind](value) if value is not None else None for (_, kind), value in zip(kinds, row, strict=True)]
        )


def put_rows(connection: Connection, table: str, lines: Iterator[bytes]) -> int:
    """Store the rows of a table that is there and empty; how many there were. NotOurForm where a line is wrong."""
    head = next(lines, b"")
    try:
        described = json.loads(head)
        columns = [(str(name), str(kind)) for name, kind in described["columns"]]
        into = sa.table(table, *(sa.column(name, _STORED[kind]) for name, kind in columns))
        same = described["table"] == table
    except (ValueError, KeyError, TypeError) as error:
        raise NotOurForm(f"the first line does not describe a table: {head[:80]!r}") from error
    if not same:
        raise NotOurForm(f"the first line describes another table: {head[:80]!r}")
    rows, stored = (_row(columns, line) for line in lines), 0
    while some := list(islice(rows, _AT_ONCE)):
        connection.execute(into.insert(), some)
        stored += len(some)
    return stored


def parted(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The lines in bytes that come in pieces."""
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
    if rest:
        yield rest


def _kind(column: "sa.Column[Any]") -> str:
    kind = next((kind for kind, known, _ in _KINDS if isinstance(column.type, known)), "")
    if not kind:
        raise NotOurForm(
            f"{column.table.name}.{column.name} is of a kind that has no form in a backup: {column.type!r}"
        )
    return kind


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _row(columns: list[tuple[str, str]], line: bytes) -> dict[str, Any]:
    try:
        return {
            name: _READ[kind](value) if value is not None else None
            for (name, kind), value in zip(columns, json.loads(line), strict=True)
        }
    except (ValueError, TypeError) as error:
        raise NotOurForm(f"this line is no row of its table: {line[:80]!r}") from error


def _moment(value: datetime) -> str:
    """SQLite stores moments in UTC and gives them back without a zone."""
    moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


_WRITE: Mapping[str, Callable[[Any], Any]] = {
    "moment": _moment,
    "day": date.isoformat,
    "yes_no": bool,
    "whole": int,
    "bytes": lambda value: base64.b64encode(value).decode("ascii"),
    "text": str,
}
_READ: Mapping[str, Callable[[Any], Any]] = {
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "yes_no": bool,
    "whole": int,
    "bytes": lambda value: base64.b64decode(value, validate=True),
    "text": str,
}
