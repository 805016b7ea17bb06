"""What went out is kept on this side until a copy of the register has it, so that a lost register can be made whole.

It is a row of its own beside the intent: the very bytes that are published, without what is redacted. The whole
decision stands in the same database anyway, and both go when the case's time is over.
"""

import json
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, func, select, update

from casework.publishing.model import Intent
from casework.publishing.reading import KEPT_ACTS, intent_of
from casework.publishing.redacting import sha256_of
from documents import DecisionRecord, Record, read_record
from register import Publication, PublishedDetermination, PublishedRules, Publishing, Withdrawing, publication
from storage import KEPT_ACT, new_key, publishing, publishing_intent, rules_used

BYTES_GONE = {"canonical": None, "determinations": None, "pdf": None}
_OF = publishing_intent.c


def asked_of(connection: Connection, intent: Intent) -> Publishing | Withdrawing | None:
    """What the register is asked to do, from an intent; none where its bytes had to go."""
    if intent.canonical is None:
        return None
    if intent.act == "withdraw":
        said = json.loads(intent.canonical)
        return Withdrawing(said["id"], said["reason"], date.fromisoformat(said["on"]))
    record = read_record(intent.canonical)
    texts = [each.encode() for each in json.loads(intent.determinations or b"[]")]
    determinations = tuple(PublishedDetermination(sha256_of(each), each) for each in texts)
    return Publishing(record, intent.pdf, determinations, _rules(connection, record), intent.erases)


def keep(connection: Connection, now: datetime, intent: Intent) -> None:
    """Keep what went out just now, but the PDF, which can be set again. To be called where its intent is done."""
    last = connection.scalar(select(func.max(_OF.place)).where(_OF.publishing_id == intent.publication_id)) or 0
    row = {
        "id": new_key(), "case_id": intent.case_id or None, "publishing_id": intent.publication_id, "place": last + 1,
        "act": f"{intent.act}{KEPT_ACT}", "of_version": intent.of_version, "erases": intent.erases,
        "sha256": intent.sha256, "canonical": intent.canonical, "determinations": intent.determinations, "pdf": None,
        "on": intent.on, "at": intent.at, "by": intent.by, "done_at": now, "refused": False,
    }  # fmt: skip
    connection.execute(publishing_intent.insert().values(row))


def with_bytes(connection: Connection, done: Intent) -> Intent:
    """An intent that was done, with what went out where that is still kept."""
    wanted = select(publishing_intent).where(
        _OF.publishing_id == done.publication_id,
        _OF.act == f"{done.act}{KEPT_ACT}",
        _OF.of_version == done.of_version,
    )
    row = connection.execute(wanted.order_by(_OF.place.desc()).limit(1)).mappings().one_or_none()
    return done if row is None else replace(intent_of(row), id=done.id, act=done.act)


def stands(found: Publication | None, done: Intent) -> bool:
    """Whether the register has what went out; ``found`` is the publication as it stands there."""
    if found is None:
        return False
    if done.act == "withdraw":
        return found.state == "withdrawn"
    held = found.held(done.of_version)
    return held is not None and held.sha256 == done.sha256


def forget_copied(private: Connection, copied: Connection) -> int:
    """Let go of what a copy of the register has, and tell of how many acts: ``copied`` sees what was copied."""
    wanted = select(publishing_intent, publishing.c.kind).join(publishing, publishing.c.id == _OF.publishing_id)
    wanted = wanted.where(_OF.act.in_([*KEPT_ACTS]), _OF.canonical.is_not(None))
    held = []
    for row in private.execute(wanted).mappings():
        kept = intent_of(row)
        found = publication(copied, f"{row['kind'][0]}-{kept.publication_id}")
        if stands(found, replace(kept, act=KEPT_ACTS[kept.act])):
            held.append(kept.id)
    if private.dialect.name == "sqlite":
        private.exec_driver_sql("PRAGMA secure_delete=ON")  # or its bytes would lie in the file until overwritten
    for id in held:
        private.execute(update(publishing_intent).where(_OF.id == id).values(BYTES_GONE))
    return len(held)


def _rules(connection: Connection, record: Record) -> tuple[PublishedRules, ...]:
    made = record.determinations if isinstance(record, DecisionRecord) else ()
    revisions = {each.revision for each in made}
    wanted = select(rules_used).where(rules_used.c.revision.in_(revisions)).order_by(rules_used.c.revision)
    rows = connection.execute(wanted).all() if revisions else []
    return tuple(PublishedRules(row.revision, row.rule_set, bytes(row.files)) for row in rows)
