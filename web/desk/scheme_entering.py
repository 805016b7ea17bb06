"""The results of trusts in a scheme, as a scheme officer enters them: listed, and entered for the first time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import people
from casework.publishing import STATES, STATUSES, SchemeEntered, enter, entered
from engine import Fault
from web.desk import days, sending
from web.desk.addresses import Address
from web.desk.days import along_with, day_if_typed
from web.desk.sending import Places, typed
from web.desk.signed_in import actor, session
from web.office import now, office

SCHEMES = {"maternity-incentive-scheme": "Maternity incentive scheme"}
ROWS = 4  # of the history that a form shows
_SAMPLE = "SAMPLE"
NUMBER = "this is a whole number, in figures"


def results_page() -> str:
    """Every result of a scheme that whoever asks may read, with where its publication stands."""
    with office().private.reading() as connection:
        every = entered(connection, actor())
    return render_template(
        "desk/scheme_results.html", every=every, states=STATES, errors={},
        enters=people.may_at_all(actor(), "scheme_result.enter"),
    )  # fmt: skip


def result_form(errors: Places | None = None) -> str:
    """The form to enter a result for the first time."""
    return render_template("desk/scheme_enter.html", errors=errors or {}, typed=request.form, **offered())


def enter_result() -> ResponseReturnValue:
    """Enter a result."""
    result, slips = result_typed()

    def work(connection: Any) -> str:
        made = along_with(slips, lambda: enter(connection, now(), actor(), result))
        return url_for("desk.result_page", result_id=made.id, done="entered")

    return sending.sent(work, lambda errors: result_form(at_result(errors)))


def shown_in_menu() -> bool:
    """Whether the menu leads whoever is signed in to the results of trusts."""
    found = session()
    return found is not None and people.may_at_all(found.actor, "scheme_result.read")


def result_typed(before: SchemeEntered | None = None) -> tuple[SchemeEntered, list[Fault]]:
    """The result that the form in hand says, and what was typed wrongly in it; what it is of stays as it was."""
    slips: list[Fault] = []
    history = tuple(_history(slips))
    said = SchemeEntered(
        trust=typed("trust"),
        ods_code=typed("ods_code").upper(),
        scheme=request.form.get("scheme", ""),
        year=_number("year", slips),
        achieved=tuple(part for each in typed("achieved").split(",") if (part := each.strip())),
        of=_number("of", slips),
        history=history,
        sample=office().decision_series == _SAMPLE,
    )
    if before is not None:
        return replace(said, ods_code=before.ods_code, scheme=before.scheme, year=before.year, sample=before.sample), [
            each for each in slips if each.where != "/year"
        ]
    if said.scheme not in SCHEMES:
        slips.append(Fault("/scheme", "choose a scheme"))
    return said, slips


def typed_result(held: SchemeEntered) -> dict[str, str]:
    """A result as it stands in the fields of its form."""
    plain = {"trust": held.trust, "of": str(held.of), "achieved": ", ".join(held.achieved)}
    for place, (status, on) in enumerate(held.history):
        plain |= {f"history.{place}.status": status, **days.typed_day(f"history.{place}.on", on)}
    return plain


def offered() -> dict[str, Any]:
    """What the form offers."""
    return {"schemes": SCHEMES, "statuses": STATUSES, "rows": ROWS}


def at_result(errors: Places) -> dict[str, str]:
    """What is wrong, at the fields of the form."""
    told: dict[str, str] = {}
    for place, message in errors.items():
        first, *rest = place.split(".")
        at = "achieved" if first == "achieved" else place
        if first == "history" and len(rest) != 2:
            at = f"history.{rest[0] if rest else 0}.status"
        told[at] = f"{told[at]}. {message}" if at in told else message
    return told


def _number(name: str, slips: list[Fault]) -> int:
    said = typed(name)
    if said.isascii() and said.isdecimal() and len(said) <= 4:
        return int(said)
    slips.append(Fault(f"/{name}", NUMBER))
    return 1


def _history(slips: list[Fault]) -> Iterator[tuple[str, date]]:
    """The rows that say anything, in their order."""
    place = 0
    for row in range(ROWS):
        status = request.form.get(f"history.{row}.status", "")
        on, wrong = day_if_typed(f"history.{row}.on", f"/history/{place}/on")
        if not (status or on):
            continue
        slips += wrong if on else [Fault(f"/history/{place}/on", days.NO_DAY)]
        yield status, on or days.today()
        place += 1


ADDRESSES = (
    Address("/trust-results", results_page, "scheme_result.read"),
    Address("/trust-results/new", result_form, "scheme_result.enter"),
    Address("/trust-results/new", enter_result, "scheme_result.enter", "POST"),
)
