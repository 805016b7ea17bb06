"""Evidence: records that come from spreadsheets, CSV or Excel, and the empty workbooks for them.

Its public face. What comes in is not trusted: a file is measured before it is opened, nothing in it is run, and either
all of a table is taken or none of it.
"""

from evidence.faults import LISTED, ImportRefused, Place, SheetFault
from evidence.privacy import masked
from evidence.reading import Imported, read_table
from evidence.statement import Stated, as_json, put_among, state
from evidence.template import write_template
from evidence.writing import escaped, put_text, saved

__all__ = [
    "LISTED",
    "ImportRefused",
    "Imported",
    "Place",
    "SheetFault",
    "Stated",
    "as_json",
    "escaped",
    "masked",
    "put_among",
    "put_text",
    "read_table",
    "saved",
    "state",
    "write_template",
]
