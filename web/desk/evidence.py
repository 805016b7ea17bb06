"""The evidence of a case at the desk: what there is, what rests on it, adding to it, and each file to be saved.

A file is never shown in a page: what is in it comes from elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

import casework
from casework import Case, NotAllowed
from keeping import Checked, Days, EvidenceGone, EvidenceRefused, Item, evidence_items, statements
from keeping.media_types import LARGEST, TAKEN, called
from web.desk import sending
from web.desk.addresses import Address
from web.desk.asked import asked_of, rule_sets_of
from web.desk.case_frame import names_of, opening
from web.desk.sending import Places, typed
from web.desk.signed_in import act, actor
from web.evidence_files import TimeOver, file_of, item_of
from web.office import now, office
from web.pages import typed_values
from web.pages.typed_values import Slip

DONE = {"added": "The file was added to the evidence."}
NO_FILE = f"Choose a file. These are taken: {TAKEN}"
MISSING = (
    "The file of evidence item {} is missing, or is no longer what it was when it came, so it is not given out. Tell "
    "whoever runs this service: it has to be put back from a backup."
)
_OF_A_FORM = 200_000  # bytes beside the file itself
_DAYS = ("dated", "covers_from", "covers_to")
_KB, _MB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rests:
    """A fact or a judgement that rests on an item: how it is asked for, and where it stands among the facts."""

    ask: str
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of the evidence: who added it, by id, and what rests on each item, by the item's id."""

    items: tuple[Item, ...]
    names: Mapping[str, str]
    resting: Mapping[str, tuple[Rests, ...]]


def evidence_page(id: str, errors: Places | None = None) -> str:
    """The evidence of a case, in order, and the form to add to it. That it was read is kept in the activity."""
    opened, shown = opening(id, "items", _look)
    return render_template(
        "desk/evidence.html", opened=opened, shown=shown, errors=errors or {}, typed=request.form, taken=TAKEN,
        largest=in_words(LARGEST), in_words=in_words, called=called, done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def add_evidence(id: str) -> ResponseReturnValue:
    """Add a file. It is looked into before anybody has to wait for what is stored."""
    expected = sending.expected()
    with office().private.reading() as connection:
        if not casework.allowed(connection, actor(), act(), casework.find(connection, actor(), id)):
            raise NotAllowed(act())
    data, checked, days, errors = _sent()
    if checked is None or errors:
        return evidence_page(id, errors), 422

    def work(connection: Any) -> str:
        casework.claim(connection, actor(), act(), id, expected, "facts")
        folder = office().data_dir / "evidence"
        evidence_items.add(connection, now(), actor().id, id, folder, checked.name, data, typed("about"), days, checked)
        return url_for("desk.evidence_page", id=id, done="added")

    return sending.sent(work, lambda errors: evidence_page(id, errors))


def evidence_file(id: str, item_id: str) -> ResponseReturnValue:
    """The file of an item, to be saved. That it was read is kept in the activity."""
    with office().private.reading() as connection:
        found = casework.seen(connection, actor(), act(), id)
        item = item_of(connection, found, item_id)
    try:
        return file_of(actor(), found, item)
    except TimeOver as over:
        return abort(410, str(over))
    except EvidenceGone:
        return evidence_page(id, {"form": MISSING.format(item.place)}), 500


def in_words(size: int) -> str:
    """How large a file is: ``812 bytes``, ``12 KB``, ``1.2 MB``."""
    if size < _KB:
        return f"{size} byte{'' if size == 1 else 's'}"
    return f"{size / _KB:.0f} KB" if size < _MB else f"{size / _MB:.1f}".removesuffix(".0") + " MB"


def _look(connection: Any, found: Case) -> Shown:
    items = evidence_items.of_case(connection, found.id)
    return Shown(items, names_of(connection, (item.by for item in items)), _resting(connection, found))


def _resting(connection: Any, found: Case) -> dict[str, tuple[Rests, ...]]:
    """What stands in the case on the strength of each item, as far as the reader may read what stands there."""
    may = {sort for sort in ("fact", "judgement") if casework.allowed(connection, actor(), f"{sort}.read", found)}
    if "fact" not in may:
        return {}
    asked = asked_of(rule_sets_of(found))
    page = url_for("desk.facts_page", id=found.id)
    resting: dict[str, tuple[Rests, ...]] = {}
    for stated in statements.standing(connection, found.id):
        ask = asked[stated.name].ask if stated.name in asked else stated.name.replace("_", " ")
        for item in stated.evidence if stated.sort in may else ():
            resting[item] = (*resting.get(item, ()), Rests(ask, f"{page}#fact-{stated.name}"))
    return resting


def _sent() -> tuple[bytes, Checked | None, Days, dict[str, str]]:
    """What came with the form, looked into, and what is wrong with it, by field."""
    errors: dict[str, str] = {}
    file = request.files.get("file")
    data, checked = b"", None
    if file is None or not file.filename:
        errors["file"] = NO_FILE
    else:
        data = file.stream.read()
        file.stream.seek(0)
        try:
            checked = evidence_items.check(file.filename, data)
        except EvidenceRefused as refused:
            errors |= sending.places_of(refused)
    return data, checked, Days(*(_day(name, errors) for name in _DAYS)), errors


def _day(name: str, errors: dict[str, str]) -> date | None:
    """A day that was typed; none where none was, or where it cannot be read, which ``errors`` then says."""
    try:
        return typed_values.day(request.form, name)
    except Slip as slip:
        errors[name] = str(slip)
        return None


ADDRESSES = (
    Address("/cases/<id>/evidence", evidence_page, "evidence.read"),
    Address("/cases/<id>/evidence", add_evidence, "evidence.add", "POST", LARGEST + _OF_A_FORM),
    Address("/cases/<id>/evidence/<item_id>/file", evidence_file, "evidence.read"),
)
