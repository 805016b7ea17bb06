"""What is said before anything of rules that are no law: how much of them is recalled, and which years are there.

Law says at each condition how its words were checked. A trust is asked to sign for what a scheme's document says, so
whatever it sees of a scheme says before all else how much of that nobody has read there.
"""

import re
from collections.abc import Iterator, Mapping

from engine.account import OF_LAW
from engine.findings import unchecked_conditions
from engine.model import RuleSet
from engine.walk import conditions_of

_YEAR = re.compile(r"year-([0-9]+)")


def said_first(rule_sets: Mapping[str, RuleSet], *ids: str) -> tuple[str, ...]:
    """The sentences that come before anything of the rule sets of these ids, each once; none of law.

    Of a rule set: how many of its conditions nobody has read in the published document, unless all were read. Of a
    scheme, which has a rule set for each year (``SCHEME/year-7``): after which year nothing is encoded. KeyError where
    there is no such rule set.
    """
    recalled = [told for id in ids for told in _recalled(rule_sets, id)]
    latest = [told for id in ids for told in _latest(rule_sets, id)]
    return tuple(dict.fromkeys([*recalled, *latest]))


def _recalled(rule_sets: Mapping[str, RuleSet], id: str) -> Iterator[str]:
    rule_set = rule_sets[id]
    if rule_set.kind in OF_LAW and not _years(rule_sets, id):
        return
    every = sum(len(conditions_of(provision.versions[0])) for provision in rule_set.provisions.values())
    unread = unchecked_conditions(rule_set)
    of_year = _YEAR.fullmatch(id.rpartition("/")[2])
    called = f"year {of_year[1]}" if of_year else f"“{rule_set.title.partition(':')[0]}”"
    document = "the published scheme document" if of_year else "the published document"
    if unread and unread == every:
        told = f"The rules of {called}" if of_year else f"The rules {called}"
        none = f"none of their {every} conditions has been checked against {document}"
        yield f"{told} are recalled: {none}. Check each before anyone signs."
    elif unread:
        told = f"{unread} of the {every} conditions of {called} {'is' if unread == 1 else 'are'} recalled"
        yield f"{told}, and not checked against {document}. Check each of them before anyone signs."


def _latest(rule_sets: Mapping[str, RuleSet], id: str) -> Iterator[str]:
    if years := _years(rule_sets, id):
        yield f"No scheme document after year {max(years)} is encoded."


def _years(rule_sets: Mapping[str, RuleSet], id: str) -> list[int]:
    """The years that have a rule set beside this one; none where it is of no scheme."""
    area = id.rpartition("/")[0]
    beside = (each.rpartition("/") for each in rule_sets)
    return [int(year[1]) for place, _, name in beside if place == area and (year := _YEAR.fullmatch(name))]
