"""The what-if board: changes on a scratch copy, before and after, nothing stored; and every change that is refused."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.web.evidence_bench import FEW, HEAD, MINUTES, Una, una_of
from tests.web.officers import Place
from tests.web.paging import BROWSER, Page, read
from web.desk.assessment_board import FULL, UNREADABLE


@pytest.fixture
def una(trusts: Place) -> Una:
    return una_of(trusts)


def tries(una: Una, status: Any = 200, **asked: str) -> Page:
    """The board after one more change, or with what is wrong with it."""
    said = {name.replace("__", "."): value for name, value in asked.items()}
    answer = una.desk.client.get(f"{una.at}/what-if?{urlencode(said)}", headers=BROWSER)
    if answer.status_code == 303:
        answer = una.desk.client.get(answer.headers["Location"], headers=BROWSER)
    return read(answer, status)


def test_three_more_anaesthetists_are_tried_and_nothing_is_stored(una: Una) -> None:
    rows = "".join(f"S{number},anaesthetists,{'2025-03-03' if number < 7 else ''}\n" for number in range(1, 11))
    for site in ("north", "south"):
        una.brings(HEAD + rows, f"/upload/{site}/training", complete_by="A. Matron")
    version, tables = una.version(), una.kept("tables")
    board = una.opens("/what-if")
    assert "Nothing here is stored." in board.text
    form = tries(una, kind="fill", of="north/training")
    assert "Rows that are there are filled in North Wing: training" in form.text
    typed = {
        "where.group": "anaesthetists",
        "where.attended_on": "nothing",
        "count": "3",
        "put.attended_on": "20/11/2025",
    }
    page = tries(una, kind="fill", of="north/training", add="yes", **typed)
    assert "North Wing: attended on 2025-11-20 in rows 7, 8, 9 of training." in page.text
    assert "North Wing: not met before, met after" in page.text
    assert "Before Not met After Not met" in page.text, "the trust's action stands as its worst site does"
    carried = page_changes(page)
    both = tries(una, kind="fill", of="south/training", add="yes", changes=carried, **typed)
    assert "Met on evidence: 0 before, 1 after." in both.text
    assert "Before Not met After Met changes" in both.text
    assert both.text.count("Leave it out") == 2
    alone = una.desk.opens(next(each for each in both.links if "changes=" in each))
    assert alone.text.count("Leave it out") == 1
    assert (una.version(), una.kept("tables")) == (version, tables)


def page_changes(page: Page) -> str:
    """The changes that the forms of a board carry."""
    (found, *_) = [held["value"] for tag, held in page.tags if tag == "input" and held.get("name") == "changes"]
    return found


def test_rows_are_added_numbers_raised_and_facts_stated_on_the_board(una: Una) -> None:
    una.does("/facts/north/drills", "/facts/north/drills", facts__drills="1", facts__drills__source="The log")
    una.does(
        "/facts/north/in_scope",
        "/facts/north/in_scope",
        **{"facts__in_scope-midwives": "30", "facts__in_scope__source": "The rota"},
    )
    raised = tries(una, kind="raise", of="north/drills", add="yes", more="1")
    assert "North Wing: drills is 2, which was 1" in raised.text
    cell = tries(
        una,
        kind="raise",
        of="north/in_scope",
        add="yes",
        more="-1",
        cell="in_scope[midwives]",
        changes=page_changes(raised),
    )
    assert "North Wing: in scope (midwives) is 29, which was 30" in cell.text
    stated = tries(una, kind="state", of="the-trust/board_signed", add="yes", value="yes", changes=page_changes(cell))
    assert "The trust: board signed is yes" in stated.text
    added = tries(
        una, kind="rows", of="south/training", add="yes", times="3", row__group="midwives", changes=page_changes(stated)
    )
    assert "South Wing: 3 rows are added to training" in added.text
    assert added.text.count("Leave it out") == 4


# The kind of change, what it is of, what is typed; the field of the fault, and what is told there.
WRONG: list[tuple[str, str, dict[str, str], str, str]] = [
    ("state", "north/drills", {}, "value", "Say what it becomes"),
    ("state", "north/drills", {"value": "many"}, "value", "is not a plain number"),
    ("raise", "north/drills", {"more": "some"}, "more", "Write a whole number, such as 3"),
    ("state", "north/in_scope", {"value": "3"}, "cell", "Choose which of the numbers"),
    ("fill", "north/training", {}, "put", "Nothing would become anything else"),
    ("fill", "north/training", {"put.attended_on": "soon"}, "put.attended_on", "or 01/03/2025. Dates"),
    ("fill", "north/training", {"put.attended_on": "1/1/2025", "count": "0"}, "count", "Write a whole number"),
    ("rows", "north/training", {"times": "1"}, "row", "Fill in at least one cell of the row"),
    ("rows", "north/training", {"times": "51", "row.group": "midwives"}, "times", "a whole number from 1 to 50"),
    ("rows", "north/training", {"times": "2", "row.staff": "S9"}, "row.staff", "rows with the same staff"),
    ("rows", "the-trust/reports", {"times": "2", "row.had_on": "1/5/2025"}, "row.had_on", "rows with the same had on"),
]


@pytest.mark.proof
def test_whatever_is_wrong_with_a_change_is_told_at_its_field(una: Una) -> None:
    una.brings(FEW)
    una.does("/facts/north/drills", "/facts/north/drills", facts__drills="1", facts__drills__source="The log")
    assert "Choose what changes" in tries(una, 422, kind="fill", of="").text
    for kind, of, typed, field, told in WRONG:
        page = tries(una, 422, kind=kind, of=of, add="yes", **typed)
        assert f'id="{field}-error"' in page.source, (kind, typed, page.text)
        assert told in page.text, (kind, typed, page.text)
    many = tries(
        una,
        422,
        kind="fill",
        of="north/training",
        add="yes",
        put__attended_on="1/1/2025",
        count="3",
        where__group="midwives",
    )
    assert "Change 1: 0 rows of training hold group midwives, which is fewer than 3" in many.text
    assert "North Wing: training" in many.text


@pytest.mark.proof
def test_a_board_that_was_tampered_with_or_is_full_is_refused(una: Una) -> None:
    for said in ("{", "[1]", '[{"add_rows": "training", "rows": 1}]', '[{"times": 1000}]', json.dumps(["x" * 4000])):
        assert UNREADABLE in tries(una, 422, changes=said).text, said
    unknown = tries(una, 422, changes='[{"state": "drils", "value": 1, "site": "north"}]')
    assert "North Wing, drils: The rules of year 7 have no such fact. Did you mean drills?" in unknown.text
    assert tries(una, 422, changes='[{"what": 1}]').text.count("A change has exactly one of") == 1
    long = json.dumps([{"state": "drills", "value": 1, "site": "north"}] * 37, separators=(",", ":"))
    full = tries(una, 422, changes=long, kind="state", of="north/drills", add="yes", value="2")
    assert FULL in full.text
    for asked in (
        {"kind": "sing"},
        {"kind": "raise", "of": "north/drills"},
        {"kind": "fill", "of": "south/training"},
        {"kind": "state", "of": "west/drills"},
    ):
        assert una.desk.client.get(f"{una.at}/what-if?{urlencode(asked)}", headers=BROWSER).status_code == 404, asked


def test_without_the_rules_of_the_year_nothing_is_asked_and_no_page_breaks(una: Una) -> None:
    una.does("/items", "/items", **MINUTES)
    app = una.place.client.application
    before = app.extensions["rationale"]
    app.extensions["rationale"] = replace(before, rule_sets={})
    try:
        assert "The rules of year 7 are not here, so nothing says which tables" in una.opens("/upload").text
        assert "The rules of year 7 are not here, so nothing says what is asked." in una.opens("/facts").text
        assert "Nothing is asked here." in una.opens("/facts/sa1").text
        assert "The rules of year 7 are not here, so nothing can be tried." in una.opens("/what-if").text
        assert "Minutes of the Board" in una.opens("/items").text
    finally:
        app.extensions["rationale"] = before
