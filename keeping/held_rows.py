"""Rows that are held about a case, as JSON can hold them."""

import json
from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, select

Row = dict[str, Any]
_JSON = frozenset({"said", "decided_by", "explanation", "given", "waits_for", "powers"})


def rows_of(
    connection: Connection,
    table: Table,
    case_id: str,
    *order: str,
    without: Collection[str] = (),
    as_json: Collection[str] = _JSON,
) -> list[Row]:
    """A table's rows about a case, in this order; ``without`` are columns that are left out."""
    columns = [column for column in table.columns if column.name not in without]
    wanted = select(*columns).where(table.c.case_id == case_id).order_by(*(table.c[name] for name in order))
    return rows(connection, wanted, as_json)


def rows(connection: Connection, wanted: Select[Any], as_json: Collection[str] = _JSON) -> list[Row]:
    """Rows as JSON can hold them; what columns of these names hold is JSON already."""
    return [
        {name: _plain(value, name in as_json) for name, value in row.items()}
        for row in connection.execute(wanted).mappings()
    ]


def _plain(value: Any, is_json: bool) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return json.loads(value) if is_json and value else value
