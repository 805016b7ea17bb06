"""What a filter's value says is in the words of publications that stand, and of none that is gone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from documents import DecisionRecord, Said
from register import Publishing, Withdrawing, publish
from storage import Database
from tests.register.finding import DOCTORS, LARKMERE, alike, look, put
from tests.register.making import at, decision_id, later, scheme_record
from tests.register.test_erasing import everything

NAMED = "Quillfeather"
REG_18_1 = replace(LARKMERE.applied[0], title=f"What {NAMED} could not foresee")
TOLD = alike(
    2,
    final=Said("refuse", f"{NAMED} is refused"),
    kind=Said("pharmacy_market_entry", f"The appeal of {NAMED}"),
    disposal=Said("quash_and_redetermine", f"{NAMED} is decided afresh"),
    applied=(REG_18_1,),
)
VALUES = {
    "kind": "pharmacy_market_entry",
    "outcome": "refuse",
    "disposal": "quash_and_redetermine",
    "provision": "pharmacy/market-entry/reg-18-1-unforeseen-benefits",
}
OURS = {
    "kind": LARKMERE.kind.says,
    "outcome": LARKMERE.final.says,
    "disposal": LARKMERE.disposal.says,
    "provision": "reg. 18(1) Unforeseen benefits",
}


def says(database: Database) -> Mapping[str, str]:
    """What the filters say of the values that both decisions have."""
    shown = {facet.name: {each.value: each.says for each in facet.values} for facet in look(database).facets}
    return {name: shown[name][value] for name, value in VALUES.items()}


def erased(record: DecisionRecord) -> Publishing:
    """A decision that tells of nobody and came to something else, in the place of one that told of somebody."""
    words = replace(
        DOCTORS, id=record.id, reference=record.reference, disposal=Said("confirm", "It stands"), applied=()
    )
    return Publishing(later(words, "redaction", "A name is no longer published."), erases=True)


@pytest.mark.parametrize(
    "act",
    [erased(TOLD), Withdrawing(decision_id(2), "A person asked for it.", date(2026, 11, 26))],
    ids=["erased", "withdrawn"],
)
def test_no_filter_keeps_words_of_what_was_erased_or_withdrawn(
    register_database: Database, act: Publishing | Withdrawing
) -> None:
    put(register_database, (LARKMERE, TOLD, scheme_record()))
    assert all(NAMED in each for each in says(register_database).values())
    with register_database.writing() as connection:
        publish(connection, at(9), act)
    assert says(register_database) == OURS
    assert NAMED.lower() not in everything(register_database)


def test_where_the_other_goes_the_words_of_the_one_that_stands_stay(register_database: Database) -> None:
    put(register_database, (TOLD, LARKMERE))
    assert says(register_database) == OURS
    with register_database.writing() as connection:
        publish(connection, at(9), Withdrawing(LARKMERE.id, "It was a mistake.", date(2026, 11, 26)))
    assert all(NAMED in each for each in says(register_database).values())


def test_a_value_without_words_says_itself(register_database: Database) -> None:
    put(register_database, (alike(1, final=Said("refuse", "")), alike(2)))
    with register_database.writing() as connection:
        publish(connection, at(9), Withdrawing(decision_id(2), "It was a mistake.", date(2026, 11, 26)))
    assert says(register_database)["outcome"] == "refuse"
