"""Names that no list of the case has are kept out too: of what is told beside a record, and of what went out before."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from casework import CaseRefused, NewParty, change_party
from casework.deciding import issue
from casework.publishing import (
    Redacting,
    correct,
    explain,
    gate,
    publish,
    redact,
    undo,
    withdraw,
    write_summary,
)
from casework.publishing.contacts import WRITTEN_TO, private_lines
from documents import SectionSaid
from keeping import Kept, NotMadeAgain, Replayed
from storage import Database
from tests.casework.deciding import SERIES, live
from tests.casework.office import NOON, Office
from tests.casework.publishing import Desk, desk
from tests.casework.standing import Standing
from tests.casework.trusts import trusts_of

NAMED, NUMBER = "Jane Roe", "943 476 5919"
NOWHERE = "what must stand nowhere"
OUT = Redacting("", f" Mrs {NAMED} ", "personal")


@pytest.fixture
def prepared(here: Callable[[str], Standing], register_file: Database) -> Desk:
    """A decision that could be published at once."""
    return desk(here("publishable"), register_file)


def lacking(made: Desk, *, reasons: str) -> tuple[str, ...]:
    """What the gate tells of private words, where the reasons say something else."""
    told = replace(
        made.record, sections=(SectionSaid("reasons", "Reasons", reasons),), facts=(), findings=(), applied=()
    )
    with made.at.office.database.reading() as connection:
        lines = gate(connection, NOON, replace(made.drawn, record=told, determinations=()))
    return next(line.lacking for line in lines if line.id == "private")


def test_a_name_that_no_party_has_stops_the_gate_wherever_it_stands(prepared: Desk) -> None:
    before = prepared.drawn
    prepared.does(redact, [OUT], live)
    assert prepared.lacking() == {}, "it stands nowhere, and so nothing of what was approved is changed"
    assert (prepared.record, prepared.drawn.content) == (before.record, before.content)
    told = f"{NOWHERE} (“J. Roe’s”) stands in the section “Reasons”: take it out there too"
    assert lacking(prepared, reasons="It was J. Roe’s shop.") == (told,)
    prepared.does(write_summary, f"{NAMED} may open it.")
    assert prepared.lacking()["private"] == (f"{NOWHERE} (“{NAMED}”) stands in the summary: take it out there too",)
    prepared.does(undo, ("", f"Mrs {NAMED}"))
    assert f"Mrs {NAMED}" not in prepared.drawn.private


UNFIT = (
    (replace(OUT, words="Jo"), "/redactions/0/words: this is too short to be told from other words: give the whole"),
    (replace(OUT, words=" "), "/redactions/0/words: this is empty"),
    (replace(OUT, words=f"{NAMED}\nof Larkmere"), "/redactions/0/words: this holds a character that nobody sees"),
    (
        replace(OUT, replacement="a neighbour"),
        "/redactions/0/replacement: nothing stands in the place of words that must stand nowhere: leave this out, or",
    ),
    (replace(OUT, reason="other"), "/redactions/0/says: this is empty"),
)


def test_words_that_could_not_be_looked_for_are_refused(prepared: Desk) -> None:
    for asked, told in UNFIT:
        (refused,) = prepared.refused(redact, [asked], live)
        assert refused.startswith(told)


REACHED: tuple[tuple[str, list[str]], ...] = (
    ("Mrs Jane Roe, superintendent", ["Mrs Jane Roe"]),
    ("For the attention of Jane Roe", ["Jane Roe"]),
    ("Jane Roe Superintendent Pharmacist", ["Jane Roe"]),
    ("Contact: Jan van der Berg (owner)", ["Jan van der Berg"]),
    ("Jane Hall", ["Jane Hall"]),
    ("Milton Keynes", []),
    ("1 High Street, Leighton Buzzard, LU7 1AA", []),
    ("Bishop's Stortford", []),
    ("ROYAL TUNBRIDGE WELLS", []),
    ("Jane Roe, Melton Mowbray", ["Jane Roe"]),
    ("Jane Melton, Shepton Mallet", ["Jane Melton"]),
    ("Milton Roe, Milton Keynes", ["Milton Roe"]),
    ("Mr Milton Keynes", ["Mr Milton Keynes"]),
    ("Milton Keynes Roe", ["Milton Keynes Roe"]),
    ("Kirkby Stephen", ["Kirkby Stephen"]),  # a town that could be somebody’s name alarms
    ("Dr Roe’s Surgery", []),
    ("East Larkshire Integrated Care Board", []),
    ("Mill Lane", []),
    ("The Old Post", []),
    ("Managing Director", []),
    ("1 High Street", []),
    ("Larkmere", []),
)


@pytest.mark.parametrize(("line", "names"), REACHED)
def test_who_is_to_be_written_to_is_private_and_what_is_no_person_is_not(line: str, names: list[str]) -> None:
    assert list(private_lines(f"\n{line}", False, {})) == [(each, WRITTEN_TO) for each in names]


def test_whoever_is_released_may_be_written_to_under_that_name() -> None:
    assert list(private_lines("Dr J. Roe\n4 Mill Lane", True, {"Dr Jane Roe": "the name of the appellant"})) == [
        ("4 Mill Lane", "how a party is reached")
    ]


def test_whoever_is_to_be_written_to_stands_nowhere_unless_somebody_lets_them(
    here: Callable[[str], Standing], register_file: Database
) -> None:
    at = here("reviewed")
    party, contact = at.party("commissioner"), f"Mrs {NAMED}, superintendent"
    at.does(change_party, party.id, NewParty("commissioner", party.name, False, party.organisation, contact))
    at.does(issue, SERIES, live)
    made = desk(at, register_file)
    made.begin()
    (told,) = lacking(made, reasons=f"{NAMED} told us so.")
    stands = f"{WRITTEN_TO} (“{NAMED}”) stands in the section “Reasons”"
    assert told == f"{stands}: take it out there too, or let it stand and say why"


def no_longer(_connection: Connection, kept: Kept) -> Any:
    """Rules that no longer give what was kept."""
    raise NotMadeAgain(Replayed(kept.id, kept.rule_set, "differs", "It is at /questions/0."))


@pytest.mark.parametrize("made_again", [live, no_longer])
def test_what_is_told_of_a_withdrawal_is_searched_as_a_publication_is(prepared: Desk, made_again: Any) -> None:
    prepared.sends(publish, live)
    prepared.does(redact, [OUT], live)
    with pytest.raises(CaseRefused) as refused:
        prepared.sends(withdraw, f"{NAMED}, NHS number {NUMBER}, appeals@eastlarkshire.example.", made_again)
    after = "stands there, and all that is said there stays for good: leave it out"
    assert {str(each) for each in refused.value.faults} == {
        f"/reason: an e-mail address (“…le”) {after}",
        f"/reason: an NHS number (“…19”) {after}",
        f"/reason: {NOWHERE} (“{NAMED}”) {after}",
        f"/reason: how a party is reached (“appeals@eastlarkshire.example”) {after}",
    }
    assert prepared.prepared.state == "published"
    told = "It named a person. East Larkshire Integrated Care Board asked for it."
    assert prepared.sends(withdraw, told, made_again).state == "withdrawn"
    assert prepared.out is not None
    assert prepared.out.withdrawn_reason == told


def test_so_is_what_is_told_of_a_result_that_is_withdrawn(office: Office, register_file: Database) -> None:
    trusts = trusts_of(office, register_file)
    made = trusts.result("RX1", 0)
    with pytest.raises(CaseRefused, match=r"an NHS number \(“…19”\) stands there"):
        trusts.sends(withdraw, made.id, 1, f"It told of {NUMBER}.")
    trusts.sends(withdraw, made.id, 2, "It told of a patient.")


def test_a_summary_that_named_somebody_goes_with_the_next_version_though_it_is_called_a_correction(
    prepared: Desk,
) -> None:
    prepared.does(write_summary, f"{NAMED} may open it.")
    prepared.approves()
    prepared.sends(publish, live)
    prepared.does(write_summary, "The pharmacy may open.")
    prepared.does(explain, ("correction", "It is said more shortly."))
    why = prepared.record.why
    assert why is not None
    assert why.what == "correction", "nothing says that the name is private"
    prepared.does(redact, [OUT], live)
    why = prepared.record.why
    assert why is not None
    assert (why.what, prepared.drawn.erases) == ("redaction", True)
    prepared.approves()
    prepared.sends(correct, live)
    assert prepared.out is not None
    assert [each.erased for each in prepared.out.versions] == [True, False]
    prepared.does(explain, ("correction", "A date was wrong."))
    assert not prepared.drawn.erases, "what named them is gone already"
