"""A map of what of the law is encoded: what cites each place, what was read for it, and who answers for the rest."""

import json
from pathlib import Path

import pytest

from engine import RuleError, load_rule_sets
from engine.coverage_map import CoverageMap, Row, coverage_map
from engine.coverage_page import as_json, as_page
from tests.engine.garden import planted, spoilt
from tests.engine.prose import unsaid

MAP = "coverage.yaml"
RULE = "gate/reg-4-entry.yaml"
REG_7 = '{id: reg-7, title: "Bans"}'
REG_3 = "garden/coverage.yaml:7: chapters[0].rows[0]"
REG_8 = "garden/coverage.yaml:12: chapters[0].rows[5]"
BAN = "garden/gate/reg-7-ban.yaml"
DRY = "versions[0].unless[0].unless[0]"
A_PLACE = "this should be the name of a place in the law, such as reg-31, sch-2-para-36, s-129 or art-4"


def no_row(place: str, id: str, near: str) -> str:
    told = f"garden/coverage.yaml has no row for {place}: add '{id}', or mend the citation."
    return f"{told} Did you mean {near}?"


def uncited(place: str) -> str:
    return f"no condition or result cites {place}: encode it, or say judgement or not_encoded"


NO_REG_7 = no_row("reg. 7", "reg-7", "reg-9")
CITED = "reg. 7 is cited by a condition or result: say in_part, or nothing"
# What is written otherwise in a file of the garden, and what is then told.
FAULTS: list[tuple[str, str, str, list[str]]] = [
    (
        MAP,
        f"      - {REG_7}\n",
        "",
        [f"{BAN}:3: citation.provision: {NO_REG_7}", f"{BAN}:13: versions[0].when.cites: {NO_REG_7}"],
    ),
    (
        MAP,
        REG_7,
        REG_7.replace("}", ', not_encoded: "No bans."}'),
        [
            f"garden/coverage.yaml:11: chapters[0].rows[4].not_encoded: {CITED}",
        ],
    ),
    (
        MAP,
        'not_encoded: "Nobody | disputes it."',
        'in_part: "Narrow gates."',
        [f"{REG_3}.in_part: no condition or result cites reg. 3, so no part of it is encoded"],
    ),
    (MAP, ', not_encoded: "Nobody | disputes it."', "", [f"{REG_3}: {uncited('reg. 3')}"]),
    (
        MAP,
        "judgement: quiet",
        "judgement: quite",
        [f"{REG_8}.judgement: 'quite' is no judgement of these rule sets. Did you mean quiet?"],
    ),
    (
        MAP,
        "judgement: quiet",
        "judgement: quiet, not_encoded: x",
        [f"{REG_8}.not_encoded: a row gives one of judgement, in_part, not_encoded, or none"],
    ),
    (
        MAP,
        "id: reg-9",
        "id: reg-3",
        ["garden/coverage.yaml:13: chapters[0].rows[6].id: 'reg-3' stands twice; it stood on line 7 too"],
    ),
    (MAP, "id: reg-9", "id: rule-9", [f"garden/coverage.yaml:13: chapters[0].rows[6].id: {A_PLACE}"]),
    (
        RULE,
        "cites: Sch. 1 para 4",
        "cites: as everybody knows",
        [
            f"garden/coverage.yaml:20: chapters[1].rows[3]: {uncited('Sch. 1 para 4')}",
            f"garden/{RULE}:33: {DRY}.cites: 'as everybody knows' names no place in the law, such as reg. 18(2)(a)",
        ],
    ),
    (
        MAP,
        "chapters:",
        'elsewhere: ["the law on bans"]\nchapters:',
        ["garden/coverage.yaml:3: elsewhere[0]: nothing cites 'the law on bans'; take it out"],
    ),
    (
        "gate/figures.yaml",
        "cites: reg. 6(1)",
        "cites: reg. 66(1)",
        [f"garden/gate/figures.yaml:3: fee.values[0].cites: {no_row('reg. 66', 'reg-66', 'reg-6')}"],
    ),
]
MISSING = "garden/coverage.yaml:1: this file is missing; it names every place in the law that bears on the area"
TOLD_OF_MAPS = [MISSING, *(line for *_, told in FAULTS for line in told)]


def mapped(root: Path) -> CoverageMap:
    return coverage_map(root, "garden", load_rule_sets(root))


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> CoverageMap:
    return mapped(planted(tmp_path_factory.mktemp("rules")))


def row(found: CoverageMap, id: str) -> Row:
    return next(each for each in found.rows if each.id == id)


def test_a_place_that_conditions_cite_is_encoded_and_says_by_which_provisions(garden: CoverageMap) -> None:
    assert row(garden, "reg-7").stands == "encoded"
    assert row(garden, "reg-7").provisions == (("garden/gate", "reg-7-ban"),)
    assert row(garden, "reg-7").tests == 1


def test_what_is_left_out_of_an_encoded_place_is_said_beside_it(garden: CoverageMap) -> None:
    entry = row(garden, "reg-4")
    assert (entry.stands, entry.tests) == ("encoded_in_part", 2)
    assert entry.why == "Paragraph (4), on bicycles, is left out: nobody rides one."


def test_conditions_are_counted_in_each_version_by_how_and_where_their_words_were_read(garden: CoverageMap) -> None:
    read = [(each.how, each.count, each.url) for each in row(garden, "reg-4").read]
    assert read == [
        ("published_text", 5, "https://example.org/1931/3/4/2010-01-01"),
        ("secondary", 1, "https://example.org/guide"),
        ("recalled", 1, ""),
    ]


def test_a_result_a_figure_and_a_worked_out_fact_are_law_too(garden: CoverageMap) -> None:
    assert row(garden, "reg-5").stands == row(garden, "reg-9").stands == "encoded"
    assert row(garden, "reg-6").facts == ("fee",)
    assert row(garden, "reg-9").facts == ("last_day_to_complain",)
    assert row(garden, "reg-9").provisions == ()


def test_a_range_holds_all_that_stands_between_its_ends(garden: CoverageMap) -> None:
    assert [row(garden, f"sch-1-para-{number}").stands for number in ("2", "2A", "3")] == ["encoded"] * 3


def test_a_heading_alone_encodes_nothing(tmp_path: Path) -> None:
    rules = spoilt(tmp_path, "gate/reg-7-ban.yaml", "provision: regulation 7(1)", "provision: regulations 3 and 7(1)")
    assert row(mapped(rules), "reg-3").stands == "not_encoded"


def test_a_heading_in_words_needs_no_place(tmp_path: Path) -> None:
    rules = spoilt(tmp_path, "gate/reg-7-ban.yaml", "provision: regulation 7(1)", "provision: the law on bans")
    assert row(mapped(rules), "reg-7").stands == "encoded"


def test_law_that_is_not_of_the_instrument_may_be_cited_in_words_which_are_listed(tmp_path: Path) -> None:
    spoilt(tmp_path, RULE, "cites: reg. 5", "cites: as everybody knows")
    path = tmp_path / "garden" / MAP
    text = path.read_text("utf-8").replace("chapters:", 'elsewhere: ["as everybody knows"]\nchapters:')
    path.write_text(text.replace('title: "Leaving"', 'title: "Leaving", not_encoded: "Nobody stays."'), "utf-8")
    assert row(mapped(tmp_path), "reg-5").stands == "not_encoded"


def test_a_place_that_a_person_decides_names_the_judgement_and_its_question(garden: CoverageMap) -> None:
    noise = row(garden, "reg-8")
    assert (noise.stands, noise.judgement, noise.asks) == ("judgement", "quiet", "Is the visitor quiet enough?")


@pytest.mark.parametrize(("name", "old", "new", "told"), FAULTS)
def test_what_nobody_answers_for_is_told_with_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, told: list[str]
) -> None:
    rules = spoilt(tmp_path, name, old, new)
    with pytest.raises(RuleError) as refused:
        mapped(rules)
    assert [str(fault) for fault in refused.value.faults] == told


def test_an_area_without_a_list_of_places_is_told_so(tmp_path: Path) -> None:
    rules = planted(tmp_path)
    (rules / "garden" / MAP).unlink()
    with pytest.raises(RuleError) as refused:
        mapped(rules)
    assert str(refused.value) == MISSING


def test_every_message_of_the_map_is_shown_here() -> None:
    assert not unsaid("engine/coverage_map.py", "\n".join(TOLD_OF_MAPS))


def test_the_page_shows_each_place_with_links_to_its_rules_and_to_what_was_read(garden: CoverageMap) -> None:
    lines = as_page(garden, "../../rules").splitlines()
    assert lines[0] == "# The garden, and how much of it is encoded"
    assert "| encoded | 8 | conditions or results of the rules cite it |" in lines
    assert "| reg. 3 | How wide the gate is | not encoded: Nobody \\| disputes it. |  |  |  |" in lines
    assert "| reg. 8 | Noise | left to a person: `quiet`: Is the visitor quiet enough? |  |  |  |" in lines
    entry = next(line for line in lines if line.startswith("| reg. 4 |")).split(" | ")
    assert entry[2] == "encoded in part: Paragraph (4), on bicycles, is left out: nobody rides one."
    assert entry[3] == "gate: [reg-4-entry](../../rules/garden/gate/reg-4-entry.yaml)"
    assert entry[4] == (
        "5 read in the law ([2010-01-01](https://example.org/1931/3/4/2010-01-01))<br>"
        "1 from a secondary source ([text](https://example.org/guide))<br>1 from memory"
    )
    assert entry[5] == "2 |"
    assert next(line for line in lines if line.startswith("| reg. 9 |")).split(" | ")[3] == (
        "worked out: `last_day_to_complain`"
    )


def test_programs_get_the_same(garden: CoverageMap) -> None:
    told = json.loads(as_json(garden))
    assert told["rows"] == {"encoded": 8, "encoded_in_part": 1, "judgement": 1, "not_encoded": 1}
    assert told["rule_sets"] == [{"id": "garden/gate", "title": "Entry to the garden", "provisions": 2, "tests": 3}]
    rows = {each["id"]: each for chapter in told["chapters"] for each in chapter["rows"]}
    assert rows["reg-3"] == {
        "id": "reg-3", "cited_as": "reg. 3", "title": "How wide the gate is", "stands": "not_encoded",
        "why": "Nobody | disputes it.", "checked": {"published_text": 0, "construed": 0, "secondary": 0, "recalled": 0},
        "tests": 0,
    }  # fmt: skip
    assert rows["reg-4"]["sources"][1] == {"how": "secondary", "url": "https://example.org/guide", "count": 1}
    assert told["checked"] == {"published_text": 10, "construed": 0, "secondary": 1, "recalled": 2}


def test_words_that_were_read_and_construed_are_counted_apart_from_what_others_report(tmp_path: Path) -> None:
    found = mapped(spoilt(tmp_path, RULE, "{how: secondary,", "{how: construed, read_in: copy,"))
    assert [(each.how, each.count) for each in row(found, "reg-4").read] == [
        ("published_text", 5), ("construed", 1), ("recalled", 1),
    ]  # fmt: skip
    assert json.loads(as_json(found))["checked"]["construed"] == 1
    assert "Construed: the words were read, and how they apply rests on general law" in as_page(found, "../../rules")
    assert "1 read and construed by the builders ([text](https://example.org/guide))<br>1 from memory" in as_page(
        found, "../../rules"
    )
