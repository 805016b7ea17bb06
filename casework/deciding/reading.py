"""From the tables to decisions, and nothing else: whoever asks has seen to the rights."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import rfc8785
from sqlalchemy import Connection, RowMapping, Table, select

from casework.deciding.model import (
    Comment,
    Conclusion,
    Decision,
    Departure,
    Issued,
    Live,
    Proposed,
    Review,
    Slip,
    Text,
)
from casework.deciding.words import LEFT_OPEN
from casework.errors import NotFound
from casework.model import Case
from casework.rows import parties_of
from casework.seeing import is_id
from keeping import DecidedBy, Kept, NotMadeAgain, determinations
from keeping.judgements import as_json, from_json
from storage import (
    decision,
    decision_adopted,
    decision_comment,
    decision_conclusion,
    decision_departure,
    decision_review,
    decision_slip,
    decision_text,
    issued_decision,
)

_Rows = Sequence[RowMapping]


def decisions_of(connection: Connection, found: Case) -> tuple[Decision, ...]:
    """Every decision of a case, the first first; the last may be a draft."""
    rows = connection.execute(select(decision).where(decision.c.case_id == found.id).order_by(decision.c.place))
    heads = rows.mappings().all()
    if not heads:
        return ()
    kept = {each.id: each for each in determinations.of_case(connection, found.id)}
    tables = (
        decision_adopted, decision_departure, decision_conclusion, decision_text, decision_comment, decision_review,
        decision_slip,
    )  # fmt: skip
    parts = {table.name: _by_decision(connection, table, found.id) for table in tables}
    named = named_in(connection, found)
    every = tuple(
        _decision(head, named, kept, {name: rows.get(head["id"], []) for name, rows in parts.items()}) for head in heads
    )
    left_open = {each.id for each in every if each.conclusion.disposal == LEFT_OPEN}
    return tuple(replace(each, after_deferral=each.supersedes in left_open) for each in every)


def newest_decision(connection: Connection, found: Case) -> Decision | None:
    """The last decision of a case: its draft, where there is one."""
    every = decisions_of(connection, found)
    return every[-1] if every else None


def decision_of(connection: Connection, found: Case, decision_id: str) -> Decision:
    """A decision of a case, by its id. Raises NotFound."""
    for each in decisions_of(connection, found):
        if each.id == decision_id:
            return each
    raise NotFound


def issued_of(connection: Connection, found: Case, decision_id: str) -> Issued:
    """A decision of a case as it went out. Raises NotFound where it has not been issued."""
    wanted = select(issued_decision).where(
        issued_decision.c.case_id == found.id, issued_decision.c.decision_id == decision_id
    )
    row = connection.execute(wanted).one_or_none() if is_id(decision_id) else None
    if row is None:
        raise NotFound
    return Issued(row.decision_id, row.reference, row.sha256, row.canonical, row.html, row.at, row.by)


def proposals(connection: Connection, found: Decision, live: Live) -> tuple[Proposed, ...]:
    """The determinations that a decision adopts, made again; or why one cannot be."""
    return tuple(_proposed(connection, kept, live) for kept in found.adopted)


def decided_by_json(decided_by: DecidedBy | None) -> str | None:
    """Who decided, as canonical JSON."""
    return None if decided_by is None else rfc8785.dumps(as_json(decided_by)).decode()


def named_in(connection: Connection, found: Case) -> dict[str, Any]:
    """What a decision calls its case, and whom it names, as JSON."""
    here = [each for each in parties_of(connection, found.id) if each.left_at is None]
    parties = [{"role": each.role, "name": each.name, "personal": each.personal} for each in here]
    return {"title": found.title, "parties": parties}


def content_of(
    named: Mapping[str, Any],
    adopted: Iterable[Kept],
    departures: Iterable[Departure],
    conclusion: Conclusion,
    text: Text,
) -> dict[str, Any]:
    """All that would be issued, as JSON: the same as long as no word and no finding of it changes."""
    departing = ("rule_set", "about", "name", "proposed", "decided", "reasons")
    return {
        **named,
        "determinations": [each.sha256 for each in adopted],
        "departures": [{name: getattr(each, name) for name in departing} for each in departures],
        "disposal": conclusion.disposal,
        "final": conclusion.final,
        "decided_by": as_json(conclusion.decided_by) if conclusion.decided_by else None,
        "sections": dict(text.sections),
    }


def _proposed(connection: Connection, kept: Kept, live: Live) -> Proposed:
    try:
        return Proposed(kept, live(connection, kept))
    except NotMadeAgain as not_again:
        return Proposed(kept, None, str(not_again))


def _by_decision(connection: Connection, table: Table, case_id: str) -> Mapping[str, _Rows]:
    found: dict[str, list[RowMapping]] = defaultdict(list)
    wanted = select(table).where(table.c.case_id == case_id).order_by(table.c.place)
    for row in connection.execute(wanted).mappings():
        found[row["decision_id"]].append(row)
    return found


def _decision(
    head: RowMapping, named: Mapping[str, Any], kept: Mapping[str, Kept], parts: Mapping[str, _Rows]
) -> Decision:
    adopted = _adopted(parts["decision_adopted"], kept)
    departures = _departures(parts["decision_departure"])
    conclusion = _conclusion(parts["decision_conclusion"][-1])
    texts = tuple(_text(row) for row in parts["decision_text"])
    whole = rfc8785.dumps(content_of(named, adopted, departures, conclusion, texts[-1]))
    wrote = ("decision_departure", "decision_conclusion", "decision_text", "decision_adopted")
    return Decision(
        id=head["id"],
        case_id=head["case_id"],
        place=head["place"],
        supersedes=head["supersedes_id"] or "",
        reference=head["reference"] or "",
        made_at=head["made_at"],
        made_by=head["made_by"],
        issued_at=head["issued_at"],
        issued_by=head["issued_by"] or "",
        adopted=adopted,
        departures=departures,
        conclusion=conclusion,
        texts=texts,
        comments=_comments(parts["decision_comment"]),
        reviews=tuple(
            Review(row["content"], row["approved"], row["said"] or "", row["at"], row["by"])
            for row in parts["decision_review"]
        ),
        slips=tuple(_slip(row) for row in parts["decision_slip"]),
        content=hashlib.sha256(whole).hexdigest(),
        authors=frozenset({head["made_by"], *(row["by"] for name in wrote for row in parts[name])}),
    )


def _adopted(rows: _Rows, kept: Mapping[str, Kept]) -> tuple[Kept, ...]:
    last = max((row["round"] for row in rows), default=0)
    return tuple(kept[row["determined_id"]] for row in rows if row["round"] == last)


def _departures(rows: _Rows) -> tuple[Departure, ...]:
    stands: dict[tuple[str, str, str], Departure] = {}
    for row in rows:
        key = (row["rule_set"], row["about"], row["name"])
        stands.pop(key, None)
        if row["decided"]:
            said = row["reasons"] or ""
            stands[key] = Departure(*key, row["proposed"], row["decided"], said, row["at"], row["by"])
    return tuple(stands.values())


def _conclusion(row: RowMapping) -> Conclusion:
    decided_by = from_json(json.loads(row["decided_by"])) if row["decided_by"] else None
    return Conclusion(row["disposal"], row["final"], decided_by, row["at"], row["by"])


def _text(row: RowMapping) -> Text:
    return Text(row["place"], json.loads(row["sections"] or "{}"), row["at"], row["by"])


def _slip(row: RowMapping) -> Slip:
    stands, should_be, why = (row[name] or "" for name in ("stands", "should_be", "why"))
    return Slip(row["place"], stands, should_be, why, row["at"], row["by"])


def _comments(rows: _Rows) -> tuple[Comment, ...]:
    answers = {row["answers_id"]: row for row in rows if row["answers_id"]}
    return tuple(_comment(row, answers.get(row["id"])) for row in rows if not row["answers_id"])


def _comment(row: RowMapping, answer: RowMapping | None) -> Comment:
    answered = (answer["said"] or "", answer["at"], answer["by"]) if answer else ("", None, "")
    return Comment(row["id"], row["section"], row["said"] or "", row["at"], row["by"], *answered)
