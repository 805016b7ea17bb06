"""Rows as lines of JSON, and back: each kind of value exactly, and nothing that has no form."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from keeping.table_data import NotOurForm, lines_of, parted, put_rows, tables
from storage import Database

VALUES: dict[str, tuple[sa.types.TypeEngine[Any], Any, str]] = {
    "text": (sa.Text(), 'a "quoted"\nline, ½ and 𝄞', r'"a \"quoted\"\nline, ½ and 𝄞"'),
    "whole": (sa.BigInteger(), 2**63 - 1, "9223372036854775807"),
    "yes_no": (sa.Boolean(), False, "false"),
    "day": (sa.Date(), date(1, 1, 1), '"0001-01-01"'),
    "moment": (sa.DateTime(timezone=True), datetime(2026, 3, 2, 12, 0, 0, 1, UTC), '"2026-03-02T12:00:00.000001Z"'),
    "bytes": (sa.LargeBinary(), b"\x00\xff", '"AP8="'),
}


@pytest.fixture
def empty(address: str) -> Iterator[Database]:
    """A database without a table."""
    made = Database(address)
    yield made
    made.close()


def made_in(database: Database) -> sa.Table:
    """A table with a column of each kind, and in it a row of values and a row of nothing."""
    columns = [sa.Column(name, kind) for name, (kind, _, _) in VALUES.items()]
    table = sa.Table("each", sa.MetaData(), sa.Column("id", sa.String(3), primary_key=True), *columns)
    with database.writing() as connection:
        table.create(connection)
        connection.execute(table.insert().values(id="a", **{name: value for name, (_, value, _) in VALUES.items()}))
        connection.execute(table.insert().values(id="b"))
    return table


def test_each_kind_of_value_has_its_form_and_comes_back_as_it_was(empty: Database) -> None:
    table = made_in(empty)
    with empty.reading() as connection:
        head, *rows = lines_of(connection, tables(connection)[0])
        before = connection.execute(sa.select(table)).all()
    kinds = ",".join(f'["{name}","{name}"]' for name in VALUES)
    assert head.decode() == f'{{"table":"each","columns":[["id","text"],{kinds}]}}\n'
    said = ",".join(text for _, _, text in VALUES.values())
    assert [row.decode() for row in rows] == [f'["a",{said}]\n', '["b",null,null,null,null,null,null]\n']
    with empty.writing() as connection:
        connection.execute(table.delete())
        assert put_rows(connection, "each", parted([head, *rows])) == 2
        assert connection.execute(sa.select(table)).all() == before


def test_a_moment_is_written_in_utc_whatever_zone_it_was_given_in(empty: Database) -> None:
    if empty.sqlite:
        return  # which keeps no zone, so that moments are given to it in UTC
    table = made_in(empty)
    summer = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=1)))
    with empty.writing() as connection:
        connection.execute(table.update().values(moment=summer))
        assert b'"2026-07-01T11:00:00.000000Z"' in list(lines_of(connection, tables(connection)[0]))[1]


def test_a_kind_that_has_no_form_is_refused_and_never_guessed(empty: Database) -> None:
    with empty.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE sums (id INTEGER PRIMARY KEY, amount FLOAT)")
    with (
        empty.reading() as connection,
        pytest.raises(NotOurForm, match=r"sums\.amount is of a kind that has no form in"),
    ):
        list(lines_of(connection, tables(connection)[0]))


@pytest.mark.parametrize("pieces", [[b"a\nbb\n"], [b"a", b"\n", b"b", b"b\n"], [b"a\nb", b"", b"b"], [b"", b"a\nbb"]])
def test_lines_are_the_same_however_they_came(pieces: list[bytes]) -> None:
    assert list(parted(pieces)) == [b"a", b"bb"]
