"""Preparing a publication: begun, summed up, redacted or released place by place, held back until a moment."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection

from casework.deciding import Live, decision_of, issued_of
from casework.errors import CaseRefused, NotAllowed, refuse
from casework.publishing.committing import commit
from casework.publishing.drawing import whole_of
from casework.publishing.model import Prepared, Recorded, Redacting, Redaction
from casework.publishing.name_parts import words_of
from casework.publishing.places import stands
from casework.publishing.reading import prepared_for, prepared_of
from casework.publishing.redacting import applied
from casework.publishing.words import REASONS, RELEASES, WHATS
from casework.publishing.working import Work, noted, on_publication
from casework.seeing import allowed, find
from casework.texts import line_faults, words_faults
from documents import DecisionRecord
from engine import Fault, listed, nearest
from people import Actor
from storage import new_key, publishing, publishing_redaction, publishing_setting, publishing_text


def draft(connection: Connection, now: datetime, actor: Actor, case_id: str, decision_id: str) -> Prepared:
    """Begin to prepare an issued decision for publication, and commit to it as it was issued.

    Raises NotFound, also where it is not issued; NotAllowed; CaseRefused where that was begun, or its words are gone.
    """
    found = find(connection, actor, case_id)
    if not allowed(connection, actor, "publication.draft", found):
        raise NotAllowed("publication.draft")
    decision, issued = decision_of(connection, found, decision_id), issued_of(connection, found, decision_id)
    if prepared_for(connection, decision_id) is not None:
        told = f"the publication of {decision.reference} is prepared already: work on that"
        raise CaseRefused([Fault("", told)])
    if issued.canonical is None:
        told = f"the words of {decision.reference} went when its case’s time was over, so it cannot be published"
        raise CaseRefused([Fault("", told)])
    commit(connection, now, case_id, decision_id, issued.canonical)
    id = new_key()
    row = {"id": id, "case_id": case_id, "decision_id": decision_id, "kind": "decision", "state": "draft", "out": 0}
    whole = {**row, "reference": decision.reference, "version": 1, "made_at": now, "made_by": actor.id}
    connection.execute(publishing.insert().values(whole))
    made = prepared_of(connection, id)
    about = {"decision_id": decision_id, "decision_reference": decision.reference, "content": issued.sha256}
    noted(connection, now, actor, made, "publication.drafted", about)
    return made


def write_summary(
    connection: Connection, now: datetime, actor: Actor, id: str, summary: str, expected: int
) -> Prepared:
    """The publication with another plain-English summary. Raises NotFound, NotAllowed, Stale, CaseRefused."""
    work = on_publication(connection, now, actor, "publication.draft", id, expected)
    refuse((*_over(work.prepared), *words_faults("/summary", summary)))
    text = work.prepared.text
    current = text is not None and text.of_version == work.prepared.following
    why = (text.what, text.why) if text is not None and current else ("", "")
    return _text(work, summary.strip(), *why)


def explain(
    connection: Connection, now: datetime, actor: Actor, id: str, why: tuple[str, str], expected: int
) -> Prepared:
    """Say why there will be another version: one of WHATS, and what readers are told.

    ``redaction`` takes every version that went out before away. Raises NotFound, NotAllowed, Stale, CaseRefused.
    """
    work = on_publication(connection, now, actor, "publication.draft", id, expected)
    what, says = why
    first = [] if work.prepared.out else [Fault("", "nothing is published yet, so there is nothing to correct")]
    unknown = _unknown("/what", what, WHATS)
    refuse((*_over(work.prepared), *first, *unknown, *words_faults("/says", says)))
    text = work.prepared.text
    return _text(work, text.summary if text else "", what, says.strip())


def redact(
    connection: Connection, now: datetime, actor: Actor, id: str, asked: Sequence[Redacting], live: Live, expected: int
) -> Prepared:  # fmt: skip
    """Redact places of the record, all of them or none. Words without a pointer must stand nowhere: the gate looks.

    Raises NotFound, NotAllowed, Stale; CaseRefused with every fault, at ``/redactions/N``.
    """
    work = on_publication(connection, now, actor, "publication.redact", id, expected)
    refuse(_over(work.prepared))
    rows = [_row(work, each) for each in asked]
    record = whole_of(connection, now, work.prepared, work.case, live).record
    none = [] if asked else [Fault("/redactions", "choose what is to be redacted")]
    faults = (fault for place, row in enumerate(rows) for fault in _faults(record, row, f"/redactions/{place}"))
    refuse((*none, *faults))
    work.carry_out()
    for row in rows:
        _store(work, row)
    return work.note("publication.redacted", {"count": len(rows), "reasons": sorted({row.reason for row in rows})})


def release(
    connection: Connection, now: datetime, actor: Actor, id: str, asked: Redacting, live: Live, expected: int
) -> Prepared:  # fmt: skip
    """Release something that is about a person: its pointer, one of RELEASES, and why, in words.

    With words and no pointer: let these words stand wherever they do, though they look like somebody’s own.

    Raises NotFound, NotAllowed, Stale, CaseRefused.
    """
    work = on_publication(connection, now, actor, "publication.redact", id, expected)
    whole = whole_of(connection, now, work.prepared, work.case, live)
    said = (asked.pointer, asked.words.strip(), asked.reason, asked.says.strip(), "")
    row = Redaction(work.prepared.following, "release", *said, now, actor.id)
    refuse((*_over(work.prepared), *_release_faults(row, whole)))
    work.carry_out()
    _store(work, row)
    return work.note("publication.released", {"reason": row.reason})


def undo(
    connection: Connection, now: datetime, actor: Actor, id: str, place: tuple[str, str], expected: int
) -> Prepared:
    """Take a redaction or a release back: its pointer and its words.

    Raises NotFound, NotAllowed, Stale, CaseRefused.
    """
    work = on_publication(connection, now, actor, "publication.redact", id, expected)
    stands = next((each for each in work.prepared.redactions if (each.pointer, each.words) == place), None)
    none = [] if stands else [Fault("/pointer", "nothing is redacted or released there: read the publication again")]
    refuse((*_over(work.prepared), *none))
    work.carry_out()
    _store(work, Redaction(work.prepared.following, "undo", *place, "", "", "", now, actor.id))
    return work.note("publication.unredacted")


def settle(
    connection: Connection, now: datetime, actor: Actor, id: str, held: tuple[datetime | None, bool], expected: int
) -> Prepared:
    """Hold the publication back until a moment, or not; and say whether search engines are asked to leave it out.

    Raises NotFound, NotAllowed, Stale, CaseRefused.
    """
    work = on_publication(connection, now, actor, "publication.embargo", id, expected)
    until, noindex = held
    past = [Fault("/embargo_until", "this moment is over: give one to come, or none")] if until and until <= now else []
    refuse((*_over(work.prepared), *past))
    work.carry_out()
    work.add(publishing_setting, embargo_until=until, noindex=noindex)
    return work.note("publication.settled")


def _over(prepared: Prepared) -> Iterator[Fault]:
    """What is withdrawn, or on its way, is not changed."""
    if prepared.state == "withdrawn":
        yield Fault("", f"{prepared.reference} was withdrawn: nothing of it is published any more")
    if prepared.going_out is not None:
        yield Fault("", f"{prepared.reference} is on its way to the register: wait until it has arrived")


def _text(work: Work, summary: str, what: str, why: str) -> Prepared:
    work.carry_out()
    work.add(publishing_text, of_version=work.prepared.following, summary=summary, what=what, why=why)
    return work.note("publication.written", {"count": len(work.prepared.texts) + 1})


def _row(work: Work, asked: Redacting) -> Redaction:
    words = asked.words if asked.pointer else asked.words.strip()
    said = (asked.pointer, words, asked.reason, asked.says.strip(), asked.replacement.strip())
    return Redaction(work.prepared.following, "redact", *said, work.now, work.actor.id)


def _store(work: Work, row: Redaction) -> None:
    names = ("of_version", "act", "pointer", "words", "reason", "says", "replacement")
    work.add(publishing_redaction, **{name: getattr(row, name) for name in names})


def _faults(record: DecisionRecord, row: Redaction, where: str) -> Iterator[Fault]:
    if row.pointer:
        yield from (Fault(f"{where}/pointer", fault.message) for fault in applied(record, [row])[1])
    else:
        yield from _nowhere_faults(row, where)
    yield from _unknown(f"{where}/reason", row.reason, REASONS)
    yield from line_faults(f"{where}/says", row.says, may_be_empty=row.reason != "other")
    yield from line_faults(f"{where}/replacement", row.replacement, may_be_empty=True)
    yield from words_faults(f"{where}/words", row.words, may_be_empty=True)
    if row.pointer and row.words and row.words in f"{row.replacement} {row.says}":
        yield Fault(where, "what is told in the place of the words holds the words themselves: say it otherwise")


def _nowhere_faults(row: Redaction, where: str) -> Iterator[Fault]:
    """What is wrong with words that must stand nowhere."""
    yield from line_faults(f"{where}/words", row.words)
    if row.words.strip() and words_of(row.words, "") is None:
        yield Fault(f"{where}/words", "this is too short to be told from other words: give the whole name")
    if row.replacement:
        told = "nothing stands in the place of words that must stand nowhere: leave this out, or say where they stand"
        yield Fault(f"{where}/replacement", told)


def _release_faults(row: Redaction, whole: Recorded) -> Iterator[Fault]:
    if row.words and not row.pointer:
        yield from line_faults("/words", row.words)
        if not stands(whole.record, row.words):
            yield Fault("/words", "these words do not stand in the record: copy them as they stand there")
    elif row.words or row.pointer not in {each.pointer for each in whole.personal}:
        yield Fault("/pointer", "nothing that is about a person stands there, so there is nothing to release")
    yield from _unknown("/reason", row.reason, RELEASES)
    yield from line_faults("/says", row.says)


def _unknown(where: str, said: str, known: Collection[str]) -> Iterator[Fault]:
    if said not in known:
        yield Fault(where, f"this is one of {listed([*known], 'or')}.{nearest(said, known)}")
