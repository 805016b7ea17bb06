"""A file of records as the answer to a table: its rows are stated in the case, and the file itself is not kept."""

from collections.abc import Sequence

from werkzeug.datastructures import FileStorage

from engine import Records
from evidence import ImportRefused, in_place_of, read_table, state
from keeping import Saying, Stated
from web.desk.asked import Asked
from web.pages.records import LARGEST_FILE
from web.pages.typed_values import Typed

CHOOSE = "Choose a file: .csv or .xlsx"
# What is told besides that the answer is kept, where the rows stand in the place of others.
SAME, CHANGED = "same-rows", "other-rows"

__all__ = ["CHANGED", "LARGEST_FILE", "SAME", "errors_of", "no_longer_all", "saying_of"]


def saying_of(
    asked: Asked, records: Records, typed: Typed, file: FileStorage | None, stated: Stated | None
) -> tuple[Saying, str]:
    """What a file of records says, and what is to be told of who had called the rows complete that stand.

    Raises ImportRefused with everything that is to be mended in the file.
    """
    if file is None or not file.filename:
        raise ImportRefused([])
    data = file.read()
    file.stream.seek(0)  # what tells one sending from another reads it again
    sheet, by = (typed.get(key, "").strip() for key in ("sheet", "complete_by"))
    read = read_table(records, data, file.filename, sheet or None)
    said, told = in_place_of(stated.said if stated else None, state(asked.rule_set, records.name, read, by))
    correction = typed.get(f"{asked.place}.correction", "").replace("\r\n", "\n").strip()
    evidence = tuple(typed.getlist(f"{asked.place}.evidence"))
    saying = Saying("fact", records.name, said, correction=correction, evidence=evidence)
    return saying, "" if not told else SAME if said["complete"] else CHANGED


def no_longer_all(history: Sequence[Stated]) -> str:
    """Who had said of the rows of a table that they are all, where the last statement of it has others."""
    gone = history[-1].no_longer_complete if history else None
    return gone.told if gone else ""


def errors_of(refused: ImportRefused | None) -> dict[str, str]:
    """What stands at the field of a file that was not taken."""
    if refused is None:
        return {}
    many = len(refused.faults) + refused.more
    return {"file": f"Nothing was taken from the file: {many} to mend. Each is listed below" if many else CHOOSE}
