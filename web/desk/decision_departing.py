"""Departing from what was proposed: the findings that a draft adopts, and the form to find otherwise, with reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework import Case, CaseRefused
from casework.deciding import (
    Departing,
    Departure,
    depart,
    departure_of,
    open_to_departure,
    proposed_of,
    what_of,
)
from engine import Fault, Finding
from web.desk import sending
from web.desk.addresses import Address
from web.desk.decision import decision_page
from web.desk.decision_frame import Held, allow, draft_in, of_a_draft, reading
from web.desk.rule_sets import titled
from web.desk.sending import Places, at_fields, typed
from web.desk.signed_in import actor
from web.kept_determinations import live, make_ready
from web.office import now, office
from web.pages import grouping

NOT_PROPOSED = "Nothing of this name was proposed in the draft. Go back to the decision, and choose from its lists."
CHOOSE = "choose what is decided instead"
_ASKED = ("rule_set", "about", "name")


@dataclass(frozen=True, slots=True)
class About:
    """What a departure is about: in words, what was proposed and why, and what can be decided instead."""

    rule_set: str
    about: str
    name: str
    what: str
    proposed: str
    choices: tuple[str, ...]
    why: tuple[str, ...]
    findings: tuple[Finding, ...]
    departure: Departure | None


@of_a_draft
def findings_page(id: str) -> ResponseReturnValue:
    """Every provision that the draft adopts with its conditions, each of which can be found otherwise."""
    opened, here = reading(id, "adopted", draft_in)
    return render_template(
        "desk/decision_findings.html", opened=opened, held=here, errors={},
        findings={made.rule_set.id: grouping.by_provision(made) for made in here.determined},
        departed={(each.rule_set, each.about, each.name): each for each in here.decision.departures},
    )  # fmt: skip


@of_a_draft
def depart_form(id: str) -> ResponseReturnValue:
    """The form to find otherwise than was proposed on one question, provision or condition."""
    if not any(_asked().values()):
        with office().private.reading() as connection:
            allow(connection, id)
        return redirect(url_for("desk.findings_page", id=id), 303)
    return _page(id, {})


@of_a_draft
def depart_from(id: str) -> ResponseReturnValue:
    """Record a departure, or take one back."""
    expected, asked, back = sending.expected(), _asked(), request.form.get("do") == "take_back"
    departing = Departing(**asked, decided="" if back else typed("decided"), reasons="" if back else typed("reasons"))
    make_ready(actor(), id)

    def work(connection: Any) -> str:
        allow(connection, id)
        if not back and not departing.decided:
            raise CaseRefused([Fault("/decided", CHOOSE)])
        depart(connection, now(), actor(), id, departing, live, expected)
        return url_for("desk.decision_page", id=id, done="taken-back" if back else "departed")

    def again(errors: Places) -> str:
        if back or {"name", "about"} & set(errors):
            return decision_page(id, at_fields(errors, {}))
        return _page(id, at_fields(errors, {"decided": "decided", "reasons": "reasons"}))

    return sending.sent(work, again)


def _asked() -> dict[str, str]:
    """What the departure is about, as the address or the form says."""
    return {name: request.values.get(name, "") for name in _ASKED}


def _page(id: str, errors: Places) -> str:
    asked = _asked()
    opened, (here, about) = reading(id, "", lambda connection, found: _look(connection, found, asked))
    if about is None:
        abort(404, NOT_PROPOSED)
    stands = {"decided": about.departure.decided, "reasons": about.departure.reasons} if about.departure else {}
    return render_template(
        "desk/decision_depart.html", opened=opened, held=here, about=about, errors=titled(errors),
        typed=request.form if request.method == "POST" else stands,
    )  # fmt: skip


def _look(connection: Any, found: Case, asked: Mapping[str, str]) -> tuple[Held, About | None]:
    here = draft_in(connection, found)
    key = (asked["rule_set"], asked["about"], asked["name"])
    made, choices = here.under(key[0]), open_to_departure(here.made, *key)
    if made is None or not choices:
        return here, None
    provision, _, condition = key[2].partition("#")
    of_law = key[1] != "question"
    return here, About(
        *key,
        what=what_of(Departure(*key, "", "", "", here.decision.made_at, ""), here.made),
        proposed=proposed_of(here.made, *key) or "",
        choices=choices,
        why=tuple(each.text for each in made.told if not of_law and each.question == key[2]),
        findings=tuple(
            each
            for each in (made.findings if of_law else ())
            if each.provision == provision and condition in ("", each.condition)
        ),
        departure=departure_of(here.decision, *key),
    )  # fmt: skip


ADDRESSES = (
    Address("/cases/<id>/decision/findings", findings_page, "decision.read"),
    Address("/cases/<id>/decision/depart", depart_form, "decision.draft"),
    Address("/cases/<id>/decision/depart", depart_from, "decision.draft", "POST"),
)
