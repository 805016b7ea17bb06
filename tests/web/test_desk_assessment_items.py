"""Items of evidence at the desk: what each covers and serves, its file, who approved it; and every refusal."""

from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from tests.web.evidence_bench import MINUTES, NHS_NUMBER, Una, una_of
from tests.web.officers import Place
from tests.web.paging import BROWSER, read


@pytest.fixture
def una(trusts: Place) -> Una:
    return una_of(trusts)


def test_an_item_says_what_it_covers_where_its_original_is_and_what_it_serves(una: Una) -> None:
    days = {"dated__day": "3", "dated__month": "11", "dated__year": "2024"}
    page = una.does("/items", "/items", **{**MINUTES, "serves": ["sa8-a-training|", "sa8-a-training|north"]}, **days)
    assert "The item was added to the evidence." in page.text
    assert "Items with days outside those looked at" in page.headings
    assert "Does not count" in page.text
    assert "No file is kept here" in page.text
    (item,) = una.kept("evidence")
    one = una.opens(f"/items/{item['id']}")
    assert "evidence from 1 December 2024 to 30 November 2025 is looked at. Item 1, of 3 November 2024" in one.text
    assert "The company secretary's office" in one.text
    assert "A provision (North Wing)" in one.text
    assert "A provision (the trust and every site)" in one.text
    assert "Nobody yet" in one.text
    told = una.opens(f"/items/{item['id']}/file", 404).text
    assert "No file of item 1 is kept here. Where its original is kept: The company secretary's office." in told


def test_everything_that_is_wrong_with_an_item_is_told_at_its_field(una: Una) -> None:
    wrong = una.refused("/items", "/items", dated__day="31", dated__month="2", dated__year="2025")
    for field, told in (
        ("title", "This is empty"),
        ("original", "This is empty"),
        ("serves", "Which requirement"),
        ("dated", "There is no such day as 31/2/2025"),
    ):
        assert f'id="{field}-error"' in wrong.source, field
        assert told in wrong.text, field
    to_come = {"dated__day": "1", "dated__month": "1", "dated__year": "2099"}
    page = una.refused("/items", "/items", **MINUTES, **to_come)
    assert "1 January 2099 is still to come: give the day on which it was written" in page.text
    assert "Minutes of the Board" in page.source, "what was typed is still there"
    assert "Safety action 9: 1 ticked" in page.text
    upside_down = {"covers_from__day": "2", "covers_from__month": "5", "covers_from__year": "2025",
                   "covers_to__day": "1", "covers_to__month": "5", "covers_to__year": "2025"}  # fmt: skip
    assert "upside down" in una.refused("/items", "/items", **MINUTES, **upside_down).text
    private = {**MINUTES, "title": f"Notes on {NHS_NUMBER}"}
    assert 'id="title-error"' in una.refused("/items", "/items", **private).source
    strange = {**MINUTES, "serves": ["sa9-a-bord|", "sa1-a-drills|west"]}
    told = una.refused("/items", "/items", **strange).text
    assert "The rules of year-7 have no requirement sa9-a-bord. Did you mean sa9-a-board?" in told
    assert "The trust has no site west" in told
    assert una.kept("evidence") == []


def sends_file(una: Una, data: bytes, name: str = "minutes.csv") -> TestResponse:
    fields = {**una.desk.form(una.opens("/items"), f"{una.at}/items").fields, **MINUTES}
    return una.desk.client.post(f"{una.at}/items", data={**fields, "file": (BytesIO(data), name)}, headers=BROWSER)


def test_a_file_comes_along_and_is_given_out_whole(una: Una) -> None:
    assert sends_file(una, b"a,b\n1,2\n").status_code == 303
    (item,) = una.kept("evidence")
    page = una.opens(f"/items/{item['id']}")
    assert "Save minutes.csv: text in CSV, 8 bytes" in page.text
    answer = una.desk.client.get(f"{una.at}/items/{item['id']}/file")
    assert (answer.data, answer.headers["Content-Disposition"]) == (
        b"a,b\n1,2\n",
        "attachment; filename*=UTF-8''minutes.csv",
    )
    again = read(sends_file(una, b"a,b\n1,2\n", "other.csv"), 422)
    assert "this is the same file as item 1, byte for byte" in again.text.replace("This", "this")
    assert "Choose it again" not in again.text
    private = read(sends_file(una, f"a\n{NHS_NUMBER}\n".encode()), 422)
    assert 'id="file-error"' in private.source
    assert NHS_NUMBER not in private.source
    evidence = una.place.client.application.extensions["rationale.office"].data_dir / "evidence"
    (kept,) = evidence.rglob(item["sha256"])
    kept.unlink()
    assert "The file of item 1 is missing" in una.opens(f"/items/{item['id']}/file", 500).text


@pytest.mark.proof
def test_an_item_is_approved_once_by_each_and_serves_what_is_said_anew(una: Una) -> None:
    una.does("/items", "/items", **MINUTES)
    (item,) = una.kept("evidence")
    side = f"/items/{item['id']}"
    fields = una.desk.form(una.opens(side), f"{una.at}{side}/approval").fields
    for _ in range(2):
        answer = una.desk.client.post(f"{una.at}{side}/approval", data=fields, headers=BROWSER)
        assert answer.status_code == 303, "what comes twice is done once"
    page = una.desk.opens(answer.headers["Location"])
    assert "You approved the item." in page.text
    assert "Approve this item" not in page.text
    once_more = {**fields, "once": "another-sending-16", "version": una.version().strip('"')}
    refused = una.desk.client.post(f"{una.at}{side}/approval", data=once_more, headers=BROWSER)
    assert "You have approved item 1 already: nothing more is needed of you" in read(refused, 422).text
    changed = una.does(side, f"{side}/serves", serves=["sa8-a-training|south"])
    assert "What the item serves was changed." in changed.text
    assert una.kept("evidence")[0]["serves"] == [{"requirement": "sa8-a-training", "site": "south"}]
    assert 'id="serves-error"' in una.refused(side, f"{side}/serves", serves=None).source
