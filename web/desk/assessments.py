"""Assessments at the desk: those that somebody may see, and beginning one for a trust and a year."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import people
from assessment import Site, present_name, says_first, years_of
from assessment.kept import New, beginning, seeing
from web import loaded
from web.desk import sending
from web.desk.addresses import Address
from web.desk.assessment_frame import STATES
from web.desk.sending import Places, typed
from web.desk.signed_in import actor
from web.office import now, office

SITES = 4  # that the form has room for; more are named on the page of the assessment


def all_assessments() -> str:
    """The assessments that whoever asks may see, by trust and year."""
    with office().private.reading() as connection:
        every = seeing.all_seen(connection, actor())
    return render_template(
        "desk/assessments.html", every=every, states=STATES, errors={}, says_first=_says_first(),
        begins=people.may_at_all(actor(), "assessment.begin"),
    )  # fmt: skip


def begin_form(errors: Places | None = None) -> str:
    """The form to begin the assessment of a trust for a year."""
    years = years_of(loaded().rule_sets)
    return render_template(
        "desk/assessment_begin.html", errors=errors or {}, typed={**_offered(years), **request.form}, rows=range(SITES),
        says_first=_says_first(),
        years=[(each, f"Y{each[1:].replace('-', ' ')}") for each in reversed(years)],
    )  # fmt: skip


def begin_assessment() -> ResponseReturnValue:
    """Begin an assessment, of which there is one for each trust and year."""
    sites = tuple(_sites())
    code = typed("trust").upper()
    name = typed("name") or present_name(code)
    new = New(code, name, request.form.get("year", ""), tuple(site for _, site in sites))

    def work(connection: Any) -> str:
        held = beginning.begin(connection, now(), actor(), new, loaded().rule_sets)
        return url_for("desk.assessment_page", id=held.id, done="begun")

    fields = {name: name for name in ("trust", "name", "year")}
    for place, (row, _) in enumerate(sites):
        fields |= {f"sites.{place}.{part}": f"sites.{row}.{part}" for part in ("code", "name")}
    return sending.sent(work, lambda errors: begin_form(sending.at_fields(errors, fields)))


def _says_first() -> tuple[str, ...]:
    """What comes before anything of the scheme, by its newest year; nothing where no year is loaded."""
    years = years_of(loaded().rule_sets)
    return says_first(loaded().rule_sets, years[-1]) if years else ()


def _offered(years: tuple[str, ...]) -> Mapping[str, str]:
    """What the form holds before anybody types: the newest year, and one's own trust where there is one only."""
    mine = {role.organisation for role in actor().roles if people.may(actor(), "assessment.begin", role.organisation)}
    code = next(iter(mine)) if len(mine) == 1 else ""
    return {"trust": code, "name": present_name(code), "year": years[-1] if years else ""}


def _sites() -> Iterator[tuple[int, Site]]:
    """The rows of the form that say anything, each with its number; a site without a code is known by its name."""
    for row in range(SITES):
        site = Site(typed(f"sites.{row}.code"), typed(f"sites.{row}.name"))
        if site.code or site.name:
            yield row, site if site.code else replace(site, code=code_of(site.name))


def code_of(name: str) -> str:
    """A code for a site that was given none: the first word of its name that is letters and digits."""
    words = ("".join(sign for sign in word if sign.isascii() and sign.isalnum()) for word in name.lower().split())
    return next((word for word in words if word), "")[:20]


ADDRESSES = (
    Address("/assessments", all_assessments, "assessment.read"),
    Address("/assessments/new", begin_form, "assessment.begin"),
    Address("/assessments/new", begin_assessment, "assessment.begin", "POST"),
)
