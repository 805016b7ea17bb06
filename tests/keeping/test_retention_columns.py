"""Every column of a case that can hold text is emptied when its time is over, or is known to hold nobody's words."""

from collections.abc import Iterator

from sqlalchemy import Column, LargeBinary, String, Table

from keeping.retention import GOES
from storage import private

# What goes in another way than by ``GOES``: see the tests of retention.
BESIDE = {"case": {"title", "salt"}, "evidence_item": {"name", "about"}, "extension": {"why"}}
# What stays: ids, hashes, places, and words of the rules and of the program. Nothing that somebody typed.
STAYS = {
    "activity": "actor act case_id about before hash",
    "assigned": "part",
    "case": "reference kind state organisation",
    "case_link": "how",
    "case_rule_set": "rule_set",
    "commitment": "hmac",
    "deadline": "rule_set name says cites waits_for powers",
    "decision": "reference",
    "decision_comment": "section content",
    "decision_conclusion": "disposal final",
    "decision_departure": "rule_set about name proposed decided",
    "decision_review": "content",
    "determined": "rule_set sha256",
    "evidence_item": "sha256 media_type",
    "extension": "power",
    "issued_decision": "reference sha256",
    "letter": "sha256",
    "party": "role organisation",
    "publishing": "kind reference state",
    "publishing_approval": "content",
    "publishing_intent": "act sha256",
    "publishing_preview": "content",
    "publishing_redaction": "act pointer reason",
    "publishing_text": "what",
    "state_change": "before after",
    "stated": "sort name replaces",
    "takedown": "answer",
    "told": "how",
}


def texts(table: Table) -> Iterator[str]:
    """The columns of a table that can hold a text or bytes, but for keys."""
    for column in table.c:
        if isinstance(column.type, String | LargeBinary) and not _is_key(column):
            yield column.name


def _is_key(column: "Column[object]") -> bool:
    return column.name == "id" or bool(column.foreign_keys)


def test_every_column_that_can_hold_text_goes_or_is_known_to_hold_none_of_anybody() -> None:
    goes = BESIDE | {table.name: set(emptied) for table, emptied in GOES}
    of_a_case = [each for each in private.sorted_tables if "case_id" in each.c or each.name in ("case", "extension")]
    assert len(of_a_case) > 30
    for table in of_a_case:
        stays = set(STAYS.get(table.name, "").split())
        gone = goes.get(table.name, set())
        assert set(texts(table)) == stays | gone, f"{table.name}: let it go, or say here that it stays"
        assert not stays & gone, table.name
