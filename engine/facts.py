"""What a caller states of a case: facts, judgements and tables; every fault is reported at once, each at its place."""

from collections.abc import Mapping
from typing import Any

from engine.build_values import cell_name
from engine.errors import FactError, Fault, nearest
from engine.model import Records, RuleSet
from engine.plain import words
from engine.rows import Row, Table, doubles
from engine.statements import (
    KEYS,
    Facts,
    Statement,
    TableStatement,
    Wrong,
    only,
    read_known,
    read_value,
    statement_of,
    words_of,
)
from engine.values import NEVER, Known

__all__ = ["Facts", "RowReader", "Statement", "TableStatement", "read_facts", "read_given"]

_TABLE_KEYS = {"rows", "complete", "by", "source"}
_TABLE = 'this is a table: {"rows": [{FIELD: value, …}, …], "complete": true, "by": "WHO SAYS SO"}'


def read_facts(rule_set: RuleSet, raw: Mapping[str, Any]) -> Facts:
    """Type ``{"facts": {...}, "judgements": {...}}`` against a rule set.

    Raises FactError with every fault found, each with a JSON pointer into ``raw``.
    """
    faults: list[Fault] = []
    read: dict[str, Statement] = {}
    for place, judgement in (("facts", False), ("judgements", True)):
        for name, said in _named(raw, place, faults).items():
            if not judgement and (name in rule_set.tables or name in rule_set.cells):
                many = _table if name in rule_set.tables else _in_cells
                read |= many(rule_set, name, said, faults)
                continue
            try:
                read[name] = statement_of(rule_set, name, said, judgement)
            except Wrong as wrong:
                pointer = f"/{place}/{_escaped(name)}" + (f"/{wrong.key}" if wrong.key else "")
                faults.append(Fault(pointer, str(wrong)))
    if faults:
        raise FactError(faults)
    return read


def _named(raw: Mapping[str, Any], place: str, faults: list[Fault]) -> Mapping[str, Any]:
    named = raw.get(place, {})
    if isinstance(named, Mapping):
        return named
    faults.append(Fault(f"/{place}", "this holds names, each with what is said of it"))
    return {}


def read_given(rule_set: RuleSet, given: Mapping[str, Any]) -> Facts:
    """As ``read_facts``, from one mapping that holds facts and judgements alike, as tests of rules do."""
    judged = {name for name, fact in rule_set.facts.items() if fact.judgement}
    return read_facts(
        rule_set,
        {
            "facts": {name: said for name, said in given.items() if name not in judged},
            "judgements": {name: said for name, said in given.items() if name in judged},
        },
    )


def _table(rule_set: RuleSet, name: str, said: Any, faults: list[Fault]) -> dict[str, Statement]:
    """The rows of a table, each cell typed; every fault at its row and field."""
    records, pointer = rule_set.tables[name], f"/facts/{_escaped(name)}"
    rows = said.get("rows") if isinstance(said, Mapping) else None
    if not isinstance(said, Mapping) or not isinstance(rows, list):
        faults.append(
            Fault(pointer, 'this is a table: {"rows": [{FIELD: value, …}, …], "complete": true, "by": "WHO"}')
        )
        return {}
    before = len(faults)
    try:
        complete, by, source = _whole(said)
    except Wrong as wrong:
        faults.append(Fault(f"{pointer}/{wrong.key}", str(wrong)))
        return {}
    reader = RowReader(records)
    read = [reader.row(row, f"{pointer}/rows/{place}", faults) for place, row in enumerate(rows)]
    if len(faults) > before:
        return {}
    table = Table(tuple(read), complete, by if complete else "", frozenset(reader.disputed))
    for place, first in doubles(records, table):
        told = f"rows {first + 1} and {place + 1} are about the same {', '.join(map(words, records.one_row_per))}"
        faults.append(Fault(f"{pointer}/rows/{place}", f"{told}; keep one of them"))
    return {name: TableStatement(NEVER, source=source, table=table)}


def _whole(said: Mapping[str, Any]) -> tuple[bool, str, str]:
    """Whether the table is complete, who says so, and where it is from."""
    only(_TABLE_KEYS, said)
    source, by, complete = words_of(said, "source"), words_of(said, "by").strip(), said.get("complete", False)
    if not isinstance(complete, bool):
        raise Wrong("complete is true where somebody says that these are all the rows, else false", "complete")
    if complete and not any(letter.isalpha() for letter in by):
        raise Wrong("who says that these are all the rows? complete goes with by: the name of a person", "by")
    return complete, by, source


class RowReader:
    """Reads the rows of one table in their order. What was said before of a field is not read again.

    ``disputed``: the cells, by row from 0 and by field, that were said to be disputed.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self.disputed: set[tuple[int, str]] = set()
        self._rows = 0
        self._read: dict[str, dict[str, Known]] = {name: {} for name in records.fields}

    def row(self, said: Any, pointer: str, faults: list[Fault]) -> Row:
        """What is known of a row; its faults are appended."""
        place, self._rows = self._rows, self._rows + 1
        if not isinstance(said, Mapping):
            faults.append(Fault(pointer, "a row is an object: {FIELD: value, …}"))
            return {}
        row: dict[str, Known] = {}
        for name, value in said.items():
            before = self._read.get(name)
            if before is not None and type(value) is str and value in before:
                row[name] = before[value]
                continue
            try:
                known = self.cell(name, value)
            except Wrong as wrong:
                key = f"/{wrong.key}" if wrong.key and isinstance(value, Mapping) else ""
                faults.append(Fault(f"{pointer}/{_escaped(name)}{key}", str(wrong)))
            else:
                row[name] = known
                if isinstance(value, Mapping) and value.get("state") == "disputed":
                    self.disputed.add((place, name))
        return row

    def cell(self, name: str, value: Any) -> Known:
        """What is known of a field that is filled."""
        field = self.records.fields.get(name)
        if field is None:
            raise Wrong(f"{self.records.name} has no field '{name}'.{nearest(str(name), self.records.fields)}")
        if field.worked_out is not None:
            raise Wrong("this field is worked out from others and cannot be filled")
        if type(value) is str:
            known = self._read[name][value] = read_value(field, value)
            return known
        statement = read_known(field, value, KEYS)
        if statement.state != "stated":
            return field.domain  # said to be open, which an empty cell of a complete table need not be
        return statement.known


def _in_cells(rule_set: RuleSet, name: str, said: Any, faults: list[Fault]) -> dict[str, Statement]:
    """The numbers of a fact that is told apart by fields: ``[{group: midwife, course: emergencies, is: 10}, …]``."""
    pointer, by = f"/facts/{_escaped(name)}", rule_set.cells[name]
    keys = ", ".join(f"{each}: …" for each in by)
    shape = f"this is a list, one item for each {' and '.join(map(words, by))}: {{{keys}, is: 10}}"
    if not isinstance(said, list):
        faults.append(Fault(pointer, shape))
        return {}
    read: dict[str, Statement] = {}
    for place, each in enumerate(said):
        where = f"{pointer}/{place}"
        if not isinstance(each, Mapping) or not all(isinstance(each.get(field), str) for field in by):
            faults.append(Fault(where, shape))
            continue
        cell = cell_name(name, [each[field] for field in by])
        if cell not in rule_set.facts or cell in read:
            again = "stands twice" if cell in read else "is no cell here"
            faults.append(Fault(where, f"{cell} {again}; each field has one of its options, and each cell stands once"))
            continue
        value = {("value" if key == "is" else key): part for key, part in each.items() if key not in by}
        try:
            read[cell] = statement_of(rule_set, cell, value, judgement=False)
        except Wrong as wrong:
            key = "is" if wrong.key == "value" else wrong.key
            faults.append(Fault(f"{where}/{key}" if key else where, str(wrong)))
    return read


def _escaped(name: object) -> str:
    return str(name).replace("~", "~0").replace("/", "~1")
