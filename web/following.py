"""Following by e-mail what is published: the form, and the pages to which the links in e-mails lead.

It stands where cases are kept, and the public site leads here. Nobody signs in, no cookie is set, and whoever asks is
told the same whether an address is known or not. Programs that check e-mail open links before people do, so a link
shows a button, and only pressing it does something; one press of a mail program ends it too (RFC 8058). The log has
the route of a link and never the address.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from casework import CaseRefused, NotFound
from casework.following import CONFIRM_WITHIN, HOW_OFTEN, Asking, confirm, follow, standing, stop
from engine import capital
from register import Looking, publication, search, size
from web import loaded
from web.desk.sending import Places, places_of, typed
from web.office import now, office
from web.register import asking
from web.shelf import FOLLOW, shelf

_OFF = (
    "Nobody is told by e-mail of what is published here. Every search has an Atom feed, which a feed reader follows: "
    "look for “Follow this search” at /decisions."
)

following = Blueprint("following", __name__, url_prefix=FOLLOW)  # to which forms are sent: so many an hour
followed = Blueprint("followed", __name__, url_prefix=FOLLOW)  # what links in e-mails open, also for mail programs


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wishes to follow, as an address has it and in words, and how many leaves the log has now."""

    asked: dict[str, str]
    says: str
    leaves: int


@following.before_request
def _refuse_where_off() -> None:
    if not shelf().by_email:
        abort(404, _OFF)


@following.after_request
@followed.after_request
def _keep_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@following.get("")
def form() -> str:
    """The form, which says what is followed: the search, provision or publication that the address names."""
    return _form(_wanted(request.args))


@following.post("")
def sent() -> ResponseReturnValue:
    """Have the address asked whether it wishes to."""
    wanted = _wanted(request.form)
    what = Asking(typed("email"), urlencode(wanted.asked), wanted.says, typed("how_often"), wanted.leaves - 1)
    try:
        with office().private.writing() as connection:
            follow(connection, now(), what)
    except CaseRefused as refused:
        return _form(wanted, places_of(refused)), 422
    return redirect(url_for("following.asked"), 303)


@following.get("/asked")
def asked() -> str:
    """What comes next, whoever asked."""
    return _step("asked")


@following.get("/confirmed")
def confirmed() -> str:
    """That it is followed from now on."""
    return _step("confirmed")


@following.get("/confirm/<secret>")
def confirm_form(secret: str) -> ResponseReturnValue:
    """The button that confirms. Nothing is used up by looking."""
    try:
        with office().private.reading() as connection:
            found = standing(connection, now(), secret, "confirm")
    except NotFound:
        return _step("nothing"), 404
    return _step("confirm", says=found.says, how_often=HOW_OFTEN[found.how_often])


@followed.post("/confirm/<secret>")
def confirmed_now(secret: str) -> ResponseReturnValue:
    """It is followed from now on; the link opens nothing any more."""
    if not shelf().by_email:
        abort(404, _OFF)
    try:
        with office().private.writing() as connection:
            confirm(connection, now(), secret)
    except NotFound:
        return _step("nothing"), 404
    return redirect(url_for("following.confirmed"), 303)


@followed.get("/stop/<secret>")
def stop_form(secret: str) -> ResponseReturnValue:
    """The button that ends it, also where nobody can begin any more."""
    try:
        with office().private.reading() as connection:
            found = standing(connection, now(), secret, "stop")
    except NotFound:
        return _step("nothing"), 404
    return _step("stop", says=found.says)


@followed.post("/stop/<secret>")
def stopped(secret: str) -> ResponseReturnValue:
    """It has ended, and the address is erased. Answered where it was asked: mail programs follow no redirection."""
    try:
        with office().private.writing() as connection:
            stop(connection, now(), secret)
    except NotFound:
        return _step("nothing"), 404
    return make_response(_step("stopped"))


def _wanted(said: MultiDict[str, str]) -> Wanted:
    """What an address or a form names: a publication that stands in the register, or any search at all."""
    id = said.get("publication", "").strip()[:200]
    with shelf().reading() as connection:
        leaves = size(connection)
        if not id:
            wanted = asking.looking(said)
            of = asking.parameters(wanted, after="", order="")
            return Wanted(of, _in_words(wanted, _chosen(connection, wanted)), leaves)
        found = publication(connection, id)
    if found is None or found.state == "withdrawn":
        abort(404, "The register holds no such publication, or no longer. Look for it at /decisions.")
    what = "decision" if found.kind == "decision" else "scheme result"
    return Wanted(
        {"publication": found.id}, f"the {what} {found.reference}, should it be corrected or withdrawn", leaves
    )


def _chosen(connection: Any, wanted: Looking) -> list[tuple[str, str]]:
    """The filters of a search that are set, in words: what each is of, and its value."""
    if not wanted.facets:
        return []
    found = search(connection, Looking(wanted.words, wanted.facets, size=1))
    chosen = [(facet, value) for facet in found.facets for value in facet.values if value.chosen]
    return [(facet.label, _provision(value.value) or value.says) for facet, value in chosen]


def _provision(named: str) -> str:
    """How a provision of our rules is cited and called, by its rule set and name; empty where it is none of them."""
    id, _, name = named.rpartition("/")
    rule_set = loaded().find(id)
    provision = rule_set.provisions.get(name) if rule_set else None
    return f"{capital(provision.citation.provision)}: {provision.title}" if provision else ""


def _in_words(wanted: Looking, chosen: list[tuple[str, str]]) -> str:
    words = " ".join("".join(each if each.isprintable() else " " for each in wanted.words).split())
    parts = [f"the words “{words}”"] if words else []
    parts += [f"{label[:1].lower()}{label[1:]}: {says}" for label, says in chosen]
    return f"what a search finds ({'; '.join(parts)})" if parts else "everything that is published"


def _form(wanted: Wanted, errors: Places | None = None) -> str:
    return render_template(
        "intake/follow.html", wanted=wanted, how_often=HOW_OFTEN, days=CONFIRM_WITHIN.days, typed=request.form,
        errors=errors or {},
    )  # fmt: skip


def _step(step: str, **said: str) -> str:
    return render_template("intake/follow_step.html", step=step, days=CONFIRM_WITHIN.days, **said)
