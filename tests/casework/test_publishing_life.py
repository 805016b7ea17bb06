"""The life of a publication on the private side: the same ways as the register has, each with a right and its words."""

import pytest

from casework.publishing.life import RIGHTS, SAYS, STATES, WAYS, Act, State, after, whither
from people import ACTS
from register import life as public


def test_it_is_the_life_that_the_register_knows_beginning_with_a_draft() -> None:
    ours = {(None if way.before == "draft" else way.before, way.act, way.after) for way in WAYS}
    assert ours == {(way.before, way.act, way.after) for way in public.WAYS}
    assert len(WAYS) == len(public.WAYS)


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("act", RIGHTS)
def test_every_act_is_open_where_the_table_says_so_and_nowhere_else(before: State, act: Act) -> None:
    there = [way for way in WAYS if (way.before, way.act) == (before, act)]
    assert after(before, act) == (there[0].after if there else None)
    assert (SAYS[act] in whither(before).partition(": ")[2]) == bool(there)
    assert public.after(None if before == "draft" else before, act) == after(before, act)


def test_every_act_has_a_right_of_the_table_of_rights() -> None:
    assert {way.right for way in WAYS} == {*RIGHTS.values()} <= {*ACTS}


def test_of_what_was_withdrawn_it_is_said_that_nothing_more_can_be_done() -> None:
    assert whither("withdrawn") == "It is withdrawn: nothing more can be done with it"
    assert whither("published") == "It is published: it can be corrected or withdrawn"
