"""How what a year of the scheme asks for compares with the year before it that a trust was assessed for."""

from typing import Any

from assessment import AssessmentRefused, rule_set_of
from assessment.kept import Held, carrying
from engine import ComparedFact, compare
from web import loaded


def compared(connection: Any, held: Held) -> tuple[ComparedFact, ...]:
    """How this year's facts compare with last year's; nothing where one of the two years is not loaded."""
    last = carrying.last_year(connection, held)
    try:
        years = [rule_set_of(loaded().rule_sets, each.year) for each in (last, held) if each]
    except AssessmentRefused:
        return ()
    return compare(*years).facts if len(years) == 2 else ()
