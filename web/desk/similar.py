"""Similar decisions at the desk, in the words of the rules; and how alike two decisions are, said."""

from collections.abc import Callable, Mapping
from typing import Any

import casework
import people
from casework import Case
from casework.deciding import LEAST, SAME_PROVISIONS, WEIGHTS, Similar, similar
from engine import percent, words
from web import loaded
from web.desk.asked import asked_of, rule_sets_of
from web.desk.signed_in import actor
from web.office import now, office


def similar_to(found: Case) -> tuple[Similar, ...]:
    """The decisions most like a case, where they are the reader's to see; that they were read is kept."""
    if not people.may(actor(), "similar.read"):
        return ()
    with office().private.reading() as connection:
        alike = similar(connection, actor(), found, rule_sets=loaded().rule_sets)
    if alike:
        with office().private.writing() as connection:
            casework.note_reading(connection, now(), actor(), "similar.read", found)
    return alike


def in_rules_words(name: str, found: Case) -> str:
    """What a provision is cited as, or how a fact is asked for; a name that no rule set of the case knows as it is."""
    asked = asked_of(rule_sets_of(found))
    for rule_set in rule_sets_of(found):
        if name in rule_set.provisions:
            provision = rule_set.provisions[name]
            return f"{provision.citation.provision} ({provision.title})"
    return asked[name].ask if name in asked else words(name)


def weights() -> Mapping[str, Any]:
    """How alike two decisions are, as it is worked out."""
    return {**WEIGHTS, "least": percent(LEAST), "same": percent(SAME_PROVISIONS)}


FILTERS: Mapping[str, Callable[..., Any]] = {"in_rules_words": in_rules_words}
GLOBALS: Mapping[str, Callable[..., Any]] = {"weights_of_likeness": weights}
