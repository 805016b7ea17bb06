"""A trust's folder: read whole, or refused with every fault at its file and place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assessment import AssessmentRefused, Evidence, read_folder
from assessment.strict_json import MOST_BYTES
from engine import Fault
from tests.ours import our_rule_sets

TRUST = {"ods_code": "ZZZ", "name": "Fellgate (invented)", "invented": True}
SITES = [{"code": "north", "name": "North site"}]
ROW = "staff,group,course,attended on\nS-1,midwives,emergencies training,03/03/2025\n"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A trust's folder with one site: ``own`` is in trust.json, ``site`` is facts.json, and ``files`` are beside."""

    def written(own: Any = None, site: Any = None, files: dict[str, str | bytes] | None = None) -> Path:
        content = {"trust.json": {**TRUST, "sites": SITES, **(own or {})}, "north/facts.json": site or {}}
        for name, said in {**{name: json.dumps(each) for name, each in content.items()}, **(files or {})}.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(said if isinstance(said, bytes) else said.encode())
        return tmp_path

    return written


def read(folder: Path) -> Evidence:
    return read_folder(folder, our_rule_sets(), "year-7").evidence


def faults(folder: Path) -> list[str]:
    with pytest.raises(AssessmentRefused) as refused:
        read(folder)
    return [f"{each.where}: {each.message}" for each in refused.value.faults]


def test_facts_judgements_and_tables_are_read_each_for_its_place(write: Write) -> None:
    judged = {"answer": False, "by": "the Board", "reasons": "Twice in eight months."}
    site = {"facts": {"point_of_care_drills": 2}, "judgements": {"supernumerary_status_lost_regularly": judged}}
    folder = write(
        {"facts": {"birthweights_valid": {"value": 5, "source": "the scorecard"}}, "complete": {}},
        {**site, "complete": {"training": "A. Matron"}},
        {"north/training.csv": ROW, "staffing_reports.csv": "board had it on\n29/05/2025\n", "README.md": "ours"},
    )
    evidence = read(folder)
    assert (evidence.trust, evidence.name, evidence.year, evidence.invented) == ("ZZZ", TRUST["name"], "year-7", True)
    assert set(evidence.of_trust) == {"birthweights_valid", "staffing_reports"}
    assert evidence.of_trust["staffing_reports"]["complete"] is False
    training = evidence.of_sites["north"]["training"]
    assert (training["complete"], training["by"], training["source"]) == (True, "A. Matron", "north/training.csv")
    assert training["rows"][0]["attended_on"] == "2025-03-03"
    assert evidence.of_sites["north"]["supernumerary_status_lost_regularly"] == judged


def test_the_counts_of_the_metrics_may_stand_in_a_file_of_their_own(write: Write) -> None:
    folder = write(files={"metrics.json": json.dumps({"facts": {"women_booked": 500}})})
    assert read(folder).of_trust == {"women_booked": 500}


def test_numbers_are_read_exactly_and_a_byte_order_mark_is_let_be(write: Write) -> None:
    folder = write(files={"north/facts.json": b'\xef\xbb\xbf{"facts": {"establishment_required": 152.4}}'})
    assert str(read(folder).of_sites["north"]["establishment_required"]) == "152.4"


def test_every_fault_is_told_at_once_with_its_file_and_place(write: Write) -> None:
    folder = write(
        {"ods_code": "zz", "facts": {"birthweights_valid": "many"}, "complete": {"deaths": ""}, "extra": 1},
        {"facts": {"point_of_care_drills": 1.5, "executive_champion_named": True}},
        {"north/training.csv": ROW.replace("midwives", "nurses"), "south/facts.json": "{}", "north/notes.docx": b"x"},
    )
    found = faults(folder)
    assert [each.split(":")[0] for each in found] == [
        "trust.json, /extra",
        "south",
        "trust.json, /complete/deaths",
        "trust.json, /ods_code",
        "north/notes.docx",
        "north/training.csv, row 2, column B (group)",
        "north/facts.json, /facts/executive_champion_named",
        "trust.json, /facts/birthweights_valid",
        "north/facts.json, /facts/point_of_care_drills",
    ]


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"ods_code": "zz"}, "trust.json, /ods_code: 'zz' is no ODS code of a trust: three to five capital"),
        ({"name": 7}, "trust.json, /name: this is missing, or is no text"),
        ({"invented": "yes"}, "trust.json, /invented: this is true where nothing in the folder is real, else false"),
        ({"sites": []}, 'trust.json, /sites: a trust has at least one site: [{"code": "north", "name": "North site"}]'),
        ({"sites": ["north"]}, 'trust.json, /sites/0: a site is {"code": "north", "name": "North site"}'),
        (
            {"sites": [{"code": "../up", "name": "Up"}]},
            "trust.json, /sites/0/code: the code of a site is the name of its folder: small letters",
        ),
        ({"sites": [{"code": "north", "name": " "}]}, "trust.json, /sites/0/name: the name of a site is text"),
        ({"factz": {}}, "trust.json, /factz: nothing of this name stands here. Did you mean facts?"),
        ({"facts": []}, "trust.json, /facts: this is an object: {NAME: what is said of it, …}"),
        (
            {"complete": {"board_reports": 1}},
            "trust.json, /complete/board_reports: this is the name of the person who says that these are",
        ),
        (
            {"complete": {"board_reports": "A. Secretary"}},
            "trust.json, /complete/board_reports: there is no file of this table here, so that nothing can be complete",
        ),
        (
            {"facts": {"point_of_care_drills": 2}},
            "trust.json, /facts/point_of_care_drills: 'point_of_care_drills' is about a site: state it for each",
        ),
    ],
)
def test_what_is_wrong_in_trust_json_is_told(write: Write, own: dict[str, Any], told: str) -> None:
    assert any(each.startswith(told) for each in faults(write(own)))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("trust.json", "{", "trust.json: line 1, column 2: this is not JSON ("),
        ("north/facts.json", "[]", 'north/facts.json: this is JSON, but not an object: write {"facts": {…}}'),
        ("north/facts.json", b"\xff", "north/facts.json: this is not text in UTF-8 (see byte 0): save it as UTF-8"),
        ("north/facts.json", '{"facts": {"a": NaN}}', "north/facts.json: NaN is no number that a fact can have"),
        (
            "north/facts.json",
            '{"facts": {"a": 1, "a": 2}}',
            "north/facts.json: 'a' stands twice in one object: keep one of the two",
        ),
        (
            "north/facts.json",
            '{"facts": {"a": "\\ud800"}}',
            "north/facts.json: a text in it holds half of a character (a lone surrogate): write it again",
        ),
        ("north/facts.json", "[" * 100_000, "north/facts.json: it is nested too deep: a file of"),
        (
            "north/facts.json",
            b" " * (MOST_BYTES + 1),
            "north/facts.json: this file is too large: at most 5 MB are read. Put rows into a table",
        ),
        ("north/trainings.csv", ROW, "north/trainings.csv: the file of a table is named after the table. Did you mean"),
        (
            "north/training.txt",
            ROW,
            "north/training.txt: nothing here reads this: facts stand in .json files, and tables in .csv or .xlsx",
        ),
        (
            "training.csv",
            ROW,
            "training.csv: 'training' is about a site: state it for each site, and not for the trust",
        ),
        (
            "south/facts.json",
            "{}",
            "south: this folder is of no site: name the site in trust.json, or take the folder away",
        ),
        ("north/deaths.xlsx", b"PK\x03\x04", "north/deaths.xlsx: this workbook is damaged and cannot be unpacked."),
        ("metrics.json", '{"facts": {"women_bookd": 1}}', "metrics.json, /facts/women_bookd: the rules of year 7"),
    ],
    ids=range(14),
)
def test_what_is_wrong_in_a_file_is_told(write: Write, name: str, content: str | bytes, told: str) -> None:
    assert any(each.startswith(told) for each in faults(write(files={name: content})))


def test_a_table_that_stands_twice_is_told(write: Write) -> None:
    twice = write({}, {}, {"north/training.csv": ROW, "north/training.xlsx": b"PK\x03\x04"})
    assert "north/training.xlsx: training.csv is the same table: keep one of the two" in faults(twice)
    (twice / "north" / "training.xlsx").unlink()
    again = write({}, {"facts": {"training": {"rows": []}}})
    told = "north/training.csv: this table stands at north/facts.json, /facts/training too: keep one of the two"
    assert faults(again) == [told]


def test_a_fact_that_stands_twice_is_told(write: Write) -> None:
    folder = write({"facts": {"women_booked": 5}}, files={"metrics.json": json.dumps({"facts": {"women_booked": 6}})})
    told = "metrics.json, /facts/women_booked: this stands at trust.json, /facts/women_booked too: state it once"
    assert faults(folder) == [told]


def test_an_nhs_number_in_a_table_is_refused_and_not_shown(write: Write) -> None:
    (told,) = faults(write(files={"north/training.csv": ROW.replace("S-1", "943 476 5919")}))
    assert told.startswith("north/training.csv, row 2, column A (staff): this cell holds a valid NHS number.")
    assert "943 476 5919" not in told


def test_without_trust_json_or_a_sites_folder_it_says_what_is_missing(write: Write, tmp_path: Path) -> None:
    missing = "this file is missing: it holds what is stated, and may be {}"
    assert faults(tmp_path) == [f"trust.json: {missing}"]
    folder = write({"sites": [*SITES, {"code": "south", "name": "South site"}]})
    assert faults(folder) == [f"south/facts.json: {missing}"]


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("/trust/birthweights_valid", "trust.json, /facts/birthweights_valid"),
        ("/sites/north/in_scope/0/is", "north/facts.json, /facts/in_scope/0/is"),
        ("/sites/north/training/rows/3", "north/training.csv, /rows/3"),
        ("/sites/north/attended", "north: attended"),
        ("/sites", "trust.json, /sites"),
        ("/as_at", "/as_at"),
    ],
)
def test_what_an_assessment_finds_wrong_is_told_at_the_file_that_states_it(
    write: Write, where: str, place: str
) -> None:
    counts = {"in_scope": [{"group": "midwives", "course": "emergencies_training", "is": 1}]}
    folder = write({"facts": {"birthweights_valid": 5}}, {"facts": counts}, {"north/training.csv": ROW})
    read = read_folder(folder, our_rule_sets(), "year-7")
    assert read.at_files([Fault(where, "so it is")]) == (Fault(place, "so it is"),)
