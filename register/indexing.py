"""What the search knows of publications, put in and taken out in the transaction that publishes them."""

from sqlalchemy import Connection

from documents import Record


def put(connection: Connection, docid: int, record: Record) -> None:
    """Put a record into the search, under its number."""


def remove(connection: Connection, publication_id: str) -> None:
    """Take a publication out of the search."""
