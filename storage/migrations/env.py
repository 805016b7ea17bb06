"""How Alembic runs the migrations: on the connection, and in the transaction, that ``storage.migrating`` holds open."""

from typing import Any, Literal

from alembic import context

from storage.columns import Instant
from storage.people_tables import private
from storage.register_tables import register
from storage.search_tables import ours_to_compare


def as_written(kind: str, each: Any, _context: object) -> str | Literal[False]:
    """How a column's kind stands in a migration, which must outlive kinds of ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(each, Instant) else False


settings = context.config
context.configure(
    connection=settings.attributes["connection"],
    target_metadata=private if settings.attributes["which"] == "private" else register,
    render_as_batch=True,
    compare_type=True,
    include_name=ours_to_compare,
    render_item=as_written,
    transaction_per_migration=False,
)
context.run_migrations()
