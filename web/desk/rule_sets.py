"""Choosing the rule sets that a case is put to, in order, without a script; and calling them as people do."""

import re
from collections.abc import Collection, Mapping

import casework
from casework import CaseKind
from web import loaded
from web.desk.sending import Places, typed


def rule_sets_chosen(prefix: str) -> dict[int, str]:
    """The rule sets that were chosen, in order, each by the place of its field: fields left empty are passed over."""
    here = ((place, typed(f"{prefix}.{place}")) for place in range(len(loaded().rule_sets)))
    return {place: id for place, id in here if id}


def rule_set_fields(prefix: str, chosen: Mapping[int, str]) -> dict[str, str]:
    """In which field each place of the rule sets was chosen; of them as a whole, in the first."""
    fields = {f"rule_sets.{number}": f"{prefix}.{place}" for number, place in enumerate(chosen)}
    return {"rule_sets": f"{prefix}.0", **fields}


def rule_set_options(kind: CaseKind, chosen: Collection[str] = ()) -> list[tuple[str, str]]:
    """What a field for one rule set offers: the usual ones of the kind in their order, the others, and those chosen."""
    usual = casework.usual_order(kind, loaded().rule_sets)
    order = [*usual, *(id for id in casework.fitting(kind, loaded().rule_sets) if id not in usual)]
    gone = [(id, f"{id} (not here any more)") for id in chosen if id not in order]
    return [("", "None"), *((id, loaded().rule_sets[id].title) for id in order), *gone]


def titled(errors: Places) -> dict[str, str]:
    """What is wrong, with the titles of rule sets in the place of their names."""
    return {place: in_titles(message) for place, message in errors.items()}


def in_titles(words: str) -> str:
    """Words in which each rule set stands with its title: ``pharmacy/market-entry`` is what programs call it."""
    for id in sorted(loaded().rule_sets, key=len, reverse=True):
        words = re.sub(re.escape(id), f"“{loaded().rule_sets[id].title}”", words, flags=re.IGNORECASE)
    return words
