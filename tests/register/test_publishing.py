"""Publishing: idempotent, in the order of the life cycle, under names that never die, each act with its leaf."""

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest

from documents import canonical
from register import (
    Publication,
    Published,
    PublishedDetermination,
    PublishedRules,
    Publishing,
    RegisterRefused,
    Withdrawing,
    determinations_of,
    entry,
    publication,
    publish,
    published_since,
    rendition,
    rules_of,
    size,
)
from register.life import WAYS
from storage import Database
from tests.register.making import (
    DETERMINED,
    DETERMINED_SHA256,
    NOON,
    REVISION,
    RULE_SET,
    at,
    decision_id,
    decision_record,
    later,
    scheme_record,
)

WHOLE = Publishing(
    decision_record(),
    pdf=b"%PDF-1.7 invented",
    determinations=(PublishedDetermination(DETERMINED_SHA256, DETERMINED),),
    rules=(PublishedRules(REVISION, RULE_SET, b"PK invented"),),
    aliases=("SHA/20001",),
)
GONE = Withdrawing(decision_id(), "It was published by mistake.", date(2026, 11, 26))
CORRECTED = Publishing(later(decision_record()))


def put(database: Database, *acts: Publishing | Withdrawing) -> list[Published]:
    """Do acts, each in a transaction of its own."""
    done = []
    for number, act in enumerate(acts):
        with database.writing() as connection:
            done.append(publish(connection, at(number), act))
    return done


def found(database: Database, name: str = decision_id()) -> Publication:
    with database.reading() as connection:
        held = publication(connection, name)
    assert held is not None
    return held


def test_what_is_published_is_read_again_as_it_was(register_database: Database) -> None:
    (done,) = put(register_database, WHOLE)
    held = found(register_database)
    content = canonical(WHOLE.record)
    assert done == Published(decision_id(), 1, "published", hashlib.sha256(content).hexdigest(), 0)
    assert (held.kind, held.state, held.version, held.reference) == ("decision", "published", 1, "SAMPLE/2026/0001")
    assert held.record == WHOLE.record
    assert held.newest.canonical == content
    assert (held.newest.at, held.changed_at, held.noindex) == (NOON, NOON, False)
    with register_database.reading() as connection:
        assert rendition(connection, decision_id(), 1, "pdf") == WHOLE.pdf
        assert rendition(connection, decision_id(), 1, "xml") is None
        assert determinations_of(connection, decision_id(), 1) == WHOLE.determinations
        assert rules_of(connection, decision_id(), 1) == WHOLE.rules
        assert entry(connection, 0).content == content
        assert publication(connection, "d-" + "0" * 32) is None


def test_the_same_again_is_answered_the_same_and_stored_once(register_database: Database) -> None:
    first, second = put(register_database, WHOLE, WHOLE)
    assert first == second
    with register_database.reading() as connection:
        assert size(connection) == 1
    changed = replace(WHOLE, record=decision_record(title="Another"))
    with pytest.raises(RegisterRefused, match=r"Version 1 .* is in the register already, and is another\. .*version 2"):
        put(register_database, changed)


def test_a_correction_leaves_both_versions_readable(register_database: Database) -> None:
    _, done, again = put(register_database, WHOLE, CORRECTED, WHOLE)
    held = found(register_database)
    assert (done.state, done.version, done.leaf_index) == ("corrected", 2, 1)
    assert (again.state, again.version, again.leaf_index) == ("corrected", 1, 0)  # of the publication, as it stands now
    assert [each.record for each in held.versions] == [WHOLE.record, CORRECTED.record]
    assert [each.why for each in held.versions] == ["", "A date was wrong."]
    with register_database.reading() as connection:
        assert rendition(connection, decision_id(), 1, "pdf") == WHOLE.pdf


def test_a_withdrawal_leaves_a_tombstone_and_a_leaf_that_says_why(register_database: Database) -> None:
    *_, done, again = put(register_database, WHOLE, CORRECTED, GONE, GONE)
    held = found(register_database, "SAMPLE/2026/0001")
    assert done == again
    assert (held.state, held.record, held.withdrawn_on) == ("withdrawn", None, GONE.on)
    assert held.withdrawn_reason == GONE.reason
    assert [(each.canonical, each.erased) for each in held.versions] == [(None, True), (None, True)]
    with register_database.reading() as connection:
        leaf = entry(connection, done.leaf_index)
        assert leaf.sort == "withdrawal"
        assert json.loads(leaf.content or b"")["reason"] == GONE.reason
        assert hashlib.sha256(leaf.content or b"").hexdigest() == done.sha256
        assert entry(connection, 0).content is None
    with pytest.raises(RegisterRefused, match="was withdrawn on 2026-11-26, with another reason or day"):
        put(register_database, replace(GONE, reason="Another."))


ACTS = {"publish": (WHOLE,), "correct": (CORRECTED,), "withdraw": (GONE,)}
REACHED_BY = {None: (), "published": (WHOLE,), "corrected": (WHOLE, CORRECTED), "withdrawn": (WHOLE, GONE)}


@pytest.mark.parametrize("act", ["correct", "withdraw"])
@pytest.mark.parametrize("before", REACHED_BY)
def test_what_the_table_does_not_open_is_refused(register_database: Database, before: str | None, act: str) -> None:
    put(register_database, *REACHED_BY[before])
    ends = [way.after for way in WAYS if (way.before, way.act) == (before, act)]
    what: Publishing | Withdrawing = GONE
    if act == "correct":
        version = 3 if before == "corrected" else 2
        what = Publishing(replace(CORRECTED.record, version=version))
    if before == "withdrawn" and act == "withdraw":
        what = replace(GONE, reason="Another.")
    if ends:
        assert put(register_database, what)[0].state == ends[0]
        return
    with pytest.raises(RegisterRefused):
        put(register_database, what)
    with register_database.reading() as connection:
        assert size(connection) == len(REACHED_BY[before])


def test_every_name_that_it_ever_had_leads_to_it_in_any_case(register_database: Database) -> None:
    renamed = replace(CORRECTED.record, reference="SAMPLE/2026/0099")
    put(register_database, WHOLE, Publishing(renamed))
    for name in ("SAMPLE/2026/0001", "sample/2026/0099", " Sha/20001 ", decision_id(), decision_id().upper()):
        assert found(register_database, name).id == decision_id()
    put(register_database, GONE)
    assert found(register_database, "sha/20001").state == "withdrawn"
    other = decision_record(2, reference="sample/2026/0001")
    with pytest.raises(RegisterRefused, match=r"The name “sample/2026/0001” belongs to d-.*, for good"):
        put(register_database, Publishing(other))


def test_they_are_numbered_by_the_day_decided(register_database: Database) -> None:
    same_day = decision_record(3, decided_on="2026-03-02")
    no_day, unknown = decision_record(4, decided_on="", year=1998), decision_record(5, decided_on="", year=0)
    acts = [Publishing(each) for each in (decision_record(), same_day, decision_record(2), no_day, unknown)]
    put(register_database, *acts, Publishing(scheme_record()))
    day = date(2026, 3, 2).toordinal() * 1_000_000
    docids = [found(register_database, decision_id(number)).docid for number in (1, 3, 2, 4, 5)]
    assert docids == [day, day + 1, day + 1_000_000, date(1998, 1, 1).toordinal() * 1_000_000, 0]
    assert found(register_database, scheme_record().id).docid == date(2026, 6, 1).toordinal() * 1_000_000
    put(register_database, Publishing(replace(later(decision_record()), decided_on="2026-03-03")))
    assert found(register_database).docid == day + 1_000_001


def test_what_changed_is_told_in_the_order_of_the_log(register_database: Database) -> None:
    put(register_database, WHOLE, Publishing(decision_record(2)), Publishing(scheme_record()), CORRECTED)
    with register_database.reading() as connection:
        changed = published_since(connection)
        assert [each.leaf_index for each in changed] == [1, 2, 3]
        assert [each.id for each in changed][-1] == decision_id()
        assert [each.leaf_index for each in published_since(connection, 1, 1)] == [2]
