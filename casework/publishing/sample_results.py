"""Invented scheme results, so that a new register shows what such a result looks like; each is marked as a sample."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from casework.errors import CaseRefused, refuse
from casework.publishing.committing import salted
from casework.publishing.scheme_record import first_record, from_stored
from casework.publishing.schemes import entered_faults
from casework.texts import today
from documents import SchemeResultRecord
from engine import Fault
from register import Publishing, publish

_INVENTED = "This result is invented, as a sample, and so is the trust."


def publish_samples(connection: Connection, now: datetime, file: bytes) -> tuple[SchemeResultRecord, ...]:
    """Publish the results of a file, a list in JSON of what a scheme officer enters, on the register’s connection.

    Raises CaseRefused with everything that is wrong: then nothing may be stored.
    """
    records = _records(now, file)
    for each in records:
        publish(connection, now, Publishing(each))
    return records


def _records(now: datetime, file: bytes) -> tuple[SchemeResultRecord, ...]:
    try:
        every = [replace(from_stored(each), sample=True) for each in json.loads(file)]
    except (TypeError, KeyError, ValueError) as wrong:
        told = f"it is no list of scheme results, each with what is entered of one ({type(wrong).__name__}: {wrong})"
        raise CaseRefused([Fault("", told)]) from wrong
    refuse(fault for each in every for fault in entered_faults(each, now))
    made = [first_record(id_of(each.reference), each, today(now)) for each in every]
    return tuple(salted(replace(each, summary=f"{_INVENTED} {each.summary}")) for each in made)


def id_of(reference: str) -> str:
    """The opaque id of a sample: the same for its reference, so that it stands at one address in every register."""
    return f"s-{hashlib.sha256(f'sample {reference}'.encode()).hexdigest()[:32]}"
