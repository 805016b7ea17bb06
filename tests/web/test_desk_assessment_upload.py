"""Tables of an assessment at the desk: asked for, shown before they are stored, refused with their places, kept."""

import os
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.web.desks import desk
from tests.web.evidence_bench import FEW, HEAD, MINUTES, NHS_NUMBER, Una, una_of
from tests.web.officers import Place
from tests.web.paging import BROWSER, read


@pytest.fixture
def una(trusts: Place) -> Una:
    return una_of(trusts)


def test_every_table_is_asked_for_at_its_place_with_a_workbook_to_fill_in(una: Una) -> None:
    page = una.opens("/upload")
    for place in ("The trust as a whole", "North Wing", "South Wing"):
        assert place in page.headings
    assert f"{una.at}/upload/the-trust/reports" in page.links
    assert f"{una.at}/upload/north/training" in page.links
    assert f"{una.at}/upload/north/reports" not in page.links
    (workbook, *_) = [each for each in page.links if each.startswith("/rule-sets/") and "training" in each]
    book = load_workbook(BytesIO(una.place.client.get(workbook).data))
    book["Training"].append(["S1", "midwives", date(2025, 3, 3)])
    filled = BytesIO()
    book.save(filled)
    shown = read(una.previews(filled.getvalue(), "training.xlsx"), 200)
    assert "1 row was read from training.xlsx, sheet Training." in shown.text
    book["Training"]["C3"] = "soon"
    book.save(filled := BytesIO())
    assert (
        'Sheet "Training", row 3, column C (Attended on)' in read(una.previews(filled.getvalue(), "a.xlsx"), 422).text
    )
    assert "Not brought yet" in page.text
    assert "The rules of year 7 are recalled" in page.text


def test_a_file_is_shown_before_it_is_stored_and_the_same_file_changes_nothing(una: Una) -> None:
    shown = read(una.previews(FEW, complete_by="A. Matron"), 200)
    assert "Nothing is stored yet. 2 rows were read from staff.csv" in shown.text
    assert "A. Matron says that these are all." in shown.text
    assert "New rows: 2 Row 2 of the file: staff S1. Group anaesthetists; Attended on 3 March 2025." in shown.text
    assert "None changes." in shown.text
    assert una.kept("tables") == []
    stored = una.brings(FEW, complete_by="A. Matron")
    assert "The table was stored." in stored.text
    assert "2 rows from staff.csv, brought by Una on" in stored.text
    (table,) = una.kept("tables")
    assert (table["size"], table["complete_by"], table["site"]) == (2, "A. Matron", "north")
    again = read(una.previews(FEW, complete_by="A. Matron"), 200)
    assert "This file says what stands already. There is nothing to store." in again.text
    assert "/stored" not in again.source
    other = read(una.previews(FEW, complete_by="A. Nother"), 200)
    assert "New: 0. Changed: 0. Gone: 0. The rows are those that stand: what changes is their order" in other.text
    assert len(una.kept("tables")) == 1


def test_what_is_new_what_changes_and_what_goes_is_told_row_by_row_and_earlier_tables_stay_readable(una: Una) -> None:
    first = una.brings(FEW, complete_by="A. Matron")
    later = HEAD + "S2,anaesthetists,2024-11-30\nS3,midwives,not known\n"
    shown = read(una.previews(later), 200)
    assert "New rows: 1 Row 3 of the file: staff S3. Group midwives; Attended on not known." in shown.text
    changed = "Rows that change: 1 Row 2 of the file: staff S2. Attended on: nothing before, 30 November 2024 now."
    assert changed in shown.text, shown.text
    assert "Rows that go: 1 Row 1 of the table that stands: staff S1." in shown.text
    assert "1 row has a day under attended on outside 1 December 2024 to 30 November 2025" in shown.text
    assert "A. Matron had said that the rows were all there are. They have changed" in shown.text
    assert "1 row has cells that are not known, the first of them row 3." in shown.text
    page = una.brings(later)
    assert "Nobody has said that these are all, so more may come" in page.text
    (old,) = [each for each in first.links if each.startswith(f"{una.at}/upload/north/training/")][:1]
    rows = una.desk.opens(old)
    assert "Rows that stood before" in rows.headings[-1] or "Rows that stood before" in rows.text
    assert "1 S1 anaesthetists 3 March 2025 2 S2 anaesthetists" in rows.text


def test_every_fault_of_a_file_is_told_at_once_with_its_row_and_column(una: Una) -> None:
    bad = "staff,grup,group,attended_on\nS1,x,anaesthetist,2025-13-03\nS1,x,midwives,yesterday\n"
    page = read(una.previews(bad), 422)
    assert "Nothing was taken from the file: 5 to mend. Each is listed below" in page.text
    for told in ("Row 1, column B (grup)", "Row 2, column C (group)", "Row 2, column D (attended_on)"):
        assert told in page.text
    left_out = bad.replace("anaesthetist,2025-13-03", "anaesthetists,").replace(
        "S1,x,midwives,yesterday", "S2,x,midwives,"
    )
    assert "Left out, as you asked: grup." in read(una.previews(left_out, ignore="grup"), 200).text
    for name, told in (("", "Choose a file: .csv or .xlsx"), ("staff.xlsm", "This workbook may hold macros")):
        assert told in read(una.previews(FEW if name else None, name), 422).text
    assert "A CSV file has no sheets: leave the sheet's name out" in read(una.previews(FEW, sheet="One"), 422).text
    assert una.kept("tables") == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (
            f"{HEAD}{NHS_NUMBER},midwives,\n",
            "Row 2, column A (staff) What is wrong, and what to do This cell holds a valid NHS number",
        ),
        (
            f"patient name,{HEAD}A,S1,midwives,\n",
            "Row 1, column A (patient name) What is wrong, and what to do This column looks like a patient's name",
        ),
    ],
    ids=["a number", "a name"],
)
def test_a_file_that_looks_as_if_it_held_patients_is_refused_with_the_place(una: Una, data: str, told: str) -> None:
    page = read(una.previews(data, ignore="patient name"), 422)
    assert told in page.text.replace("’", "'")
    assert NHS_NUMBER not in page.source
    waiting = una.place.client.application.extensions["rationale.office"].data_dir / "waiting" / una.desk.person_id
    assert not waiting.exists(), "what is refused is not put on the disk"


def test_somebody_quicker_loses_nothing_and_the_file_need_not_be_chosen_again(una: Una) -> None:
    shown = read(una.previews(FEW), 200)
    una.does("/facts/north/drills", "/facts/north/drills", facts__drills="3", facts__drills__source="The log")
    stored = f"{una.at}/upload/north/training/stored"
    told = read(una.desk.sends(shown, stored), 409)
    assert "was changed by somebody else since you read it" in told.text
    assert "New rows: 2" in told.text
    assert una.desk.sends(told, stored).status_code == 303
    assert [each["size"] for each in una.kept("tables")] == [2]


def test_what_waits_is_its_senders_alone_and_for_an_hour_at_most(una: Una) -> None:
    stored = f"{una.at}/upload/north/training/stored"
    shown = read(una.previews(FEW), 200)
    folder = una.place.client.application.extensions["rationale.office"].data_dir / "waiting"
    (file,) = (folder / una.desk.person_id).iterdir()
    colleague = desk(una.place, "trust", organisation=una.caller.get(una.at).get_json()["assessment"]["trust"])
    fields = {**una.desk.form(shown, stored).fields}
    for name in ("form_token", "once"):
        fields[name] = colleague.form(
            colleague.opens(f"{una.at}/upload/north/training"), f"{una.at}/upload/north/training"
        ).fields[name]
    gone = "The file that was shown waited for an hour and is no longer here, so nothing was stored."
    assert gone in read(colleague.client.post(stored, data=fields, headers=BROWSER), 422).text
    long_ago = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
    os.utime(file, (long_ago, long_ago))
    assert gone in read(una.desk.sends(shown, stored), 422).text
    una.place.client.application.extensions["rationale.sweeping"].go_on(datetime.now(UTC) - timedelta(days=1))
    assert una.sends("/facts/north/drills", "/facts/north/drills").status_code == 422
    assert not file.exists(), "whoever sends something takes away what waited too long"
    assert una.kept("tables") == []


def test_what_is_confirmed_is_what_was_shown(una: Una) -> None:
    shown = read(una.previews(FEW), 200)
    answer = una.desk.sends(shown, f"{una.at}/upload/north/training/stored", {"complete_by": "A. Nother"})
    assert "This is not what was shown, so nothing is stored" in read(answer, 422).text
    odd = una.desk.sends(shown, f"{una.at}/upload/north/training/stored", {"sha256": "../x"})
    assert odd.status_code == 422


def test_the_rows_are_saved_as_csv_by_whoever_may_read_them_and_brought_again_they_change_nothing(una: Una) -> None:
    una.brings(FEW.replace("S1", "=S1"), complete_by="A. Matron")
    (table,) = una.kept("tables")
    rows = una.opens(f"/upload/north/training/{table['id']}")
    (link,) = [each for each in rows.links if each.endswith("/rows.csv")]
    auditor = desk(una.place, "auditor")
    saved = [member.client.get(link, headers=BROWSER) for member in (una.desk, auditor)]
    assert saved[0].data == saved[1].data == una.caller.get(f"{una.at}/tables/{table['id']}/rows.csv").data
    assert saved[0].data.decode("utf-8-sig").splitlines() == [
        "Staff,Group,Attended on", "'=S1,anaesthetists,2025-03-03", "S2,anaesthetists,",
    ]  # fmt: skip
    assert saved[0].headers["Content-Disposition"].endswith("-year-7-north-training.csv")
    assert "There is nothing to store." in read(una.previews(saved[0].data, "again.csv"), 200).text
    other = desk(una.place, "trust", organisation="RZZ99")
    assert other.client.get(link, headers=BROWSER).status_code == 404
    assert (
        una.place.caller("trust", organisation="RZZ99").get(f"{una.at}/tables/{table['id']}/rows.csv").status_code
        == 404
    )
    una.opens(f"/upload/north/training/{'0' * 32}/rows.csv", 404)


@pytest.mark.proof
def test_a_long_table_is_read_a_page_at_a_time(una: Una) -> None:
    una.brings(HEAD + "".join(f"S{number},midwives,\n" for number in range(1, 151)))
    id = una.kept("tables")[0]["id"]
    side = f"/upload/north/training/{id}"
    first = una.opens(side)
    assert "Rows 1 to 100 of 150" in first.text
    assert f"{una.at}{side}?from=101" in first.links
    last = una.opens(f"{side}?from=101")
    assert "Rows 101 to 150 of 150" in last.text
    assert f"{una.at}{side}?from=1" in last.links
    assert "Rows 1 to 100 of 150" in una.opens(f"{side}?from=x").text
    una.opens(f"/upload/north/training/{'0' * 32}", 404)


@pytest.mark.parametrize(
    "side",
    ["/upload/north/reports", "/upload/the-trust/training", "/upload/west/training", "/upload/north/trainings",
     "/upload/north/drills", "/facts/north/board_signed", "/facts/the-trust/drills", "/facts/north/training",
     "/facts/north/nothing", "/facts/sa11", "/items/0"],
)  # fmt: skip
def test_what_is_not_asked_for_at_a_place_is_not_there(una: Una, side: str) -> None:
    una.opens(side, 404)


def test_whoever_may_only_read_is_shown_no_form(una: Una) -> None:
    una.does("/items", "/items", **MINUTES)
    item = una.kept("evidence")[0]["id"]
    auditor = desk(una.place, "auditor")
    sides = ("/upload", "/upload/north/training", "/items", f"/items/{item}", "/facts/sa1", "/facts/north/drills")
    for side in sides:
        page = auditor.opens(f"{una.at}{side}")
        assert 'method="post"' not in page.source.partition("<main")[2], side
    assert auditor.opens(f"{una.at}/what-if").status == 200
