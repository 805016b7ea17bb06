"""Items of evidence of an assessment: what each covers and serves, who approved it, and each file to be saved.

When an item was received is never changed. What lies outside a requirement's days does not count for it, and is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment.kept import File, Held, Item, NewItem, NotFound, Serves, change, item_windows, items
from engine import Fault
from keeping import Days, EvidenceGone, EvidenceRefused, evidence_items, files
from keeping.media_types import LARGEST, TAKEN, called
from web import loaded
from web.desk import sending
from web.desk.addresses import Address
from web.desk.assessment_asked import of_year
from web.desk.assessment_frame import AT, changed, find, opening
from web.desk.case_frame import names_of
from web.desk.days import along_with, day_if_typed
from web.desk.evidence import in_words
from web.desk.sending import Places, typed
from web.desk.signed_in import actor
from web.ids import as_id
from web.office import now, office
from web.saved import to_be_saved

DONE = {
    "added": "The item was added to the evidence.",
    "serves": "What the item serves was changed.",
    "approved": "You approved the item.",
}
LABELS = {"title": "What it is", "original": "Where the original is kept", "dated": "The day on which it was written"}
MISSING = (
    "The file of item {} is missing, or is no longer what it was when it came, so it is not given out. Tell whoever "
    "runs this service: it has to be put back from a backup."
)
_DAYS = ("dated", "covers_from", "covers_to")
_BESIDE_THE_FILE = 200_000  # bytes of a form
_ONE = f"{AT}/items/<item_id>"


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as its pages show it. ``outside``: for which requirements its days are told of."""

    item: Item
    outside: tuple[item_windows.Outside, ...]
    serves: tuple[tuple[str, str], ...]

    @property
    def counts_nowhere(self) -> bool:
        """Whether its days count for none of the requirements that it supports."""
        wholly = {each.requirement for each in self.outside if each.wholly}
        return bool(wholly) and wholly >= {each.requirement for each in self.item.serves}


def assessment_items(id: str, errors: Places | None = None) -> str:
    """The items of evidence in order, those outside their days named, and the form to add one. The reading is kept."""
    opened, (shown, names) = opening(id, "items", _look)
    year = of_year(opened.held)
    return render_template(
        "desk/assessment_items.html", opened=opened, shown=shown, names=names, errors=errors or {}, typed=request.form,
        requirements=year.requirements(), titles=year.titles(), chosen=request.form.getlist("serves"), taken=TAKEN,
        labels=LABELS if errors else {},
        largest=in_words(LARGEST), in_words=in_words, called=called, done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def assessment_item(id: str, item_id: str, errors: Places | None = None) -> str:
    """One item: all that is known of it, what it serves, and who approved it. That it was read is kept."""
    opened, (every, names) = opening(id, "items", _look)
    shown = next((each for each in every if each.item.id == as_id(item_id)), None)
    if shown is None:
        raise NotFound
    year = of_year(opened.held)
    stands = [f"{each.requirement}|{each.site}" for each in shown.item.serves]
    return render_template(
        "desk/assessment_item.html", opened=opened, shown=shown, item=shown.item, names=names, errors=errors or {},
        typed=request.form, requirements=year.requirements(), titles=year.titles(), me=actor().id, in_words=in_words,
        chosen=request.form.getlist("serves") if request.form else stands, called=called,
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def add_item(id: str) -> ResponseReturnValue:
    """Add an item, with its file or without. A file is looked into before anybody has to wait for what is stored."""
    find(id)
    slips: list[Fault] = []
    days = Days(*(_day(name, slips) for name in _DAYS))
    new = NewItem(typed("title"), typed("original"), _serves(), days)
    try:
        file = _file()
    except EvidenceRefused as refused:
        return assessment_items(id, _at_fields({**sending.places_of(refused), **_places(slips)})), 422

    def add(connection: Any, expected: int) -> object:
        return along_with(
            slips, lambda: items.add(connection, now(), actor(), id, new, file, loaded().rule_sets, expected)
        )

    to = url_for("desk.assessment_items", id=id, done="added")
    return changed(id, to, add, lambda errors: assessment_items(id, _at_fields(errors)))


def serve_item(id: str, item_id: str) -> ResponseReturnValue:
    """Say anew which requirements an item supports, and at which sites."""
    return changed(
        id,
        url_for("desk.assessment_item", id=id, item_id=item_id, done="serves"),
        lambda connection, expected: items.serve(
            connection, now(), actor(), id, as_id(item_id), _serves(), loaded().rule_sets, expected
        ),
        lambda errors: assessment_item(id, item_id, _at_fields(errors)),
    )


def approve_item(id: str, item_id: str) -> ResponseReturnValue:
    """Approve an item, once for each person."""
    return changed(
        id,
        url_for("desk.assessment_item", id=id, item_id=item_id, done="approved"),
        lambda connection, expected: items.approve(connection, now(), actor(), id, as_id(item_id), expected),
        lambda errors: assessment_item(id, item_id, errors),
    )


def item_file(id: str, item_id: str) -> ResponseReturnValue:
    """The file of an item, to be saved, whole and unaltered. That it was read is kept in the activity."""
    find(id)
    with office().private.reading() as connection:
        item = items.find(connection, id, as_id(item_id))
    if not item.sha256:
        abort(404, f"No file of item {item.place} is kept here. Where its original is kept: {item.original}.")
    try:
        data = files.fetch(office().data_dir / "evidence", item.sha256)
    except EvidenceGone:
        return assessment_item(id, item_id, {"form": MISSING.format(item.place)}), 500
    with office().private.writing() as connection:
        change.opened(connection, now(), actor(), id, "document")
    return to_be_saved(data, item.media_type, item.file_name)


def _look(connection: Any, held: Held) -> tuple[tuple[Shown, ...], Mapping[str, str]]:
    year = of_year(held)
    every = items.items(connection, held.id)
    cited = {id: cited for of_action in year.requirements().values() for id, cited in of_action.items()}
    places = {"": "the trust and every site", **{site.code: site.name for site in held.sites}}

    def said(each: Serves) -> tuple[str, str]:
        return cited.get(each.requirement, each.requirement), places.get(each.site, each.site)

    shown = tuple(
        Shown(
            item,
            item_windows.outside(year.rule_set, item) if year.rule_set else (),
            tuple(map(said, item.serves)),
        )
        for item in every
    )
    people = [by for item in every for by in (item.by, *(each.by for each in item.approved))]
    return shown, names_of(connection, people)


def _file() -> File | None:
    """The file that came with the form, looked into; none where none was chosen. Raises EvidenceRefused."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    data = sent.stream.read()
    sent.stream.seek(0)  # what tells one sending from another reads it again
    return File(data, evidence_items.check(sent.filename, data), office().data_dir / "evidence")


def _day(name: str, slips: list[Fault]) -> date | None:
    """A day that was typed, if any was; what is wrong with it is added to ``slips``."""
    on, wrong = day_if_typed(name, f"/{name}")
    slips += wrong
    return on


def _places(slips: list[Fault]) -> dict[str, str]:
    return {each.where.strip("/"): each.message for each in slips}


def _serves() -> tuple[Serves, ...]:
    """The requirements that are ticked, each with a site, or for everywhere."""
    return tuple(Serves(*each.partition("|")[::2]) for each in request.form.getlist("serves"))


def _at_fields(errors: Places) -> dict[str, str]:
    """What is wrong with one of what is ticked stands with the ticks; what is wrong with a file has its field."""
    told: dict[str, str] = {}
    for place, message in errors.items():
        at = "serves" if place.startswith("serves") else "title" if place == "about" else place
        told[at] = f"{told[at]}. {message}" if at in told else message
    return told


ADDRESSES = (
    Address(f"{AT}/items", assessment_items, "assessment.read"),
    Address(f"{AT}/items", add_item, "assessment.change", "POST", LARGEST + _BESIDE_THE_FILE),
    Address(_ONE, assessment_item, "assessment.read"),
    Address(f"{_ONE}/serves", serve_item, "assessment.change", "POST"),
    Address(f"{_ONE}/approval", approve_item, "assessment.change", "POST"),
    Address(f"{_ONE}/file", item_file, "assessment.read"),
)
