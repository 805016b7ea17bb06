"""Triggers that refuse to change or delete rows, on both databases. What may go, may only become nothing."""

from collections.abc import Sequence

from alembic import op


def append_only(table: str, kept: Sequence[str] = (), may_go: Sequence[str] = ()) -> None:
    """Refuse every change to a table, save one that empties ``may_go`` and leaves ``kept`` as it is."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    same = "IS NOT DISTINCT FROM" if postgresql else "IS"
    allowed = [f'NEW."{name}" {same} OLD."{name}"' for name in kept] + [f'NEW."{name}" IS NULL' for name in may_go]
    unless = f" WHEN (NOT ({' AND '.join(allowed)}))" if may_go else ""
    said = f"{table} is append-only: rows are neither changed nor deleted"
    if postgresql:
        op.execute(
            f"CREATE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$BEGIN RAISE EXCEPTION '{said}' USING ERRCODE = 'restrict_violation'; END$$"
        )
        for name, when, each, rest in (
            ("update", "UPDATE", "ROW", unless),
            ("delete", "DELETE", "ROW", ""),
            ("truncate", "TRUNCATE", "STATEMENT", ""),
        ):
            op.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} FOR EACH {each}{rest} "
                f"EXECUTE FUNCTION refuse_{table}()"
            )
        return
    for when, rest in (("UPDATE", unless), ("DELETE", "")):
        op.execute(
            f"CREATE TRIGGER {table}_{when.lower()} BEFORE {when} ON {table}{rest} "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )


def no_longer(table: str) -> None:
    """Take the triggers away."""
    if op.get_bind().dialect.name == "postgresql":
        for name in ("update", "delete", "truncate"):
            op.execute(f"DROP TRIGGER {table}_{name} ON {table}")
        op.execute(f"DROP FUNCTION refuse_{table}()")
    else:
        for name in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_{name}")
