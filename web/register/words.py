"""Words and addresses that several pages of the register share, for their templates."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from documents import Record
from engine import day
from register import Coverage, Hit, Publication

STATUSES = {"met": "Met", "not_met": "Not met", "not_known": "Not known"}
_RESULTS = "s-"  # what the id of a scheme result begins with


def address_of(each: Hit | Publication | Record) -> str:
    """Where a publication stands for good: ``/decisions/d-…`` or ``/scheme-results/s-…``."""
    return f"{'/scheme-results' if each.id.startswith(_RESULTS) else '/decisions'}/{each.id}"


def decided_on(hit: Hit) -> str:
    """When something was decided, or as much as is known of that."""
    if hit.decided_on:
        return day(date.fromisoformat(hit.decided_on))
    return str(hit.year) if hit.year else "Day not known"


def moment_day(at: datetime) -> str:
    """The day of a moment, in full (UTC, as the log has it)."""
    return day(at.astimezone(UTC).date())


def told(covered: Coverage) -> str:
    """How many decisions the register holds, from when to when, in a sentence: by the year, where some have no day."""
    if not covered.decisions:
        return "The register holds no decision yet."
    many = f"{covered.decisions:,} {'decision' if covered.decisions == 1 else 'decisions'}"
    if covered.undated:
        years = [year for year, _ in covered.by_year]
        first, last = (str(min(years)), str(max(years))) if years else ("", "")
    else:
        first, last = _in_full(covered.first), _in_full(covered.last)
    if not first:
        return f"The register holds {many}."
    when = f"of {first}" if first == last else f"from {first} to {last}"
    return f"The register holds {many} {when}."


def _in_full(iso: str) -> str:
    return day(date.fromisoformat(iso))


FILTERS: Mapping[str, Callable[..., str]] = {
    "publication_address": address_of,
    "decided_on": decided_on,
    "moment_day": moment_day,
    "coverage_told": told,
    "finding_words": lambda status: STATUSES.get(status, status.replace("_", " ")),
}
