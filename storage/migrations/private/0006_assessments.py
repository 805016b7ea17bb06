"""Assessments of trusts: facts, tables, evidence, notes, statuses, snapshots, signatures and submissions."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.append_only import append_only, no_longer

revision = "0006"
down_revision = "0005"

# What may go when its time is over; all else of a row stays as it was.
WHAT_MAY_GO: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "assessment_stated": (
        ("id", "assessment_id", "place", "site", "name", "replaces", "carried_from", "at", "by"),
        ("said", "source", "correction"),
    ),
    "assessment_table": (
        ("id", "assessment_id", "place", "site", "name", "sha256", "size", "file_sha256", "at", "by"),
        ("document", "complete_by", "source"),
    ),
    "assessment_item": (
        (
            "id", "assessment_id", "place", "sha256", "media_type", "size", "searched", "dated", "covers_from",
            "covers_to", "received_at", "by",
        ),
        ("title", "original", "file_name"),
    ),
    "assessment_item_approved": ((), ()),
    "assessment_note": (
        ("id", "assessment_id", "place", "requirement", "site", "due_on", "at", "by"), ("owner", "comment"),
    ),
    "assessment_status": ((), ()),
    "assessment_snapshot": ((), ()),
    "assessment_voided": ((), ()),
    "assessment_signature": ((), ()),
    "assessment_submission": ((), ()),
}  # fmt: skip


def upgrade() -> None:
    """Make it so."""
    _create(
        "assessment", _key(), _text("organisation", 20), _text("name", 200), _text("year", 40), _text("state", 20),
        _whole("version"), _whole("content"), _text("salt", 64, null=True), _at("made_at"), _text("made_by", 32),
        of={"made_by": "person"}, unique=("organisation", "year"),
    )  # fmt: skip
    _create(
        "assessment_site", _text("assessment_id", 32), _text("code", 20), _whole("place"), _text("name", 200),
        of={"assessment_id": "assessment"}, keys=("assessment_id", "code"), indexed=(),
    )  # fmt: skip
    _create_stated()
    _create_items()
    _create_said_of_requirements()
    _create_signed()
    _create(
        "icb_trust", _text("trust", 20), _text("icb", 20), _at("at"), _text("by", 32),
        of={"by": "person"}, keys=("trust",), indexed=("icb", "by"),
    )  # fmt: skip
    for table, (kept, may_go) in WHAT_MAY_GO.items():
        append_only(table, kept, may_go)


def downgrade() -> None:
    """Undo it."""
    for table in WHAT_MAY_GO:
        no_longer(table)
    for table in (
        "assessment_submission", "assessment_signature", "assessment_voided", "assessment_snapshot",
        "assessment_status", "assessment_note", "assessment_item_approved", "assessment_item_serves",
        "assessment_item", "assessment_table", "assessment_stated", "icb_trust", "assessment_site", "assessment",
    ):  # fmt: skip
        op.drop_table(table)


def _create_stated() -> None:
    mine = {"assessment_id": "assessment", "by": "person"}
    _create(
        "assessment_stated", _key(), *_of_it(), _text("name", 200), _words("said"), _words("source"),
        _words("correction"), _text("replaces", 32, null=True), _text("carried_from", 32, null=True), *_done(),
        of=mine, unique=("assessment_id", "place"),
    )  # fmt: skip
    _create(
        "assessment_table", _key(), *_of_it(), _text("name", 200), _words("document"), _text("sha256", 64),
        _whole("size"), _words("complete_by"), _words("source"), _text("file_sha256", 64), *_done(),
        of=mine, unique=("assessment_id", "place"),
    )  # fmt: skip


def _create_items() -> None:
    _create(
        "assessment_item", _key(), _text("assessment_id", 32), _whole("place"), _words("title"), _words("original"),
        _text("file_name", 200, null=True), _text("sha256", 64, null=True), _text("media_type", 100),
        sa.Column("size", sa.BigInteger(), nullable=False), sa.Column("searched", sa.Boolean(), nullable=False),
        _day("dated"), _day("covers_from"), _day("covers_to"), _at("received_at"), _text("by", 32),
        of={"assessment_id": "assessment", "by": "person"}, indexed=("assessment_id", "by", "sha256"),
        unique=("assessment_id", "place"),
    )  # fmt: skip
    _create(
        "assessment_item_serves", _text("item_id", 32), _text("requirement", 200), _text("site", 20),
        of={"item_id": "assessment_item"}, keys=("item_id", "requirement", "site"), indexed=(),
    )  # fmt: skip
    _create(
        "assessment_item_approved", _key(), _text("item_id", 32), *_done(),
        of={"item_id": "assessment_item", "by": "person"}, unique=("item_id", "by"),
    )  # fmt: skip


def _create_said_of_requirements() -> None:
    mine = {"assessment_id": "assessment", "by": "person"}
    _create(
        "assessment_note", _key(), _text("assessment_id", 32), _whole("place"), _text("requirement", 200),
        _text("site", 20), _words("owner"), _day("due_on"), _words("comment"), *_done(),
        of=mine, unique=("assessment_id", "place"),
    )  # fmt: skip
    _create(
        "assessment_status", _key(), _text("assessment_id", 32), _whole("place"), _text("sort", 20),
        _text("site", 20), _text("action", 20), _text("stands", 20, null=True),
        sa.Column("why", sa.Text(), server_default="", nullable=False), *_done(),
        of=mine, unique=("assessment_id", "place"),
    )  # fmt: skip


def _create_signed() -> None:
    mine = {"assessment_id": "assessment", "by": "person"}
    _create(
        "assessment_snapshot", _key(), _text("assessment_id", 32), _whole("place"), _whole("content"),
        sa.Column("as_at", sa.Date(), nullable=False), sa.Column("canonical", sa.LargeBinary(), nullable=False),
        _text("sha256", 64), *_done(), of=mine, unique=("assessment_id", "place"),
    )  # fmt: skip
    _create(
        "assessment_voided", _text("snapshot_id", 32), _text("act", 60), *_done(),
        of={"snapshot_id": "assessment_snapshot", "by": "person"}, keys=("snapshot_id",), indexed=("by",),
    )  # fmt: skip
    _create(
        "assessment_signature", _key(), _text("snapshot_id", 32), _whole("place"), _text("role", 40),
        _text("name", 200), _text("sha256", 64), *_done(),
        of={"snapshot_id": "assessment_snapshot", "by": "person"}, unique=("snapshot_id", "place"),
    )  # fmt: skip
    _create(
        "assessment_submission", _key(), _text("assessment_id", 32), _text("snapshot_id", 32), _text("receipt", 30),
        _text("sha256", 64), _at("received_at"), _text("by", 32),
        of=mine | {"snapshot_id": "assessment_snapshot"}, unique=("receipt",),
    )  # fmt: skip


def _create(
    table: str,
    *columns: "sa.Column[Any]",
    of: dict[str, str],
    keys: Iterable[str] = ("id",),
    unique: tuple[str, ...] = (),
    indexed: Iterable[str] | None = None,
) -> None:
    """A table with its keys. ``of``: the columns that name a row of another table, which are indexed unless said."""
    more: list[Any] = [sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{table}"))]
    more += [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in of.items()
    ]
    if unique:
        more.append(sa.UniqueConstraint(*unique, name=op.f(f"uq_{table}_{unique[0]}")))
    op.create_table(table, *columns, *more)
    for column in of if indexed is None else indexed:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _of_it() -> tuple["sa.Column[Any]", ...]:
    return _text("assessment_id", 32), _whole("place"), _text("site", 20)


def _done() -> tuple["sa.Column[Any]", ...]:
    return _at("at"), _text("by", 32)


def _key() -> "sa.Column[Any]":
    return _text("id", 32)


def _text(name: str, length: int, *, null: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, sa.String(length=length), nullable=null)


def _words(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.Text(), nullable=True)


def _whole(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.Integer(), nullable=False)


def _day(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.Date(), nullable=True)


def _at(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
