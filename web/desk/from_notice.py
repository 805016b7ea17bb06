"""A day of the interview that is taken from a notice of the case: when a party was told, as the record has it."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

import casework
from casework import CaseRefused, NotFound
from engine import Fault
from keeping import Saying
from web import loaded
from web.desk import answering, sending
from web.desk.addresses import Address
from web.desk.asked import asked_here
from web.desk.sending import Places, typed
from web.desk.signed_in import act, actor
from web.office import now

CHOOSE = "choose the notice of which it is the day"
_TOLD, _CORRECTION = "notice.told_id", "notice.correction"


def take_from_notice(id: str, name: str) -> ResponseReturnValue:
    """State that a day is that of a notice."""
    expected = sending.expected()
    saying = Saying("fact", name, {}, correction=typed(_CORRECTION), told_id=typed(_TOLD))

    def work(connection: Any) -> str:
        if not asked_here(casework.seen(connection, actor(), act(), id), name).is_a_day:
            raise NotFound
        if not saying.told_id:
            raise CaseRefused([Fault(f"/{_TOLD}", CHOOSE)])
        casework.state(connection, now(), actor(), id, [saying], loaded().rule_sets, expected)
        return url_for("desk.interview_page", id=id, done="answered")

    return sending.sent(work, lambda errors: answering.page(id, name, None, _at_fields(name, errors)))


def _at_fields(name: str, errors: Places) -> dict[str, str]:
    fields = {f"facts.{name}.told_id": _TOLD, f"facts.{name}.correction": _CORRECTION}
    return {fields.get(place, place): told for place, told in errors.items()}


ADDRESSES = (Address("/cases/<id>/interview/<name>/notice", take_from_notice, "fact.state", "POST"),)
