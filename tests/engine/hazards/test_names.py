"""durable-rules knows names, messages and sessions by a hash of 32 bits: two that have the same are one to it."""

import pytest
from durable.engine import MessageObservedException

from engine.inference import RULES as RULES_OF_OURS
from engine.inference import SESSION
from engine.limits import (
    MOST_PROPERTIES,
    MOST_RULES,
    RESERVED,
    collisions,
    hash_of,
    message_id,
    slot_name,
)
from tests.engine.hazards.raw import RULES, fires, said, set_up

ALIKE = "liquid", "costarring"
SESSIONS_ALIKE = "case-478212", "case-1221200"

# As they stand in the source of durable-rules, where they were worked out by its authors.
IN_ITS_SOURCE = {
    "id": 926444256,
    "sid": 3593476751,
    "$and": 3746487396,
    "$or": 340911698,
    "$gt": 507407960,
    "$lt": 542787579,
    "$forward": 739185624,
}

# Words of its own language: a property whose hash is that of one of them would be read as that word.
ITS_WORDS = (
    "all", "any", "pri", "count", "cap", "dist", "name", "$lt", "$lte", "$gt", "$gte", "$eq", "$neq", "$mt", "$imt",
    "$iall", "$iany", "$ex", "$nex", "$or", "$and", "$m", "$add", "$sub", "$mul", "$div", "$l", "$r", "$i", "$forward",
)  # fmt: skip


def test_the_hash_is_that_of_durable_rules() -> None:
    assert {name: hash_of(name) for name in IN_ITS_SOURCE} == IN_ITS_SOURCE


@pytest.mark.parametrize("names", [ALIKE, SESSIONS_ALIKE])
def test_two_names_that_it_cannot_tell_apart_are_both_told(names: tuple[str, str]) -> None:
    assert hash_of(names[0]) == hash_of(names[1])
    assert list(collisions(("g", *names, "p"))) == [
        f"the rules engine cannot tell these names apart: {', '.join(names)}; name them otherwise"
    ]


def test_one_name_said_twice_is_no_collision() -> None:
    assert not list(collisions(("g", "g", "p")))


def test_every_name_of_ours_is_its_own_up_to_the_limits() -> None:
    """So that what is looked for at load is never found: the words are ours, and no author can add to them."""
    slots = map(slot_name, range(MOST_PROPERTIES))
    assert not list(collisions((*RESERVED, *ITS_WORDS, *slots)))
    messages = map(message_id, range(MOST_RULES))
    own = f"sid-{SESSION}", "$pulse"  # messages that durable-rules writes itself
    assert not list(collisions((*own, *messages)))


def test_our_rules_are_not_taken_for_a_chart() -> None:
    """What ends in one of these is rewritten by durable-rules into rules of another kind."""
    assert not RULES_OF_OURS.endswith(("$state", "$flow"))


# -- what durable-rules does with names that are alike


def test_durable_rules_fires_a_rule_about_liquid_for_a_message_about_costarring() -> None:
    assert fires({ALIKE[0]: 1}, {ALIKE[1]: 1}) == 1


def test_durable_rules_takes_one_message_for_another_that_it_has_seen() -> None:
    host, _ = set_up({"rule": {"all": [{"a": {"k": 1}}, {"b": {"k": 2}}]}})
    host.assert_fact(RULES, said(ALIKE[0], {"k": 1}))
    with pytest.raises(MessageObservedException):
        host.assert_fact(RULES, said(ALIKE[1], {"k": 2}))


def test_durable_rules_puts_two_cases_into_one_session() -> None:
    host, fired = set_up({"rule": {"all": [{"a": {"k": 1}}, {"b": {"k": 2}}]}})
    for number, session in enumerate(SESSIONS_ALIKE, 1):
        host.assert_fact(RULES, {"sid": session, "id": str(number), "k": number})
    assert fired == ["rule"]
    assert host.get_facts(RULES, SESSIONS_ALIKE[0]) == host.get_facts(RULES, SESSIONS_ALIKE[1])
