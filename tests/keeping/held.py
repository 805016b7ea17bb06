"""Cases with something in every table. Every text that a person typed holds the name NAMED."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update

from keeping.activity import record
from keeping.files import keep
from storage import (
    Database,
    assigned,
    case,
    case_link,
    case_rule_set,
    commitment,
    deadline,
    decision,
    decision_adopted,
    decision_comment,
    decision_conclusion,
    decision_departure,
    decision_review,
    decision_slip,
    decision_text,
    determined,
    evidence_item,
    extension,
    interest,
    issued_decision,
    letter,
    new_key,
    one_time_link,
    party,
    person,
    publishing,
    publishing_approval,
    publishing_intent,
    publishing_preview,
    publishing_redaction,
    publishing_setting,
    publishing_text,
    record_change,
    report_answer,
    reported,
    rules_used,
    scheme_entry,
    state_change,
    stated,
    stated_on,
    takedown,
    told,
)
from tests.keeping.held_assessment import put_assessment

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = date(2026, 3, 2)
CLOSED_ON = date(2016, 2, 29)
NAMED = "Quillfeather"
KIND = "pharmacy_market_entry"
LETTER = f"A letter from {NAMED}".encode()
RULES = b"PK: the rules that were used"
CANONICAL = f'{{"headline":"Refuse {NAMED}"}}'.encode()
DECIDED = f'{{"sections":"{NAMED} is granted"}}'.encode()
DOCUMENT, SENT = f"<p>The appeal of {NAMED}</p>", f"<p>Dear {NAMED}</p>"


@dataclass(frozen=True)
class Kept:
    """A case that was filled, and who filled it."""

    id: str
    by: str
    reference: str
    sha256: str


def a_person(connection: Connection) -> str:
    """Somebody who acts."""
    key = new_key()
    connection.execute(insert(person).values(id=key, email=f"{key}@example.org", name="A. Officer", made_at=NOON))
    return key


def a_case(
    database: Database,
    folder: Path,
    reference: str = "APP/2016/0001",
    letter: bytes = LETTER,
    state: str = "closed",
    kind: str = KIND,
) -> Kept:
    """A case with a row or more in every table, its evidence under ``folder`` and two entries in the activity."""
    sha256 = keep(folder, letter)
    with database.writing() as connection:
        by, id = a_person(connection), new_key()
        _put_case(connection, id, by, reference, state, kind)
        _put_stated(connection, id, by, sha256, len(letter))
        _put_decided(connection, id, by, _put_determined(connection, id, by), f"SAMPLE{reference[3:]}")
        put_assessment(connection, by)
        record(connection, NOON, by, "case.received", id, {"reference": reference})
        record(connection, NOON, by, "case.state", id, {"after": state})
    return Kept(id, by, reference, sha256)


def _put(connection: Connection, table: Table, **values: Any) -> str:
    key = new_key()
    connection.execute(insert(table).values({"id": key, **values} if "id" in table.c else values))
    return key


def _put_case(connection: Connection, id: str, by: str, reference: str, state: str, kind: str) -> None:
    _put(
        connection, case, id=id, reference=reference, kind=kind, title=f"{NAMED}, Larkmere", state=state,
        received_on=date(2015, 6, 1), record_closed=True, version=7, salt="5a" * 32, made_at=NOON, made_by=by,
    )  # fmt: skip
    mine: dict[str, Any] = {"case_id": id}
    _put(connection, case_rule_set, **mine, place=1, rule_set="pharmacy/market-entry")
    said = {"why": f"{NAMED} asked", "at": NOON, "by": by}
    _put(connection, state_change, **mine, place=1, before="decided", after=state, on=CLOSED_ON, **said)
    _put(connection, record_change, **mine, place=1, closed=True, **said)
    named = _put(
        connection, party, **mine, place=1, role="appellant", name=NAMED, personal=True,
        contact=f"1 {NAMED} Lane", made_at=NOON,
    )  # fmt: skip
    _put(
        connection, told, **mine, party_id=named, what=f"Letter to {NAMED}", on=CLOSED_ON, how="post", at=NOON, by=by,
        taken_back_at=NOON, taken_back_why=f"{NAMED} moved",
    )  # fmt: skip
    _put(connection, assigned, **mine, person_id=by, part="officer", starts_at=NOON, by=by)


def _put_stated(connection: Connection, id: str, by: str, sha256: str, size: int) -> None:
    item = _put(
        connection, evidence_item, case_id=id, place=1, sha256=sha256, name=f"../{NAMED} <b>.pdf",
        media_type="application/pdf", size=size, searched=True, about=f"From {NAMED}", dated=DAY, received_at=NOON,
        by=by,
    )  # fmt: skip
    said: dict[str, Any] = {"case_id": id, "at": NOON, "by": by, "source": f"The form of {NAMED}"}
    first = _put(connection, stated, **said, place=1, sort="fact", name="is_consolidation", said="false")
    _put(
        connection, stated, **said, place=2, sort="fact", name="is_consolidation", said=f'"{NAMED}"',
        correction=f"{NAMED} wrote again", replaces=first,
    )  # fmt: skip
    _put(
        connection, stated, **said, place=3, sort="judgement", name="reasonable", said="true",
        decided_by=f'{{"members":["A","B"],"name":"{NAMED}","quorum":3}}',
    )  # fmt: skip
    _put(connection, stated_on, stated_id=first, evidence_id=item)


def _put_determined(connection: Connection, id: str, by: str) -> str:
    revision = hashlib.sha256(RULES).hexdigest()
    if not count(connection, rules_used):
        _put(connection, rules_used, revision=revision, rule_set="pharmacy/market-entry", files=RULES, at=NOON)
    made = _put(
        connection, determined, case_id=id, place=1, rule_set="pharmacy/market-entry", revision=revision,
        sha256=hashlib.sha256(CANONICAL).hexdigest(), canonical=CANONICAL, given=f'{{"facts":{{"x":"{NAMED}"}}}}',
        explanation=f'{{"headline":"Refuse <i>{NAMED}</i>.","paragraphs":["1. No."]}}', record_closed=True,
        stated_to=3, at=NOON, by=by,
    )  # fmt: skip
    due = _put(
        connection, deadline, case_id=id, rule_set="pharmacy/market-entry", name="appeal_by", says="Thirty days",
        cites="schedule 3", due_on=DAY, determined_id=made, sequence=1, changed_at=NOON,
    )  # fmt: skip
    _put(
        connection, extension, deadline_id=due, due_on=DAY + timedelta(7), power="schedule 3", why=f"{NAMED} is ill",
        at=NOON, by=by,
    )  # fmt: skip
    return made


def _put_decided(connection: Connection, id: str, by: str, determined_id: str, reference: str) -> None:
    """A decision that was departed from, reviewed, issued, corrected and sent; and a draft that comes in its place."""
    first, later = (_put(connection, decision, case_id=id, place=place, made_at=NOON, made_by=by) for place in (1, 2))
    _put_draft(connection, id, by, first, determined_id)
    sha256 = hashlib.sha256(DECIDED).hexdigest()
    _put(
        connection, issued_decision, decision_id=first, case_id=id, reference=reference, sha256=sha256,
        canonical=DECIDED, html=DOCUMENT, at=NOON, by=by,
    )  # fmt: skip
    mine = update(decision).where(decision.c.id == first)
    connection.execute(mine.values(reference=reference, issued_at=NOON, issued_by=by))
    connection.execute(update(decision).where(decision.c.id == later).values(supersedes_id=first))
    done: dict[str, Any] = {"case_id": id, "decision_id": first, "place": 1, "at": NOON, "by": by}
    _put(connection, decision_slip, **done, stands=f"{NAMED}s", should_be=NAMED, why=f"{NAMED} is one")
    to = connection.execute(select(told.c.id, told.c.party_id).where(told.c.case_id == id)).one()
    _put(
        connection, letter, **done, party_id=to.party_id, told_id=to.id, said=f"To {NAMED}", html=SENT,
        sha256=hashlib.sha256(SENT.encode()).hexdigest(),
    )  # fmt: skip
    _put(connection, interest, case_id=id, person_id=by, place=1, has_one=True, said=f"I know {NAMED}", at=NOON)
    _put_published(connection, id, by, first, to.party_id, reference)


def _put_draft(connection: Connection, id: str, by: str, decision_id: str, determined_id: str) -> None:
    done: dict[str, Any] = {"case_id": id, "decision_id": decision_id, "place": 1, "at": NOON, "by": by}
    _put(connection, decision_adopted, **done, round=1, determined_id=determined_id)
    _put(
        connection, decision_departure, **done, rule_set="pharmacy/market-entry", about="question", name="final",
        proposed="refuse", decided="grant", reasons=f"{NAMED} is near",
    )  # fmt: skip
    who = f'{{"committee":null,"officer":"{NAMED}","reasons":"So."}}'
    _put(connection, decision_conclusion, **done, disposal="confirm", final="grant", decided_by=who)
    _put(connection, decision_text, **done, sections=f'{{"reasons":"{NAMED} is <b>near</b>"}}')
    first = _put(connection, decision_comment, **done, section="reasons", said=f"Why {NAMED}?", content="a" * 64)
    again = {**done, "place": 2, "answers_id": first}
    _put(connection, decision_comment, **again, section="reasons", said=f"{NAMED} is near", content="a" * 64)
    _put(connection, decision_review, **done, content="a" * 64, approved=True, said=f"{NAMED} may go in")


def _put_published(connection: Connection, id: str, by: str, decision_id: str, party_id: str, reference: str) -> None:
    """The decision on its way to the register, and a scheme result, which is of no case."""
    named: dict[str, Any] = {"state": "draft", "out": 0, "version": 1, "made_at": NOON, "made_by": by}
    made = _put(
        connection, publishing, **named, case_id=id, decision_id=decision_id, kind="decision", reference=reference
    )
    done: dict[str, Any] = {"case_id": id, "publishing_id": made, "place": 1, "at": NOON, "by": by}
    _put(
        connection, publishing_redaction, **done, of_version=1, act="redact", pointer="/title", words=NAMED,
        reason="personal", says=f"The name of {NAMED}", replacement=f"a {NAMED}",
    )  # fmt: skip
    _put(connection, publishing_text, **done, of_version=1, summary=f"{NAMED} lost", what="", why=f"{NAMED} wrote")
    _put(connection, publishing_setting, **done, embargo_until=NOON, noindex=False)
    link = _put(
        connection, one_time_link, hash=hashlib.sha256(made.encode()).hexdigest(), document="preview/a", made_by=by,
        made_at=NOON, expires_at=NOON,
    )  # fmt: skip
    _put(connection, publishing_preview, **done, party_id=party_id, link_id=link, content="a" * 64)
    _put(connection, publishing_approval, **done, content="a" * 64)
    _put(connection, takedown, **done, answer="", asker=NAMED, said=f"Take {NAMED} down")
    _put(
        connection, publishing_intent, **done, act="publish", of_version=1, erases=False, sha256="a" * 64,
        canonical=DECIDED, determinations=CANONICAL, pdf=LETTER, on=DAY, refused=False,
    )  # fmt: skip
    _put(connection, commitment, decision_id=decision_id, case_id=id, key="b" * 64, hmac="c" * 64, at=NOON)
    result = _put(connection, publishing, **named, kind="scheme_result", reference=f"MIS of {reference}")
    _put(connection, scheme_entry, publishing_id=result, place=1, organisation="RX1", entered="{}", at=NOON, by=by)
    report = _put(
        connection, reported, sort="rule", rule_set="pharmacy/market-entry", provision="reg-18", publication="",
        said="The rule says otherwise", contact="a@example.org", at=NOON,
    )  # fmt: skip
    _put(connection, report_answer, report_id=report, place=1, verdict="stays", said="It is right", at=NOON, by=by)


def linked(database: Database, one: Kept, other: Kept) -> None:
    """Say that two cases go together."""
    with database.writing() as connection:
        _put(connection, case_link, case_id=one.id, other_id=other.id, how="linked", at=NOON, by=one.by)


def count(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    return connection.scalar(select(func.count()).select_from(table)) or 0
