"""What is due goes out without anybody at a desk, once, however many processes see to it at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from casework.publishing import Outlet, Released, release_due, seen, sign_daily
from documents import PDFUnavailable, Record
from register import Head, heads, size
from storage import Database
from tests.casework.deciding import live
from tests.casework.office import Office
from tests.casework.pdfs import small_pdf
from tests.casework.trusts import Trusts, at, trusts_of

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
    both = (trusts.outlet.private, trusts.outlet.register)
    urls = [each.engine.url.render_as_string(hide_password=False) for each in both]
    private, register = (Database(each) for each in urls)
    return Outlet(private, register, trusts.outlet.sign)


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
