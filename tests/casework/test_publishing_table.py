"""Every line of the table that must hold before something goes out fails once, by itself, and is told as it says."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from casework import Reporting, answer_report, take_report
from casework.publishing import LINES, Drawn, Redaction, Request, gate
from casework.publishing.redacting import applied
from documents import DecisionRecord
from engine import Fault
from storage import Database
from tests.casework.office import NOON
from tests.casework.pdfs import small_pdf
from tests.casework.publishing import LATER, Desk, desk
from tests.casework.standing import Standing

Breaks = Callable[[Drawn], Drawn]


@pytest.fixture
def prepared(here: Callable[[str], Standing], register_file: Database) -> Desk:
    """A decision that could be published at once."""
    return desk(here("publishable"), register_file)


def record_of(drawn: Drawn) -> DecisionRecord:
    """Its record, which is of a decision."""
    assert isinstance(drawn.record, DecisionRecord)
    return drawn.record


def saying(**changes: Any) -> Breaks:
    """The record says something else."""
    return lambda drawn: replace(drawn, record=replace(record_of(drawn), **changes))


def prepared_as(**changes: Any) -> Breaks:
    """Something else was done to it."""
    return lambda drawn: replace(drawn, prepared=replace(drawn.prepared, **changes))


def redacted(pointer: str) -> Breaks:
    """All that stands at a place is redacted."""

    def breaks(drawn: Drawn) -> Drawn:
        row = Redaction(1, "redact", pointer, "", "personal", "", "It is private", NOON, "")
        held = replace(drawn.prepared, redactions=(*drawn.prepared.redactions, row))
        return replace(drawn, prepared=held, record=applied(record_of(drawn), [row])[0])

    return breaks


def without_its_reasons(drawn: Drawn) -> Drawn:
    """An answer whose reasons are redacted."""
    place = next(n for n, each in enumerate(record_of(drawn).answers) if each.decided)
    return redacted(f"/answers/{place}/says")(drawn)


def approved_before(drawn: Drawn) -> Drawn:
    """It was changed since it was approved."""
    other = tuple(replace(each, content="other") for each in drawn.prepared.approvals)
    return prepared_as(approvals=other)(drawn)


UNFIT = Fault("/title", "nothing stands there")
ASKED = Request("1", "A neighbour", "My name is in it.", NOON, "")
# What is otherwise in a publication that could go out; which line then fails, with what is told.
BREAKS: dict[str, tuple[Breaks, str, str]] = {
    "not issued": (
        lambda drawn: replace(drawn, whole=replace(record_of(drawn), decided_on="")), "issued",
        "the decision has not been issued: issue it",
    ),
    "about a person": (
        prepared_as(redactions=()), "personal",
        "is about a person: redact it, or release it and say why",
    ),
    "not fitting": (
        lambda drawn: replace(drawn, faults=(UNFIT,)), "fitting",
        "a redaction does not fit what stands there (nothing stands there): mend it, or take it back",
    ),
    "a number": (
        saying(summary="Of 943 476 5919."), "recognised",
        "an NHS number (“…19”) stands in the summary: take it out there, or let it stand and say why",
    ),
    "a name": (
        lambda drawn: replace(saying(summary="Of Jane Roe.")(drawn), private={"Jane Roe": "the name of a party"}),
        "private", "the name of a party (“Jane Roe”) stands in the summary: take it out there too",
    ),
    "no title": (saying(title=""), "accessible", "a heading of level 1 is empty: write it, or take it away"),
    "no summary": (
        saying(summary=" …"), "explained", "the summary is empty: say in plain English what was decided",
    ),
    "no word why": (
        prepared_as(out=1), "explained", "why there is another version is not said: say what readers are told of it",
    ),
    "no reasons": (
        redacted("/sections/3/text"), "explained", "nothing is left of the section “Reasons”: redact less",
    ),
    "no section": (saying(sections=()), "explained", "nothing is left of the section “disposal”: redact less"),
    "no reasons of an answer": (without_its_reasons, "explained", "has no reasons left: redact less"),
    "nobody": (
        prepared_as(approvals=()), "approved",
        "0 of 2 have approved it as it stands: have somebody approve it who did not prepare it alone",
    ),
    "changed": (
        approved_before, "approved", "it was changed since A. Person approved it: ask them to look at it again",
    ),
    "held back": (
        prepared_as(embargo_until=LATER), "embargo", "it is held back until 1 April 2026: wait, or let it go",
    ),
    "asked for": (
        prepared_as(requests=(ASKED,)), "takedowns",
        "a request of 2 March 2026 to take something down has no answer: answer it",
    ),
}  # fmt: skip


def test_every_line_of_the_table_is_broken_here() -> None:
    assert {line for _, line, _ in BREAKS.values()} == {line.id for line in LINES}


def test_each_line_fails_by_itself(prepared: Desk) -> None:
    drawn = prepared.drawn
    lean = saying(facts=(), applied=(), findings=(), determinations=(), does_not_decide=())(drawn)
    lean = replace(lean, determinations=())  # of which every format is made quickly
    with prepared.at.office.database.reading() as connection:

        def lacking(of: Drawn, pdf: bytes | None = None) -> dict[str, tuple[str, ...]]:
            return {line.id: line.lacking for line in gate(connection, NOON, of, pdf) if line.lacking}

        assert lacking(drawn) == lacking(lean, small_pdf()) == {}
        for name, (breaks, line, told) in BREAKS.items():
            found = lacking(breaks(lean))
            assert found.keys() == {line}, (name, found)
            assert any(each.endswith(told) for each in found[line]), (name, found)
        assert lacking(lean, small_pdf(tagged=False)).keys() == {"accessible"}


def test_a_request_of_the_public_waits_for_an_answer_as_one_that_was_recorded_does(prepared: Desk) -> None:
    said, id = "My name is in it.", prepared.prepared.public_id
    with prepared.at.office.database.writing() as connection:
        mine = take_report(connection, NOON, Reporting("publication", said, publication=id))
        take_report(connection, NOON, Reporting("publication", said, publication="d-other"))
        take_report(connection, NOON, Reporting("rule", said, publication=id))
    told = "a request of 2 March 2026 that the public sent has no answer"
    assert prepared.lacking() == {"takedowns": (f"{told}: answer it under “Requests to take something down”",)}
    with prepared.at.office.database.writing() as connection:
        answer_report(connection, NOON, prepared.publisher, mine, "stays", "It is not.")
    assert prepared.lacking() == {}
