"""What goes into the papers of a kept assessment beside what the engine finds: statuses, notes, money, items, signers.

Of what was frozen they say what was there when it was: what came later is not in them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from assessment import items, money_kept, notes, signing, statuses
from assessment.assessing import rule_set_of
from assessment.beside import Planned, Stated
from assessment.freezing import Snapshot
from assessment.held import Held
from assessment.items_indexed import index_item
from assessment.model import ACTIONS, Assessed, Serves
from assessment.money import pounds
from assessment.submitting import london
from documents import IndexItem
from engine import RuleSet, capital, day

_STANDS: Mapping[str, str] = {"met": "Met", "not_met": "Not met"}


def stated(connection: Connection, held: Held, until: datetime | None = None) -> Mapping[int, Stated]:
    """How each action stands as the trust, external checks and a second check say, by its number, in words."""
    names = {site.code: site.name for site in held.sites}
    found: dict[tuple[str, str], list[str]] = {}
    for (sort, site, action), each in statuses.standing(connection, held.id, until).items():
        place = f"{names.get(site, site)}: " if site else ""
        why = f" ({each.status.why})" if each.status.why else ""
        found.setdefault((action, sort), []).append(f"{place}{_STANDS[each.status.stands]}{why}{_back(each.status)}")
    return {
        number: Stated(*("; ".join(found.get((id, sort), ())) for sort in statuses.ACTS))
        for number, id in enumerate(ACTIONS, 1)
    }


def planned(connection: Connection, held: Held, until: datetime | None = None) -> Mapping[tuple[str, str], Planned]:
    """Who sees to which requirement and by when, by requirement and site."""
    found = notes.standing(connection, held.id, until)
    return {at: Planned(each.owner, each.due_on, each.comment) for at, each in found.items()}


def money(connection: Connection, held: Held, found: Assessed, until: datetime | None = None) -> tuple[str, ...]:
    """The estimate of what may come back, with its formula, of the sums that were stated; nothing where none were."""
    stands = money_kept.standing(connection, held.id, until)
    return () if stands is None else stands.sums.paid.estimate(found).told


def index_items(
    connection: Connection, rule_sets: Mapping[str, RuleSet], held: Held, snapshot: Snapshot | None
) -> tuple[IndexItem, ...]:
    """The items of evidence in words: those that were frozen, as they were then; else those of now."""
    rule_set = rule_set_of(rule_sets, held.year)
    every = items.items(connection, held.id)
    if snapshot is not None:
        every = tuple(_as_frozen(every, snapshot))
    return tuple(_index_item(rule_set, held, each) for each in every)


def told_of(connection: Connection, snapshot: Snapshot) -> tuple[str, ...]:
    """Under which hash it was frozen, and who signed that hash when."""
    signed = signing.signatures(connection, snapshot.id)
    by = [f"{capital(signing.ROLES[each.role])}: {each.name}, {london(each.at)}" for each in signed]
    frozen = f"Frozen as snapshot {snapshot.place} at {london(snapshot.at)}, under the SHA-256 {snapshot.sha256}."
    waits = signing.next_role(signed)
    left = f" The {signing.ROLES[waits]} signs next." if waits else ""
    return frozen, f"Signed: {'; '.join(by)}.{left}" if by else "Nobody has signed that hash yet."


def _back(status: statuses.Status) -> str:
    if status.paid_back is None or status.paid_back_on is None:
        return ""
    return f", {pounds(status.paid_back)} paid back on {day(status.paid_back_on)}"


def _as_frozen(every: tuple[items.Item, ...], snapshot: Snapshot) -> Iterator[items.Item]:
    by_place = {each.place: each for each in every}
    for said in snapshot.frozen["evidence"]:
        item = by_place[said["place"]]
        serves = tuple(Serves(each["requirement"], each["site"]) for each in said["serves"])
        approved = tuple(each for each in item.approved if each.by in said["approved_by"])
        yield replace(item, serves=serves, approved=approved)


def _index_item(rule_set: RuleSet, held: Held, item: items.Item) -> IndexItem:
    count = len(item.approved)
    approved = "Nobody has approved it" if not count else f"Approved by {count} {'person' if count == 1 else 'people'}"
    received = f"Received at {london(item.received_at)}"
    return index_item(rule_set, held.sites, item.named, received, approved, item.sha256)
