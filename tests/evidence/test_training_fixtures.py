"""The invented trusts' training records: the files are what the script makes, and they show what they are for."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from engine import Determination, RuleSet, determine, load_rule_set, read_facts
from evidence import read_table, state
from scripts.make_training_fixtures import FERNMERE, OSTWICK, RULES, TABLE, TARGET, TRUSTS, Trust, cells, files


@pytest.fixture(scope="module")
def year_7() -> RuleSet:
    return load_rule_set(RULES)


def unpacked(data: bytes) -> Any:
    """What a file holds, whatever it was packed with and whichever library wrote its XML."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: ET.canonicalize(packed.read(name)) for name in packed.namelist()}


@pytest.mark.parametrize("trust", TRUSTS, ids=lambda trust: trust.file)
def test_the_files_are_what_the_script_makes(year_7: RuleSet, trust: Trust) -> None:
    for name, content in files(year_7, trust).items():
        assert unpacked((TARGET / name).read_bytes()) == unpacked(content), "python -m scripts.make_training_fixtures"


def determined(year_7: RuleSet, trust: Trust, kind: str) -> Determination:
    """The rest of a trust's facts with the table of one of its files, which somebody has said is complete."""
    read = read_table(year_7.tables[TABLE], TARGET / f"{trust.file}.{kind}")
    case = json.loads((TARGET / f"{trust.file}-facts.json").read_text("utf-8"))
    table = state(year_7, TABLE, read, "A. Matron (invented)")
    return determine(year_7, read_facts(year_7, {"facts": {**case["facts"], TABLE: table}}))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_one_trust_complies_and_the_other_misses_where_rounding_would_hide_it(year_7: RuleSet, kind: str) -> None:
    assert determined(year_7, FERNMERE, kind).answer("sa8").outcome == "met"
    missed = determined(year_7, OSTWICK, kind)
    assert missed.answer("sa8").outcome == "not_met"
    failing = [each.id for each in missed.provisions if each.id.startswith("sa8-b") and each.status == "not_met"]
    assert failing == ["sa8-b-emergencies"]
    assert "43 of 48 people, 89.58%. 1 more would be enough: 44 of 48, 91.67%." in " ".join(missed.explanation)


@pytest.mark.parametrize("trust", TRUSTS, ids=lambda trust: trust.file)
def test_both_kinds_of_file_hold_the_same_rows(year_7: RuleSet, trust: Trust) -> None:
    one, other = (read_table(year_7.tables[TABLE], TARGET / f"{trust.file}.{kind}") for kind in ("csv", "xlsx"))
    assert one.rows == other.rows
    assert len(one.rows) >= 400
    assert {(row["group"], row["course"]) for row in one.rows} == set(cells(year_7))
    assert all(row["staff"].startswith("S-") for row in one.rows), "codes, and never names"


def test_everything_says_that_it_is_invented() -> None:
    for path in TARGET.iterdir():
        assert path.name == "README.md" or "invented" in path.name
    for trust in TRUSTS:
        assert trust.name.endswith("(invented)")
        case = json.loads((TARGET / f"{trust.file}-facts.json").read_text("utf-8"))
        assert case["invented"] is True
        notes = unpacked((TARGET / f"{trust.file}.xlsx").read_bytes())
        assert any(trust.name in part for part in notes.values())
        assert trust.name in (Path(TARGET) / "README.md").read_text("utf-8")
