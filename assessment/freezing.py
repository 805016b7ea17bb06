"""Snapshots: what stands in an assessment and what the engine makes of it, frozen under one hash that people sign.

Working it out takes longer than keeping it and stores nothing, so the two may be done on connections of their own: what
changed between them makes the second Stale. A later change of anything that was frozen voids it, and says who made it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from assessment import importing, items, stating, statuses
from assessment.change import begin, carry_out, note, void
from assessment.gathering import assessed
from assessment.held import Held, next_place, rows_of
from assessment.model import Assessed, SiteStands
from engine import Determination, RuleSet
from keeping.exact import canonical
from people import Actor
from storage import assessment_snapshot, assessment_voided, new_key

ACT = "assessment.change"
FORMAT = "rationale-assessment-1"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the engine makes of an assessment as it stands, not frozen yet."""

    held: Held
    assessed: Assessed


@dataclass(frozen=True, slots=True)
class Voided:
    """What was done after a snapshot was taken, by whom and when, so that it counts no more."""

    act: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was frozen, as canonical JSON, and its SHA-256. ``voided``: why it counts no more, where it does not."""

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
        """What it holds."""
        found: Mapping[str, Any] = json.loads(self.canonical)
        return found


def work_out(
    connection: Connection,
    actor: Actor,
    assessment_id: str,
    rule_sets: Mapping[str, RuleSet],
    as_at: date,
    expected: int,
) -> Proposal:
    """What would be frozen. Raises NotFound, NotAllowed, Stale; AssessmentRefused where it cannot be assessed."""
    held = begin(connection, actor, ACT, assessment_id, expected)
    return Proposal(held, assessed(connection, assessment_id, rule_sets, as_at))


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
            row["id"], row["place"], row["as_at"], bytes(row["canonical"]), row["sha256"], row["at"], row["by"],
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
        "trust": held.organisation,
        "name": held.name,
        "year": held.year,
        "as_at": found.as_at.isoformat(),
        "sites": [{"code": site.code, "name": site.name} for site in held.sites],
        "facts": [_fact(each) for each in _sorted(stating.standing(connection, held.id))],
        "tables": [_table(each) for each in importing.standing(connection, held.id)],
        "evidence": [_item(each) for each in items.items(connection, held.id)],
        "self_assessed": _self_assessed(connection, held),
        "found": [_site(each) for each in found.sites],
        "verdict": _determination(found.verdict),
        "stands": found.stands,
        "counts": dict(found.counts),
    }


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


def _self_assessed(connection: Connection, held: Held) -> list[dict[str, str]]:
    stands = (each.status for each in statuses.standing(connection, held.id).values())
    own = [each for each in stands if each.sort == statuses.SELF]
    return [
        {"site": each.site, "action": each.action, "stands": each.stands, "why": each.why}
        for each in sorted(own, key=lambda each: (each.site, int(each.action.removeprefix("sa"))))
    ]


def _site(each: SiteStands) -> dict[str, Any]:
    return {
        "site": each.site.code,
        "actions": {one.id: one.stands for one in each.actions},
        "requirements": {one.id: one.status for action in each.actions for one in action.requirements},
        "determination": _determination(each.determination),
        "earlier": [_determination(one) for one in each.earlier],
    }


def _determination(found: Determination) -> dict[str, str]:
    """Which rules were used, by their revision, and the hash of what they came to."""
    return {"rule_set": found.rule_set.id, "revision": found.rule_set.revision, "sha256": found.id}
