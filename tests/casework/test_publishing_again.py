"""A register that was lost goes back to a copy, and what went out after the copy is put back as it went out."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from casework import CaseRefused
from casework.publishing import (
    forget_copied,
    publish,
    publish_again,
    withdraw,
)
from documents import SchemeResultRecord
from keeping import Verified, activity
from register import (
    Looking,
    Publishing,
    bundle,
    changed,
    head_json,
    holds,
    latest,
    newest_head,
    proof_of,
    publication,
    root_at,
    search,
    size,
    verify,
)
from register import publish as put_into_register
from storage import KEPT_ACT, Database, copy_file, publishing_intent
from tests.casework.deciding import live
from tests.casework.office import NOON, Office
from tests.casework.publishing import desk
from tests.casework.standing import Standing
from tests.casework.trusts import COMMAND_LINE, Trusts, trusts_of


@pytest.fixture
def trusts(office: Office, register_file: Database) -> Trusts:
    return trusts_of(office, register_file)


@pytest.fixture
def copy(register_file: Database, tmp_path: Path) -> Iterator[Callable[[], Database]]:
    """Copies the register as it stands, and opens the copy."""
    opened: list[Database] = []

    def copied() -> Database:
        file = tmp_path / f"copy-{len(opened)}.sqlite"
        with register_file.reading() as connection:
            copy_file(connection, file)
        opened.append(Database(f"sqlite:///{file}"))
        return opened[-1]

    yield copied
    for each in opened:
        each.close()


@pytest.fixture
def empty(empty_register: Path, tmp_path: Path) -> Iterator[Database]:
    """A register in which nothing ever stood."""
    made = Database(f"sqlite:///{shutil.copy(empty_register, tmp_path / 'empty.sqlite')}")
    yield made
    made.close()


def kept(database: Database) -> list[tuple[str, bool]]:
    """The rows that keep what went out, and whether its bytes are still there."""
    of = publishing_intent.c
    with database.reading() as connection:
        rows = connection.execute(select(of.act, of.canonical).where(of.act.endswith(KEPT_ACT, autoescape=True)))
        return sorted((row.act, row.canonical is not None) for row in rows)


def test_what_went_out_after_the_copy_is_put_back_and_the_log_is_whole(
    trusts: Trusts, copy: Callable[[], Database]
) -> None:
    trusts.result("RX1", 0)
    back = copy()
    second, third = trusts.result("RX2", 1), trusts.result("RX3", 2)
    trusts.redacted(second, 3)
    trusts.sends(withdraw, third.id, 4, "A court forbids it.")
    with trusts.outlet.register.reading() as connection:
        leaves, root, head = size(connection), root_at(connection, size(connection)), newest_head(connection)
        before = latest(connection)
    assert head is not None
    assert trusts.again(back) == [
        ("SAMPLE-MIS/7/RX2", "publish", 1, ""),
        ("SAMPLE-MIS/7/RX3", "publish", 1, ""),
        ("SAMPLE-MIS/7/RX2", "correct", 2, ""),
        ("SAMPLE-MIS/7/RX3", "withdraw", 1, ""),
    ]
    with back.reading() as connection:
        assert (size(connection), root_at(connection, leaves)) == (leaves, root)
        proof = proof_of(connection, second.public_id, 2)
        assert holds(verify(proof, json.dumps(head_json(head)).encode(), head.key_id)), "the head from before the loss"
        found = search(connection, Looking("nhs trust")).hits
        assert {hit.reference for hit in found} == {"SAMPLE-MIS/7/RX1", "SAMPLE-MIS/7/RX2"}
        after = latest(connection)
        assert [each.id for each in changed(connection, Looking("nhs trust")).publications] == [
            each.id for each in after
        ]
    shown = [
        [(each.id, each.state, each.version, each.withdrawn_reason) for each in every] for every in (before, after)
    ]
    assert shown[0] == shown[1]
    assert [each.erased for each in after[1].versions] == [True, False]
    assert trusts.again(back) == [], "what is there is left alone"
    with trusts.outlet.private.reading() as connection:
        assert isinstance(activity.verify(connection), Verified)
        put_back = [each for each in activity.entries(connection) if each.act == "publication.put_back"]
    assert len(put_back) == 4


def test_what_a_copy_has_is_kept_no_longer_and_that_is_told_where_an_older_copy_is_put_in_its_place(
    trusts: Trusts, copy: Callable[[], Database], empty: Database
) -> None:
    made = trusts.result("RX1", 0)
    back = copy()
    trusts.redacted(made, 1)
    private = trusts.outlet.private
    assert kept(private) == [("correct_kept", True), ("publish_kept", True)]
    with back.reading() as copied, private.writing() as connection:
        assert forget_copied(connection, copied) == 1
    with back.reading() as copied, private.writing() as connection:
        assert forget_copied(connection, copied) == 0
    assert kept(private) == [("correct_kept", True), ("publish_kept", False)], "the copy has no second version"
    first, later = trusts.again(empty)
    assert "kept here no longer, since a copy of the register had it" in first[3]
    assert later[3] == "something of it that went out before is not there"
    with empty.reading() as connection:
        assert size(connection) == 0
    assert [each[1:] for each in trusts.again(back)] == [("correct", 2, "")]


def test_what_is_another_than_went_out_stays_out(trusts: Trusts, empty: Database) -> None:
    trusts.result("RX1", 0)
    private, of = trusts.outlet.private, publishing_intent.c
    with private.writing() as connection:
        on = "" if private.sqlite else " ON publishing_intent"
        connection.exec_driver_sql(f"DROP TRIGGER publishing_intent_update{on}")
        wanted = connection.scalar(select(of.canonical).where(of.canonical.is_not(None)))
        other = bytes(wanted or b"").replace(b"RX1 NHS Trust", b"RX1 NHS Crust")
        connection.execute(update(publishing_intent).where(of.canonical.is_not(None)).values(canonical=other))
    ((_, _, _, told),) = trusts.again(empty)
    assert told.startswith("what is kept here has another hash than what went out")
    with empty.reading() as connection:
        assert size(connection) == 0


@pytest.mark.proof
def test_what_stands_under_its_number_or_its_name_is_told_and_left_alone(trusts: Trusts, empty: Database) -> None:
    made, other = trusts.result("RX1", 0), trusts.result("RX2", 1)
    with trusts.outlet.register.reading() as connection:
        found = publication(connection, made.public_id)
    assert found is not None
    record = found.record
    assert isinstance(record, SchemeResultRecord)
    with empty.writing() as connection:
        put_into_register(connection, NOON, Publishing(replace(record, summary="Something else.")))
    told, back = trusts.again(empty)
    assert told[3] == "the register holds another version of this number, which stays as it is"
    assert (back[0], back[3]) == (other.reference, "")
    third = trusts.result("RX3", 2)
    taken = replace(record, id=f"s-{'0' * 32}", reference=third.reference)
    with empty.writing() as connection:
        put_into_register(connection, NOON, Publishing(taken))
        before = size(connection)
    with pytest.raises(CaseRefused, match=r"SAMPLE-MIS/7/RX3 cannot be put back, so nothing was: .* belongs to"):
        trusts.again(empty)
    with empty.reading() as connection:
        assert size(connection) == before


@pytest.mark.proof
def test_a_decision_is_put_back_with_all_that_makes_it_again(
    here: Callable[[str], Standing], register_file: Database, empty: Database
) -> None:
    made = desk(here("publishable"), register_file)
    made.sends(publish, live)
    pdf = b"%PDF-invented"
    outlet = replace(made.outlet, register=empty, pdf=lambda _: pdf)
    (done,) = publish_again(outlet, NOON, COMMAND_LINE)
    assert (done.reference, done.told) == (made.prepared.reference, "")
    bundles = []
    for register in (register_file, empty):
        with register.reading() as connection:
            bundles.append(bundle(connection, made.prepared.public_id, 1))
    assert bundles[0] == bundles[1]
