"""Forms that are sent: done in one transaction, once however often they come, or shown again as they were typed."""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from flask import abort, g, redirect, request
from flask.typing import ResponseReturnValue

from assessment import AssessmentRefused, kept
from casework import CaseRefused, Stale
from engine import FactError, Fault, capital
from keeping import DeadlineRefused, EvidenceRefused, StatementRefused, idempotency
from people import PeopleRefused
from web.desk import sent_before
from web.desk.sent_before import DoneBefore
from web.desk.signed_in import actor
from web.office import now, office

Places = Mapping[str, str]  # what is wrong, by the name of the field; ``form``, or below it, where it belongs to none

REFUSED = (
    CaseRefused, AssessmentRefused, FactError, EvidenceRefused, DeadlineRefused, StatementRefused, PeopleRefused
)  # fmt: skip
_ONCE = re.compile("[0-9a-zA-Z_-]{16,64}")


class Versioned(Protocol):
    """A case or an assessment, whose version goes up with every change."""

    @property
    def version(self) -> int:
        """The version as it was read."""


def sent(work: Callable[[Any], str], again: Callable[[Places], str]) -> ResponseReturnValue:
    """Do what the form in hand asks, on a connection, and go on to the address that ``work`` gives.

    A form that comes twice is done once. Where it is refused nothing is stored, and ``again`` makes its page, with what
    was typed and what is wrong; so too where it was done before, until its sender says that it is meant once more.
    """
    return _answered(lambda: _once(work), again)


def sent_apart(
    work: Callable[[], str], again: Callable[[Places], str], unavailable: type[Exception] | tuple[()] = ()
) -> ResponseReturnValue:
    """As ``sent``, for what opens transactions of its own and harms nothing where it is begun again.

    503 where something that the machine lacks is needed, which ``unavailable`` says.
    """
    try:
        return _answered(lambda: _once_apart(work), again)
    except unavailable as lacking:
        abort(503, str(lacking))


def _answered(done: Callable[[], str], again: Callable[[Places], str]) -> ResponseReturnValue:
    try:
        return redirect(done(), 303)
    except DoneBefore as before:
        return again({"form": str(before)}), 409
    except (Stale, kept.Stale) as stale:
        g.stale = True
        return again({"form": f"{stale} What you typed is still here."}), 409
    except REFUSED as refused:
        return again(places_of(refused)), 422


def places_of(refused: Exception) -> dict[str, str]:
    """What is wrong by field, from the pointers of the faults: ``/parties/0/name`` is typed in ``parties.0.name``."""
    faults = getattr(refused, "faults", None) or [Fault(getattr(refused, "where", ""), _words(refused))]
    told: dict[str, str] = {}
    for fault in faults:
        place, message = fault.where.strip("/").replace("/", ".") or "form", capital(fault.message)
        told[place] = f"{told[place]}. {message}" if place in told else message
    return told


def at_fields(errors: Places, fields: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, at the fields of one form among several of its page: ``fields`` says where each place is typed.

    What is typed nowhere in it stands first and with the form as a whole, each fault by itself; then the order is that
    of the fields.
    """
    order = {place: number for number, place in enumerate(fields, start=1)}
    return {
        fields.get(place) or (place if place == "form" else f"form.{place}"): errors[place]
        for place in sorted(errors, key=lambda place: order.get(place, 0))
    }


def version(found: Versioned) -> str:
    """The version of a case that a form is made on: what it was sent with, until somebody is told of a newer one."""
    return str(found.version) if g.get("stale") else request.form.get("version") or str(found.version)


def expected() -> int:
    """The version of the case that the form in hand was made on."""
    said = request.form.get("version", "")
    if not re.fullmatch("[0-9]{1,9}", said):
        abort(400, "The form does not say which version of the case it is of. Open its page, and send it from there.")
    return int(said)


def typed(name: str) -> str:
    """What was typed in a field, without the spaces around it and with the line ends of this system."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def _words(refused: Exception) -> str:
    return str(getattr(refused, "message", refused))


def _once(work: Callable[[Any], str]) -> str:
    key, whole = _key(), sent_before.whole()
    with office().private.writing() as connection:
        before = idempotency.before(connection, actor().id, key, whole)
        if before is not None:
            return before.headers["Location"]
        to = work(connection)
        sent_before.ask(connection)  # after it, since what the case itself refuses is told in its own words
        idempotency.after(connection, now(), actor().id, key, whole, 303, {"Location": to}, b"")
        sent_before.keep(connection)
    return to


def _once_apart(work: Callable[[], str]) -> str:
    """That it was done is kept after it: who sends it twice at once is told by its version that it is done."""
    key, whole = _key(), sent_before.whole()
    with office().private.writing() as connection:
        before = idempotency.before(connection, actor().id, key, whole)
    if before is not None:
        return before.headers["Location"]
    to = work()
    with office().private.writing() as connection:
        if idempotency.before(connection, actor().id, key, whole) is None:
            idempotency.after(connection, now(), actor().id, key, whole, 303, {"Location": to}, b"")
    return to


def _key() -> str:
    """The same for the same form with the same words: what is changed and sent again is another."""
    once = request.form.get("once", "")
    if not _ONCE.fullmatch(once):
        abort(400, "The form lacks what tells one sending from another. Open its page, and send it from there.")
    return f"{once}.{hashlib.sha256(sent_before.whole()).hexdigest()[:32]}"
