"""The timetable of a case at the desk: what is due and when, what is not known yet, and what people do about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import casework
from casework import Case, CaseRefused, NotFound
from engine import Need, RuleSet, role
from keeping import Deadline, Extension, PowerToExtend, deadlines
from web import loaded
from web.desk import days, sending
from web.desk.addresses import Address
from web.desk.case_frame import names_of, opening
from web.desk.days import When, day_typed
from web.desk.sending import Places, at_fields, typed
from web.desk.signed_in import act, actor
from web.office import now

DONE = {
    "met": "It was recorded that this was done.",
    "reopened": "It is due again.",
    "extended": "It was extended.",
}
_ON, _TO = {"on": "met.on"}, {"to": "extend.to", "why": "extend.why"}


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as a page shows it, with each extension and the power behind it, and what it waits for from whom."""

    it: Deadline
    when: When
    waits_for: tuple[tuple[str, str], ...]
    extensions: tuple[tuple[Extension, str], ...]
    names: Mapping[str, str]
    rule_set: str


def timetable_page(id: str) -> str:
    """Everything that is or was due in a case, by date. That it was read is kept."""

    def look(connection: Any, found: Case) -> list[Due]:
        return [_due(connection, each) for each in deadlines.of_case(connection, found.id)]

    opened, due = opening(id, "", look)
    return render_template(
        "desk/timetable.html", opened=opened, due=_standing(due, "due"), unknown=_standing(due, "not_yet_known"),
        met=_standing(due, "met"), withdrawn=_standing(due, "withdrawn"), stale=any(each.it.stale for each in due),
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def deadline_page(id: str, deadline_id: str, errors: Places | None = None) -> str:
    """One deadline: how it came about, and what can be done about it. That it was read is kept."""
    opened, due = opening(id, "", lambda connection, found: _due(connection, _here(connection, found.id, deadline_id)))
    start = days.typed_day("met.on", days.today())
    return render_template(
        "desk/deadline.html", opened=opened, due=due, errors=errors or {}, typed={**start, **request.form}
    )


def meet_deadline(id: str, deadline_id: str) -> ResponseReturnValue:
    """Record that what was due has been done."""
    on, slips = day_typed("met.on", "/on")

    def meet(connection: Any) -> None:
        if slips:
            raise CaseRefused(slips)
        deadlines.meet(connection, now(), actor().id, deadline_id, on)

    return _changed(id, deadline_id, "met", _ON, meet)


def reopen_deadline(id: str, deadline_id: str) -> ResponseReturnValue:
    """Take back that it has been done, where that was a mistake."""
    return _changed(id, deadline_id, "reopened", {}, lambda it: deadlines.reopen(it, now(), actor().id, deadline_id))


def extend_deadline(id: str, deadline_id: str) -> ResponseReturnValue:
    """Extend a deadline, under a power that the rules hold."""
    to, slips = day_typed("extend.to", "/to")
    why = typed("extend.why")

    def extend(connection: Any) -> None:
        if found := [*slips, *casework.words_faults("/why", why)]:
            raise CaseRefused(found)
        deadlines.extend(connection, now(), actor().id, deadline_id, to, why)

    return _changed(id, deadline_id, "extended", _TO, extend)


def _changed(
    id: str, deadline_id: str, word: str, fields: Mapping[str, str], change: Callable[[Any], object]
) -> ResponseReturnValue:
    """Change a deadline and with it its case, and go back to the timetable."""
    expected = sending.expected()

    def work(connection: Any) -> str:
        found = casework.claim(connection, actor(), act(), id, expected, "deadlines")
        _here(connection, found.id, deadline_id)
        change(connection)
        return url_for("desk.timetable_page", id=id, done=word)

    return sending.sent(work, lambda errors: deadline_page(id, deadline_id, at_fields(errors, fields)))


def _here(connection: Any, case_id: str, deadline_id: str) -> Deadline:
    """A deadline of this case. Raises NotFound."""
    found = next((each for each in deadlines.of_case(connection, case_id) if each.id == deadline_id), None)
    if found is None:
        raise NotFound
    return found


def _due(connection: Any, found: Deadline) -> Due:
    made = deadlines.extensions_of(connection, found.id)
    extensions = tuple((each, _power(found.powers, each)) for each in made)
    names = names_of(connection, [found.met_by, *(each.by for each in made)])
    rule_set = loaded().rule_sets.get(found.rule_set)
    waits_for = tuple((need.ask, _from_whom(need, rule_set)) for need in found.waits_for)
    title = rule_set.title if rule_set else found.rule_set
    return Due(found, days.when(found), waits_for, extensions, names, title)


def _from_whom(need: Need, rule_set: RuleSet | None) -> str:
    """Who can settle what a day waits for."""
    fact = rule_set.facts.get(need.fact) if rule_set else None
    match need.what:
        case "ask":
            return f"For {role(need.shown_by)} to show" if need.shown_by else "To be asked for"
        case "rows":
            return f"For {role(need.shown_by)} to fill in"
        case "find" if fact and fact.judgement:
            return f"For {role(need.shown_by)} to find"
        case "find":
            return "The parties differ: somebody has to find it"
        case _:
            return "Nobody knows: only closing the record can settle it"


def _power(powers: Sequence[PowerToExtend], of: Extension) -> str:
    """The power under which it was extended, with its place in the law."""
    named = (f"{each.title} ({each.cites})" for each in powers if each.provision == of.power)
    return next(named, "a power that the rules no longer hold")


def _standing(due: Sequence[Due], standing: str) -> list[Due]:
    return [each for each in due if each.it.standing == standing]


ADDRESSES = (
    Address("/cases/<id>/timetable", timetable_page, "deadline.read"),
    Address("/cases/<id>/timetable/<deadline_id>", deadline_page, "deadline.read"),
    Address("/cases/<id>/timetable/<deadline_id>/met", meet_deadline, "deadline.meet", "POST"),
    Address("/cases/<id>/timetable/<deadline_id>/reopened", reopen_deadline, "deadline.meet", "POST"),
    Address("/cases/<id>/timetable/<deadline_id>/extended", extend_deadline, "deadline.extend", "POST"),
)
