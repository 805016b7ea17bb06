"""Who sees to a requirement and by when, and what is said of it: at one site, or for the trust. Nothing is replaced."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert

from assessment.assessing import rule_set_of
from assessment.change import begin, carry_out, note
from assessment.held import TRUST, Held, next_place, rows_of
from assessment.private_texts import private_faults
from assessment.refusing import refuse
from engine import Fault, RuleSet, nearest
from keeping.nhs_numbers import in_text
from keeping.texts import line_faults, words_faults
from people import Actor
from storage import assessment_note, new_key

ACT = "assessment.change"


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of a requirement: its owner and due date from now on, and a comment. One of the three at least."""

    requirement: str
    site: str = TRUST
    owner: str = ""
    due_on: date | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A note that was made, by whom and when."""

    place: int
    note: Note
    at: datetime
    by: str


def add(
    connection: Connection,
    now: datetime,
    actor: Actor,
    assessment_id: str,
    said: Note,
    rule_sets: Mapping[str, RuleSet],
    expected: int,
) -> Held:
    """Make a note. No signature rests on it, so that none is void.

    Raises NotFound, NotAllowed, Stale, AssessmentRefused.
    """
    held = begin(connection, actor, ACT, assessment_id, expected)
    refuse(_faults(held, said, rule_set_of(rule_sets, held.year)))
    changed = carry_out(connection, held)
    row = {
        "id": new_key(), "assessment_id": held.id, "place": next_place(connection, assessment_note, held.id),
        "requirement": said.requirement, "site": said.site, "owner": said.owner.strip(), "due_on": said.due_on,
        "comment": said.comment.strip(), "at": now, "by": actor.id,
    }  # fmt: skip
    connection.execute(insert(assessment_note).values(row))
    note(connection, now, actor, "assessment.noted", held, {"name": said.requirement, "place": row["place"]})
    return changed


def notes(connection: Connection, assessment_id: str) -> tuple[KeptNote, ...]:
    """Every note, the oldest first."""
    return tuple(
        KeptNote(
            row["place"],
            Note(row["requirement"], row["site"], row["owner"] or "", row["due_on"], row["comment"] or ""),
            row["at"],
            row["by"],
        )
        for row in rows_of(connection, assessment_note, assessment_id)
    )


def standing(
    connection: Connection, assessment_id: str, until: datetime | None = None
) -> Mapping[tuple[str, str], Note]:
    """By requirement and site, who sees to it and by when, as was said last, or last by a moment."""
    found: dict[tuple[str, str], Note] = {}
    for each in (kept.note for kept in notes(connection, assessment_id) if until is None or kept.at <= until):
        at = each.requirement, each.site
        last = found.get(at, each)
        found[at] = Note(*at, each.owner or last.owner, each.due_on or last.due_on, each.comment or last.comment)
    return found


def _faults(held: Held, said: Note, rule_set: RuleSet) -> Iterator[Fault]:
    codes = [site.code for site in held.sites]
    if said.requirement not in rule_set.provisions:
        near = nearest(said.requirement, rule_set.provisions)
        yield Fault("/requirement", f"the rules of {held.year} have no requirement {said.requirement}.{near}")
    if said.site not in (TRUST, *codes):
        yield Fault("/site", f"the trust has no site {said.site}.{nearest(said.site, codes)}")
    if not (said.owner.strip() or said.due_on or said.comment.strip()):
        yield Fault("", "this note says nothing: give an owner, a due date or a comment")
    yield from line_faults("/owner", said.owner, may_be_empty=True)
    yield from words_faults("/comment", said.comment, may_be_empty=True)
    yield from private_faults({"owner": said.owner, "comment": said.comment}, "", in_text)
