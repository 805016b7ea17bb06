"""Where words were read: which texts and stretches a version rests on, and what is told where a mark leads to none."""

import json
from datetime import date
from pathlib import Path

import pytest

from engine import Reading, RuleError, load_reading, load_rule_sets, read_for
from engine.coverage_map import CoverageMap, coverage_map
from engine.coverage_page import as_json, as_page
from tests.engine.garden import planted, spoilt
from tests.engine.prose import unsaid

READ = """\
title: "Where the words on the garden were read"
about: "In copies that are as invented as the law."
copies: "https://example.org/copies"
texts:
  made:
    title: "The Regulations as made"
    instrument: invented/1931/3
    url: "https://example.org/1931/3/made"
    stood_on: 2001-01-01
    file: made.md
    commit: "a1"
  whole:
    title: "The Regulations in 2012"
    instrument: invented/1931/3
    url: "https://example.org/1931/3/2012-06-01"
    stood_on: 2012-06-01
    file: whole.md
    commit: "b2"
  quiet:
    title: "The Regulations of 2009"
    instrument: invented/2009/8
    url: "https://example.org/2009/8"
    in_force: [2010-01-01, 2011-01-01]
    file: quiet.md
    commit: "c3"
places:
  - {cites: "regs 4 to 9", texts: {made: [0, 500]}}
  - {cites: "reg. 4", texts: {whole: [100, 1200], quiet: [0, 50]}}
  - {cites: "Sch. 1 paras 2 to 4", texts: {made: [500, 900]}}
"""
RULE, BAN = "garden/gate/reg-4-entry.yaml", "garden/gate/reg-7-ban.yaml"
OR = "name it there, or mark what it says as secondary or recalled"
TWO_ENDS = "a stretch has two ends, the first below the second, such as [48000, 64000]"
PLACE_4, WHOLE = "garden/read.yaml: places[1]", "garden/read.yaml: texts.whole"
UNUSED = "nothing was read in 'whole': name the places that were, or take it out"
SCHEDULE = '  - {cites: "Sch. 1 paras 2 to 4", texts: {made: [500, 900]}}\n'
OF_2009 = READ[READ.index("  quiet:") : READ.index("places:")]


def nowhere(place: str, start: str) -> str:
    text = f"read.yaml names no text of the version from {start} in which it was"
    return f"{place} is marked as read in the published law, and {text}: {OR}"


MADE_BY = "the version from 2010-01-01 was made by invented/2009/8"
UNCHANGED = f"{MADE_BY}, and read.yaml names no stretch of that for any place that the version cites: {OR}"
RAIN = f"{RULE}: versions[0].unless[0].cites"
# What of read.yaml is written otherwise, and what is then told.
FAULTS: list[tuple[tuple[tuple[str, str], ...], list[str]]] = [
    (
        (("{whole: [100, 1200],", "{hole: [100, 1200],"),),
        [f"{PLACE_4}.texts.hole: there is no text 'hole' above. Did you mean whole?", f"{WHOLE}: {UNUSED}"],
    ),
    ((("whole: [100, 1200]", "whole: [1200, 100]"),), [f"{PLACE_4}.texts.whole: {TWO_ENDS}"]),
    ((("whole: [100, 1200]", "whole: [100, 1200, 1300]"),), [f"{PLACE_4}.texts.whole: {TWO_ENDS}"]),
    (
        (('"reg. 4"', '"regs 4 and 44"'),),
        [f"{PLACE_4}.cites: the area's coverage.yaml has no row for reg. 44. Did you mean reg-4?"],
    ),
    (
        (('"reg. 4"', '"as everybody knows"'),),
        [f"{PLACE_4}.cites: 'as everybody knows' names no place in the law, such as regs 13 and 14"],
    ),
    (
        (("    stood_on: 2012-06-01\n", ""),),
        [f"{WHOLE}: exactly one of these keys stands here: stood_on, in_force; found none"],
    ),
    (
        ((SCHEDULE, ""),),
        [
            *(f"{RAIN}: {nowhere(f'Sch. 1 para {number}', '2010-01-01')}" for number in ("2", "2A", "3")),
            f"{RULE}: versions[0].unless[0].unless[0].cites: {nowhere('Sch. 1 para 4', '2010-01-01')}",
        ],
    ),
    ((("regs 4 to 9", "regs 4 to 6"),), [f"{BAN}: versions[0].when.cites: {nowhere('reg. 7', '2005-01-01')}"]),
    (((OF_2009, ""), (", quiet: [0, 50]", "")), [f"{RULE}: versions[0].when.all[0].any[0].cites: {UNCHANGED}"]),
]
ELSEWHERE = f"S.I. 1999/7 is marked as read in the published law, and read.yaml has no such text: {OR}"


def read_in(root: Path, *changes: tuple[str, str]) -> Path:
    """The garden's rules with a read.yaml beside them, in which something is written otherwise."""
    text = READ
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (planted(root) / "garden" / "read.yaml").write_text(text, "utf-8")
    return root


def told(root: Path) -> list[str]:
    with pytest.raises(RuleError) as refused:
        coverage_map(root, "garden", load_rule_sets(root))
    return [f"{fault.file}: {fault.where}: {fault.message}" for fault in refused.value.faults]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return read_in(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def reading(rules: Path) -> Reading:
    found = load_reading(rules, "garden")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def garden(rules: Path) -> CoverageMap:
    return coverage_map(rules, "garden", load_rule_sets(rules))


@pytest.mark.parametrize(
    ("place", "start", "end", "texts"),
    [
        ("reg-4", date(2001, 1, 1), date(2009, 12, 31), ["made"]),
        ("reg-4", date(2010, 1, 1), None, ["whole", "quiet"]),
        ("reg-4", date(2010, 1, 1), date(2012, 5, 31), ["made", "quiet"]),
        ("reg-4", date(2010, 1, 1), date(2012, 6, 1), ["whole", "quiet"]),
        ("reg-4", date(2012, 6, 1), None, ["whole"]),
        ("reg-4", date(2012, 6, 2), None, ["whole"]),
        ("reg-4", date(2009, 12, 31), date(2009, 12, 31), ["made"]),
        ("reg-6", date(2010, 1, 1), None, ["made"]),
        ("sch-1-para-2A", date(2001, 1, 1), None, ["made"]),
        ("reg-3", date(2001, 1, 1), None, []),
        ("reg-4", date(1999, 1, 1), date(2000, 12, 31), []),
    ],
)
def test_a_version_rests_on_the_whole_text_nearest_to_it_and_on_what_amended_that_since(
    reading: Reading, place: str, start: date, end: date | None, texts: list[str]
) -> None:
    assert [each.text.id for each in reading.of(place, start, end)] == texts


@pytest.mark.parametrize(
    ("start", "end", "texts"),
    [
        (date(2001, 1, 1), None, ["quiet"]),
        (date(2001, 1, 1), date(2010, 1, 1), ["quiet"]),
        (date(2001, 1, 1), date(2009, 12, 31), []),
        (date(2010, 1, 1), None, ["quiet"]),
        (date(2015, 1, 1), None, ["quiet"]),
    ],
)
def test_a_place_that_came_in_later_was_read_in_what_brought_it_in(
    tmp_path: Path, start: date, end: date | None, texts: list[str]
) -> None:
    more = '{quiet: [0, 50]}}\n  - {cites: "reg. 9A", texts: {quiet: [50, 60]}}\n'
    reading = load_reading(read_in(tmp_path, ("quiet: [0, 50]}}\n", more.removeprefix("{"))), "garden")
    assert reading is not None
    assert [each.text.id for each in reading.of("reg-9A", start, end)] == texts


def test_a_version_is_traced_to_each_stretch_once_in_the_order_of_the_texts(rules: Path, reading: Reading) -> None:
    entry = load_rule_sets(rules)["garden/gate"].provisions["reg-4-entry"]
    found = [(each.text.title, each.start, each.end) for each in read_for(reading, entry.versions[0])]
    assert found == [
        ("The Regulations as made", 0, 500), ("The Regulations as made", 500, 900),
        ("The Regulations in 2012", 100, 1200), ("The Regulations of 2009", 0, 50),
    ]  # fmt: skip
    assert read_for(reading, entry.versions[1]) == (), "it is from a secondary source"


def test_words_that_are_marked_as_construed_were_read_and_lead_to_a_text_too(tmp_path: Path) -> None:
    marked = "gate/reg-4-entry.yaml", "{how: secondary,", "{how: construed, read_in: copy,"
    rules = spoilt(read_in(tmp_path / "read"), *marked)
    reading = load_reading(rules, "garden")
    assert reading is not None
    entry = load_rule_sets(rules)["garden/gate"].provisions["reg-4-entry"]
    assert [each.text.id for each in read_for(reading, entry.versions[1])] == ["made"]
    lines = told(spoilt(read_in(tmp_path / "unread", ("regs 4 to 9", "regs 5 to 9")), *marked))
    assert [line for line in lines if line.endswith(nowhere("reg. 4", "2001-01-01"))]


def test_an_area_may_say_nothing_of_where_its_words_were_read(tmp_path: Path) -> None:
    assert load_reading(planted(tmp_path), "garden") is None


@pytest.mark.parametrize(("changes", "faults"), FAULTS)
def test_what_cannot_be_traced_is_told_with_its_place(
    tmp_path: Path, changes: tuple[tuple[str, str], ...], faults: list[str]
) -> None:
    assert told(read_in(tmp_path, *changes)) == faults


def test_law_of_another_instrument_is_traced_to_a_text_of_it(tmp_path: Path) -> None:
    rules = spoilt(read_in(tmp_path), "gate/reg-4-entry.yaml", "cites: Sch. 1 para 4", "cites: S.I. 1999/7 reg. 5")
    (rules / "garden" / "read.yaml").write_text(READ, "utf-8")
    assert f"{RULE}: versions[0].unless[0].unless[0].cites: {ELSEWHERE}" in told(rules)


def test_every_message_is_shown_here() -> None:
    lines = "\n".join([*(line for _, lines in FAULTS for line in lines), ELSEWHERE])
    assert not unsaid("engine/texts_read.py", lines)
    assert not unsaid("engine/tracing.py", lines)


def test_the_map_shows_for_people_and_for_programs_where_each_place_was_read(garden: CoverageMap) -> None:
    lines = as_page(garden, "../../rules").splitlines()
    assert "## Where the words on the garden were read" in lines
    copy = "[copy](https://example.org/copies/blob/c3/quiet.md)"
    from_days = "what it amends from 1 January 2010 and 1 January 2011"
    assert f"| [The Regulations of 2009](https://example.org/2009/8) | {from_days} | {copy} |" in lines
    entry = next(line for line in lines if line.startswith("| reg. 4 |"))
    assert "<br>in The Regulations in 2012, 100 to 1,200; The Regulations of 2009, 0 to 50 |" in entry
    made = json.loads(as_json(garden))
    assert [each["id"] for each in made["texts"]] == ["made", "whole", "quiet"]
    rows = {each["id"]: each for chapter in made["chapters"] for each in chapter["rows"]}
    assert rows["reg-4"]["read_at"] == [
        {"text": "whole", "from": 100, "to": 1200}, {"text": "quiet", "from": 0, "to": 50},
    ]  # fmt: skip
    assert "read_at" not in rows["reg-3"]
