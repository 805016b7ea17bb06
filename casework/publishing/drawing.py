"""Drawing a publication: all that would go out now, worked out from what was decided about it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from casework.deciding import Live, decision_of, issued_of
from casework.errors import CaseRefused
from casework.model import Case
from casework.publishing.committing import Commitment, commitment_of, salt_of
from casework.publishing.model import Drawn, Prepared, Recorded
from casework.publishing.recording import Head, recorded
from casework.publishing.redacting import published, sha256_of
from casework.publishing.scheme_record import entered_of, scheme_record
from casework.rows import parties_of
from casework.texts import today
from documents import DecisionRecord, Record, Why, canonical
from engine import Fault

_NO_DAY = date(1, 1, 1)  # what is approved is the same on whichever day it goes out
_APPROVALS, _APPROVALS_OF_SCHEMES = 2, 1  # whoever entered a scheme result is a second person already
_LEAST = 4  # letters: a shorter word stands in any text
_OF_A_PHONE = 7  # digits


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
    return Drawn(
        prepared=prepared,
        whole=whole.record,
        record=shown.record,
        determinations=shown.determinations,
        personal=whole.personal,
        private=dict(_private(connection, found, whole, prepared)),
        content=content_of(shown.record, salt_of(_committed(connection, prepared), "content"), released(prepared)),
        erases=erases(prepared),
        faults=shown.faults,
        approvals_needed=_APPROVALS,
        organisations=_organisations(connection, found, shown.record),
    )


def drawn_of(connection: Connection, now: datetime, prepared: Prepared, found: Case | None, live: Live) -> Drawn:
    """Either kind as it would be published now. Raises CaseRefused where its words are gone."""
    if found is not None:
        return drawn(connection, now, prepared, found, live)
    on = today(now)
    record = scheme_record(prepared, entered_of(connection, prepared.id), on, why_of(prepared, on))
    content = content_of(record, "")
    return Drawn(prepared, record, record, (), (), {}, content, erases(prepared), (), _APPROVALS_OF_SCHEMES)


def erases(prepared: Prepared) -> bool:
    """Whether what went out before holds something that is published no longer, so that it has to go."""
    redacted_since = any(each.of_version == prepared.following for each in prepared.redacted())
    return prepared.out > 0 and (redacted_since or _what(prepared) == "redaction")


def why_of(prepared: Prepared, on: date) -> Why | None:
    """Why there is the version that is being prepared; none in the first, or while nobody has said."""
    text = prepared.text
    if not prepared.out or text is None or text.of_version != prepared.following or not text.why:
        return None
    return Why("redaction" if erases(prepared) else text.what, text.why, on)


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
        why=why_of(prepared, on),
        noindex=prepared.noindex,
        commitment=committed.hmac,
        salt=salt_of(committed, f"version {prepared.following}"),
    )


def _private(connection: Connection, found: Case, whole: Recorded, prepared: Prepared) -> Iterator[tuple[str, str]]:
    """Words that must stand nowhere: how parties are reached, and whatever was not released of what is personal."""
    released = {each.pointer for each in prepared.redactions if each.act == "release" and not each.words}
    named = {each.words for each in whole.personal if each.pointer in released}
    for party in parties_of(connection, found.id):
        if party.personal and len(party.name) >= _LEAST and party.name not in named:
            yield party.name, "the name of a party"
        for line in party.contact.splitlines():
            if _reaches(line, party.personal):
                yield line.strip(), "how a party is reached"
    for personal in whole.personal:
        if len(personal.words) >= _LEAST and personal.pointer not in released:
            yield personal.words, personal.what
    for each in prepared.redacted():
        if each.words:
            yield each.words, "words that are redacted"


def _reaches(line: str, personal: bool) -> bool:
    """Whether a line says how somebody is reached: of an organisation, its address is what the decision is about."""
    digits = sum(map(str.isdigit, line))
    return "@" in line or digits >= _OF_A_PHONE or (personal and digits > 0)  # else a town or a building


def _organisations(connection: Connection, found: Case, record: DecisionRecord) -> dict[str, str]:
    """The parties that are none of a person and are named in what is published, each with how it is reached."""
    named = {each.name for each in record.parties}
    parties = (each for each in parties_of(connection, found.id) if not each.personal and each.name in named)
    return {each.name: each.contact for each in parties}
