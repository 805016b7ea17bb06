"""A workbook that was written of an assessment, read back to the evidence behind it: all of it, or every fault at once.

Only the sheet of facts and those of records are read. What stands on the others was worked out from them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessment.asked_for import AskedFor, asked_for_all
from assessment.assessing import years_of
from assessment.errors import AssessmentRefused
from assessment.items_read import read_item
from assessment.model import Evidence, EvidenceItem, Site
from assessment.workbook_facts import (
    FACT,
    FACTS,
    INVENTED,
    ITEM,
    NAMED,
    NOTICE,
    RECORDS,
    ROW,
    SERVES,
    SITE,
    TRUST,
    YEAR,
)
from assessment.workbook_rows import (
    Row,
    Wrong,
    detail_of,
    fault_at,
    json_of,
    look_for_patients,
    refuse,
    rows_of,
    text_of,
)
from engine import Fact, RuleSet, nearest
from evidence import (
    ImportRefused,
    Place,
    SheetFault,
    read_cell,
    read_sheet,
    read_table,
)

_NUMBER = re.compile("[1-9][0-9]{0,5}", re.ASCII)
_PLACE = re.compile("[0-9]{1,7}", re.ASCII)
_NO_ITEM = "this is not what is said beside an item: restore it as it was written"


@dataclass(slots=True)
class _Reading:
    """Collects what the rows say, and what is wrong with them."""

    data: bytes
    name: str
    asked: AskedFor
    sites: dict[str, Site]
    columns: Mapping[str, str]
    of: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[SheetFault] = field(default_factory=list)
    named: dict[str, tuple[Row, dict[str, Any]]] = field(default_factory=dict)  # items of evidence, by number

    def read(self, row: Row) -> None:
        """One row; its fault is kept."""
        try:
            _READERS[row.text("What")](self, row, self._stated_at(row))
        except Wrong as wrong:
            self.faults.append(fault_at(row, str(wrong), self.columns.get(wrong.heading, ""), wrong.heading))
        except ImportRefused as refused:
            self.faults += refused.faults

    def _stated_at(self, row: Row) -> dict[str, Any]:
        where = row.text("Where")
        if where and where not in self.sites:
            raise Wrong(f"no site of this sheet has the code {where}.{nearest(where, self.sites)}", "Where")
        return self.of.setdefault(where, {})

    def detail(self, row: Row, stated: dict[str, Any]) -> None:
        """Trust, year and sites are read before all else."""

    def fact(self, row: Row, stated: dict[str, Any]) -> None:
        """A fact, a judgement, one number of several, or a list of them."""
        name = row.text("Name")
        fact = self.asked.fact(name)
        if fact is None and self.asked.cells(name) and row.text("As JSON"):
            stated[name] = json_of(row)
            return
        if fact is None:
            near = nearest(name, [*self.asked.names()])
            raise Wrong(f"the rules of {self.asked.year.id} have no such fact.{near}", "Name")
        said = json_of(row) if row.text("As JSON") else _said(fact, row)
        if not fact.cell_of:
            self._once(stated, name, said)
        else:
            item = said if row.text("As JSON") else {**fact.cell, **_item(said)}
            stated.setdefault(fact.cell_of, []).append(item)

    def records(self, row: Row, stated: dict[str, Any]) -> None:
        """The rows of a table, from the sheet that is named; complete where somebody says so."""
        name = row.text("Name")
        table = self.asked.table(name)
        if table is None:
            raise Wrong(
                f"the rules of {self.asked.year.id} have no such table.{nearest(name, _tables(self.asked))}", "Name"
            )
        rows = [*read_table(table, self.data, self.name, row.text("Stated"), (NOTICE,)).rows]
        by, source = row.text("Said by"), row.text("Source")
        beside = {key: each for key, each in (("by", by), ("source", source)) if each}
        said = json_of(row) if row.text("As JSON") else {"complete": bool(by), **beside}
        self._once(stated, name, {"rows": rows, **said})

    def row(self, row: Row, stated: dict[str, Any]) -> None:
        """A row of a table that its sheet cannot say whole: it stands in the place of what was read there."""
        table, _, place = row.text("Name").partition("/rows/")
        rows = stated.get(table, {}).get("rows", ())
        if not _PLACE.fullmatch(place) or int(place) >= len(rows):
            raise Wrong("this names a row that no sheet of records has: TABLE/rows/NUMBER, counted from 0", "Name")
        rows[int(place)] = json_of(row)

    def item(self, row: Row, stated: dict[str, Any]) -> None:
        """An item of evidence."""
        if row.text("Where"):
            raise Wrong("an item is of no site: the rows below it say what it serves, and where", "Where")
        beside = json_of(row) if row.text("As JSON") else {}
        if not isinstance(beside, dict):
            raise Wrong(_NO_ITEM, "As JSON")
        plain = {"title": row.text("Stated"), "original": row.text("Source")}
        self._keeps("Name", row, {**{key: each for key, each in plain.items() if each}, **beside, "serves": []})

    def serves(self, row: Row, stated: dict[str, Any]) -> None:
        """A requirement that an item supports, which stands above it."""
        number = row.text("Stated")
        if number not in self.named:
            raise Wrong("no row above names an item of evidence with this number", "Stated")
        self.named[number][1]["serves"].append({"requirement": row.text("Name"), "site": row.text("Where")})

    def _keeps(self, heading: str, row: Row, said: dict[str, Any]) -> None:
        number = row.text(heading)
        if not _NUMBER.fullmatch(number) or number in self.named:
            raise Wrong("an item of evidence has a number of its own: 1, 2, 3 …", heading)
        self.named[number] = (row, said)

    def items(self) -> Iterator[EvidenceItem]:
        """The items that were named, by their numbers; their faults are kept."""
        sites = [*self.sites.values()]
        for number, (row, said) in sorted(self.named.items(), key=lambda each: int(each[0])):
            try:
                yield read_item(said, int(number), sites, self.asked.year)
            except AssessmentRefused as refused:
                told = "; ".join(f"{each.where}: {each.message}" for each in refused.faults)
                self.faults.append(fault_at(row, told, self.columns.get("Name", ""), "Name"))

    def _once(self, stated: dict[str, Any], name: str, said: Any) -> None:
        if name in stated:
            raise Wrong(f"{name} stands in this sheet twice for the same place: keep one of the rows", "Name")
        stated[name] = said


_READERS = {
    **dict.fromkeys((TRUST, NAMED, YEAR, INVENTED, SITE), _Reading.detail),
    FACT: _Reading.fact, RECORDS: _Reading.records, ROW: _Reading.row, ITEM: _Reading.item, SERVES: _Reading.serves,
}  # fmt: skip


def read_workbook(rule_sets: Mapping[str, RuleSet], data: bytes, name: str = "") -> Evidence:
    """The evidence in a workbook. ``name`` is the file's.

    Raises ImportRefused with every fault, at its sheet, row and column; nothing is taken of a workbook in which there
    is one. Whether the evidence is about this trust's sites and of the right kind is seen when it is assessed.
    """
    page = read_sheet(data, FACTS)
    rows, columns = rows_of(page)
    look_for_patients(rows, columns)
    year = detail_of(rows, YEAR)
    if year not in years_of(rule_sets):
        known = ", ".join(years_of(rule_sets)) or "none"
        raise ImportRefused(
            [SheetFault(Place(FACTS), f"there are no rules for {year or 'no year'}; there are {known}")]
        )
    sites = {row.text("Where"): Site(row.text("Where"), text_of(row)) for row in rows if row.cells["What"] == SITE}
    reading = _Reading(data, name, asked_for_all(rule_sets, year), sites, columns)
    for row in sorted(rows, key=lambda each: each.cells["What"] == ROW):  # those that mend others come last
        reading.read(row)
    items = tuple(reading.items())
    refuse(reading.faults)
    return Evidence(
        detail_of(rows, TRUST),
        detail_of(rows, NAMED),
        year,
        tuple(sites.values()),
        reading.of.get("", {}),
        {code: reading.of.get(code, {}) for code in sites},
        detail_of(rows, INVENTED) == "yes",
        items,
    )


def _said(fact: Fact, row: Row) -> Any:
    """A statement in words: its value, and who says so where somebody does."""
    cell = row.cells["Stated"]
    if cell == "":
        raise Wrong(f"nothing is stated of {fact.name}: write it here, or delete the row", "Stated")
    try:
        said = read_cell(fact, cell)
    except ValueError as wrong:
        raise Wrong(str(wrong), "Stated") from None
    beside = {"source": row.text("Source"), "by": row.text("Said by"), "reasons": row.text("Reasons")}
    beside = {key: each for key, each in beside.items() if each}
    if isinstance(said, dict):
        return {**said, **beside}
    return {"answer" if fact.judgement else "value": said, **beside} if beside else said


def _item(said: Any) -> dict[str, Any]:
    """One number of several, beside the fields that tell which."""
    if not isinstance(said, dict):
        return {"is": said}
    return {("is" if key == "value" else key): each for key, each in said.items()}


def _tables(asked: AskedFor) -> Iterator[str]:
    for each in asked.every:
        yield from each.tables
