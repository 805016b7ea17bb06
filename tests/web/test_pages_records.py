"""Uploading records: each share with its rows, every fault of a file, and nothing kept."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

ROOT = Path(__file__).parents[2]
YEAR_7 = "/rule-sets/maternity-incentive-scheme/year-7"
TRAINING = f"{YEAR_7}/records/training"
DATES = {
    "facts.training_year_ended_on.day": "30",
    "facts.training_year_ended_on.month": "11",
    "facts.training_year_ended_on.year": "2025",
    "as_at.day": "20",
    "as_at.month": "12",
    "as_at.year": "2025",
}


# One who came on rotation late and has not attended; the other doctor has.
LATE_JOINER = b"""staff,group,course,attended_on,joined_on_rotation_on
S1,other_obstetric_doctors,emergencies_training,2025-03-03,
S2,other_obstetric_doctors,emergencies_training,,2025-08-06
"""


def upload(
    client: FlaskClient, file: str | bytes, name: str = "", more: Mapping[str, str] | None = None
) -> TestResponse:
    """A file of the invented trusts, or one made here, sent with the form."""
    data = file if isinstance(file, bytes) else (ROOT / "fixtures" / "training" / file).read_bytes()
    form: dict[str, Any] = {**DATES, "complete_by": "A. Matron", **(more or {})}
    named = name or (file if isinstance(file, str) else "records.csv")
    return client.post(TRAINING, data={**form, "file": (BytesIO(data), named)}, content_type="multipart/form-data")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_trust_whose_shares_hold_sees_each_met(pharmacy: FlaskClient, ending: str) -> None:
    page = upload(pharmacy, f"fernmere-invented.{ending}").text
    assert "566 rows were read from fernmere-invented" in page
    assert "A. Matron says that these are all." in page
    table = page.partition('id="shares"')[2].partition("</table>")[0]
    assert table.count("Met</strong>") > 20
    assert "Not met" not in table
    assert "Not known" not in table


def test_a_miss_that_rounding_would_hide_is_shown_with_its_rows(pharmacy: FlaskClient) -> None:
    page = upload(pharmacy, "ostwick-invented.xlsx").text
    row = page.partition("At least 90% of midwives attended emergencies training")[2].partition("</tr>")[0]
    assert "Not met" in row
    assert "43 of 48, 89.58%" in row
    failed = row.partition("Rows that keep it down")[2].partition("</td>")[0]
    assert failed.count(",") == 4, "five midwives, by the numbers of their rows"
    assert "1 more would be enough: 44 of 48, 91.67%." in page
    assert "From memory, and not checked against the published document" in page


def rows_of(page: str, says: str) -> str:
    """The line of the table of shares in which a share is told."""
    return page.partition('id="shares"')[2].partition(says)[2].partition("</tr>")[0]


@pytest.mark.parametrize(
    ("in_time", "stands"), [("yes", "Met</strong>"), ("no", "Not met</strong>"), ("", "Not known</strong>")]
)
def test_a_group_of_doctors_stands_as_its_share_and_the_plan_for_it_do_together(
    pharmacy: FlaskClient, in_time: str, stands: str
) -> None:
    plan = {"facts.board_approved_rotation_plan": "yes", "facts.rotation_plan_reaches_90_in_time": in_time}
    page = upload(pharmacy, LATE_JOINER, more=plan).text
    row = rows_of(page, "At least 90% of other obstetric doctors attended emergencies training")
    assert stands in row
    assert "1 of 2, 50%" in row
    by_itself = "This share by itself is not reached. Asked for: At least 90% of other obstetric doctors attended"
    assert (by_itself in row) == (in_time != "no")
    assert "Rows that keep it down </span><span>3</span>" in row
    course = "At least 90% of other obstetric doctors attended emergencies training"
    others = rows_of(page, f"{course}, leaving out those who joined on rotation since 1 July 2025")
    assert stands in others
    assert "1 of 1, 100%" in others


def test_a_row_that_may_yet_count_stands_apart_as_one_in_doubt(pharmacy: FlaskClient) -> None:
    known, doubtful = b"S1,midwives,emergencies_training,2025-03-03", b"S2,,emergencies_training,none"
    file = b"\n".join([b"staff,group,course,attended_on", known, doubtful])
    page = upload(pharmacy, file).text
    assert "1 row has cells that are not known, the first of them row 3." in page
    row = rows_of(page, "At least 90% of midwives attended emergencies training")
    assert "Not known</strong>" in row
    assert "Rows that keep it down </span><span>None</span>" in row
    assert "Rows in doubt </span><span>3</span>" in row


def test_without_a_name_more_rows_may_come_and_nothing_is_reached(pharmacy: FlaskClient) -> None:
    page = upload(pharmacy, "fernmere-invented.csv", more={"complete_by": ""}).text
    assert "Nobody has said that these are all, so more may come." in page
    table = page.partition('id="shares"')[2].partition("</table>")[0]
    assert "Met</strong>" not in table
    assert table.count("Not known") > 20


@pytest.mark.parametrize("nobody", ["   ", "\u200b", "."])
def test_nobody_is_no_person(pharmacy: FlaskClient, nobody: str) -> None:
    page = upload(pharmacy, "fernmere-invented.csv", more={"complete_by": nobody}).text
    assert "says that these are all." not in page


def test_a_number_of_a_patient_in_the_name_of_a_file_is_not_shown(pharmacy: FlaskClient) -> None:
    form = {"file": (BytesIO(b"staff"), "9434765919.csv")}
    answer = pharmacy.post(TRAINING, data=form, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "9434765919" not in answer.text


def test_columns_that_are_not_there_are_named(pharmacy: FlaskClient) -> None:
    page = upload(pharmacy, b"staff,group,course,attended_on\nS1,midwives,emergencies_training,2025-03-03\n").text
    assert "The file has no column for" in page
    assert "excluded because" in page


def test_every_fault_of_a_file_is_told_with_its_row_and_nothing_is_counted(pharmacy: FlaskClient) -> None:
    file = (
        "staff,group,course,attended_on,excluded_because,joined_on_rotation_on,certified_at_last_trust\n"
        "S1,midwifes,emergencies_training,2025-03-03,,,\nS2,midwives,emergencies_training,3/2025,,,\n"
    )
    answer = upload(pharmacy, file.encode())
    assert answer.status_code == 422
    assert "Nothing was taken from records.csv" in answer.text
    assert "row 2, column B (group)" in answer.text
    assert "row 3, column D (attended_on)" in answer.text
    assert "What the records come to" not in answer.text


@pytest.mark.parametrize(
    ("data", "told"),
    [({}, "Choose a file: .csv or .xlsx"), ({"file": (BytesIO(b""), "")}, "Choose a file: .csv or .xlsx")],
)
def test_no_file_is_told_at_its_field(pharmacy: FlaskClient, data: dict[str, Any], told: str) -> None:
    answer = pharmacy.post(TRAINING, data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert told in answer.text
    assert 'href="#file"' in answer.text


def test_a_mistake_in_a_date_comes_back_to_its_field(pharmacy: FlaskClient) -> None:
    answer = upload(pharmacy, "fernmere-invented.csv", more={"facts.training_year_ended_on.month": "13"})
    assert answer.status_code == 422
    assert 'href="#facts.training_year_ended_on' in answer.text
    assert 'value="A. Matron"' in answer.text, "what was typed still stands"


def test_a_file_that_is_too_large_is_refused(pharmacy: FlaskClient) -> None:
    said = {"content_type": "multipart/form-data; boundary=x", "content_length": 20_000_001}
    body = BytesIO(b"--x" * 7_000_000)
    answer = pharmacy.post(TRAINING, input_stream=body, headers={"Accept": "text/html"}, **said)
    assert answer.status_code == 413
    assert "Too much was sent" in answer.text


def test_the_empty_workbook_has_the_columns(pharmacy: FlaskClient) -> None:
    answer = pharmacy.get(f"{TRAINING}/template.xlsx")
    assert answer.headers["Content-Disposition"] == "attachment; filename=training.xlsx"
    headings = [cell.value for cell in load_workbook(BytesIO(answer.data))["Training"][1]]
    assert headings[:3] == ["Staff", "Group", "Course"]


def test_the_form_asks_for_the_dates_on_which_the_counting_turns(pharmacy: FlaskClient) -> None:
    page = pharmacy.get(TRAINING).text
    assert 'name="facts.training_year_ended_on.day"' in page
    assert 'enctype="multipart/form-data"' in page
    assert "Nothing that you upload is kept." in page


@pytest.mark.parametrize("address", [f"{YEAR_7}/records/traning", "/rule-sets/pharmacy/market-entry/records/training"])
def test_a_table_that_is_not_there_is_not_found(pharmacy: FlaskClient, address: str) -> None:
    answer = pharmacy.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "has no table called" in answer.text


def test_the_ways_to_the_upload_are_shown(pharmacy: FlaskClient) -> None:
    for address in (YEAR_7, f"{YEAR_7}/determine"):
        assert f'href="{TRAINING}"' in pharmacy.get(address).text


def test_counts_are_typed_cell_by_cell_where_there_are_no_records(pharmacy: FlaskClient) -> None:
    cells = {"in_scope": "48", "attended": "43"}
    typed = {f"facts.{name}-midwives-emergencies_training": count for name, count in cells.items()}
    page = pharmacy.post(f"{YEAR_7}/determine", data=typed | DATES).text
    assert "43 of 48 people, 89.58%." in page
