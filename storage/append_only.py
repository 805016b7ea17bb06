"""Triggers that refuse to change or delete rows, on both databases. What may go, may only become nothing."""

from collections.abc import Sequence

from alembic import op


def append_only(table: str, kept: Sequence[str] = (), may_go: Sequence[str] = ()) -> None:
    """Refuse every change to a table, save one that empties ``may_go`` and leaves ``kept`` as it is."""
    same = "IS NOT DISTINCT FROM" if _postgresql() else "IS"
    allowed = [f'NEW."{name}" {same} OLD."{name}"' for name in kept] + [f'NEW."{name}" IS NULL' for name in may_go]
    unless = f"NOT ({' AND '.join(allowed)})" if may_go else ""
    _refuse(table, f"{table} is append-only: rows are neither changed nor deleted", unless)


def final_once(table: str, filled: str) -> None:
    """Refuse to change a row of a table once this column of it is filled, and to delete any."""
    _refuse(
        table,
        f"{table} is final once {filled} is set: it is neither changed nor deleted",
        f'OLD."{filled}" IS NOT NULL',
    )


def shut_once_issued(table: str) -> None:
    """Refuse to add rows to a table that are about a decision which has been issued."""
    said = f"{table} is shut: its decision has been issued"
    issued = 'EXISTS (SELECT 1 FROM decision WHERE id = NEW."decision_id" AND issued_at IS NOT NULL)'
    if _postgresql():
        op.execute(
            f"CREATE FUNCTION shut_{table}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$BEGIN IF {issued} THEN RAISE EXCEPTION '{said}' USING ERRCODE = 'restrict_violation'; END IF; "
            "RETURN NEW; END$$"
        )
        op.execute(f"CREATE TRIGGER {table}_shut BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION shut_{table}()")
        return
    op.execute(
        f"CREATE TRIGGER {table}_shut BEFORE INSERT ON {table} WHEN {issued} BEGIN SELECT RAISE(ABORT, '{said}'); END"
    )


def gone_with_its_version(table: str) -> None:
    """Refuse to change rows, and to delete any but those of a version whose record was erased."""
    said = f"{table} is append-only: rows are not changed, and go only with their version"
    of_it = "publication_id = OLD.publication_id AND version = OLD.version"
    erased = f"EXISTS (SELECT 1 FROM publication_version WHERE {of_it} AND canonical IS NULL)"  # noqa: S608  # all ours
    if not _postgresql():
        for when, unless in (("UPDATE", ""), ("DELETE", f" WHEN NOT {erased}")):
            op.execute(
                f"CREATE TRIGGER {table}_{when.lower()} BEFORE {when} ON {table}{unless} "
                f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN "
        f"IF TG_OP = 'DELETE' THEN IF {erased} THEN RETURN OLD; END IF; END IF; "
        f"RAISE EXCEPTION '{said}' USING ERRCODE = 'restrict_violation'; END$$"
    )
    for when, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {table}_{when.lower()} BEFORE {when} ON {table} FOR EACH {each} "
            f"EXECUTE FUNCTION refuse_{table}()"
        )


def no_longer(table: str) -> None:
    """Take the triggers of ``append_only``, ``final_once`` or ``gone_with_its_version`` away."""
    if _postgresql():
        for name in ("update", "delete", "truncate"):
            op.execute(f"DROP TRIGGER {table}_{name} ON {table}")
        op.execute(f"DROP FUNCTION refuse_{table}()")
    else:
        for name in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_{name}")


def no_longer_shut(table: str) -> None:
    """Take the trigger of ``shut_once_issued`` away."""
    op.execute(f"DROP TRIGGER {table}_shut ON {table}" if _postgresql() else f"DROP TRIGGER {table}_shut")
    if _postgresql():
        op.execute(f"DROP FUNCTION shut_{table}()")


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _refuse(table: str, said: str, update_where: str) -> None:
    """Refuse to delete rows, and to update them; only where a condition holds, if one is given."""
    where = f" WHEN ({update_where})" if update_where else ""
    if _postgresql():
        op.execute(
            f"CREATE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$BEGIN RAISE EXCEPTION '{said}' USING ERRCODE = 'restrict_violation'; END$$"
        )
        for name, when, each, rest in (
            ("update", "UPDATE", "ROW", where),
            ("delete", "DELETE", "ROW", ""),
            ("truncate", "TRUNCATE", "STATEMENT", ""),
        ):
            op.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} FOR EACH {each}{rest} "
                f"EXECUTE FUNCTION refuse_{table}()"
            )
        return
    for when, rest in (("UPDATE", where), ("DELETE", "")):
        op.execute(
            f"CREATE TRIGGER {table}_{when.lower()} BEFORE {when} ON {table}{rest} "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
