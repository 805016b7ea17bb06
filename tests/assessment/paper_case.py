"""An invented trust with two sites of which little is stated, but in every way in which something may be stated."""

from datetime import date
from functools import cache
from typing import Any

from assessment import Assessed, Evidence, Site, assess
from assessment.paper import write_workbook
from tests.ours import our_rule_sets

DAY = date(2026, 2, 24)
TABLE = "training"
_MIDWIFE = {"group": "midwives", "course": "emergencies_training"}

ROWS: list[dict[str, Any]] = [
    {"staff": "M1", **_MIDWIFE, "attended_on": "2025-03-03"},
    {"staff": "=M2", **_MIDWIFE, "attended_on": "none", "excluded_because": "maternity_leave"},
    {"staff": "M3", **_MIDWIFE, "attended_on": {"state": "not_known"}},
    {"staff": "M4", **_MIDWIFE, "attended_on": {"from": "2025-01-01", "to": "2025-01-31"}},  # no cell says this
    {"staff": "0012", **_MIDWIFE, "attended_on": {"state": "disputed"}, "certified": False},
    {"staff": "M6", **_MIDWIFE, "trained_at_last_trust": True, "certified": True},
    {},
]

OF_TRUST: dict[str, Any] = {
    "training_year_ended_on": "2025-11-30",
    "babies_born_in_july_2025": 10,
    "birthweights_valid": {"from": 8, "to": 9, "source": "two counts that differ"},
    "july_2025_submitted_on": {"value": "2025-08-31", "source": "=1+1 is what the receipt is called"},
    "mortality_reports": {
        "rows": [{"board_had_it_on": "2025-01-15", "tells_of_deaths_and_actions": True}],
        "complete": True,
        "by": "A. Secretary of Fellgate (invented)",
        "source": "the minutes",
    },
}
NORTH: dict[str, Any] = {
    TABLE: {"rows": ROWS, "complete": False, "source": "fellgate-invented.csv"},
    "short_term_locums": 12,
    "short_term_locums_qualified": {"value": 11, "source": "the locum log"},
    "establishment_required": 152.4,
    "supernumerary_status_lost_regularly": {
        "answer": False,
        "by": "the Board of Fellgate (invented)",
        "reasons": "Twice in the year,\nfor ten minutes each; an emergency both times",
    },
}
SOUTH: dict[str, Any] = {
    "in_scope": [{**_MIDWIFE, "is": 48}, {"group": "neonatal_nurses", "course": "emergencies_training", "is": 5}],
    "attended": [{**_MIDWIFE, "is": 43, "source": "the training report"}],
    "neonatal_medical_staffing_met": {"state": "disputed", "source": "the neonatal network"},
    "improvement_project_registered_on": {"from": "2025-09-01", "to": "2025-10-31"},
    "short_term_locums": {"state": "not_known"},
    "duty_anaesthetist_always_available": True,
}
EVIDENCE = Evidence(
    "RZZ", "Fellgate and Marsh NHS Trust (invented)", "year-7",
    (Site("north", "North site"), Site("south", "South site")), OF_TRUST,
    {"north": NORTH, "south": SOUTH}, invented=True,
)  # fmt: skip


@cache
def assessed() -> Assessed:
    """How it stands. Made once for all the tests of a process."""
    return assess(our_rule_sets(), EVIDENCE, DAY)


@cache
def written() -> bytes:
    """Its workbook, written once."""
    return write_workbook(our_rule_sets(), assessed())


def ids(found: Assessed) -> list[str]:
    """The hash of every determination: that of each site, and the trust's."""
    return [*(each.determination.id for each in found.sites), found.verdict.id]
