"""Drawing a publication: all that would go out now, worked out from what was decided about it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from casework.deciding import Live, decision_of, issued_of
from casework.errors import CaseRefused
from casework.model import Case
from casework.publishing.checking import found_in
from casework.publishing.committing import Commitment, commitment_of, salt_of
from casework.publishing.contacts import private_lines
from casework.publishing.model import Drawn, Personal, Prepared, Recorded
from casework.publishing.recording import Head, recorded
from casework.publishing.redacting import published, sha256_of
from casework.publishing.scheme_record import entered_of, scheme_record
from casework.rows import parties_of
from casework.texts import today
from documents import Record, Why, canonical
from engine import Fault

_NO_DAY = date(1, 1, 1)  # what is approved is the same on whichever day it goes out
_APPROVALS, _APPROVALS_OF_SCHEMES = 2, 1  # whoever entered a scheme result is a second person already
_LEAST = 4  # letters: a shorter word stands in any text


def whole_of(connection: Connection, now: datetime, prepared: Prepared, found: Case, live: Live) -> Recorded:
    """The whole record of a decision, before redaction. Raises CaseRefused where its words are gone."""
    committed = _committed(connection, prepared)
    decision = decision_of(connection, found, prepared.decision_id)
    head = _head(prepared, committed, today(now))
    return recorded(connection, found, decision, issued_of(connection, found, decision.id), live, head)


def drawn(connection: Connection, now: datetime, prepared: Prepared, found: Case, live: Live) -> Drawn:
    """A decision as it would be published now. Raises CaseRefused where its words are gone."""
    whole = whole_of(connection, now, prepared, found, live)
    shown = published(whole, prepared.redacted())
    private = dict(_private(connection, found, whole.personal, prepared))
    named = {each.name for each in shown.record.parties}
    organisations = {name: contact for name, contact in _organisations(connection, found).items() if name in named}
    gone = erases(prepared) or _told_too_much(prepared, private, organisations)
    why = why_of(prepared, today(now), gone)
    record = replace(shown.record, why=why)
    return Drawn(
        prepared=prepared,
        whole=replace(whole.record, why=why),
        record=record,
        determinations=shown.determinations,
        personal=whole.personal,
        private=private,
        content=content_of(record, salt_of(_committed(connection, prepared), "content"), released(prepared)),
        erases=gone,
        faults=shown.faults,
        approvals_needed=_APPROVALS,
        organisations=organisations,
    )


def drawn_of(connection: Connection, now: datetime, prepared: Prepared, found: Case | None, live: Live) -> Drawn:
    """Either kind as it would be published now. Raises CaseRefused where its words are gone."""
    if found is not None:
        return drawn(connection, now, prepared, found, live)
    on = today(now)
    gone = erases(prepared)
    record = scheme_record(prepared, entered_of(connection, prepared.id), on, why_of(prepared, on, gone))
    content = content_of(record, "")
    return Drawn(prepared, record, record, (), (), {}, content, gone, (), _APPROVALS_OF_SCHEMES)


def kept_out(
    connection: Connection, now: datetime, prepared: Prepared, found: Case | None, live: Live, text: str
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """What of a publication must not stand in what is told of it: what each thing is, and how it is shown.

    Where its record can be made no more, that is known of its parties and of what is redacted alone.
    """
    if found is None:
        yield from found_in(text, {}, {}, prepared.let)
        return
    try:
        personal = whole_of(connection, now, prepared, found, live).personal
    except CaseRefused:
        personal = ()
    private = dict(_private(connection, found, personal, prepared))
    yield from found_in(text, private, _organisations(connection, found), prepared.let)


def erases(prepared: Prepared) -> bool:
    """Whether what went out before has to go: something was redacted since, or somebody says so."""
    redacted_since = any(each.pointer and each.of_version == prepared.following for each in prepared.redacted())
    return prepared.out > 0 and (redacted_since or _what(prepared) == "redaction")


def _told_too_much(prepared: Prepared, private: Mapping[str, str], organisations: Mapping[str, str]) -> bool:
    """Whether what people wrote for a version that can be read holds what must not stand in the next.

    That is found of their own texts alone: whatever else goes from a record is redacted.
    """
    return any(any(found_in(text, private, organisations, prepared.let)) for text in _told(prepared))


def _told(prepared: Prepared) -> Iterator[str]:
    """The summaries of the versions that can be read, and why each is there."""
    erased = (each.of_version for each in prepared.intents if each.erases and each.done_at and not each.refused)
    for version in range(max(erased, default=1), prepared.out + 1):
        text = next((each for each in reversed(prepared.texts) if each.of_version <= version), None)
        if text is not None:
            yield text.summary
            yield text.why if text.of_version == version else ""


def why_of(prepared: Prepared, on: date, erases: bool) -> Why | None:
    """Why there is the version that is being prepared; none in the first, or while nobody has said."""
    text = prepared.text
    if not prepared.out or text is None or text.of_version != prepared.following or not text.why:
        return None
    return Why("redaction" if erases else text.what, text.why, on)


def content_of(record: Record, salt: str, let: str = "") -> str:
    """The hash of what is approved: of the record, whatever the day on which it goes out, and of what was let stand."""
    why = replace(record.why, on=_NO_DAY) if record.why else None
    return sha256_of(canonical(replace(record, published_on=_NO_DAY, why=why, salt=salt)) + let.encode())


def released(prepared: Prepared) -> str:
    """Everything that was released, in one line; empty where nothing was."""
    rows = [[each.pointer, each.words, each.reason] for each in prepared.redactions if each.act == "release"]
    return json.dumps(sorted(rows)) if rows else ""


def _what(prepared: Prepared) -> str:
    text = prepared.text
    return text.what if text is not None and text.of_version == prepared.following else ""


def _committed(connection: Connection, prepared: Prepared) -> Commitment:
    committed = commitment_of(connection, prepared.decision_id)
    if committed is None or not committed.key:
        told = f"the words of {prepared.reference} went when its case’s time was over: what is published stays as it is"
        raise CaseRefused([Fault("", told)])
    return committed


def _head(prepared: Prepared, committed: Commitment, on: date) -> Head:
    return Head(
        id=prepared.public_id,
        version=prepared.following,
        published_on=on,
        summary=prepared.text.summary if prepared.text else "",
        why=why_of(prepared, on, erases(prepared)),
        noindex=prepared.noindex,
        commitment=committed.hmac,
        salt=salt_of(committed, f"version {prepared.following}"),
    )


def _private(
    connection: Connection, found: Case, personal: Sequence[Personal], prepared: Prepared
) -> Iterator[tuple[str, str]]:
    """Words that must stand nowhere: how parties are reached, and whatever was not released of what is personal."""
    released = {each.pointer for each in prepared.redactions if each.act == "release" and not each.words}
    named = {each.words: each.what for each in personal if each.pointer in released}
    for party in parties_of(connection, found.id):
        if party.personal and len(party.name) >= _LEAST and party.name not in named:
            yield party.name, "the name of a party"
        yield from private_lines(party.contact, party.personal, named)
    for each in personal:
        if len(each.words) >= _LEAST and each.pointer not in released:
            yield each.words, each.what
    for redacted in prepared.redacted():
        if redacted.words:
            yield redacted.words, "words that are redacted" if redacted.pointer else "what must stand nowhere"


def _organisations(connection: Connection, found: Case) -> dict[str, str]:
    """The parties that are none of a person, each with how it is reached."""
    return {each.name: each.contact for each in parties_of(connection, found.id) if not each.personal}
