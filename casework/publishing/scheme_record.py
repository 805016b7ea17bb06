"""A scheme result as it was entered, and the record that is published of it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import rfc8785
from sqlalchemy import Connection, select

from casework.publishing.model import Prepared
from documents import Said, SchemeResultRecord, StatusHeld, Why
from engine import capital
from engine import words as spaced
from storage import scheme_entry

STATUSES: Mapping[str, str] = {
    "self_assessed": "Declared by the trust",
    "validated": "Validated by NHS Resolution",
    "reverified": "Looked at again by NHS Resolution",
    "corrected": "Corrected after it was validated",
}


@dataclass(frozen=True, slots=True)
class SchemeEntered:
    """What a scheme officer enters: a trust's result in one year of a scheme, and how it came to stand so.

    ``achieved``: the ids of the safety actions that were validated as met, of ``of`` in all. ``history``: each status,
    one of STATUSES, with the day from which it held, the oldest first; the last is the one that holds now.
    """

    trust: str
    ods_code: str
    scheme: str
    year: int
    achieved: tuple[str, ...]
    of: int
    history: tuple[tuple[str, date], ...]
    sample: bool = False

    @property
    def reference(self) -> str:
        """What the result is cited by: the scheme, its year, and the trust."""
        return f"{'SAMPLE-' if self.sample else ''}{_initials(self.scheme)}/{self.year}/{self.ods_code}"


def as_stored(entered: SchemeEntered) -> str:
    """What was entered, as canonical JSON."""
    whole = asdict(entered) | {"history": [[status, on.isoformat()] for status, on in entered.history]}
    return rfc8785.dumps(whole | {"achieved": list(entered.achieved)}).decode()


def entered_of(connection: Connection, publishing_id: str) -> SchemeEntered:
    """The result as it was entered last."""
    wanted = select(scheme_entry.c.entered).where(scheme_entry.c.publishing_id == publishing_id)
    held: dict[str, Any] = json.loads(
        connection.execute(wanted.order_by(scheme_entry.c.place.desc()).limit(1)).scalar_one()
    )
    return from_stored(held)


def from_stored(held: Mapping[str, Any]) -> SchemeEntered:
    """What was entered, from its JSON. Raises TypeError, KeyError or ValueError where it is none."""
    history = tuple((status, date.fromisoformat(on)) for status, on in held["history"])
    return SchemeEntered(**{**held, "history": history, "achieved": tuple(held["achieved"])})


def scheme_record(prepared: Prepared, entered: SchemeEntered, on: date, why: Why | None) -> SchemeResultRecord:
    """The record that would be published on a day; it is given its salt as it goes out."""
    made = first_record(prepared.public_id, entered, on)
    summary = (prepared.text.summary if prepared.text else "") or made.summary
    return replace(made, version=prepared.following, summary=summary, why=why, noindex=prepared.noindex)


def first_record(id: str, entered: SchemeEntered, on: date) -> SchemeResultRecord:
    """The record of a result as it is published for the first time, with nothing written about it and no salt."""
    status = entered.history[-1][0]
    named = capital(spaced(entered.scheme.replace("-", "_")))
    return SchemeResultRecord(
        id=id,
        version=1,
        reference=entered.reference,
        title=f"{entered.trust}: {named}, year {entered.year}",
        summary=_summary(entered, status),
        trust=entered.trust,
        ods_code=entered.ods_code,
        scheme=entered.scheme,
        year=entered.year,
        achieved=entered.achieved,
        of=entered.of,
        status=Said(status, STATUSES.get(status, "")),
        history=tuple(StatusHeld(each, STATUSES.get(each, ""), day) for each, day in entered.history),
        published_on=on,
        sample=entered.sample,
    )


def _summary(entered: SchemeEntered, status: str) -> str:
    how = {"self_assessed": "declared"}.get(status, "validated")
    return f"{len(entered.achieved)} of {entered.of} safety actions were {how} as met by {entered.trust}."


def _initials(scheme: str) -> str:
    return "".join(part[:1] for part in scheme.split("-")).upper()
