"""Kinds of columns that mean the same on SQLite and on PostgreSQL."""

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, ForeignKey, LargeBinary, String, Text
from sqlalchemy.types import TypeDecorator

Bytes = LargeBinary
Words = Text
Hash = String(64)  # SHA-256 in hexadecimal
Key = String(32)  # what new_key() makes
Name = String(200)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, to the microsecond. What has no time zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment as UTC; SQLite stores it without the zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone: give it one, such as UTC")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_key() -> str:
    """The key of a new row: 128 random bits in hexadecimal, which nobody guesses."""
    return secrets.token_hex(16)


def key(name: str = "id", **more: Any) -> "Column[Any]":
    """A primary key that ``new_key`` fills."""
    return Column(name, Key, primary_key=True, **more)


def of(name: str, table: str, *, null: bool = False, **more: Any) -> "Column[Any]":
    """A column that names a row of another table by its key."""
    return Column(name, Key, ForeignKey(f"{table}.id"), nullable=null, index=True, **more)


def at(name: str, *, null: bool = False) -> "Column[Any]":
    """A column that holds a moment."""
    return Column(name, Instant, nullable=null)


def words(name: str, *, null: bool = False) -> "Column[Any]":
    """A column of text of any length; empty unless said otherwise."""
    return Column(name, Words, nullable=null, server_default=None if null else "")
