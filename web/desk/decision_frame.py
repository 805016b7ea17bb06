"""A decision as all its pages begin: what it rests on, made again, and the names of everybody who had a part in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

import casework
import documents
from casework import Case, NotAllowed, NotFound
from casework.deciding import (
    DISPOSALS,
    Decided,
    Decision,
    Proposed,
    decided,
    interests,
    matter_of,
    newest_decision,
    proposals,
    said_of_application,
    what_of,
)
from engine import Determination
from web import loaded
from web.desk.case_frame import Opened, looking, names_of
from web.desk.signed_in import act, actor
from web.kept_determinations import live
from web.office import now, office

Found = TypeVar("Found")
More = ParamSpec("More")


class NoDraft(Exception):
    """The case has no draft of a decision, so there is nothing to work on."""


@dataclass(frozen=True, slots=True)
class Held:
    """A decision with its answers and what it rests on; the names are of everybody in it, by their ids."""

    decision: Decision
    made: tuple[Proposed, ...]
    answers: tuple[Decided, ...]
    names: Mapping[str, str]

    @property
    def determined(self) -> tuple[Determination, ...]:
        """The determinations that could be made again."""
        return tuple(each.live for each in self.made if each.live is not None)

    @property
    def whats(self) -> tuple[str, ...]:
        """What each departure is about, in the rules' own words."""
        return tuple(what_of(each, self.made) for each in self.decision.departures)

    def under(self, rule_set: str) -> Determination | None:
        """The determination under a rule set, where it could be made again."""
        return next((each for each in self.determined if each.rule_set.id == rule_set), None)


def reading(id: str, what: str, look: Callable[[Any, Case], Found]) -> tuple[Opened, Found]:
    """A case, and what ``look`` reads of its decision: the engine may work there. That it was read is kept then.

    Raises NotFound where what the address is for is not theirs in this case.
    """
    opened, found = looking(id, look)
    if act() not in opened.may:
        raise NotFound
    with office().private.writing() as connection:
        casework.note_reading(connection, now(), actor(), "decision.read", opened.case, what)
    return opened, found


def held(connection: Any, found: Case, decision: Decision) -> Held:
    """A decision with what it rests on."""
    made = proposals(connection, decision, live)
    names = names_of(connection, {*_everybody(decision), *interests(connection, found)})
    return Held(decision, made, decided(decision, made), names)


def draft_in(connection: Any, found: Case) -> Held:
    """The draft of a case. Raises NoDraft where there is none.

    A form that was sent is shown again though its decision was issued meanwhile: what was typed in it is not lost.
    """
    newest = newest_decision(connection, found)
    if newest is None or (newest.issued_at and request.method == "GET"):
        raise NoDraft
    return held(connection, found, newest)


def of_a_draft(page: Callable[More, ResponseReturnValue]) -> Callable[More, ResponseReturnValue]:
    """A page of a draft: where there is none it leads to the page that says so."""

    @wraps(page)
    def shown(*args: More.args, **kwargs: More.kwargs) -> ResponseReturnValue:
        try:
            return page(*args, **kwargs)
        except NoDraft:
            return redirect(url_for("desk.decision_page", id=kwargs["id"]), 303)

    return shown


def allow(connection: Any, id: str) -> None:
    """Raises NotAllowed where what the address is for is not theirs in this case, and NotFound where a page is."""
    if not casework.allowed(connection, actor(), act(), casework.find(connection, actor(), id)):
        raise NotFound if request.method == "GET" else NotAllowed(act())


def rendered(markdown: str) -> Markup:
    """What people wrote, as it is set in the documents."""
    return Markup(documents.rendered(markdown))  # noqa: S704  # documents lets nothing through that a page could run


def _everybody(decision: Decision) -> set[str]:
    said = [by for each in decision.comments for by in (each.by, each.answered_by)]
    said += [each.by for each in decision.reviews] + [each.by for each in decision.slips]
    return {decision.issued_by, *decision.authors, *said}


def of_application(concluded: Any) -> str:
    """What is decided on the application; empty where the matter that was decided is another, or nothing is."""
    return said_of_application(concluded.disposal, concluded.final)


def matter(held: Held, case: Case) -> tuple[str, ...]:
    """What is decided on the matter itself, in sentences, where it is no application."""
    return matter_of(case, held.decision, held.made)


def rules_changed(decision: Decision) -> tuple[str, ...]:
    """The rule sets, by title, that were changed since what a decision adopts was determined under them."""
    in_use = ((kept, loaded().rule_sets.get(kept.rule_set)) for kept in decision.adopted)
    return tuple(rules.title for kept, rules in in_use if rules is not None and rules.revision != kept.revision)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "rendered": rendered,
    "disposal_words": DISPOSALS.__getitem__,
    "matter": matter,
    "rules_changed": rules_changed,
    "of_application": of_application,
}
