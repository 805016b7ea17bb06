"""Evidence: records that come from spreadsheets, CSV or Excel, and the empty workbooks for them.

Its public face; what writes workbooks stands beside it (``evidence.sheets``). What comes in is not trusted: a file is
measured before it is opened, nothing in it is run, and either all of a table is taken or none of it.
"""

from evidence.archive import MOST_PARTS, MOST_PRESSED, OLD_OFFICE, ZIP
from evidence.cells import read_cell
from evidence.delimited import read_delimited
from evidence.faults import LISTED, ImportRefused, Place, SheetFault, letter
from evidence.formula_signs import escaped
from evidence.privacy import holds_nhs_number, masked
from evidence.reading import Imported, read_sheet, read_table
from evidence.sheet import MOST_BYTES, Sheet
from evidence.statement import (
    NoLongerComplete,
    Stated,
    as_json,
    gone,
    in_place_of,
    no_longer_complete,
    put_among,
    state,
)
from evidence.xml_parts import bare, parse

__all__ = [
    "LISTED",
    "MOST_BYTES",
    "MOST_PARTS",
    "MOST_PRESSED",
    "OLD_OFFICE",
    "ZIP",
    "ImportRefused",
    "Imported",
    "NoLongerComplete",
    "Place",
    "Sheet",
    "SheetFault",
    "Stated",
    "as_json",
    "bare",
    "escaped",
    "gone",
    "holds_nhs_number",
    "in_place_of",
    "letter",
    "masked",
    "no_longer_complete",
    "parse",
    "put_among",
    "read_cell",
    "read_delimited",
    "read_sheet",
    "read_table",
    "state",
]
