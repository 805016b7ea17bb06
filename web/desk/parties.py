"""The parties of a case at the desk: who has which part, and who was told what, when and how."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import casework
from casework import Case, CaseKind, NewParty, NotFound, Notice, Party, Told
from engine import Fault
from web.desk import sending
from web.desk.addresses import Address
from web.desk.case_frame import names_of, opening
from web.desk.days import along_with, day_typed
from web.desk.sending import Places, at_fields, typed
from web.desk.signed_in import actor
from web.office import now

DONE = {
    "party-added": "The party was added.",
    "party-changed": "The party stands as you wrote it.",
    "party-left": "The party has no part in the case any more. It stays in the record.",
    "told": "It was recorded who was told.",
    "taken-back": "The notice was taken back. It stays in the record.",
}
_OF_PARTY = {name: name for name in ("role", "name", "organisation", "contact")}
_OF_NOTICE = {name: f"notice.{name}" for name in ("party_id", "given_by", "what", "on", "how")}
_LABELS = {
    "role": "Part", "name": "Name", "organisation": "ODS code", "contact": "How to reach them",
    "notice.party_id": "Who was told", "notice.what": "What they were told", "notice.on": "On which day",
    "notice.how": "How", "notice.given_by": "Who told them",
}  # fmt: skip


def parties_page(id: str, errors: Places | None = None) -> str:
    """Who has a part in the case, and who was told what. That they were read is kept in the activity."""

    def look(connection: Any, found: Case) -> Any:
        here, notices = casework.parties(connection, actor(), found), casework.notices(connection, found)
        return here, notices, names_of(connection, [each.by for each in notices])

    opened, (parties, notices, names) = opening(id, "parties", look)
    return render_template(
        "desk/parties.html", opened=opened, parties=parties, notices=notices, names=names, errors=errors or {},
        called=_called(opened.kind, parties), typed=request.form, ticked=request.form.getlist("notice.party_id"),
        givers=_givers(opened.kind, parties),
        how=casework.HOW, labels=_LABELS, done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def add_party(id: str) -> ResponseReturnValue:
    """Add a party."""
    expected, new = sending.expected(), _party_typed()
    return _done(
        "party-added", id, lambda it: casework.add_party(it, now(), actor(), id, new, expected),
        lambda errors: parties_page(id, at_fields(errors, _OF_PARTY)),
    )  # fmt: skip


def tell_parties(id: str) -> ResponseReturnValue:
    """Record that parties were told something: the same, on the same day and in the same way."""
    expected, told_ones = sending.expected(), list(dict.fromkeys(request.form.getlist("notice.party_id")))
    on, slips = day_typed("notice.on", "/on")
    if not told_ones:
        slips.insert(0, Fault("/party_id", "tick each party that was told"))

    def tell(connection: Any) -> None:
        for number, party_id in enumerate(told_ones or [""]):
            notice = Notice(party_id, typed("notice.what"), on, typed("notice.how"), typed("notice.given_by"))
            casework.tell(connection, now(), actor(), id, notice, expected + number)

    return _done(
        "told", id, lambda it: along_with(slips, lambda: tell(it)),
        lambda errors: parties_page(id, at_fields(errors, _OF_NOTICE)),
    )  # fmt: skip


def party_page(id: str, party_id: str, errors: Places | None = None) -> str:
    """One party, to be changed, or to leave the case."""
    opened, party = opening(
        id, "parties", lambda connection, found: _party(casework.parties(connection, actor(), found), party_id)
    )
    stands = {name: getattr(party, name) for name in _OF_PARTY} | {"personal": "yes" if party.personal else ""}
    return render_template(
        "desk/party.html",
        opened=opened,
        party=party,
        errors=errors or {},
        labels=_LABELS,
        typed=request.form if "name" in request.form else stands,
    )


def change_party(id: str, party_id: str) -> ResponseReturnValue:
    """Record a party as it should have been."""
    expected, new = sending.expected(), _party_typed()
    return _done(
        "party-changed", id, lambda it: casework.change_party(it, now(), actor(), id, party_id, new, expected),
        lambda errors: party_page(id, party_id, at_fields(errors, _OF_PARTY)),
    )  # fmt: skip


def party_left(id: str, party_id: str) -> ResponseReturnValue:
    """Record that a party has no part in the case any more."""
    expected = sending.expected()
    return _done(
        "party-left", id, lambda it: casework.party_leaves(it, now(), actor(), id, party_id, expected),
        lambda errors: party_page(id, party_id, errors),
    )  # fmt: skip


def notice_page(id: str, told_id: str, errors: Places | None = None) -> str:
    """One notice, to be taken back where it was recorded by mistake."""

    def look(connection: Any, found: Case) -> tuple[Told, Sequence[Party]]:
        told = next((each for each in casework.notices(connection, found) if each.id == told_id), None)
        if told is None:
            raise NotFound
        return told, casework.parties(connection, actor(), found)

    opened, (told, parties) = opening(id, "notices", look)
    return render_template(
        "desk/notice.html", opened=opened, told=told, called=_called(opened.kind, parties), how=casework.HOW,
        errors=errors or {}, typed=request.form,
    )  # fmt: skip


def take_back_notice(id: str, told_id: str) -> ResponseReturnValue:
    """Say that a notice was recorded by mistake, and why."""
    expected, why = sending.expected(), typed("why")
    return _done(
        "taken-back", id, lambda it: casework.take_back_notice(it, now(), actor(), id, told_id, why, expected),
        lambda errors: notice_page(id, told_id, at_fields(errors, {"why": "why"})),
    )  # fmt: skip


def _done(word: str, id: str, change: Callable[[Any], object], again: Callable[[Places], str]) -> ResponseReturnValue:
    """Change a case, and go back to its parties."""

    def work(connection: Any) -> str:
        change(connection)
        return url_for("desk.parties_page", id=id, done=word)

    return sending.sent(work, again)


def _party_typed() -> NewParty:
    personal, code = request.form.get("personal") == "yes", typed("organisation").upper()
    return NewParty(typed("role"), typed("name"), personal, code, typed("contact"))


def _party(parties: Sequence[Party], party_id: str) -> Party:
    """The party of an id. Raises NotFound."""
    found = next((each for each in parties if each.id == party_id), None)
    if found is None:
        raise NotFound
    return found


def _called(kind: CaseKind, parties: Sequence[Party]) -> dict[str, str]:
    """What each party is called where it is told something: its name and its part."""
    return {each.id: f"{each.name or 'A party'} ({_part(kind, each.role)})" for each in parties}


def _givers(kind: CaseKind, parties: Sequence[Party]) -> list[tuple[str, str]]:
    """Who may have given a notice: we, or a party that is here."""
    called, here = _called(kind, parties), [each.id for each in parties if each.left_at is None]
    return [("", "We did"), *((id, called[id]) for id in here)]


def _part(kind: CaseKind, role: str) -> str:
    part = kind.role(role)
    return part.title.lower() if part else role


ADDRESSES = (
    Address("/cases/<id>/parties", parties_page, "case.read"),
    Address("/cases/<id>/parties", add_party, "party.change", "POST"),
    Address("/cases/<id>/parties/<party_id>", party_page, "case.read"),
    Address("/cases/<id>/parties/<party_id>", change_party, "party.change", "POST"),
    Address("/cases/<id>/parties/<party_id>/left", party_left, "party.change", "POST"),
    Address("/cases/<id>/notices", tell_parties, "party.tell", "POST"),
    Address("/cases/<id>/notices/<told_id>", notice_page, "case.read"),
    Address("/cases/<id>/notices/<told_id>", take_back_notice, "party.tell", "POST"),
)
