"""The what-if board: changes on a scratch copy of what stands, and how the ten actions stand before and after.

All of it stands in the address of the page. Nothing is stored.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment import ACTIONS, Assessed, AssessmentRefused, SiteStands, WhatIf
from assessment.kept import Held, NotFound, Stands, ahead, importing, stating
from engine import FactError, capital, words
from web import loaded
from web.desk import assessment_board, days, sending
from web.desk.addresses import Address
from web.desk.asked import Asked
from web.desk.assessment_asked import OfYear, at_code, code_at, of_year
from web.desk.assessment_board import KINDS, MOST_ROWS, NOTHING, Change, Subject
from web.desk.assessment_frame import AT, Opened, opening
from web.desk.assessment_rows import columns
from web.desk.sending import Places
from web.office import office

NO_NUMBER = "Choose what changes"
TITLES = {
    "fill": "Rows that are there are filled in",
    "rows": "Rows are added",
    "raise": "A number goes up or down",
    "state": "A fact is stated",
}
EXAMPLES = {
    "fill": "such as three more people who attend a course",
    "rows": "such as one more report to the Board",
    "raise": "where one is stated already",
    "state": "in the place of what stands, or where nothing stands",
}
WORDS = {"met": "met", "not_met": "not met", "not_shown": "not yet shown"}


@dataclass(frozen=True, slots=True)
class _Known:
    """What a board may change: what is asked for, and what stands, by place and name."""

    year: OfYear
    facts: Mapping[tuple[str, str], Stands]
    tables: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One safety action before and after, for the trust; ``sites``: those at which it comes to stand otherwise."""

    title: str
    before: str
    after: str
    sites: tuple[tuple[str, str, str], ...]


def assessment_what_if(id: str) -> ResponseReturnValue:
    """The board: the changes so far with their outcome, and the form for one more."""
    opened, known = opening(id, "what_if", _look)
    errors: dict[str, str] = {}
    changes: list[Change] = []
    subject = _subject(opened, known, errors)
    try:
        changes = assessment_board.on_board(request.args.get("changes", ""))
        if subject is not None and "add" in request.args and not errors:
            stands = known.facts.get((subject.site, subject.asked.name))
            more = [*changes, assessment_board.typed_change(subject, stands)]
            return redirect(_to(id, assessment_board.as_carried(more)), 303)
    except (AssessmentRefused, FactError) as refused:
        errors |= _at_fields(refused)
    tried = _tried(id, opened, known, changes, errors) if changes else None
    return _page(opened, known, subject, changes, tried, errors), 422 if errors else 200


def _page(
    opened: Opened, known: _Known, subject: Subject | None, changes: list[Change], tried: WhatIf | None, errors: Places
) -> str:
    carried = [assessment_board.as_carried(changes[:at] + changes[at + 1 :]) for at in range(len(changes))]
    stands = known.facts.get((subject.site, subject.asked.name)) if subject else None
    told = tried.changes if tried else [_called(opened, known, each) for each in changes]
    return render_template(
        "desk/assessment_what_if.html", opened=opened, errors=errors, typed=request.args, subject=subject,
        place=opened.site(subject.site) if subject else "", kinds=KINDS, titles=TITLES, nothing=NOTHING,
        examples=EXAMPLES,
        offers={kind: list(_offers(opened.held, known, kind)) for kind in KINDS}, most_rows=MOST_ROWS,
        changes=list(zip(map(capital, told), carried, strict=True)), carried=request.args.get("changes", ""),
        rows=list(_rows(known.year, tried)) if tried else (), tried=tried, as_at=days.today(), columns=columns,
        cells=assessment_board.cells_of(subject, stands) if subject else {}, chosen=_chosen(subject),
        missing=known.year.rule_set is None, words_of=WORDS,
    )  # fmt: skip


def _look(connection: Any, held: Held) -> _Known:
    facts = {(each.site, each.stated.name): each for each in stating.standing(connection, held.id)}
    tables = frozenset((each.site, each.name) for each in importing.standing(connection, held.id))
    return _Known(of_year(held), facts, tables)


def _tried(id: str, opened: Opened, known: _Known, changes: list[Change], errors: dict[str, str]) -> WhatIf | None:
    """What the changes come to; none, and why, where they cannot be made."""
    try:
        made = assessment_board.as_made(changes, known.year.asked)
        with office().private.reading() as connection:
            return ahead.tried(connection, id, loaded().rule_sets, made, days.today())
    except AssessmentRefused as refused:
        for at, fault in enumerate(refused.faults):
            errors[f"form.{at}"] = _with_place(opened, fault.where, capital(fault.message))
        return None


def _with_place(opened: Opened, where: str, message: str) -> str:
    """What is wrong, after the number of the change or the place and name of what it is about."""
    _, kind, *rest = where.split("/") if where else ("", "", "")
    if kind == "changes" and rest and rest[0].isdecimal():
        return f"Change {int(rest[0]) + 1}: {message}"
    if kind == "sites" and len(rest) > 1:
        return f"{opened.site(rest[0])}, {words(rest[1])}: {message}"
    return f"The trust, {words(rest[0])}: {message}" if kind == "trust" and rest else message


def _subject(opened: Opened, known: _Known, errors: dict[str, str]) -> Subject | None:
    """What the change in hand is about, as was chosen. Raises NotFound where no board offers it."""
    kind, of = request.args.get("kind", ""), request.args.get("of", "")
    if not kind:
        return None
    if kind not in KINDS:
        raise NotFound
    if not of:
        errors[f"of-{kind}"] = NO_NUMBER
        return None
    at, _, name = of.partition("/")
    if (at_code(code_at(opened.held, at)), name) not in {
        (place, asked.name) for place, asked in _offered(opened.held, known, kind)
    }:
        raise NotFound
    return Subject(kind, code_at(opened.held, at), known.year.one(name))


def _offers(held: Held, known: _Known, kind: str) -> Iterator[tuple[str, str]]:
    """What may be chosen for a kind of change, as the list of the form has it."""
    called = {site.code: site.name for site in held.sites}
    for at, asked in _offered(held, known, kind):
        title = capital(words(asked.name)) if asked.records is not None else asked.ask
        yield f"{at}/{asked.name}", f"{called.get(at, 'The trust')}: {title}"


def _offered(held: Held, known: _Known, kind: str) -> Iterator[tuple[str, Asked]]:
    for code in ("", *(site.code for site in held.sites)):
        for asked in known.year.asked.values():
            if known.year.at_trust(asked.name) == (code == "") and _fits(known, kind, code, asked):
                yield at_code(code), asked


def _fits(known: _Known, kind: str, code: str, asked: Asked) -> bool:
    """Whether a kind of change can be made of what is asked for at a place."""
    if kind in ("fill", "rows"):
        return asked.records is not None and (kind == "rows" or (code, asked.name) in known.tables)
    if asked.records is not None:
        return False
    return kind == "state" or (asked.fact.kind == "number" and (code, asked.name) in known.facts)


def _chosen(subject: Subject | None) -> str:
    return f"{at_code(subject.site)}/{subject.asked.name}" if subject else ""


def _called(opened: Opened, known: _Known, change: Change) -> str:
    """A change in a few words, where it could not be made."""
    name = next((str(change[key]) for key in ("state", "raise", "add_rows", "fill_rows") if key in change), "")
    asked = known.year.asked.get(name)
    title = asked.ask if asked is not None and asked.records is None else words(name)
    return f"{opened.site(str(change.get('site', '')))}: {title}"


def _rows(year: OfYear, tried: WhatIf) -> Iterator[Row]:
    for action in ACTIONS:
        pairs = zip(tried.before.sites, tried.after.sites, strict=True)
        sites = tuple(_otherwise(action, *pair) for pair in pairs)
        before, after = (_of_trust(each, action) for each in (tried.before, tried.after))
        yield Row(year.asks(action), before, after, tuple(each for each in sites if each[1] != each[2]))


def _of_trust(assessed: Assessed, action: str) -> str:
    return assessed.of_trust[action]


def _otherwise(action: str, before: SiteStands, after: SiteStands) -> tuple[str, str, str]:
    return before.site.name, before.action(action).stands, after.action(action).stands


def _at_fields(refused: Exception) -> dict[str, str]:
    """What is wrong, by the fields of the form."""
    return dict(sending.places_of(refused))


def _to(id: str, carried: str) -> str:
    return url_for("desk.assessment_what_if", id=id, changes=carried)


ADDRESSES = (Address(f"{AT}/what-if", assessment_what_if, "assessment.read"),)
