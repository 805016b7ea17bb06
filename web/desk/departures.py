"""Where issued decisions depart from what was proposed: by rule set and provision, for whoever keeps the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import render_template

import people
from casework.deciding import Departed, departed
from engine import RuleSet, capital, words
from keeping import activity
from web import loaded
from web.desk import signed_in
from web.desk.addresses import Address
from web.desk.signed_in import actor
from web.office import now, office


@dataclass(frozen=True, slots=True)
class Under:
    """The departures on one provision of a rule set, or on one of its questions: the newest first.

    ``cited``: how the provisions are cited on which answers to a question rested, by their ids.
    """

    about: str
    address: tuple[str, str] | None
    departures: tuple[Departed, ...]
    cited: Mapping[str, str] = field(default_factory=dict)


def departures_page() -> str:
    """Every departure in an issued decision. That they were read is kept in the activity."""
    with office().private.writing() as connection:
        every = departed(connection, actor())
        activity.record(connection, now(), actor().id, "departure.read", None, {})
    by_rule_set: dict[str, list[Departed]] = {}
    for each in every:
        by_rule_set.setdefault(each.rule_set, []).append(each)
    return render_template(
        "desk/departures.html", errors={}, many=len(every),
        groups=[(_title(id), _under(loaded().rule_sets.get(id), mine)) for id, mine in by_rule_set.items()],
    )  # fmt: skip


def shown_in_menu() -> bool:
    """Whether the menu leads whoever is signed in to the departures."""
    session = signed_in.session()
    return session is not None and people.may(session.actor, "departure.read")


def _title(id: str) -> str:
    known = loaded().rule_sets.get(id)
    return known.title if known else id


def _under(rule_set: RuleSet | None, every: Sequence[Departed]) -> list[Under]:
    found: dict[tuple[str, str], list[Departed]] = {}
    for each in every:
        found.setdefault((each.about if each.about == "question" else "", each.provision or each.name), []).append(each)
    return [_one(rule_set, about, name, mine) for (about, name), mine in found.items()]


def _one(rule_set: RuleSet | None, about: str, name: str, mine: Sequence[Departed]) -> Under:
    """Under the question's own words, or the provision as cited; under its name where the rules have it no more."""
    if rule_set and not about and name in rule_set.provisions:
        provision = rule_set.provisions[name]
        return Under(f"{capital(provision.citation.provision)}: {provision.title}", (rule_set.id, name), tuple(mine))
    asks = [each.asks for each in rule_set.questions if about and each.id == name] if rule_set else []
    known = rule_set.provisions if rule_set else {}
    cited = {id: known[id].citation.provision for each in mine for id in each.provisions if id in known}
    return Under(asks[0] if asks else capital(words(name)), None, tuple(mine), cited)


ADDRESSES = (Address("/departures", departures_page, "departure.read"),)
