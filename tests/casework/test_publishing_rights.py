"""Each act of publishing is for those whom the one table of rights names, and nobody else learns that there is any."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from casework import CaseRefused, NotAllowed, NotFound
from casework.publishing import (
    Redacting,
    answer_request,
    approve,
    correct,
    explain,
    publish,
    record_request,
    redact,
    release,
    send_preview,
    settle,
    undo,
    withdraw,
    write_summary,
)
from people import ACTS, Actor, may
from storage import Database
from tests.casework.deciding import live
from tests.casework.office import NOON
from tests.casework.publishing import LATER, Desk, desk
from tests.casework.standing import Standing

# Each change with its act of the table, and something to be done that is refused for what it says.
CHANGES: tuple[tuple[str, Callable[..., Any], tuple[Any, ...]], ...] = (
    ("publication.draft", write_summary, (" ",)),
    ("publication.draft", explain, (("", ""),)),
    ("publication.draft", send_preview, (("a" * 32, LATER), live)),
    ("publication.redact", redact, ([], live)),
    ("publication.redact", release, (Redacting("/title"), live)),
    ("publication.redact", undo, (("/title", ""),)),
    ("publication.approve", approve, ("", live)),
    ("publication.embargo", settle, ((NOON - timedelta(days=1), False),)),
    ("takedown.record", record_request, (("", ""),)),
    ("takedown.answer", answer_request, (("", "", ""),)),
)
SENDS: tuple[tuple[str, Callable[..., Any], tuple[Any, ...]], ...] = (
    ("publication.publish", publish, (live,)),
    ("publication.correct", correct, (live,)),
    ("publication.withdraw", withdraw, ("", live)),
)
ROLES = ("officer", "reviewer", "publisher", "rule_owner", "scheme_officer", "auditor", "admin")


def came_of(does: Callable[[], Any]) -> type[Exception]:
    """What was raised, as something was."""
    try:
        does()
    except (CaseRefused, NotAllowed, NotFound) as told:
        return type(told)
    raise AssertionError("it was done")


def should_come(actor: Actor, act: str) -> type[Exception]:
    """What the table of rights says comes of it."""
    if not (may(actor, "case.read") and may(actor, "publication.read")):
        return NotFound
    return CaseRefused if may(actor, act) else NotAllowed


@pytest.mark.proof
def test_every_change_is_for_those_whom_the_table_names(
    here: Callable[[str], Standing], register_file: Database
) -> None:
    made: Desk = desk(here("issued"), register_file)
    made.begin()
    before = made.prepared
    for role in ROLES:
        actor = made.at.office.actor(role)
        for act, change, said in CHANGES:
            came = came_of(partial(made.does, change, *said, by=actor))
            assert came is should_come(actor, act), (role, act, change)
        for act, send, what in SENDS:
            came = came_of(partial(made.sends, send, *what, by=actor))
            assert came is should_come(actor, act), (role, act, send)
    assert made.prepared == before
    assert {act for act, *_ in (*CHANGES, *SENDS)} <= set(ACTS)
