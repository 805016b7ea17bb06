"""What every page, file and command that a trust sees says first: from memory, and which years are not there."""

from collections.abc import Mapping

from assessment.assessing import rule_set_of, years_of
from engine import RuleSet, conditions_of, unchecked_conditions


def says_first(rule_sets: Mapping[str, RuleSet], year: str) -> tuple[str, ...]:
    """The sentences that come before anything of a year. AssessmentRefused where there is no such year."""
    return (*_recalled(rule_set_of(rule_sets, year), said_year(year)), _latest(years_of(rule_sets)[-1]))


def said_year(year: str) -> str:
    """``year 7``."""
    return year.replace("-", " ")


def _recalled(rule_set: RuleSet, year: str) -> tuple[str, ...]:
    """How much of a year's rules nobody has read in the published document; nothing where all of it was read."""
    every = sum(len(conditions_of(provision.versions[0])) for provision in rule_set.provisions.values())
    unread = unchecked_conditions(rule_set)
    if not unread:
        return ()
    if unread == every:
        told = f"The rules of {year} are recalled: none of their {every} conditions"
        return (f"{told} has been checked against the published scheme document. Check each before anyone signs.",)
    told = f"{unread} of the {every} conditions of {year} are recalled"
    return (f"{told}, and not checked against the published scheme document. Check each of them before anyone signs.",)


def _latest(year: str) -> str:
    return f"No scheme document after {said_year(year)} is encoded."
