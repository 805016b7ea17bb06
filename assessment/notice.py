"""What every page, file and command that a trust sees says first: from memory, and which years are not there."""

from collections.abc import Mapping

from assessment.assessing import rule_set_of
from engine import RuleSet, said_first


def says_first(rule_sets: Mapping[str, RuleSet], year: str) -> tuple[str, ...]:
    """The sentences that come before anything of a year. AssessmentRefused where there is no such year."""
    return said_first(rule_sets, rule_set_of(rule_sets, year).id)


def said_year(year: str) -> str:
    """``year 7``."""
    return year.replace("-", " ")
