"""Files that must not be opened, or of which a reader would pass something over in silence."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from engine import Records
from evidence import ImportRefused, read_delimited, read_table
from evidence.sheet import MOST_BYTES
from tests.evidence.making import SHEET, changed, kept, lines, packed, parts_of, refused, with_part, workbook

ROW = ["S-1", "midwife", "emergencies", date(2025, 3, 1)]
PLAIN = workbook(ROW)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
HARM = "this file unpacks to far more than a table of records, as files do that are made to do harm. It was not opened"
MACROS = "this workbook holds macros, which are programs. Save it as an Excel workbook (.xlsx) without them"
DAMAGED = (
    "this workbook is damaged and cannot be unpacked. Open it and save it as an Excel workbook (.xlsx), or as CSV UTF-8"
)
LOCKED = "this file is locked with a password. Open it, take the password off and save it again"
TOO_LARGE = (
    "this sheet is too large: at most 200 columns and 5,000,000 cells are read. Delete what lies outside the table, or "
    "send it in parts"
)
UNREADABLE = (
    "this workbook is written in a way that cannot be read. Open it and save it again as .xlsx, or as CSV UTF-8"
)


def _locked() -> bytes:
    """A ZIP that says that its parts need a password: bit 0 of the flags, in the list of parts at its end."""
    at = PLAIN.index(b"PK\x01\x02") + 8
    return PLAIN[:at] + b"\x01" + PLAIN[at + 1 :]


def _lying() -> bytes:
    """A ZIP that says that the sheet, its largest part by far, unpacks to ten bytes."""
    data = bytearray(with_part(PLAIN, SHEET, parts_of(PLAIN)[SHEET] + b" " * 100_000))
    entry = data.rindex(SHEET.encode()) - 46
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (with_part(PLAIN, "xl/media/image1.png", bytes(10_000_000)), HARM),
        (packed({**parts_of(PLAIN), **{f"x/{number}": b"" for number in range(2000)}}), HARM),
        (_lying(), DAMAGED),
        (PLAIN[:2000], DAMAGED),
        (_locked(), LOCKED),
        (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        (
            OLD_OFFICE,
            "this is an Excel file of the old kind (.xls). Open it and save it as an Excel workbook (.xlsx), or",
        ),
        (with_part(PLAIN, "xl/vbaProject.bin", b"x"), MACROS),
        (with_part(PLAIN, "xl/macrosheets/sheet1.xml", b"x"), MACROS),
        (changed(PLAIN, b"sheet.main+xml", b"sheet.macroEnabled.main+xml", "[Content_Types].xml"), MACROS),
        (
            packed({"mimetype": b"application/vnd.oasis"}),
            "this is not an Excel workbook (.xlsx). Open it and save it as",
        ),
        (changed(PLAIN, b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'), UNREADABLE),
        (changed(PLAIN, b"</worksheet>", b""), UNREADABLE),
        (
            changed(PLAIN, b"sheet1.xml", b"sheet9.xml", "xl/_rels/workbook.xml.rels"),
            'sheet "shifts": this sheet\'s cells',
        ),
        (
            b"%PDF-1.7\n\xff\xfe",
            "this is neither a workbook nor text in UTF-8 (see line 2). Save it as CSV UTF-8, or as .xlsx",
        ),
        (
            "staff,géo\n".encode("cp1252"),
            "this is neither a workbook nor text in UTF-8 (see line 1). Save it as CSV UTF-8",
        ),
        (b"staff\0group\n", "this is neither a workbook nor a CSV file: it holds bytes that no text has."),
        (lines('"S-1"x,midwife,emergencies,'), "row 2: this row is not written as CSV has it ("),
        (lines('"S-1,midwife,emergencies,'), "row 2: this row is not written as CSV has it (unexpected end of data)"),
        (b"," * 200 + b"\n", TOO_LARGE),
        (b"", "there is nothing in this sheet: the first row that is not blank holds the headings"),
        (b"\n,,\n", "there is nothing in this sheet"),
        (kept(Workbook()), 'sheet "Sheet": there is nothing in this sheet'),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_file_that_is_no_plain_table_is_refused_with_what_to_do(shifts: Records, data: bytes, message: str) -> None:
    (told,) = refused(shifts, data)
    assert told.startswith(message)


def test_a_workbook_that_may_hold_programs_is_refused_by_its_name(shifts: Records) -> None:
    assert refused(shifts, PLAIN, name="march.XLSM") == [
        "this workbook may hold macros, which are programs. Save it as an Excel workbook (.xlsx)"
    ]


def test_a_file_that_is_larger_than_any_table_is_not_even_read(shifts: Records, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(ImportRefused, match="this file is too large: at most 200 MB are read"):
        read_table(shifts, path)


@pytest.mark.parametrize(
    "cell",
    [b'<row r="1048576"><c r="Z1048576"><v>1</v></c></row>', b'<row r="3"><c r="XFD3"><v>1</v></c></row>'],
)
def test_a_cell_far_outside_the_table_is_refused_before_everything_between_is_laid_out(
    shifts: Records, cell: bytes
) -> None:
    assert refused(shifts, changed(PLAIN, b"</sheetData>", cell + b"</sheetData>")) == [TOO_LARGE]


def test_a_long_text_that_every_cell_shares_is_refused_before_it_is_copied_into_each(shifts: Records) -> None:
    shared = b"<sst><si><t>" + b"".join(b"%d" % number for number in range(200_000)) + b"</t></si></sst>"
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(3, 400))
    data = changed(PLAIN, b"</sheetData>", cells.encode() + b"</sheetData>")
    assert refused(shifts, with_part(data, "xl/sharedStrings.xml", shared)) == [TOO_LARGE]


@pytest.mark.parametrize(
    "cell", [b'<row r="2"><c r="Z2"><v>1</v></c></row>', b'<row r="9"><c r="A99999999999"><v>1</v></c></row>']
)
def test_cells_out_of_order_or_of_no_place_are_refused(shifts: Records, cell: bytes) -> None:
    data = changed(workbook(ROW, ROW), b"</sheetData>", cell + b"</sheetData>")
    assert refused(shifts, data) == [UNREADABLE]


def test_an_error_is_a_fault_with_its_place_and_not_a_blank_cell(shifts: Records) -> None:
    data = workbook(["S-1", "#N/A", "emergencies"])
    assert refused(shifts, data) == [
        'sheet "shifts", row 2, column B (Group): this cell shows the error #N/A: mend it or leave it blank'
    ]


def test_a_formula_counts_by_its_result_and_one_without_a_result_is_a_fault(shifts: Records) -> None:
    data = workbook(["S-1", "=LOWER(Z1)", "emergencies"])
    (message,) = refused(shifts, data)
    assert message == (
        'sheet "shifts", row 2, column B (Group): this formula was never worked out: open the file in a spreadsheet '
        "and save it again"
    )
    written = (b'<c r="B2"><f>LOWER(Z1)</f>' + end for end in (b"<v />", b"<v></v>"))  # without lxml, and with it
    never = next(each for each in written if each in parts_of(data)[SHEET])
    worked = changed(data, never, b'<c r="B2" t="str"><f>LOWER(Z1)</f><v>midwife</v>')
    assert read_table(shifts, worked).rows[0]["group"] == "midwife"
    empty = changed(data, never, b'<c r="B2" t="str"><f>LOWER(Z1)</f><v></v>')
    assert read_table(shifts, empty).open_rows == (2,)


def test_merged_cells_are_faults_since_only_the_first_has_a_value(shifts: Records) -> None:
    made = load_workbook(io.BytesIO(workbook(ROW, ["S-2", None, "emergencies"])))
    made.worksheets[0].merge_cells("B2:B3")
    (message,) = refused(shifts, kept(made))
    assert message == (
        'sheet "shifts", row 3, column B (Group): this cell is one of several merged into one: take the merging off '
        "and fill each of them"
    )
    huge = changed(PLAIN, b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>')
    assert refused(shifts, huge) == [TOO_LARGE]


def test_what_is_wrong_in_an_ignored_column_does_not_matter(shifts: Records) -> None:
    data = workbook([*ROW, "#REF!"], headings=["Staff", "Group", "Course", "Attended on", "Notes"])
    assert len(refused(shifts, data)) == 2
    assert read_table(shifts, data, ignore=["notes"]).rows[0]["attended_on"] == "2025-03-01"


@pytest.mark.parametrize("prefix", [True, False])
def test_cells_without_places_and_names_with_prefixes_are_read(shifts: Records, prefix: bool) -> None:
    sheet = parts_of(PLAIN)[SHEET].decode()
    for place in ("A", "B", "C", "D"):
        sheet = sheet.replace(f' r="{place}1"', "").replace(f' r="{place}2"', "")
    if prefix:
        sheet = sheet.replace("xmlns=", "xmlns:x=").replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    assert read_table(shifts, with_part(PLAIN, SHEET, sheet.encode())).rows[0]["attended_on"] == "2025-03-01"


def test_dates_of_a_workbook_that_counts_from_1904_are_the_same(shifts: Records) -> None:
    made = Workbook()
    made.epoch = CALENDAR_MAC_1904
    for row in (["Staff", "Group", "Course", "Attended on"], ROW):
        made.worksheets[0].append(row)
    assert read_table(shifts, kept(made)).rows[0]["attended_on"] == "2025-03-01"


def test_of_several_sheets_one_is_named_by_the_table_or_by_the_caller(shifts: Records) -> None:
    two = workbook(ROW, March=[["Staff", "Group", "Course"], ["S-9", "midwife", "emergencies"]])
    assert read_table(shifts, two).sheet == "shifts"
    assert read_table(shifts, two, sheet="March").rows[0]["staff"] == "S-9"
    assert refused(shifts, two, sheet="April") == ['this workbook has the sheets shifts, March, and no sheet "April"']
    made = load_workbook(io.BytesIO(two))
    made.worksheets[0].title = "February"
    told = ["this workbook has the sheets February, March: say which of them holds the table"]
    assert refused(shifts, kept(made)) == told
    made.worksheets[1].sheet_state = "hidden"
    assert read_table(shifts, kept(made)).sheet == "February"
    assert refused(shifts, lines(), sheet="March") == ["a CSV file has no sheets: leave the sheet's name out"]


def test_a_part_that_stands_twice_is_refused(shifts: Records) -> None:
    file = io.BytesIO(PLAIN)
    with zipfile.ZipFile(file, "a") as made:
        made.writestr(SHEET.upper(), b"<worksheet/>")
    assert refused(shifts, file.getvalue()) == [DAMAGED]


@pytest.mark.parametrize("data", [b"a,b\n1,2\n3", b"a\n\n\n\n\n"], ids=["cells", "empty lines"])
def test_whoever_reads_a_csv_file_may_want_fewer_cells_and_an_empty_line_counts(data: bytes) -> None:
    assert read_delimited(data, most_cells=5).rows
    with pytest.raises(ImportRefused, match="at most 200 columns and 4 cells are read"):
        read_delimited(data, most_cells=4)
