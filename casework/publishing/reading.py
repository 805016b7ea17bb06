"""From the tables to publications, and nothing else: whoever asks has seen to the rights."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from casework.errors import NotFound
from casework.publishing.life import SAYS, Act
from casework.publishing.model import Approval, Intent, Prepared, Preview, Redaction, Request, TextVersion
from casework.seeing import is_id
from storage import (
    KEPT_ACT,
    publishing,
    publishing_approval,
    publishing_intent,
    publishing_preview,
    publishing_redaction,
    publishing_setting,
    publishing_text,
    scheme_entry,
    takedown,
)

KEPT_ACTS: Mapping[str, Act] = {f"{act}{KEPT_ACT}": act for act in SAYS}  # of rows that keep what went out

_Rows = Sequence[RowMapping]


def prepared_of(connection: Connection, id: str) -> Prepared:
    """A publication, by its private id. Raises NotFound."""
    wanted = select(publishing).where(publishing.c.id == id)
    row = connection.execute(wanted).mappings().one_or_none() if is_id(id) else None
    if row is None:
        raise NotFound
    return _prepared(connection, row)


def prepared_for(connection: Connection, decision_id: str) -> Prepared | None:
    """The publication of a decision; none where nobody began to prepare it."""
    wanted = select(publishing).where(publishing.c.decision_id == decision_id)
    row = connection.execute(wanted).mappings().one_or_none()
    return None if row is None else _prepared(connection, row)


def open_intents(connection: Connection) -> tuple[Intent, ...]:
    """What is on its way to the register and has not arrived, the first first."""
    wanted = select(publishing_intent).where(publishing_intent.c.done_at.is_(None))
    rows = connection.execute(wanted.order_by(publishing_intent.c.at, publishing_intent.c.id)).mappings()
    return tuple(intent_of(row) for row in rows)


def intent_of(row: RowMapping) -> Intent:
    """An intent from its row."""
    held = {name: row[name] for name in ("id", "act", "of_version", "erases", "sha256", "on", "at", "by", "refused")}
    of = {"publication_id": row["publishing_id"], "case_id": row["case_id"] or "", "done_at": row["done_at"]}
    parts: dict[str, Any] = {name: _bytes(row[name]) for name in ("canonical", "determinations", "pdf")}
    return Intent(**held, **of, **parts)


def _prepared(connection: Connection, row: RowMapping) -> Prepared:
    id = row["id"]
    redactions, texts, settings = (
        _rows(connection, table, id) for table in (publishing_redaction, publishing_text, publishing_setting)
    )
    entries = _rows(connection, scheme_entry, id) if row["kind"] == "scheme_result" else ()
    last = settings[-1] if settings else None
    names = ("id", "kind", "reference", "state", "out", "version", "made_at", "made_by")
    return Prepared(
        **{name: row[name] for name in names},
        case_id=row["case_id"] or "",
        decision_id=row["decision_id"] or "",
        redactions=_standing(redactions),
        texts=tuple(_text(each) for each in texts),
        embargo_until=last["embargo_until"] if last else None,
        noindex=bool(last["noindex"]) if last else False,
        approvals=tuple(
            Approval(each["content"], each["at"], each["by"]) for each in _rows(connection, publishing_approval, id)
        ),
        previews=tuple(_preview(each) for each in _rows(connection, publishing_preview, id)),
        requests=_requests(_rows(connection, takedown, id)),
        intents=_intents(connection, id),
        authors=frozenset({row["made_by"], *(each["by"] for each in (*redactions, *texts, *entries))}),
    )


def _rows(connection: Connection, table: Table, id: str) -> _Rows:
    wanted = select(table).where(table.c.publishing_id == id).order_by(table.c.place)
    return connection.execute(wanted).mappings().all()


def _intents(connection: Connection, id: str) -> tuple[Intent, ...]:
    """What went out, or is on its way; not the rows that keep what went out."""
    of = publishing_intent.c
    wanted = select(publishing_intent).where(of.publishing_id == id, of.act.not_in([*KEPT_ACTS])).order_by(of.place)
    return tuple(intent_of(row) for row in connection.execute(wanted).mappings())


def _standing(rows: Iterable[RowMapping]) -> tuple[Redaction, ...]:
    """The last of each pointer and words, unless it was taken back."""
    stands: dict[tuple[str, str], Redaction] = {}
    for row in rows:
        said = {name: row[name] or "" for name in ("act", "pointer", "words", "reason", "says", "replacement")}
        key = (said["pointer"], said["words"])
        stands.pop(key, None)
        if said["act"] != "undo":
            stands[key] = Redaction(row["of_version"], **said, at=row["at"], by=row["by"])
    return tuple(stands.values())


def _text(row: RowMapping) -> TextVersion:
    return TextVersion(row["of_version"], row["summary"] or "", row["what"], row["why"] or "", row["at"], row["by"])


def _preview(row: RowMapping) -> Preview:
    return Preview(row["id"], row["party_id"], row["link_id"], row["content"], row["at"], row["by"])


def _requests(rows: _Rows) -> tuple[Request, ...]:
    answers = {row["answers_id"]: row for row in rows if row["answers_id"]}
    return tuple(_request(row, answers.get(row["id"])) for row in rows if not row["answers_id"])


def _request(row: RowMapping, answer: RowMapping | None) -> Request:
    answered: tuple[str, str, datetime | None, str] = ("", "", None, "")
    if answer is not None:
        answered = (answer["answer"], answer["said"] or "", answer["at"], answer["by"])
    return Request(row["id"], row["asker"] or "", row["said"] or "", row["at"], row["by"], *answered)


def _bytes(held: Any) -> bytes | None:
    return None if held is None else bytes(held)
