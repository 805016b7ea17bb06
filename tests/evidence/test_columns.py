"""Headings: which column is which field, and what is said where one is unknown, missing, twice there, or private."""

import pytest

from engine import Records
from evidence import read_table
from tests.evidence.making import lines, refused, workbook

ROW = "S-1,midwife,emergencies,"


def test_an_unknown_column_is_told_with_the_nearest_field(shifts: Records) -> None:
    data = lines(f"{ROW},x", headings="staff,group,course,atended on,certified")
    (message, *_) = refused(shifts, data)
    assert message == (
        "row 1, column D (atended on): shifts has no field of this name. Did you mean attended_on? "
        "Name it as the field, or say that it is to be ignored"
    )


def test_a_column_is_left_out_only_where_that_is_said(shifts: Records) -> None:
    data = lines(f"{ROW},anything at all", headings="staff,group,course,attended_on,Notes")
    read = read_table(shifts, data, ignore=["notes"])
    assert (read.ignored, len(read.rows[0])) == (("Notes",), 3)
    assert refused(shifts, data, ignore=["Remarks", "Notes"]) == [
        'row 1: there is no column "Remarks" to ignore. Known here: Notes.'
    ]


def test_a_missing_column_is_a_fault_unless_an_empty_cell_means_none(shifts: Records) -> None:
    assert refused(shifts, lines("S-1,emergencies", headings="staff,course")) == [
        "row 1: there is no column for group, so that every cell of it would be not known: add the column"
    ]
    read = read_table(shifts, lines("S-1,midwife,emergencies", headings="staff,group,course"))
    assert read.missing == ("attended_on", "certified", "time_worked", "cost", "started_at")


def test_a_field_that_is_worked_out_is_not_read(shifts: Records) -> None:
    data = lines(f"{ROW},2026-01-01", headings="staff,group,course,attended_on,Due on")
    assert refused(shifts, data) == [
        "row 1, column E (Due on): due_on is worked out and not read: delete the column, or ignore it"
    ]
    assert "due_on" not in read_table(shifts, data, ignore=["due_on"]).rows[0]


def test_a_column_may_not_stand_twice_nor_the_headings(shifts: Records) -> None:
    twice = lines(f"{ROW},midwife", headings="staff,group,course,attended_on,GROUP")
    assert refused(shifts, twice) == ["row 1, column E (GROUP): column B (group) is group already: keep one of the two"]
    again = lines(ROW, "staff,group,course,attended_on")
    assert "row 3: this row repeats the headings: delete it" in refused(shifts, again)


def test_cells_outside_the_headings_are_told(shifts: Records) -> None:
    assert refused(shifts, lines(f"{ROW},x")) == [
        "row 2, column E: this cell stands in a column without a heading: give it one, or delete it"
    ]
    gap = lines("S-1,x,midwife,emergencies,", headings="staff,,group,course,attended_on")
    assert refused(shifts, gap)[0].startswith("row 2, column B: this cell stands in a column without a heading")
    only = lines(ROW, ",,,,48", headings="staff,group,course,attended_on,total")
    assert refused(shifts, only, ignore=["total"]) == [
        "row 3: nothing in this row stands in a column that is read: delete it, or fill it"
    ]


@pytest.mark.parametrize(
    ("heading", "what"),
    [
        ("NHS number", "an NHS number"),
        ("NHS No.", "an NHS number"),
        ("nhs_number", "an NHS number"),
        ("NHSNumber", "an NHS number"),
        ("Patient name", "a patient's name"),
        ("Name of patient", "a patient's name"),
        ("Mother's surname", "a patient's name"),
        ("NHS", "an NHS number"),
        ("Patient", "a patient's name"),
        ("Patients", "a patient's name"),
        ("patientname", "a patient's name"),
        ("Patient initials", "a patient's name"),
        ("Pt name", "a patient's name"),
        ("Pt. surname", "a patient's name"),
        ("Service user", "a patient's name"),
        ("Service user name", "a patient's name"),
        ("Name of service user", "a patient's name"),
        ("Name (patient)", "a patient's name"),
        ("First name of client", "a patient's name"),
        ("Mum's name", "a patient's name"),
        ("Father's name", "a patient's name"),
        ("Maternal surname", "a patient's name"),
        ("Infant", "a patient's name"),
        ("Pt no.", "a hospital number"),
        ("Service user ref", "a hospital number"),
        ("Hospital number", "a hospital number"),
        ("MRN", "a hospital number"),
        ("Patient ID", "a hospital number"),
        ("Date of birth", "a date of birth"),
        ("D.O.B.", "a date of birth"),
        ("DOB", "a date of birth"),
        ("Postcode", "a postcode"),
        ("Post code", "a postcode"),
    ],
)
@pytest.mark.parametrize("ignored", [True, False])
def test_a_column_that_looks_private_is_refused_even_where_it_is_ignored(
    shifts: Records, heading: str, what: str, ignored: bool
) -> None:
    data = lines(f"{ROW},", headings=f"staff,group,course,attended_on,{heading}")
    (message,) = refused(shifts, data, ignore=[heading] if ignored else [])
    assert message == (
        f"row 1, column E ({heading}): this column looks like {what}. Delete the column in a copy of the file and send "
        "the copy: nothing here needs to know who a patient is"
    )


@pytest.mark.parametrize("heading", ["PT", "Name", "Course name", "Childbirth course", "NHS trust", "Inpatient ward"])
def test_a_column_about_staff_may_be_left_out(shifts: Records, heading: str) -> None:
    data = lines(f"{ROW},x", headings=f"staff,group,course,attended_on,{heading}")
    assert read_table(shifts, data, ignore=[heading]).ignored == (heading,)


WRITTEN = [
    "9434765919", "943 476 5919", "943-476-5919", "943.476.5919", "943/476/5919", "943  476  5919", "943–476–5919",
    "943_476_5919", "９４３４７６５９１９", "Pt 943 476 5919 seen", "NHS9434765919", "S-9434765919", "9434765919-01",
]  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
def test_an_nhs_number_is_refused_and_never_shown(shifts: Records, written: str) -> None:
    (message,) = refused(shifts, lines(f"{written},midwife,emergencies,"))
    assert message.startswith(
        "row 2, column A (staff): this cell holds a valid NHS number. Delete the column in a copy"
    )
    assert "codes of your own, such as S-0001" in message
    assert "5919" not in message


def test_an_nhs_number_that_a_workbook_holds_as_a_number_is_refused_in_any_column_but_a_fields(shifts: Records) -> None:
    (message,) = refused(shifts, workbook([9434765919, "midwife", "emergencies"]))
    assert "column A (Staff): this cell holds a valid NHS number" in message
    headings = ["Staff", "Group", "Course", "Phone"]
    (message,) = refused(shifts, workbook(["S-1", None, None, 9434765919], headings=headings), ignore=["phone"])
    assert "column D (Phone): this cell holds a valid NHS number" in message
    headings = ["Staff", "Group", "Course", "Cost"]
    assert read_table(shifts, workbook(["S-1", None, None, 9434765919], headings=headings)).rows[0]["cost"] > 0


@pytest.mark.parametrize(
    "code",
    [
        "9434765918", "S-9434765918", "94347659190", "943476591", "94347-65919", f"a9434765919{'b' * 24}",
        "9a037570-3241-a461-a7ee-ce16a4d19314", "9A037570-3241-A461-A7EE-CE16A4D19314",
    ],
)  # fmt: skip
def test_ten_digits_with_another_check_digit_and_other_codes_are_not_nhs_numbers(shifts: Records, code: str) -> None:
    assert read_table(shifts, lines(f"{code},midwife,emergencies,")).rows[0]["staff"] == code


def test_an_nhs_number_among_the_headings_or_in_a_files_name_is_refused_and_not_shown(shifts: Records) -> None:
    told = refused(shifts, workbook([], headings=[9434765919, "midwife", "emergencies"]))
    place = 'sheet "shifts", row 1, column A (…19): '
    assert any(each.startswith(f"{place}this cell holds a valid NHS number") for each in told)
    assert "9434765919" not in "".join(told)
    told = refused(shifts, lines(f"{ROW}"), name="943 476 5919.csv")
    assert told == ["the name of this file holds a valid NHS number: give the file another name"]


def test_an_nhs_number_that_stands_in_another_field_is_not_shown_either(shifts: Records) -> None:
    (message,) = refused(shifts, lines("S-1,943 476 5919,emergencies,"))
    assert '"…19" is none of the options' in message
    assert "943" not in message
