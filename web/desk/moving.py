"""What is done on the page of a case: where it goes, whose it is, what it goes with, its title, rules and record."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

import casework
from casework import CaseRefused, Move, NotFound
from engine import Fault, RuleSet
from web import loaded
from web.desk import sending
from web.desk.addresses import Address
from web.desk.cases import case_page
from web.desk.days import along_with, day_if_typed, day_typed
from web.desk.rule_sets import rule_set_fields, rule_sets_chosen
from web.desk.sending import at_fields, typed
from web.desk.signed_in import actor
from web.ids import as_id
from web.office import now

_MOVE = ("to", "ground", "court", "reference", "dated", "on", "why")  # in the order of the form


def move_case(id: str) -> ResponseReturnValue:
    """Move a case to another state."""
    expected = sending.expected()
    (on, slips), (dated, wrong) = day_typed("move.on", "/on"), day_if_typed("move.dated", "/dated")
    said = {name: typed(f"move.{name}") for name in ("to", "why", "ground", "court", "reference")}
    move = Move(**said, on=on, dated=dated)
    slips += wrong

    def change(connection: Any) -> None:
        if not move.to:
            raise CaseRefused([Fault("/to", "choose where the case goes"), *slips])
        along_with(slips, lambda: casework.change_state(connection, now(), actor(), id, move, expected))

    return _done(id, "moved", {name: f"move.{name}" for name in _MOVE}, change)


def take_case(id: str) -> ResponseReturnValue:
    """Make a case one's own."""
    expected = sending.expected()
    return _done(id, "assigned", {}, lambda it: casework.assign(it, now(), actor(), id, actor().id, expected))


def give_case(id: str) -> ResponseReturnValue:
    """Give a case to an officer, in the place of whoever had it."""
    expected = sending.expected()
    return _done(
        id, "assigned", {"person_id": "officer.person_id"},
        lambda it: casework.assign(it, now(), actor(), id, _person("officer.person_id", "an officer"), expected),
    )  # fmt: skip


def seat_member(id: str) -> ResponseReturnValue:
    """Let a member of the Committee sit on a case."""
    expected = sending.expected()
    return _done(
        id, "seated", {"person_id": "member.person_id"},
        lambda it: casework.seat(it, now(), actor(), id, _person("member.person_id", "a member"), expected),
    )  # fmt: skip


def unseat_member(id: str, person_id: str) -> ResponseReturnValue:
    """Let a member sit on a case no longer."""
    expected = sending.expected()
    return _done(id, "unseated", {}, lambda it: casework.unseat(it, now(), actor(), id, person_id, expected))


def link_case(id: str) -> ResponseReturnValue:
    """Let another case go with this one, by its reference."""
    expected, reference, how = sending.expected(), typed("link.reference").upper(), typed("link.how")

    def link(connection: Any) -> None:
        casework.link(connection, now(), actor(), id, (_other(connection, reference), how), expected)

    return _done(id, "linked", {"other": "link.reference", "how": "link.how"}, link)


def unlink_case(id: str, other_id: str) -> ResponseReturnValue:
    """Let two cases go their own ways."""
    expected = sending.expected()
    return _done(id, "unlinked", {}, lambda it: casework.unlink(it, now(), actor(), id, other_id, expected))


def retitle_case(id: str) -> ResponseReturnValue:
    """Give a case another title."""
    expected, title = sending.expected(), typed("title.title")
    return _done(
        id, "retitled", {"title": "title.title"},
        lambda it: casework.retitle(it, now(), actor(), id, title, expected),
    )  # fmt: skip


def put_case_to(id: str) -> ResponseReturnValue:
    """Put a case to other rule sets, or in another order."""
    expected, chosen = sending.expected(), rule_sets_chosen("rules")
    return _done(
        id, "put-to", rule_set_fields("rules", chosen),
        lambda it: casework.put_to(it, now(), actor(), id, _rule_sets(chosen), expected),
    )  # fmt: skip


def close_record(id: str) -> ResponseReturnValue:
    """Close the record of a case: what was not shown then falls by the burden of proof."""
    expected, why = sending.expected(), typed("record.why")
    return _done(
        id, "record-closed", {"why": "record.why"},
        lambda it: casework.close_record(it, now(), actor(), id, why, loaded().rule_sets, expected),
    )  # fmt: skip


def open_record(id: str) -> ResponseReturnValue:
    """Open the record of a case again."""
    expected, why = sending.expected(), typed("record.why")
    return _done(
        id, "record-opened", {"why": "record.why"},
        lambda it: casework.reopen_record(it, now(), actor(), id, why, expected),
    )  # fmt: skip


def _done(id: str, word: str, fields: Mapping[str, str], change: Callable[[Any], object]) -> ResponseReturnValue:
    """Change a case, and go back to its page; where that is refused, the page shows what is wrong in the form."""

    def work(connection: Any) -> str:
        change(connection)
        return url_for("desk.case_page", id=id, done=word)

    return sending.sent(work, lambda errors: case_page(id, at_fields(errors, fields)))


def _person(name: str, who: str) -> str:
    """The person who was chosen. Raises CaseRefused where nobody was: a database is asked for nothing but ids."""
    try:
        return as_id(typed(name))
    except NotFound:
        raise CaseRefused([Fault("/person_id", f"choose {who}")]) from None


def _other(connection: Any, reference: str) -> str:
    try:
        return casework.by_reference(connection, actor(), reference).id
    except NotFound:
        told = f"there is no case '{reference}' that you may see: check the reference, such as APP/2026/0001"
        raise CaseRefused([Fault("/other", told if reference else "give the reference of the other case")]) from None


def _rule_sets(chosen: Mapping[int, str]) -> list[RuleSet]:
    """The rule sets that were chosen. Raises CaseRefused where there is none, or one is not here."""
    if not chosen:
        raise CaseRefused([Fault("/rule_sets", "choose at least one rule set")])
    unknown = [number for number, id in enumerate(chosen.values()) if id not in loaded().rule_sets]
    if unknown:
        told = "there is no such rule set here: choose one of the list"
        raise CaseRefused(Fault(f"/rule_sets/{number}", told) for number in unknown)
    return [loaded().rule_sets[id] for id in chosen.values()]


ADDRESSES = (
    Address("/cases/<id>/state", move_case, "case.state", "POST"),
    Address("/cases/<id>/take", take_case, "case.assign", "POST"),
    Address("/cases/<id>/officer", give_case, "case.assign", "POST"),
    Address("/cases/<id>/members", seat_member, "case.assign", "POST"),
    Address("/cases/<id>/members/<person_id>/end", unseat_member, "case.assign", "POST"),
    Address("/cases/<id>/links", link_case, "case.link", "POST"),
    Address("/cases/<id>/links/<other_id>/end", unlink_case, "case.link", "POST"),
    Address("/cases/<id>/title", retitle_case, "case.change", "POST"),
    Address("/cases/<id>/rule-sets", put_case_to, "case.change", "POST"),
    Address("/cases/<id>/record/closed", close_record, "case.close_record", "POST"),
    Address("/cases/<id>/record/open", open_record, "case.close_record", "POST"),
)
