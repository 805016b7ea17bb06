"""A practice note is written: checked, shown as its readers would see it, and saved as a file beside the rules.

Nothing of it is kept here. Notes are files of the rules, looked at by another person like every change of these, and
shown from the next start on.
"""

import re
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

import people
from web import loaded
from web.desk import days
from web.desk.addresses import Address
from web.desk.sending import Places, typed
from web.desk.signed_in import actor
from web.office import office
from web.practice import FOLDER, Note, NoteFault, read_note
from web.saved import to_be_saved

_SAMPLE = "SAMPLE"
_LONGEST_NAME = 60  # signs of a title that a file is named after
_FIELDS = {1: "title", 3: "by", 4: "about"}  # by the line of the file that each is written in; all else is the text
_LARGEST = 100_000  # bytes of a form


@dataclass(frozen=True, slots=True)
class Written:
    """A note as it was typed, as a file: its folder and name, and its text."""

    area: str
    stem: str
    text: str

    @property
    def path(self) -> str:
        """Where the file belongs, below the folder of the rules."""
        return f"{self.area}/{FOLDER}/{self.stem}.md"


def note_form() -> str:
    """The form, which says what it is about where that is known."""
    return _page(Written("", "", ""), None, {})


def check_note() -> ResponseReturnValue:
    """Check what was typed, and show it as it would stand on the page of practice notes."""
    written = _written()
    note, errors = _read(written)
    return _page(written, note, errors), 422 if errors else 200


def save_note() -> ResponseReturnValue:
    """The note as a file, if nothing is wrong with it."""
    written = _written()
    note, errors = _read(written)
    if note is None:
        return _page(written, None, errors), 422
    return to_be_saved(written.text.encode(), "text/markdown; charset=utf-8", f"{written.stem}.md")


def _page(written: Written, note: Note | None, errors: Places) -> str:
    said = {"by": actor().name, "about": request.args.get("about", "")[:300], **request.form}
    return render_template(
        "desk/practice_note.html", written=written, note=note, errors=errors, typed=said,
        rule_sets=loaded().rule_sets, reads_problems=people.may(actor(), "problem.read"),
    )  # fmt: skip


def _written() -> Written:
    title, by, about = (" ".join(typed(name).split()) for name in ("title", "by", "about"))
    dated = days.today().isoformat()
    sample = ["Sample: yes"] if office().decision_series == _SAMPLE else []
    header = [f"Title: {title}", f"Dated: {dated}", f"By: {by}", f"About: {about}", *sample]
    words = re.sub("[^a-z0-9]+", "-", title.lower())[:_LONGEST_NAME].strip("-")
    stem = f"{dated}-{words}" if words else dated
    return Written(about.partition("/")[0], stem, "\n".join((*header, "", typed("text"), "")))


def _read(written: Written) -> tuple[Note | None, dict[str, str]]:
    """The note, or what is wrong by field."""
    found = read_note(written.area, written.stem, written.text, loaded().rule_sets)
    if isinstance(found, Note):
        return found, {}
    errors: dict[str, str] = {}
    for each in found:
        place, told = _FIELDS.get(each.line, "text"), _told(each)
        errors[place] = f"{errors[place]}. {told}" if place in errors else told
    return None, errors


def _told(fault: NoteFault) -> str:
    """What is wrong, for whoever typed it in a form and sees no file."""
    empty = {"title": "give the note a title", "by": "say who writes it", "about": "say which provision it is about"}
    if "is empty: say it" in fault.told:
        return f"{empty[_FIELDS[fault.line]][:1].upper()}{empty[_FIELDS[fault.line]][1:]}"
    if fault.told.startswith("there is no text"):
        return "Write the note"
    return f"{fault.told[:1].upper()}{fault.told[1:]}"


ADDRESSES = (
    Address("/practice-note", note_form, "practice_note.write"),
    Address("/practice-note", check_note, "practice_note.write", "POST", _LARGEST),
    Address("/practice-note/file", save_note, "practice_note.write", "POST", _LARGEST),
)
