"""How long it takes to read 200,000 rows of five columns, from CSV and from a workbook."""

import csv
import io
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any

from openpyxl import Workbook

from engine import Records, load_rule_set
from evidence import read_table

ROWS = 200_000
_HEADINGS = ("staff", "group", "course", "attended on", "excluded because")
_GROUPS, _COURSES = ("midwives", "support workers", "anaesthetists"), ("emergencies", "life support")
_RULE_SET = """
title: "Training"
kind: assessment
instrument: {id: made/up, title: "Made up", url: "https://www.example.org/"}
covers: {from: 2025-01-01}
as_at: assessed_on
questions:
  - id: trained
    asks: "Was anybody trained?"
    first_of:
      - {outcome: met, when: {fact: trained, at_least: 1}, says: "Somebody was"}
      - {otherwise: not_met, says: "Nobody was"}
"""
_FACTS = """
facts:
  assessed_on: {type: date, ask: "When is it assessed?", shown_by: trust}
  training:
    type: records
    ask: "Who attended?"
    shown_by: trust
    one_row_per: [staff, course]
    fields:
      staff: {type: text}
      group: {type: choice, options: [midwives, support_workers, anaesthetists]}
      course: {type: choice, options: [emergencies, life_support]}
      attended_on: {type: date, may_be_none: true, empty: none}
      excluded_because: {type: choice, may_be_none: true, empty: none, options: [maternity_leave, long_term_sick]}
  trained: {type: number, unit: people, counted_from: {records: training}}
"""


@dataclass(frozen=True)
class Seconds:
    """By the clock, and of a processor, for one kind of file."""

    clock: float
    processor: float


def measure(rows: int = ROWS) -> dict[str, Seconds]:
    """What reading a file of so many rows takes, by its kind: ``csv`` and ``xlsx``."""
    made = _rows(rows)
    with tempfile.TemporaryDirectory() as folder:
        records = _records(Path(folder))
        files = {"csv": _csv(made), "xlsx": _workbook(made)}
        return {kind: _seconds(records, data, rows) for kind, data in files.items()}


def _seconds(records: Records, data: bytes, rows: int) -> Seconds:
    clock, processor = perf_counter(), process_time()
    read = read_table(records, data)
    seconds = Seconds(perf_counter() - clock, process_time() - processor)
    if len(read.rows) != rows:
        raise ValueError(f"{len(read.rows)} rows were read, not {rows}")
    return seconds


def _records(folder: Path) -> Records:
    (folder / "ruleset.yaml").write_text(_RULE_SET, "utf-8")
    (folder / "facts.yaml").write_text(_FACTS, "utf-8")
    return load_rule_set(folder).tables["training"]


def _rows(count: int) -> list[list[Any]]:
    chance = Random(1)
    return [
        [
            f"S-{number:06}",
            chance.choice(_GROUPS),
            _COURSES[number % 2],
            date(2024, 12, 1) + timedelta(days=chance.randrange(365)) if chance.random() < 0.9 else None,
            "maternity leave" if chance.random() < 0.05 else None,
        ]
        for number in range(count)
    ]


def _csv(rows: list[list[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADINGS)
    writer.writerows([[f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row] for row in rows])
    return text.getvalue().encode()


def _workbook(rows: list[list[Any]]) -> bytes:
    workbook = Workbook(write_only=True)
    page = workbook.create_sheet("training")
    page.append(_HEADINGS)
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()
