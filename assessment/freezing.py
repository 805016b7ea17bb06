"""Snapshots: what stands in an assessment and what the engine makes of it, frozen under one hash that people sign.

The files of the rules are kept with it, so that it can be made again (``again``) when rules/ has others. Working it out
takes longer than keeping it and stores nothing, so the two may be done on connections of their own: what changed
between them makes the second Stale. A later change of anything that was frozen voids it, and says who made it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from assessment import importing, items, stating, statuses
from assessment.change import begin, carry_out, note, void
from assessment.gathering import assessed
from assessment.held import Held, next_place, rows_of
from assessment.model import Assessed, EvidenceItem, Serves, SiteStands
from engine import ENGINE_VERSION, Determination, RuleSet
from keeping import rule_files
from keeping.exact import canonical
from keeping.replaying import as_made_by
from people import Actor
from storage import assessment_snapshot, assessment_voided, new_key

ACT = "assessment.change"
FORMAT = "rationale-assessment-4"
EARLIER = ("rationale-assessment-1", "rationale-assessment-2")  # when items were listed, and facts alone counted
AS_STATED = (*EARLIER, "rationale-assessment-3")  # when days to come counted as if they had come


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the engine makes of an assessment as it stands, not frozen yet; and the files of the rules that it used."""

    held: Held
    assessed: Assessed
    files: Mapping[RuleSet, bytes]


@dataclass(frozen=True, slots=True)
class Voided:
    """What was done after a snapshot was taken, by whom and when, so that it counts no more."""

    act: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was frozen, as canonical JSON, and its SHA-256. ``voided``: why it counts no more, where it does not.

    ``canonical`` is empty once the time of the assessment was over.
    """

    id: str
    place: int
    as_at: date
    canonical: bytes
    sha256: str
    at: datetime
    by: str
    voided: Voided | None

    @property
    def stands(self) -> bool:
        """Whether it may be signed and submitted."""
        return self.voided is None

    @property
    def frozen(self) -> Mapping[str, Any]:
        """What it holds; nothing once its time was over."""
        found: Mapping[str, Any] = json.loads(self.canonical or b"{}")
        return found


def work_out(
    connection: Connection,
    actor: Actor,
    assessment_id: str,
    rule_sets: Mapping[str, RuleSet],
    as_at: date,
    expected: int,
    rules_dir: Path,
) -> Proposal:
    """What would be frozen.

    Raises NotFound, NotAllowed, Stale; AssessmentRefused where it cannot be assessed; RuleFilesRefused where the files
    in ``rules_dir`` are not those of the rules in use.
    """
    held = begin(connection, actor, ACT, assessment_id, expected)
    found = assessed(connection, assessment_id, rule_sets, as_at)
    used = {each.rule_set.id: each.rule_set for each in determinations_of(found)}
    return Proposal(held, found, {each: rule_files.pack(rules_dir / id, each) for id, each in used.items()})


def determinations_of(found: Assessed) -> Iterator[Determination]:
    """All that it rests on: of each site the earlier ones and its own, then the trust's."""
    for site in found.sites:
        yield from site.earlier
        yield site.determination
    yield found.verdict


def keep(connection: Connection, now: datetime, actor: Actor, proposal: Proposal) -> Held:
    """Freeze it. Where the last snapshot froze the very same, and stands, nothing changes; else the last one is void.

    Raises NotFound, NotAllowed, and Stale where the assessment changed since it was worked out.
    """
    held = begin(connection, actor, ACT, proposal.held.id, proposal.held.version)
    text = canonical(_document(connection, held, proposal.assessed)).encode()
    sha256 = hashlib.sha256(text).hexdigest()
    last = newest(connection, held.id)
    if last is not None and last.stands and last.sha256 == sha256:
        return held
    changed = carry_out(connection, held)
    if last is not None:
        void(connection, now, actor, last.id, "assessment.snapshot_taken")
    row = {
        "id": new_key(), "assessment_id": held.id, "place": next_place(connection, assessment_snapshot, held.id),
        "content": held.content, "as_at": proposal.assessed.as_at, "canonical": text, "sha256": sha256, "at": now,
        "by": actor.id,
    }  # fmt: skip
    connection.execute(insert(assessment_snapshot).values(row))
    for rule_set, files in proposal.files.items():
        rule_files.keep(connection, now, rule_set, files)
    about = {"snapshot_id": row["id"], "place": row["place"], "content": sha256, "as_at": row["as_at"]}
    note(connection, now, actor, "assessment.snapshot_taken", held, about)
    return changed


def snapshots(connection: Connection, assessment_id: str) -> tuple[Snapshot, ...]:
    """Every snapshot of an assessment, the oldest first; those that are void say why."""
    mine = select(assessment_snapshot.c.id).where(assessment_snapshot.c.assessment_id == assessment_id)
    wanted = select(assessment_voided).where(assessment_voided.c.snapshot_id.in_(mine))
    voided = {row.snapshot_id: Voided(row.act, row.at, row.by) for row in connection.execute(wanted)}
    return tuple(
        Snapshot(
            row["id"], row["place"], row["as_at"], bytes(row["canonical"] or b""), row["sha256"], row["at"], row["by"],
            voided.get(row["id"]),
        )
        for row in rows_of(connection, assessment_snapshot, assessment_id)
    )  # fmt: skip


def newest(connection: Connection, assessment_id: str) -> Snapshot | None:
    """The last that was taken, void or not; None where there is none."""
    found = snapshots(connection, assessment_id)
    return found[-1] if found else None


def _document(connection: Connection, held: Held, found: Assessed) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "engine": ENGINE_VERSION,
        "trust": held.organisation,
        "name": held.name,
        "year": held.year,
        "as_at": found.as_at.isoformat(),
        "sites": [{"code": site.code, "name": site.name} for site in held.sites],
        "facts": [_fact(each) for each in _sorted(stating.standing(connection, held.id))],
        "tables": [_table(each) for each in importing.standing(connection, held.id)],
        "evidence": [_item(each) for each in items.items(connection, held.id)],
        "self_assessed": _self_assessed(connection, held),
        **({"uncounted": uncounted} if (uncounted := _uncounted(found)) else {}),
        **({"to_come": [asdict(each) for each in found.to_come]} if found.to_come else {}),
        **of_engine(found),
    }


def of_engine(found: Assessed, version: str = ENGINE_VERSION) -> dict[str, Any]:
    """What the engine makes of it, as a snapshot holds it, put as by an engine of that version."""
    return {
        "found": [_site(each, version) for each in found.sites],
        "verdict": _determination(found.verdict, version),
        "stands": found.stands,
        "counts": dict(found.counts),
    }


def items_of(frozen: Mapping[str, Any]) -> tuple[EvidenceItem, ...]:
    """The items of evidence that a snapshot counted: none where that was not done yet in its day."""
    return () if frozen["format"] in EARLIER else tuple(_frozen_item(each) for each in frozen["evidence"])


def _sorted(stands: tuple[stating.Stands, ...]) -> list[stating.Stands]:
    return sorted(stands, key=lambda each: (each.site, each.stated.name))


def _fact(each: stating.Stands) -> dict[str, Any]:
    return {"site": each.site, "name": each.stated.name, "said": each.stated.said, "source": each.stated.source}


def _table(each: importing.KeptTable) -> dict[str, Any]:
    return {
        "site": each.site, "name": each.name, "rows": each.size, "sha256": each.sha256, "source": each.source,
        "complete_by": each.complete_by,
    }  # fmt: skip


def _item(each: items.Item) -> dict[str, Any]:
    days = {"dated": each.dated, "covers_from": each.covers_from, "covers_to": each.covers_to}
    return {
        "place": each.place,
        "title": each.title,
        "original": each.original,
        "sha256": each.sha256,
        "received_at": each.received_at.isoformat(),
        "serves": [{"requirement": one.requirement, "site": one.site} for one in each.serves],
        "approved_by": [one.by for one in each.approved],
        **{name: value.isoformat() if value else None for name, value in days.items()},
    }


def _frozen_item(said: Mapping[str, Any]) -> EvidenceItem:
    days = (date.fromisoformat(said[name]) if said[name] else None for name in ("dated", "covers_from", "covers_to"))
    serves = tuple(Serves(each["requirement"], each["site"]) for each in said["serves"])
    return EvidenceItem(said["place"], said["title"], said["original"], serves, *days)


def _uncounted(found: Assessed) -> list[dict[str, str]]:
    """Why no item of a requirement counts, in the words of the day: these are not compared when it is made again."""
    return [
        {"site": each.site.code, "requirement": one.requirement, "told": one.told}
        for each in found.sites
        for action in each.actions
        for one in action.uncounted
    ]


def _self_assessed(connection: Connection, held: Held) -> list[dict[str, str]]:
    stands = (each.status for each in statuses.standing(connection, held.id).values())
    own = [each for each in stands if each.sort == statuses.SELF]
    return [
        {"site": each.site, "action": each.action, "stands": each.stands, "why": each.why}
        for each in sorted(own, key=lambda each: (each.site, int(each.action.removeprefix("sa"))))
    ]


def _site(each: SiteStands, version: str) -> dict[str, Any]:
    """How a site stands. ``requirements`` are the engine's; those of them that are not counted stand beside."""
    uncounted = sorted({one.requirement for action in each.actions for one in action.uncounted})
    return {
        "site": each.site.code,
        "actions": {one.id: one.stands for one in each.actions},
        "requirements": {one.id: one.status for action in each.actions for one in action.requirements},
        "determination": _determination(each.determination, version),
        "earlier": [_determination(one, version) for one in each.earlier],
        **({"uncounted": uncounted} if uncounted else {}),
    }


def _determination(found: Determination, version: str) -> dict[str, str]:
    """Which rules were used, by their revision, and the hash of what they came to."""
    sha256 = hashlib.sha256(as_made_by(found.canonical, version)).hexdigest()
    return {"rule_set": found.rule_set.id, "revision": found.rule_set.revision, "sha256": sha256}
