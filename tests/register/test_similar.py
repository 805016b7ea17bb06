"""Decisions like one, decisions that applied a provision, and what the register covers."""

from dataclasses import replace
from datetime import date

from documents import ComesFrom, Said
from register import Withdrawing, decisions_that_applied, publish, similar_to, statement
from storage import Database
from tests.register.finding import ALL, LARKMERE, MOVED, alike, decision, put
from tests.register.making import RULE_SET, at, decision_id, scheme_record

PROVISION = "reg-18-2-b-significant-benefits"
GRANT = Said("grant", "The application is granted")


def test_the_same_provisions_with_another_result_stand_first(register_database: Database) -> None:
    otherwise = replace(LARKMERE.applied[1], status="met")
    granted = alike(4, final=GRANT, applied=(LARKMERE.applied[0], otherwise, LARKMERE.applied[2]))
    put(register_database, [LARKMERE, alike(2), granted, MOVED])
    with register_database.reading() as connection:
        found = similar_to(connection, LARKMERE.id)
        assert similar_to(connection, MOVED.id) == ()
        assert similar_to(connection, "d-none") == similar_to(connection, scheme_record().id) == ()
    assert [(each.hit.id, each.other_result) for each in found] == [(decision_id(4), True), (decision_id(2), False)]
    assert (found[0].differ, found[0].percent) == ((PROVISION,), 87)
    assert (found[1].differ, found[1].percent, found[1].facts) == ((), 100, ("confers_significant_benefits",))


def test_decisions_that_applied_a_provision_are_those_of_their_findings(register_database: Database) -> None:
    named = decision(4, f"All about {PROVISION}", f"{PROVISION} reg. 18(2)(b)", applied=())
    put(register_database, [*ALL, named])
    with register_database.reading() as connection:
        found = decisions_that_applied(connection, RULE_SET, PROVISION, 1)
        assert decisions_that_applied(connection, "no/such", "x\0").total == 0
        assert decisions_that_applied(connection, "no/such", "x" * 999).hits == ()
    assert (found.total, found.by_status) == (2, {"not_met": 2})
    assert [(hit.id, status) for hit, status in found.hits] == [(decision_id(2), "not_met")]


def test_the_register_says_what_it_covers_and_what_it_does_not(register_database: Database) -> None:
    undated = alike(
        9, decided_on="", year=2020, determined="elsewhere", source=ComesFrom("https://a.example/", "A", "All")
    )
    put(register_database, [*ALL, undated, scheme_record()])
    with register_database.writing() as connection:
        publish(connection, at(9), Withdrawing(LARKMERE.id, "It was a mistake.", date(2026, 11, 26)))
    with register_database.reading() as connection:
        said = statement(connection)
    assert (said.decisions, said.scheme_results, said.elsewhere, said.withdrawn, said.undated) == (3, 1, 2, 1, 1)
    assert (said.first, said.last) == ("2024-05-01", "2026-03-03")
    assert said.by_year == ((2026, 1), (2024, 1), (2020, 1))
    assert said.missing == (
        "Decisions that were made before this register began are here only where somebody brought them in.",
        "It holds no decision of 2021, 2022, 2023 and 2025.",
        "2 decisions are from elsewhere, and only what the source tells is known of them.",
        "1 decision is of a day that is not known.",
        "1 publication was withdrawn; each says why.",
    )


def test_an_empty_register_covers_nothing(register_database: Database) -> None:
    with register_database.reading() as connection:
        said = statement(connection)
    assert (said.decisions, said.first, said.by_year, len(said.missing)) == (0, "", (), 1)
