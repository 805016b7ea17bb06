"""Carrying forward from last year: each fact is offered, marked as the two years' rules compare, and never assumed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.kept import Held, carrying, importing, seeing
from engine import ComparedFact, words
from web import loaded
from web.assessed_years import compared
from web.desk import said, sending
from web.desk.addresses import Address
from web.desk.asked import Asked
from web.desk.assessment_asked import of_year
from web.desk.assessment_frame import AT, changed, opening
from web.desk.sending import Places
from web.desk.signed_in import actor
from web.office import now

DONE = {"taken": "What you chose is stated for this year, in your name, with where it comes from."}
_APART = ":"  # between site and name in the value of a box: neither holds one


@dataclass(frozen=True, slots=True)
class Offered:
    """One offer as the page shows it: what is asked, what was said, and how this year's rules differ."""

    it: carrying.Offer
    ask: str
    said: said.Said
    changes: tuple[str, ...]

    @property
    def value(self) -> str:
        """What its box sends."""
        return f"{self.it.site}{_APART}{self.it.name}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: of which year it is; what may be taken over; what is stated already, is new or is gone."""

    year: str
    open: tuple[Offered, ...]
    here: tuple[Offered, ...]
    new: tuple[Offered, ...]
    gone: tuple[Offered, ...]


def assessment_last_year(id: str, errors: Places | None = None) -> str:
    """What last year's assessment offers. That it was read is kept in the activity."""
    opened, shown = opening(id, "offers", _look)
    return render_template(
        "desk/assessment_last_year.html", opened=opened, shown=shown, errors=errors or {},
        chosen=request.form.getlist("chosen"), done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def take_over(id: str) -> ResponseReturnValue:
    """Take over what was chosen."""
    chosen = []
    for each in request.form.getlist("chosen"):
        site, _, name = each.partition(_APART)
        chosen.append((site, name))

    def change_it(connection: Any, expected: int) -> object:
        held = seeing.find(connection, actor(), id)
        as_compared = compared(connection, held)
        return carrying.accept(connection, now(), actor(), id, chosen, as_compared, loaded().rule_sets, expected)

    return changed(
        id, url_for("desk.assessment_last_year", id=id, done="taken"), change_it,
        lambda errors: assessment_last_year(id, sending.at_fields(errors, {"form": "form"})),
    )  # fmt: skip


def _look(connection: Any, held: Held) -> Shown:
    last = carrying.last_year(connection, held)
    if last is None:
        return Shown("", (), (), (), ())
    as_compared = compared(connection, held)
    asked = of_year(held).asked, of_year(last).asked
    facts = {each.name: each for each in as_compared}
    offers = carrying.offers(connection, actor(), held.id, as_compared)
    every = tuple(_offered(each, facts, *asked) for each in offers)
    brought = {each.name for each in importing.standing(connection, held.id)}
    return Shown(
        last.year.replace("-", " "),
        tuple(each for each in every if each.it.may_be_taken),
        tuple(each for each in every if each.it.here and each.it.said is not None),
        tuple(each for each in every if _is_to_be_stated(each.it, asked[0], brought)),
        tuple(each for each in every if each.it.mark == "gone"),
    )


def _is_to_be_stated(offer: carrying.Offer, asked: Mapping[str, Asked], brought: set[str]) -> bool:
    """Whether it is new, and neither stated nor brought yet; what is counted from a table is not stated by itself."""
    found = asked.get(offer.name)
    counted = found is not None and found.records is None and found.fact.counted is not None
    return offer.mark == "new" and not (offer.here or counted or offer.name in brought)


def _offered(
    offer: carrying.Offer, facts: Mapping[str, ComparedFact], now_asked: Mapping[str, Asked],
    then_asked: Mapping[str, Asked],
) -> Offered:  # fmt: skip
    fact = facts.get(offer.name)
    asked = now_asked.get(offer.name) or then_asked.get(offer.before)
    ask = asked.ask if asked else fact.ask if fact else words(offer.name)
    value = said.value_in_words(then_asked.get(offer.before), offer.said) if offer.said is not None else said.Said("")
    return Offered(offer, ask, value, tuple(each.told for each in fact.changes) if fact else ())


ADDRESSES = (
    Address(f"{AT}/last-year", assessment_last_year, "assessment.read"),
    Address(f"{AT}/last-year", take_over, "assessment.change", "POST"),
)
