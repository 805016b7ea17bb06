"""What stands in an assessment that is kept, as ``assess`` takes it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from assessment import importing, items, stating
from assessment.assessing import assess
from assessment.held import by_id
from assessment.model import Assessed, Evidence
from engine import RuleSet
from keeping.sayings import as_fact


def evidence_of(connection: Connection, assessment_id: str) -> Evidence:
    """The facts and tables that stand, at their places, and the items of evidence that are kept.

    Raises LookupError where there is no such assessment.
    """
    held = by_id(connection, assessment_id)
    stands: dict[str, dict[str, Any]] = {"": {}}
    for each in stating.standing(connection, assessment_id):
        stands.setdefault(each.site, {})[each.stated.name] = as_fact(each.stated.said, each.stated.source)
    for table in importing.standing(connection, assessment_id):
        stands.setdefault(table.site, {})[table.name] = as_table(table, importing.content(connection, table))
    of_trust = stands.pop("")
    kept = tuple(each.named for each in items.items(connection, assessment_id))
    return Evidence(held.organisation, held.name, held.year, held.sites, of_trust, stands, items=kept)


def assessed(connection: Connection, assessment_id: str, rule_sets: Mapping[str, RuleSet], as_at: date) -> Assessed:
    """How the ten actions stand on what is kept. Raises as ``evidence_of`` and ``assess`` do."""
    return assess(rule_sets, evidence_of(connection, assessment_id), as_at)


def as_table(table: importing.KeptTable, held: Mapping[str, Any]) -> dict[str, Any]:
    """A table as ``assess`` takes it, from what is kept of it and its content."""
    said = {"rows": held["rows"], "complete": held["complete"], "source": table.source}
    return {**said, "by": held["by"]} if held["complete"] else said
