"""How an action stands as others say: the trust itself, external checks, and a second check. Each is kept apart.

The fourth, the engine's, is worked out from the evidence whenever it is asked for, and never stored among these.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert

from assessment.change import begin, carry_out, change_content, note
from assessment.held import TRUST, Held, next_place, rows_of
from assessment.model import ACTIONS
from assessment.money_read import NO_SUM, can_be
from assessment.private_texts import private_faults
from assessment.refusing import refuse
from engine import Fault, nearest
from keeping.nhs_numbers import in_text
from keeping.texts import today, words_faults
from people import Actor
from storage import assessment_status, new_key

SELF, VALIDATED, REVERIFIED = "self_assessed", "validated", "reverified"
# Who may record each: the trust its own, a scheme officer what external checks found.
ACTS: Mapping[str, str] = {
    SELF: "assessment.change", VALIDATED: "assessment.validate", REVERIFIED: "assessment.validate"
}  # fmt: skip
STANDS = ("met", "not_met")


@dataclass(frozen=True, slots=True)
class Status:
    """How an action stands, as ``sort`` says who: at one site, or for the trust. ``stands`` empty: taken back.

    ``paid_back``: what the trust paid back after a second check, in pence, and on which day; both or neither.
    """

    sort: str
    action: str
    stands: str
    site: str = TRUST
    why: str = ""
    paid_back: int | None = None
    paid_back_on: date | None = None


@dataclass(frozen=True, slots=True)
class KeptStatus:
    """A status that was recorded, by whom and when."""

    place: int
    status: Status
    at: datetime
    by: str


def record(
    connection: Connection, now: datetime, actor: Actor, assessment_id: str, said: Status, expected: int
) -> Held:
    """Record a status. What the trust says of itself is signed for, so that a change of it voids signatures.

    Raises NotFound, NotAllowed, Stale, AssessmentRefused.
    """
    act = ACTS.get(said.sort, "assessment.change")
    held = begin(connection, actor, act, assessment_id, expected)
    refuse([*_faults(held, said), *_faults_of_money(said, today(now))])
    before = standing(connection, held.id).get((said.sort, said.site, said.action))
    if before is not None and before.status == said:
        return held
    own = said.sort == SELF
    changed = change_content(connection, now, actor, held, act) if own else carry_out(connection, held)
    row = {
        "id": new_key(), "assessment_id": held.id, "place": next_place(connection, assessment_status, held.id),
        "sort": said.sort, "site": said.site, "action": said.action, "stands": said.stands or None,
        "why": said.why.strip(), "paid_back": said.paid_back, "paid_back_on": said.paid_back_on, "at": now,
        "by": actor.id,
    }  # fmt: skip
    connection.execute(insert(assessment_status).values(row))
    about = {"sort": said.sort, "name": said.action, "status": said.stands}
    note(connection, now, actor, "assessment.status_recorded", held, about)
    return changed


def history(connection: Connection, assessment_id: str) -> tuple[KeptStatus, ...]:
    """Every status that was recorded, the oldest first."""
    return tuple(
        KeptStatus(
            row["place"],
            Status(
                row["sort"], row["action"], row["stands"] or "", row["site"], row["why"] or "", row["paid_back"],
                row["paid_back_on"],
            ),
            row["at"],
            row["by"],
        )
        for row in rows_of(connection, assessment_status, assessment_id)
    )  # fmt: skip


def standing(
    connection: Connection, assessment_id: str, until: datetime | None = None
) -> Mapping[tuple[str, str, str], KeptStatus]:
    """What was recorded last, or last by a moment, by sort, site and action. What was taken back is not there."""
    found = [each for each in history(connection, assessment_id) if until is None or each.at <= until]
    last = {(each.status.sort, each.status.site, each.status.action): each for each in found}
    return {key: each for key, each in last.items() if each.status.stands}


def paid_back(connection: Connection, assessment_id: str) -> tuple[KeptStatus, ...]:
    """What stands of a second check after which a sum was paid back, in the order of the days on which it was."""
    found = (each for each in standing(connection, assessment_id).values() if each.status.paid_back is not None)
    return tuple(sorted(found, key=lambda each: (each.status.paid_back_on or date.min, each.place)))


def _faults(held: Held, said: Status) -> Iterator[Fault]:
    codes = [site.code for site in held.sites]
    if said.sort not in ACTS:
        told = f"'{said.sort}' is no status that is recorded: there are {', '.join(ACTS)}. The engine's is worked out"
        yield Fault("/sort", told)
    if said.action not in ACTIONS:
        yield Fault("/action", f"there is no action {said.action}: there are {ACTIONS[0]} to {ACTIONS[-1]}")
    if said.stands not in ("", *STANDS):
        yield Fault("/stands", f"an action is {' or '.join(STANDS)}; leave it empty to take back what was recorded")
    if said.site not in (TRUST, *codes):
        yield Fault("/site", f"the trust has no site {said.site}.{nearest(said.site, codes)}")
    outside = said.sort in (VALIDATED, REVERIFIED)
    yield from words_faults("/why", said.why, may_be_empty=not outside)
    yield from private_faults(said.why, "/why", in_text)


def _faults_of_money(said: Status, on: date) -> Iterator[Fault]:
    if said.paid_back is None and said.paid_back_on is None:
        return
    if said.sort != REVERIFIED:
        yield Fault("/paid_back", "a sum is paid back after a second check (reverified): leave it out of any other")
    elif not said.stands:
        yield Fault("/paid_back", "what is taken back carries no sum: leave it out")
    if said.paid_back is None:
        yield Fault("/paid_back", "say how much was paid back on that day")
    elif not can_be(said.paid_back):
        yield Fault("/paid_back", NO_SUM)
    if said.paid_back_on is None:
        yield Fault("/paid_back_on", "say on which day it was paid back")
    elif said.paid_back_on > on:
        yield Fault("/paid_back_on", "that day has not come yet: record what was paid back once it was")
