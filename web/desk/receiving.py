"""Receiving a case: first its kind, then what there is to say of it. It gets its reference when it is stored."""

from collections.abc import Iterator
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import casework
from casework import KINDS, CaseKind, NewCase, NewParty, PartyRole
from web import loaded
from web.desk import sending
from web.desk.addresses import Address
from web.desk.days import along_with, day_typed
from web.desk.rule_sets import rule_set_fields, rule_set_options, rule_sets_chosen, titled
from web.desk.sending import Places, at_fields, typed
from web.desk.signed_in import actor
from web.office import now

_MORE = 2  # rows for parties beside one for each part that there is
_NO_KIND = {"kind": "Choose what kind of case it is"}


def new_case_form() -> ResponseReturnValue:
    """The form for a new case: of its kind, once that is chosen."""
    kind = KINDS.get(request.args.get("kind", ""))
    if kind is not None:
        return _form(kind)
    errors = _NO_KIND if "kind" in request.args else {}
    return render_template("desk/receive_kind.html", kinds=KINDS.values(), errors=errors), 422 if errors else 200


def receive_case() -> ResponseReturnValue:
    """Receive a case, and go on to it."""
    kind = KINDS.get(typed("kind"))
    if kind is None:
        return render_template("desk/receive_kind.html", kinds=KINDS.values(), errors=_NO_KIND), 422
    chosen, parties = rule_sets_chosen("rule_sets"), dict(_parties(kind))
    on, slips = day_typed("received_on", "/received_on")
    new = NewCase(
        kind.id, typed("title"), on, tuple(chosen.values()), tuple(parties.values()), typed("organisation").upper()
    )

    def work(connection: Any) -> str:
        made = along_with(slips, lambda: casework.receive(connection, now(), actor(), new, loaded().rule_sets))
        return url_for("desk.case_page", id=made.id, done="received")

    fields = {"title": "title", "received_on": "received_on", **rule_set_fields("rule_sets", chosen)}
    fields |= _party_fields(kind, parties) | {"organisation": "organisation"}
    return sending.sent(work, lambda errors: _form(kind, at_fields(errors, fields)))


def _form(kind: CaseKind, errors: Places | None = None) -> str:
    usual = enumerate(casework.usual_order(kind, loaded().rule_sets))
    start = {f"rule_sets.{place}": id for place, id in usual}
    return render_template(
        "desk/receive.html", kind=kind, rule_sets=rule_set_options(kind), rows=list(enumerate(_rows(kind))),
        typed={**start, **request.form}, errors=titled(errors or {}), labels=_labels(kind),
    )  # fmt: skip


def _labels(kind: CaseKind) -> dict[str, str]:
    """What each field is called, where faults of several are told together."""
    labels = {"title": "Title", "received_on": "When it was received", "organisation": "The body whose case it is"}
    for place, role in enumerate(_rows(kind)):
        for name, called in (("role", "part"), ("name", "name"), ("organisation", "ODS code"), ("contact", "contact")):
            labels[f"parties.{place}.{name}"] = f"{role.title if role else 'Another party'}, {called}"
    return labels


def _rows(kind: CaseKind) -> tuple[PartyRole | None, ...]:
    """A row for each part that there is in the kind, and more for whoever else comes with the case."""
    return (*kind.roles, *(None for _ in range(_MORE)))


def _parties(kind: CaseKind) -> Iterator[tuple[int, NewParty]]:
    """The rows in which anything was typed, each by its place."""
    for place, role in enumerate(_rows(kind)):
        at = f"parties.{place}"
        part, name = role.id if role else typed(f"{at}.role"), typed(f"{at}.name")
        personal = request.form.get(f"{at}.personal") == "yes"
        new = NewParty(part, name, personal, typed(f"{at}.organisation").upper(), typed(f"{at}.contact"))
        if name or personal or new.organisation or new.contact or (part and not role):
            yield place, new


def _party_fields(kind: CaseKind, parties: dict[int, NewParty]) -> dict[str, str]:
    """In which field each place of the parties was typed; a row for one part has none for the part."""
    fields = {}
    for number, place in enumerate(parties):
        for name in ("role", "name", "organisation", "contact"):
            field = "name" if name == "role" and _rows(kind)[place] else name
            fields[f"parties.{number}.{name}"] = f"parties.{place}.{field}"
    return fields


ADDRESSES = (
    Address("/cases/new", new_case_form, "case.receive"),
    Address("/cases/new", receive_case, "case.receive", "POST"),
)
