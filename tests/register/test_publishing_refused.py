"""What the register does not take, and what it says then. Nothing of it is stored."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents import DecisionRecord
from register import (
    PublishedDetermination,
    PublishedRules,
    Publishing,
    RegisterRefused,
    Withdrawing,
    holds,
    latest,
    outlines,
    proof_of,
    publish,
    sign_head,
    size,
    verify,
)
from storage import Database
from tests.register.making import DETERMINED, NOON, decision_id, decision_record, later, scheme_record
from tests.register.signed import KEY

FIRST = decision_record()


def _other_hash(record: DecisionRecord) -> DecisionRecord:
    return replace(record, determinations=(replace(record.determinations[0], sha256="a" * 64),))


UNFIT: list[tuple[Callable[[], Publishing], str]] = [
    (lambda: Publishing(replace(FIRST, id="d-1")), "the id of a decision is d- and 32 hexadecimal digits"),
    (lambda: Publishing(scheme_record(id=decision_id())), "the id of a scheme result is s- and 32 hexadecimal digits"),
    (lambda: Publishing(replace(FIRST, version=0)), "versions count from 1"),
    (lambda: Publishing(replace(FIRST, version=2)), "the next is version 1"),
    (lambda: Publishing(replace(FIRST, decided_on="2 March 2026")), "decided_on is an ISO date or empty, and not"),
    (lambda: Publishing(replace(FIRST, year=12_345)), "the year 12345 is none"),
    (lambda: Publishing(replace(FIRST, reference=" ")), "a reference or alias has 1 to 200 signs that can be printed"),
    (lambda: Publishing(FIRST, aliases=("x" * 201,)), "a reference or alias has 1 to 200 signs"),
    (lambda: Publishing(FIRST, aliases=("D-" + "a" * 32,)), "looks like an opaque id, and an alias must not"),
    (lambda: Publishing(replace(FIRST, salt="")), "its salt is not 32 random hexadecimal digits"),
    (lambda: Publishing(replace(FIRST, determined="elsewhere", salt="")), "its salt is not 32 random"),
    (lambda: Publishing(scheme_record(salt="a name")), "could be guessed: give each version one of its own"),
    (lambda: Publishing(_other_hash(FIRST)), "would let anybody try what its redacted facts were: leave sha256 empty"),
    (lambda: Publishing(replace(FIRST, title="\ud800")), "it cannot be written as canonical JSON"),
    (lambda: Publishing(replace(FIRST, parties=[])), "it would not be read again as it is"),  # type: ignore[arg-type]  # on purpose
    (
        lambda: Publishing(FIRST, determinations=(PublishedDetermination("a" * 64, DETERMINED),)),
        "the determination aaaaaaaaaaaa has another hash",
    ),
    (
        lambda: Publishing(
            replace(FIRST, determinations=()),
            determinations=(PublishedDetermination(FIRST.determinations[0].published_sha256, DETERMINED),),
        ),
        "the record names no determination",
    ),
    (lambda: Publishing(FIRST, rules=(PublishedRules("b" * 64, "a/b", b""),)), "the record names no rules at revision"),
    (lambda: Publishing(FIRST, erases=True), "a first version has none before it to erase"),
]


@pytest.mark.parametrize(("what", "told"), UNFIT, ids=[told for _, told in UNFIT])
def test_what_is_unfit_is_refused(register_database: Database, what: Callable[[], Publishing], told: str) -> None:
    with pytest.raises(RegisterRefused, match=told), register_database.writing() as connection:
        publish(connection, NOON, what())
    with register_database.reading() as connection:
        assert size(connection) == 0
        assert latest(connection) == ()


def test_what_stood_there_before_such_records_had_a_salt_is_repeated_put_back_and_read(
    register_database: Database,
) -> None:
    old = decision_record(determined="elsewhere", salt="")
    with register_database.writing() as connection:
        made = publish(connection, NOON, Publishing(old, went_out=True))
        assert publish(connection, NOON, Publishing(old)) == made, "a sweep that finishes what stands there already"
        with pytest.raises(RegisterRefused, match="its salt is not 32 random"):
            publish(connection, NOON, Publishing(replace(later(old), salt="")))
        publish(connection, NOON, Publishing(later(old)))
        sign_head(connection, NOON, KEY)
    with register_database.reading() as connection:
        (found,) = latest(connection)
        assert holds(verify(proof_of(connection, old.id, 1)))
    assert [each.record for each in found.versions] == [old, later(old)]


def test_every_fault_is_told_at_once(register_database: Database) -> None:
    wrong: Any = replace(FIRST, id="x", version=0, year=-1)
    with pytest.raises(RegisterRefused) as told, register_database.writing() as connection:
        publish(connection, NOON, Publishing(wrong))
    assert str(told.value).count(";") == 2


def test_a_correction_says_why_and_comes_in_its_turn(register_database: Database) -> None:
    with register_database.writing() as connection:
        publish(connection, NOON, Publishing(FIRST))
        with pytest.raises(RegisterRefused, match="does not say why it is there: say in “why” what is corrected"):
            publish(connection, NOON, Publishing(replace(FIRST, version=2)))
        with pytest.raises(RegisterRefused, match=r"Version 3 of .* cannot be published: the next is version 2\."):
            publish(connection, NOON, Publishing(later(later(FIRST))))


def test_a_withdrawal_gives_its_reason_and_names_what_is_there(register_database: Database) -> None:
    gone = Withdrawing(FIRST.id, " ", date(2026, 11, 26))
    with register_database.writing() as connection:
        with pytest.raises(RegisterRefused, match="give the reason that readers will be told"):
            publish(connection, NOON, gone)
        with pytest.raises(
            RegisterRefused, match=r"cannot be withdrawn\. It is not in the register: it can be publish"
        ):
            publish(connection, NOON, replace(gone, reason="A mistake."))


def test_long_lists_go_by_id_without_what_they_say(register_database: Database) -> None:
    with register_database.writing() as connection:
        for number in range(5):
            publish(connection, NOON, Publishing(decision_record(number)))
    with register_database.reading() as connection:
        every = outlines(connection)
        assert [each.id for each in every] == sorted(decision_id(number) for number in range(5))
        assert outlines(connection, every[2].id, 1) == (every[3],)
        assert [each.leaf_index for each in latest(connection, 4, 2)] == [3, 2]
