"""What is due goes out without anybody at a desk, once, however many processes see to it at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from casework.deciding import issue
from casework.publishing import Outlet, Redacting, Released, publish, release, release_due, seen, sign_daily
from documents import PDFUnavailable, Record
from register import Head, Published, consistency_between, heads, holds, proof_of, sign_head, size, verify
from storage import Database
from tests.casework import deciding
from tests.casework.deciding import SERIES, live
from tests.casework.office import NOON, Office, at_once
from tests.casework.pdfs import small_pdf
from tests.casework.publishing import desk
from tests.casework.standing import Standing, disputed
from tests.casework.trusts import KEY, Trusts, at, trusts_of

HOUR = timedelta(hours=1)


@pytest.fixture
def trusts(office: Office, register_file: Database) -> Trusts:
    return trusts_of(office, register_file)


def signed(trusts: Trusts) -> tuple[Head, ...]:
    """Every head, the newest first."""
    with trusts.outlet.register.reading() as connection:
        return heads(connection)


def beside(trusts: Trusts) -> Outlet:
    """The outlet of another process: with ways of its own to both databases."""
    return Outlet(again(trusts.outlet.private), again(trusts.outlet.register), trusts.outlet.sign)


def again(database: Database) -> Database:
    """Another way to the same database."""
    return Database(database.engine.url.render_as_string(hide_password=False))


def test_the_log_is_signed_once_a_day_and_never_while_it_is_empty(trusts: Trusts) -> None:
    assert not sign_daily(trusts.outlet, at(0))
    trusts.result("RX1", 0)
    assert not sign_daily(trusts.outlet, at(0) + 23 * HOUR)
    assert sign_daily(trusts.outlet, at(0) + 24 * HOUR)
    assert not sign_daily(trusts.outlet, at(0) + 25 * HOUR)
    assert [each.at for each in signed(trusts)] == [at(0) + 24 * HOUR, at(0)]
    assert len({(each.tree_size, each.root) for each in signed(trusts)}) == 1, "nothing was published since"
    unsigned = Trusts(Outlet(trusts.outlet.private, trusts.outlet.register), trusts.scheme, trusts.publisher)
    unsigned.result("RX2", 1)
    assert not sign_daily(unsigned.outlet, at(1) + 48 * HOUR), "who has no key signs nothing"
    assert sign_daily(trusts.outlet, at(1) + 24 * HOUR), "what no head holds is signed before its day is over"


def test_of_two_processes_at_once_one_publishes_and_one_signs(trusts: Trusts) -> None:
    made = trusts.entered("RX1")
    trusts.held_back(made, 60)
    assert release_due(trusts.outlet, at(59), live) == ()
    outlets = [beside(trusts), beside(trusts)]
    with ThreadPoolExecutor(2) as both:
        done = [*both.map(lambda each: release_due(each, at(60), live), outlets)]
        later = [*both.map(lambda each: sign_daily(each, at(60) + 24 * HOUR), outlets)]
    for each in outlets:
        each.private.close()
        each.register.close()
    assert [one.told for every in done for one in every].count("") == 1
    assert sorted(later) == [False, True]
    assert len(signed(trusts)) == 2
    with trusts.outlet.register.reading() as connection:
        assert size(connection) == 2, "the record and the key"


def test_where_one_cannot_go_out_the_others_do(trusts: Trusts) -> None:
    first, second = trusts.entered("RX1"), trusts.entered("RX2")
    for made in (first, second):
        trusts.held_back(made, 60)

    def sets(record: Record) -> bytes:
        if record.reference == first.reference:
            raise PDFUnavailable("No PDF can be made on this machine")
        return small_pdf()

    outlet = Outlet(trusts.outlet.private, trusts.outlet.register, trusts.outlet.sign, sets)
    done = release_due(outlet, at(60), live)
    assert Released(first.reference, "No PDF can be made on this machine") in done
    assert Released(second.reference, "") in done
    assert {each.reference for each in release_due(outlet, at(61), live)} == {first.reference}, "which waits"
    with outlet.private.reading() as connection:
        stands, _ = seen(connection, trusts.publisher, first.id)
    assert (stands.state, stands.intents) == ("draft", ()), "nothing goes out whose PDF nobody could search"


def test_two_desks_that_issue_and_publish_at_once_give_two_references_and_one_log(
    here: Callable[[str], Standing], register_file: Database
) -> None:
    """Each with ways of its own to both databases, from the reviewed draft to the register."""
    first = here("disputed")
    both = [first, replace(first, id=disputed(first.office, first.officer).id)]
    both = [replace(each, office=Office(again(first.office.database))) for each in both]
    for each in both:
        deciding.reviewed(each.office, each.officer, each.reviewer, each.here)
    at_once([partial(each.does, issue, SERIES, live) for each in both])
    desks = [desk(each, again(register_file)) for each in both]
    for made in desks:
        made.begin()
        for place in made.drawn.personal:
            made.does(release, Redacting(place.pointer, reason="public_role", says="They are a party"), live)
        made.approves()
    signs = [replace(each.outlet, sign=lambda it, now: sign_head(it, now, KEY)) for each in desks]
    ready = [each.prepared for each in desks]
    sends = zip(signs, desks, ready, strict=True)
    done = at_once([partial(publish, to, NOON, by.publisher, it.id, live, it.version) for to, by, it in sends])
    assert [type(each) for each in done] == [Published, Published], done
    assert {each.reference for each in ready} == {"SAMPLE/2026/0001", "SAMPLE/2026/0002"}
    assert [(each.prepared.state, each.prepared.going_out) for each in desks] == [("published", None)] * 2
    with register_file.reading() as connection:
        assert size(connection) == 3, "two records and the key"
        assert all(holds(verify(proof_of(connection, each.id, 1))) for each in done)
        assert {each.tree_size for each in heads(connection)} <= {2, 3}
        assert consistency_between(connection, 2, 3)
    for database in (each for one in desks for each in (one.at.office.database, one.register)):
        database.close()
