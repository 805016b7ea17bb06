"""The desk: pages for those who sign in. ``desk`` is the blueprint; the tables of its modules hold every address.

Each address names the act that it takes, and ``gate`` checks it before the page begins.
"""

import secrets

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from web.desk import (
    absences,
    account,
    activity,
    assessment_action,
    assessment_clock,
    assessment_facts,
    assessment_frame,
    assessment_items,
    assessment_last_year,
    assessment_money,
    assessment_page,
    assessment_papers,
    assessment_sign_off,
    assessment_upload,
    assessment_what_if,
    assessments,
    cases,
    days,
    decision,
    decision_concluding,
    decision_departing,
    decision_frame,
    decision_law,
    decision_papers,
    decision_review,
    decision_talk,
    decision_text,
    departures,
    determination,
    evidence,
    facts,
    followers,
    gate,
    interview,
    letter_links,
    letters,
    moving,
    parties,
    practice_note,
    publication,
    publication_reader,
    publication_redacting,
    publication_requests,
    publication_text,
    publications,
    receiving,
    reports,
    scheme_entering,
    scheme_result,
    sending,
    sent_before,
    signed_in,
    signing_in,
    similar,
    timetable,
    work,
)
from web.desk.addresses import Address

ADDRESSES: tuple[Address, ...] = (
    *signing_in.ADDRESSES,
    *account.ADDRESSES,
    *work.ADDRESSES,
    *absences.ADDRESSES,
    *receiving.ADDRESSES,
    *cases.ADDRESSES,
    *moving.ADDRESSES,
    *parties.ADDRESSES,
    *timetable.ADDRESSES,
    *facts.ADDRESSES,
    *interview.ADDRESSES,
    *evidence.ADDRESSES,
    *determination.ADDRESSES,
    *decision.ADDRESSES,
    *decision_talk.ADDRESSES,
    *decision_departing.ADDRESSES,
    *decision_concluding.ADDRESSES,
    *decision_text.ADDRESSES,
    *decision_law.ADDRESSES,
    *decision_review.ADDRESSES,
    *decision_papers.ADDRESSES,
    *letters.ADDRESSES,
    *letter_links.ADDRESSES,
    *publications.ADDRESSES,
    *publication.ADDRESSES,
    *publication_text.ADDRESSES,
    *publication_redacting.ADDRESSES,
    *publication_reader.ADDRESSES,
    *publication_requests.ADDRESSES,
    *scheme_entering.ADDRESSES,
    *scheme_result.ADDRESSES,
    *departures.ADDRESSES,
    *reports.ADDRESSES,
    *practice_note.ADDRESSES,
    *followers.ADDRESSES,
    *assessments.ADDRESSES,
    *assessment_page.ADDRESSES,
    *assessment_action.ADDRESSES,
    *assessment_clock.ADDRESSES,
    *assessment_last_year.ADDRESSES,
    *assessment_money.ADDRESSES,
    *assessment_sign_off.ADDRESSES,
    *assessment_papers.ADDRESSES,
    *assessment_upload.ADDRESSES,
    *assessment_items.ADDRESSES,
    *assessment_facts.ADDRESSES,
    *assessment_what_if.ADDRESSES,
    *activity.ADDRESSES,
)

desk = Blueprint("desk", __name__)
for _address in ADDRESSES:
    desk.add_url_rule(_address.rule, endpoint=_address.endpoint, view_func=_address.view, methods=[_address.method])
_BY_ENDPOINT = {f"desk.{address.endpoint}": address for address in ADDRESSES}


@desk.record_once
def _prepare(state: BlueprintSetupState) -> None:
    """What the templates of the whole application may ask: who is signed in, and what forms carry."""
    state.app.context_processor(lambda: {"signed_in": signed_in.session, "form_token": signed_in.form_token})
    state.app.jinja_env.filters |= {**days.FILTERS, **decision_frame.FILTERS, **similar.FILTERS}
    state.app.jinja_env.globals |= {**similar.GLOBALS, "shows_departures": departures.shown_in_menu}
    state.app.jinja_env.globals["shows_results"] = scheme_entering.shown_in_menu
    state.app.jinja_env.globals["reports_at"] = reports.in_menu
    state.app.jinja_env.globals["shows_followers"] = followers.shown_in_menu
    state.app.jinja_env.globals["shows_assessments"] = assessment_frame.shown_in_menu
    state.app.jinja_env.globals |= {"version_of": sending.version, "meant": sent_before.meant}
    state.app.jinja_env.globals["once"] = lambda: secrets.token_urlsafe(16)


@desk.before_request
def _check() -> ResponseReturnValue | None:
    return gate.check(_BY_ENDPOINT[request.endpoint or ""])


@desk.after_request
def _keep_private(response: Response) -> Response:
    """The browser may keep a page, so that going back loses nothing that was typed; nothing between us may.

    It says to us alone where a form came from: told to say it to nobody, it would not say it to the gate either.
    """
    response.headers.setdefault("Cache-Control", "private, no-cache")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response


__all__ = ["ADDRESSES", "desk"]
