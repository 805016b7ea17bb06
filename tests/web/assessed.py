"""An assessment that is kept, for the tests that walk every address: with a fact, a table, a file and a board."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import people
from assessment import Site
from assessment.kept import File, Held, New, NewItem, Said, Serves, beginning, boards, importing, items, seeing, stating
from keeping import evidence_items
from tests.assessment.small_scheme import rule_sets
from tests.web.officers import Place

TRUST, BOARD = "RZZ01", "QZZ"
CSV = b"group,course\nmidwives,emergencies\n"


def in_an_assessment(
    made: Place, trust: str = TRUST, icb: str = BOARD, say: Callable[[str], str] = lambda field: field
) -> Mapping[str, str]:
    """What is open in the addresses of an assessment, by the names that they have for it. Kept once for each trust."""
    folder = made.client.application.extensions["rationale.office"].data_dir / "evidence"
    now, rules = datetime.now(UTC), rule_sets()
    member, officer = made.caller("trust", organisation=trust), made.caller("scheme_officer")
    file = File(CSV, evidence_items.check("training.csv", CSV), folder)
    with made.database.writing() as connection:
        who, by = _actor(connection, member.person_id), _actor(connection, officer.person_id)
        there = [
            each for each in seeing.all_seen(connection, who) if (each.organisation, each.year) == (trust, "year-7")
        ]
        if not there:
            boards.enter(connection, now, by, trust, icb)
            new = New(trust, say("trust"), "year-7", (Site("north", say("site")),))
            held = beginning.begin(connection, now, who, new, rules)
            said = [Said("", "plan_signed", True, say("source"))]
            held = stating.state(connection, now, who, held.id, said, rules, held.version)
            held = _with_a_table(connection, now, who, held, say("staff"))
            there = [held]
        if not items.items(connection, there[0].id):  # none yet, or somebody took it away
            item = NewItem(say("title"), say("original"), (Serves("sa8-b-plan"),))
            there = [items.add(connection, now, who, there[0].id, item, file, rules, there[0].version)]
        (item_kept, *_) = items.items(connection, there[0].id)
        (table, *_) = importing.tables(connection, there[0].id)
    kept = {"id": there[0].id, "item_id": item_kept.id, "name": "plan_signed", "code": "north"}
    at_desk = {"action": "sa1", "site": "north", "at": "north", "table": "training", "paper": "board-paper.docx"}
    return {**kept, **at_desk, "table_id": table.id}


def _with_a_table(connection: Any, now: datetime, who: people.Actor, held: Held, staff: str) -> Held:
    """The assessment with a table of one row."""
    said = {"rows": [{"staff": staff, "attended_on": "2025-03-03"}], "complete": False, "source": "training.csv"}
    brought, rules = importing.Brought("north", "training", said, "f" * 64), rule_sets()
    shown = importing.preview(connection, who, held.id, brought, rules).sha256
    return importing.confirm(connection, now, who, held.id, brought, shown, rules, held.version)


def _actor(connection: Any, person_id: str) -> people.Actor:
    found = people.actor(connection, person_id)
    assert found is not None
    return found
