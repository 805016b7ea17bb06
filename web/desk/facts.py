"""The facts and judgements of a case: what stands, who shows it and where it is from; and the history of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template

from casework import Case, NotFound
from engine import words
from keeping import Item, Stated, evidence_items, statements
from web.desk.addresses import Address
from web.desk.asked import Asked, asked_of, barrier, rule_sets_of
from web.desk.case_frame import Opened, names_of, opening
from web.desk.said import Said, in_words

NO_LONGER_ASKED = "Stated, and asked for by no rule set of this case any more"


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement as a page shows it. ``asked``: what it is of; none where the rules no longer ask for it."""

    stated: Stated
    asked: Asked | None
    said: Said
    evidence: tuple[Item, ...]

    @property
    def ask(self) -> str:
        """The question that it answers."""
        return self.asked.ask if self.asked else words(self.stated.name)


def facts_page(id: str) -> str:
    """What stands, by who shows it, judgements last. That it was read is kept in the activity."""

    def look(connection: Any, found: Case) -> Any:
        stands = statements.standing(connection, found.id)
        return _entries(connection, found, stands), names_of(connection, (each.by for each in stands))

    opened, (entries, names) = opening(id, "facts", look)
    shown = [each for each in entries if _readable(opened, each.stated)]
    groups = _grouped(opened, shown)
    return render_template("desk/facts.html", opened=opened, groups=groups, names=names, barrier=barrier)


def fact_history(id: str, name: str) -> str:
    """Everything that was ever stated of one fact or judgement, the oldest first. That it was read is kept."""

    def look(connection: Any, found: Case) -> Any:
        said = statements.history(connection, found.id, name)
        return _entries(connection, found, said), names_of(connection, (each.by for each in said))

    opened, (entries, names) = opening(id, "facts", look)
    shown = [each for each in entries if _readable(opened, each.stated)]
    if not shown:
        raise NotFound
    return render_template("desk/fact_history.html", opened=opened, entries=shown, names=names, barrier=barrier)


def _entries(connection: Any, found: Case, stated: tuple[Stated, ...]) -> list[Entry]:
    known, items = asked_of(rule_sets_of(found)), evidence_items.of_case(connection, found.id)
    by_id: Mapping[str, Item] = {item.id: item for item in items}
    return [
        Entry(
            each, asked := known.get(each.name), in_words(asked, each),
            tuple(sorted((by_id[id] for id in each.evidence if id in by_id), key=lambda item: item.place)),
        )
        for each in stated
    ]  # fmt: skip


def _readable(opened: Opened, stated: Stated) -> bool:
    return f"{stated.sort}.read" in opened.may


def _grouped(opened: Opened, entries: list[Entry]) -> dict[str, list[Entry]]:
    """In the law's order under who shows it; then judgements; then what no rule asks for."""
    places = {name: place for place, name in enumerate(asked_of(rule_sets_of(opened.case)))}
    ordered = sorted(entries, key=lambda each: (each.stated.sort, places.get(each.stated.name, len(places))))
    groups: dict[str, list[Entry]] = {}
    for entry in sorted(ordered, key=lambda each: each.asked is None):
        heading = entry.asked.heading if entry.asked else NO_LONGER_ASKED
        groups.setdefault(heading, []).append(entry)
    return groups


ADDRESSES = (
    Address("/cases/<id>/facts", facts_page, "fact.read"),
    Address("/cases/<id>/facts/<name>/history", fact_history, "fact.read"),
)
