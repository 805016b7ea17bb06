"""A file of records as the answer to a table: its rows are stated in the case, and the file itself is not kept."""

from werkzeug.datastructures import FileStorage

from engine import Records
from evidence import ImportRefused, read_table, state
from keeping import Saying
from web.desk.asked import Asked
from web.pages.records import LARGEST_FILE
from web.pages.typed_values import Typed

CHOOSE = "Choose a file: .csv or .xlsx"

__all__ = ["LARGEST_FILE", "errors_of", "saying_of"]


def saying_of(asked: Asked, records: Records, typed: Typed, file: FileStorage | None) -> Saying:
    """What a file of records says. Raises ImportRefused with everything that is to be mended in it."""
    if file is None or not file.filename:
        raise ImportRefused([])
    data = file.read()
    file.stream.seek(0)  # what tells one sending from another reads it again
    sheet, by = (typed.get(key, "").strip() for key in ("sheet", "complete_by"))
    read = read_table(records, data, file.filename, sheet or None)
    said = state(asked.rule_set, records.name, read, by)
    correction = typed.get(f"{asked.place}.correction", "").replace("\r\n", "\n").strip()
    evidence = tuple(typed.getlist(f"{asked.place}.evidence"))
    return Saying("fact", records.name, said, correction=correction, evidence=evidence)


def errors_of(refused: ImportRefused | None) -> dict[str, str]:
    """What stands at the field of a file that was not taken."""
    if refused is None:
        return {}
    many = len(refused.faults) + refused.more
    return {"file": f"Nothing was taken from the file: {many} to mend. Each is listed below" if many else CHOOSE}
