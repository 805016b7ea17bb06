"""Practice notes: what people who decide wrote about a provision, each a dated file beside the rules of its area.

``rules/AREA/practice-notes/NAME.md`` begins with a header, a name and what it is on each line, and an empty line:

    Title: When neighbours share a door
    Dated: 2026-11-26
    By: A. Officer, Primary Care Appeals
    About: pharmacy/market-entry/reg-31-same-or-adjacent
    Sample: yes

``About`` names one provision or several, with commas between. ``Sample`` stands only in what is invented.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import current_app
from flask.blueprints import BlueprintSetupState

from documents import rendered
from engine import RuleSet, nearest
from web import Loaded

FOLDER = "practice-notes"
_KEPT = "rationale.practice"
_NAMES = ("Title", "Dated", "By", "About", "Sample")
_NEEDED = _NAMES[:4]
_FILE = re.compile(r"[a-z0-9-]{1,100}\.md")


class NoteRefused(ValueError):
    """Practice notes that are not as they must be: every fault, with its file and line and what to do."""


@dataclass(frozen=True, slots=True)
class About:
    """A provision by its rule set and its id."""

    rule_set: str
    provision: str


@dataclass(frozen=True, slots=True)
class Note:
    """A practice note. ``id`` is its address within the page; ``html`` is safe."""

    id: str
    area: str
    title: str
    dated: date
    by: str
    about: tuple[About, ...]
    sample: bool
    html: str


@dataclass(frozen=True, slots=True)
class NoteFault:
    """Something that is wrong with a note, with the line of its file, from 1."""

    line: int
    told: str


def read_notes(root: Path, rule_sets: Mapping[str, RuleSet]) -> tuple[Note, ...]:
    """Every practice note below the rules, the newest first. Raises NoteRefused with every fault in every note."""
    notes: list[Note] = []
    faults: list[str] = []
    for path in sorted(root.glob(f"*/{FOLDER}/*")):
        shown = path.relative_to(root).as_posix()
        found = _read(path, rule_sets)
        if isinstance(found, Note):
            notes.append(found)
        else:
            faults += [f"{shown}:{each.line}: {each.told}" for each in found]
    if faults:
        raise NoteRefused("\n".join(faults))
    return tuple(sorted(notes, key=lambda note: (-note.dated.toordinal(), note.id)))


def _read(path: Path, rule_sets: Mapping[str, RuleSet]) -> Note | list[NoteFault]:
    if not _FILE.fullmatch(path.name):
        told = "a note is named in small letters, figures and hyphens, and ends in .md: rename it or take it away"
        return [NoteFault(1, told)]
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        return [NoteFault(1, "it is not UTF-8: save it as UTF-8")]
    return read_note(path.parent.parent.name, path.stem, text, rule_sets)


def read_note(area: str, stem: str, written: str, rule_sets: Mapping[str, RuleSet]) -> Note | list[NoteFault]:
    """A note from the text of its file, whose name is ``stem``; or everything that is wrong with it."""
    lines = written.splitlines()
    end = lines.index("") if "" in lines else len(lines)
    said, faults = _header(lines[:end])
    text = "\n".join(lines[end:]).strip()
    faults += [*_values(said, rule_sets), *([] if text else [NoteFault(end + 1, _NO_TEXT)])]
    if faults:
        return sorted(faults, key=lambda each: each.line)
    values = {name: value for name, (_, value) in said.items()}
    return Note(
        f"{area}-{stem}", area, values["Title"], date.fromisoformat(values["Dated"]), values["By"],
        tuple(_about(values["About"])), "Sample" in values, rendered(text),
    )  # fmt: skip


_NO_TEXT = "there is no text: write it below the header, behind an empty line"
_Said = dict[str, tuple[int, str]]  # what a header says by name, with its line


def _header(lines: list[str]) -> tuple[_Said, list[NoteFault]]:
    said: _Said = {}
    faults = []
    for number, line in enumerate(lines, 1):
        name, colon, value = (each.strip() for each in line.partition(":"))
        if name not in _NAMES or not colon:
            faults.append(
                NoteFault(number, f"a header has lines such as “Title: …”, of {', '.join(_NAMES)}: “{line[:40]}”")
            )
        elif name in said:
            faults.append(NoteFault(number, f"{name} stands twice: leave one, before an empty line"))
        elif not value:
            faults.append(NoteFault(number, f"{name} is empty: say it, or take the line out"))
        else:
            said[name] = (number, value)
    lacking = [name for name in _NEEDED if name not in said and not any(name in each.told for each in faults)]
    if lacking:
        faults.append(NoteFault(1, f"the header lacks {', '.join(lacking)}: add a line for each"))
    return said, faults


def _values(said: _Said, rule_sets: Mapping[str, RuleSet]) -> Iterator[NoteFault]:
    """What is wrong with what the header says."""
    line, dated = said.get("Dated", (0, ""))
    if line and not _is_day(dated):
        yield NoteFault(line, f"Dated is a day such as 2026-11-26, and not “{dated[:40]}”")
    line, sample = said.get("Sample", (0, "yes"))
    if sample != "yes":
        yield NoteFault(line, f"Sample is yes, or is left out; it is not “{sample[:40]}”")
    line, about = said.get("About", (0, ""))
    known = [f"{id}/{name}" for id, rule_set in rule_sets.items() for name in rule_set.provisions]
    for each in (name.strip() for name in about.split(",") if line):
        if each not in known:
            near = nearest(each, known, limit=1)
            yield NoteFault(line, f"there is no provision “{each[:100]}”: name it as RULE-SET/PROVISION.{near}")


def _about(said: str) -> Iterator[About]:
    for each in said.split(","):
        rule_set, _, provision = each.strip().rpartition("/")
        yield About(rule_set, provision)


def _is_day(said: str) -> bool:
    try:
        return date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False


def prepare(state: BlueprintSetupState) -> None:
    """Read every note when the application starts. Raises NoteRefused where one is wrong: never half read."""
    held: Loaded = state.app.extensions["rationale"]
    state.app.extensions[_KEPT] = read_notes(held.rules_dir, held.rule_sets)


def notes() -> tuple[Note, ...]:
    """Every note of the application in hand, the newest first."""
    found: tuple[Note, ...] = current_app.extensions[_KEPT]
    return found


def notes_about(rule_set: str, provision: str) -> tuple[Note, ...]:
    """Those about a provision."""
    return tuple(note for note in notes() if About(rule_set, provision) in note.about)
