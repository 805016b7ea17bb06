"""The facts of an assessment: what is asked by safety action, what stands of the trust and of each site, its history.

What is not stated is not known; it is never taken as no.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment import ACTIONS
from assessment.kept import Held, NotFound, Stands, importing, stating
from engine import words
from web import loaded
from web.desk import sending
from web.desk.addresses import Address
from web.desk.asked import Asked
from web.desk.assessment_answer import DIFFER, at_fields, in_our_words, said_of, typed_of
from web.desk.assessment_asked import OfYear, at_code, code_at, of_year
from web.desk.assessment_frame import AT, changed, find, opening
from web.desk.case_frame import names_of
from web.desk.said import Said
from web.desk.sending import Places, typed
from web.desk.signed_in import actor
from web.office import now
from web.pages import reading
from web.pages.typed_values import Typed

DONE = {
    "stated": "The fact was stated.",
    "same": "This says what stands already, so nothing was changed.",
    "taken-back": "The fact was taken back. Its history keeps what was said.",
}
_ONE = f"{AT}/facts/<at>/<name>"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is asked at one place, and what stands of it: a statement, or a table that was brought."""

    asked: Asked
    at: str
    stands: Stands | None
    said: Said | None
    table: importing.KeptTable | None

    @property
    def open(self) -> bool:
        """Whether nothing stands of it."""
        return self.stands is None and self.table is None

    @property
    def counted(self) -> bool:
        """Whether it is a number that a table gives, once that is brought."""
        return bool(self.asked.facts) and self.asked.facts[0].counted is not None


@dataclass(frozen=True, slots=True)
class Place:
    """The trust, or one site, with what a safety action asks for there."""

    called: str
    entries: tuple[Entry, ...]

    @property
    def first(self) -> tuple[Entry, ...]:
        """What is stated or brought by itself."""
        return tuple(each for each in self.entries if not each.counted)

    @property
    def counted(self) -> tuple[Entry, ...]:
        """Numbers that a table gives."""
        return tuple(each for each in self.entries if each.counted)

    @property
    def stated(self) -> int:
        """How many of those that are stated or brought by themselves stand."""
        return sum(not each.open for each in self.first)


@dataclass(frozen=True, slots=True)
class _Known:
    """What stands in an assessment, by place and name."""

    year: OfYear
    facts: Mapping[tuple[str, str], Stands]
    tables: Mapping[tuple[str, str], importing.KeptTable]
    names: Mapping[str, str]


def assessment_facts(id: str) -> str:
    """The ten actions, each with how much of what it asks for stands. That it was read is kept in the activity."""
    opened, known = opening(id, "facts", _known)
    actions = {action: _places(opened.held, known, known.year.of_action(action)) for action in ACTIONS}
    places = [("", "The trust"), *((site.code, site.name) for site in opened.held.sites)]
    other = [(key, each) for key, each in known.facts.items() if key[1] not in known.year.asked]
    return render_template(
        "desk/assessment_facts.html", opened=opened, year=known.year, actions=actions, places=places, errors={},
        other=[(opened.site(code), words(name), at_code(code), name) for (code, name), _ in other],
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def facts_of_action(id: str, action: str) -> str:
    """What one safety action asks for, of the trust and of each site, with what stands."""
    opened, known = opening(id, "facts", _known)
    if action not in ACTIONS:
        raise NotFound
    places = _places(opened.held, known, known.year.of_action(action))
    return render_template(
        "desk/assessment_facts_action.html", opened=opened, action=action, title=known.year.asks(action),
        places=[each for each in places.values() if each.entries], names=known.names, errors={},
        done=DONE.get(request.args.get("done", "")),
        later=_beside(action, 1), earlier=_beside(action, -1),
    )  # fmt: skip


def assessment_fact(id: str, at: str, name: str, sent: Typed | None = None, errors: Places | None = None) -> str:
    """One fact at one place: why it is asked, what stands, the form of its answer, and its history."""

    def look(connection: Any, held: Held) -> Any:
        year, code = of_year(held), code_at(held, at)
        history = stating.history(connection, held.id, code, name)
        asked = _asked_at(year, code, name) if name in year.asked else None
        if asked is None and not history:
            raise NotFound
        return year, asked, history, names_of(connection, (each.stated.by for each in history))

    opened, (year, asked, history, names) = opening(id, "facts", look)
    last = history[-1] if history and history[-1].stated.said is not None else None
    place = opened.site(code_at(opened.held, at))
    filled = sent if sent is not None else typed_of(asked, last)
    if sent is None and "why" in request.form:
        filled["why"] = typed("why")
    return render_template(
        "desk/assessment_fact.html", opened=opened, asked=asked, at=at, name=name, place=place, last=last,
        history=[(each, in_our_words(asked, each.stated)) for each in history], names=names, typed=filled,
        errors=at_fields(asked, filled, errors or {}), action=_action(year, name),
        reasons=reading.reasons(asked.rule_set, asked.names) if asked else (),
        questions=reading.questions_of(asked.rule_set, asked.names) if asked else (),
        called=asked.ask if asked else words(name), differ=DIFFER, done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def state_fact(id: str, at: str, name: str) -> ResponseReturnValue:
    """State a fact, or state it anew. What says nothing new changes nothing."""
    held, expected, sent = find(id), sending.expected(), request.form
    code = code_at(held, at)
    asked = _asked_at(of_year(held), code, name)

    def work(connection: Any) -> str:
        stands = stating.history(connection, id, code, name)
        said = said_of(asked, sent, stands[-1].stated if stands else None, code)
        after = stating.state(connection, now(), actor(), id, [said], loaded().rule_sets, expected)
        done = "stated" if after.version != expected else "same"
        if sent.get("then") == "action" and sent.get("action") in ACTIONS:
            return url_for("desk.facts_of_action", id=id, action=sent["action"], done=done)
        return url_for("desk.assessment_fact", id=id, at=at, name=name, done=done)

    return sending.sent(work, lambda errors: assessment_fact(id, at, name, sent, errors))


def take_back_fact(id: str, at: str, name: str) -> ResponseReturnValue:
    """Take back what stands of a fact: nothing is stated of it then, and the history keeps why."""
    code, why = code_at(find(id), at), typed("why")
    said = stating.Said(code, name, None, correction=why)

    def again(errors: Places) -> str:
        told = {("why" if place.endswith(".correction") else place): each for place, each in errors.items()}
        return assessment_fact(id, at, name, None, told)

    to = url_for("desk.assessment_fact", id=id, at=at, name=name, done="taken-back")
    return changed(
        id, to,
        lambda connection, expected: stating.state(
            connection, now(), actor(), id, [said], loaded().rule_sets, expected
        ),
        again,
    )  # fmt: skip


def _known(connection: Any, held: Held) -> _Known:
    stands = stating.standing(connection, held.id)
    tables = importing.standing(connection, held.id)
    people = [*(each.stated.by for each in stands), *(each.by for each in tables)]
    return _Known(
        of_year(held),
        {(each.site, each.stated.name): each for each in stands},
        {(each.site, each.name): each for each in tables},
        names_of(connection, people),
    )


def _places(held: Held, known: _Known, asked: Iterable[Asked]) -> dict[str, Place]:
    """By code: what is asked of the trust, and then of each site."""
    listed = tuple(asked)
    places = {"": "The trust as a whole", **{site.code: site.name for site in held.sites}}
    return {
        code: Place(
            called,
            tuple(_entry(known, each, code) for each in listed if known.year.at_trust(each.name) == (code == "")),
        )
        for code, called in places.items()
    }


def _entry(known: _Known, asked: Asked, code: str) -> Entry:
    stands = known.facts.get((code, asked.name))
    said = in_our_words(asked, stands.stated) if stands else None
    return Entry(asked, at_code(code), stands, said, known.tables.get((code, asked.name)))


def _asked_at(year: OfYear, code: str, name: str) -> Asked:
    """The fact that is asked for under this name at this place. Raises NotFound where it is none, or a table."""
    asked = year.one(name)
    if asked.records is not None or year.at_trust(name) != (code == ""):
        raise NotFound
    return asked


def _action(year: OfYear, name: str) -> str:
    """The safety action from whose page somebody came, or the first that asks for this; empty where none does."""
    said = request.values.get("action", "")
    return said if said in ACTIONS else next(iter(year.actions_of(name)), "")


def _beside(action: str, step: int) -> str:
    place = ACTIONS.index(action) + step
    return ACTIONS[place] if 0 <= place < len(ACTIONS) else ""


ADDRESSES = (
    Address(f"{AT}/facts", assessment_facts, "assessment.read"),
    Address(f"{AT}/facts/<action>", facts_of_action, "assessment.read"),
    Address(_ONE, assessment_fact, "assessment.read"),
    Address(_ONE, state_fact, "assessment.change", "POST"),
    Address(f"{_ONE}/taken-back", take_back_fact, "assessment.change", "POST"),
)
