"""The sign-off chain: four people, one after another, each on the very hash of what was frozen.

The safety champion, the director of midwifery and the chief executive sign for the trust, the accountable officer for
the integrated care board to which the trust belongs. Nobody signs twice. A change afterwards voids all of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from assessment.change import begin, carry_out, note
from assessment.freezing import Snapshot, newest
from assessment.held import Held
from assessment.refusing import refuse
from assessment.seeing import icb_of, is_of_its_icb
from engine import Fault
from people import Actor, Role
from storage import assessment_signature, new_key

ACT = "assessment.sign"
OF_ICB = "icb_accountable_officer"
ROLES: Mapping[str, str] = {
    "safety_champion": "safety champion",
    "director_of_midwifery": "director of midwifery",
    "chief_executive": "chief executive",
    OF_ICB: "accountable officer of the integrated care board",
}
NO_SNAPSHOT = "nothing is frozen yet: take a snapshot, and have its hash signed"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed which hash, in which role and when. ``place`` is 1 to 4; the name goes when its time is over."""

    snapshot_id: str
    place: int
    role: str
    name: str
    sha256: str
    at: datetime
    by: str


def sign(
    connection: Connection, now: datetime, actor: Actor, assessment_id: str, role: str, sha256: str, expected: int
) -> Held:
    """Sign what was frozen under this hash, in this role. Raises NotFound, NotAllowed, Stale, AssessmentRefused."""
    held = begin(connection, actor, ACT, assessment_id, expected)
    snapshot = newest(connection, held.id)
    refuse(frozen_faults(snapshot, sha256))
    signed = signatures(connection, snapshot.id) if snapshot else ()
    refuse(_faults(connection, actor, held, role, signed))
    changed = carry_out(connection, held)
    row = {
        "id": new_key(), "snapshot_id": snapshot.id if snapshot else "", "place": len(signed) + 1, "role": role,
        "name": actor.name, "sha256": sha256, "at": now, "by": actor.id,
    }  # fmt: skip
    connection.execute(insert(assessment_signature).values(row))
    about = {"snapshot_id": row["snapshot_id"], "kind": role, "place": row["place"], "content": sha256}
    note(connection, now, actor, "assessment.signed", held, about)
    return changed


def signatures(connection: Connection, snapshot_id: str) -> tuple[Signature, ...]:
    """Those on a snapshot, in order. Whether they still count, the snapshot says."""
    wanted = select(assessment_signature).where(assessment_signature.c.snapshot_id == snapshot_id)
    return tuple(
        Signature(row.snapshot_id, row.place, row.role, row.name or "", row.sha256, row.at, row.by)
        for row in connection.execute(wanted.order_by(assessment_signature.c.place))
    )


def next_role(signed: Sequence[Signature]) -> str:
    """Whose turn it is; empty where all have signed."""
    return next(iter([*ROLES][len(signed) :]), "")


def frozen_faults(snapshot: Snapshot | None, sha256: str) -> Iterator[Fault]:
    """What is wrong with acting on a hash: nothing is frozen, it is void, or it is another's."""
    if snapshot is None:
        yield Fault("/sha256", NO_SNAPSHOT)
    elif not snapshot.stands:
        told = "something was changed after the snapshot was taken, so it and its signatures are void: take another"
        yield Fault("/sha256", told)
    elif snapshot.sha256 != sha256:
        told = f"this is not the hash of the last snapshot, which is {snapshot.sha256}: read that one before you go on"
        yield Fault("/sha256", told)


def _faults(
    connection: Connection, actor: Actor, held: Held, role: str, signed: Sequence[Signature]
) -> Iterator[Fault]:
    if role not in ROLES:
        yield Fault("/role", f"nobody signs as '{role}': there are, in order, {', '.join(ROLES)}")
        return
    turn = next_role(signed)
    if role != turn:
        done = f"the {ROLES[turn]} signs next" if turn else "all four have signed"
        yield Fault("/role", f"this is not the turn of the {ROLES[role]}: {done}")
    if actor.id in [each.by for each in signed]:
        yield Fault("/role", "you have signed this snapshot already: each signature is another person's")
    if role == OF_ICB:
        yield from _of_icb(connection, actor, held)
    elif Role("trust", held.organisation) not in actor.roles:
        who = f"somebody with the role trust of {held.organisation}"
        yield Fault("/role", f"the {ROLES[role]} signs for the trust: {who}")


def _of_icb(connection: Connection, actor: Actor, held: Held) -> Iterator[Fault]:
    icb = icb_of(connection, held.organisation)
    if not icb:
        told = f"to which integrated care board {held.organisation} belongs is not recorded"
        yield Fault("/role", f"{told}: a scheme officer says so first")
    elif not is_of_its_icb(connection, actor, held.organisation):
        yield Fault("/role", f"the {ROLES[OF_ICB]} signs for {icb}: somebody with the role icb of {icb}")
