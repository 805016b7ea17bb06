"""Every mistake in a rule file has its message, and every message its example: what, where, what is allowed.

``authoring/good`` holds whole rule sets of invented law. Each file of ``authoring/bad`` is put in the place that its
first lines name, and the faults must be those that they name, each with file, line, key and words.
"""

import shutil
from pathlib import Path

import pytest

from engine import RuleError, load_rule_set, load_rule_sets
from engine.coverage import coverage_of
from engine.loader import provision_files
from engine.rule_tests import read_tests, run_test
from tests.engine.prose import unsaid
from tests.engine.test_coverage_map import TOLD_OF_MAPS
from tests.engine.test_yaml_reader import TOLD

AUTHORING = Path(__file__).parent / "authoring"
GOOD = AUTHORING / "good"
BAD = sorted((AUTHORING / "bad").glob("*.yaml"))
PLACE, EXPECTED = "# stands as: ", "# expects: "
MODULES = (
    "engine/build_conditions.py",
    "engine/build_facts.py",
    "engine/build_provisions.py",
    "engine/build_sources.py",
    "engine/build_tables.py",
    "engine/build_values.py",
    "engine/coverage.py",
    "engine/cross_checks.py",
    "engine/grammar.py",
    "engine/grammar_fields.py",
    "engine/grammar_strict.py",
    "engine/loader.py",
    "engine/naming.py",
    "engine/rule_tests.py",
    "engine/scalars.py",
    "engine/yaml_reader.py",
)


def said_of(bad: Path) -> tuple[str, list[str]]:
    """Where an example stands, and what is to be said of it."""
    lines = bad.read_text("utf-8").splitlines()
    places = [line.removeprefix(PLACE) for line in lines if line.startswith(PLACE)]
    return places[0], [line.removeprefix(EXPECTED) for line in lines if line.startswith(EXPECTED)]


def faults_in(root: Path, rule_set: str, *, alone: bool = False) -> list[str]:
    """All that an author is told of the rules below ``root``, or of one rule set, and of the tests of that one."""
    try:
        loaded = load_rule_set(root / rule_set) if alone else load_rule_sets(root)[rule_set]
        runs = [run_test(loaded, test) for test in read_tests(root / rule_set)]
    except RuleError as error:
        return [str(fault) for fault in error.faults]
    failures = [
        f"{run.test.file}:{run.test.line}: {run.test.name}: {failure}" for run in runs for failure in run.failures
    ]
    return failures + [f"not shown: {gap}" for gap in coverage_of(loaded, runs).gaps()]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The good rule sets, to be spoilt."""
    return Path(shutil.copytree(GOOD, tmp_path / "rules"))


def test_nothing_is_said_of_a_rule_set_whose_tests_show_everything(rules: Path) -> None:
    assert faults_in(rules, "pool/licence") == []


@pytest.mark.parametrize("id", ["pool/bathing", "pool/lessons"])
def test_rule_sets_that_between_them_use_the_whole_language_decide_as_their_tests_say(id: str) -> None:
    """Bathing has all but tables, and lessons all of tables."""
    rule_set = load_rule_sets(GOOD)[id]
    runs = [run_test(rule_set, test) for test in read_tests(GOOD / id)]
    assert len(runs) > 10
    assert [(run.test.name, run.failures) for run in runs if run.failures] == []


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.stem)
def test_a_mistake_is_told_with_file_line_key_and_what_is_allowed(rules: Path, bad: Path) -> None:
    place, expected = said_of(bad)
    assert expected, "an example says what is expected of it"
    shutil.copy(bad, rules / place)
    within = place.count("/") > 1
    rule_set = place.rsplit("/", 1)[0] if within else "pool/licence"
    bridge = bad.stem.startswith("bridge")  # from one rule set to another
    assert faults_in(rules, rule_set, alone=within and not bridge) == expected


def test_a_rule_set_without_its_ruleset_file_is_told_so(rules: Path) -> None:
    (rules / "pool/licence/ruleset.yaml").unlink()
    with pytest.raises(RuleError) as refused:
        load_rule_set(rules / "pool/licence")
    assert str(refused.value) == MISSING


def test_a_folder_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as refused:
        load_rule_set(tmp_path / "pool" / "nowhere")
    assert str(refused.value) == "pool/nowhere/ruleset.yaml:1: this file is missing; every rule set has one"


@pytest.mark.parametrize("name", ["lessons", "enrolled"])
@pytest.mark.parametrize("kind", ["date", "records, fields: {at: {type: date, worked_out: {fact: visited_on}}}"])
def test_a_table_or_a_fact_with_cells_that_the_area_has_already_is_told_so(rules: Path, name: str, kind: str) -> None:
    facts = rules / "pool/facts.yaml"
    one = f'facts:\n  {name}: {{type: {kind}, ask: "When?", shown_by: officer}}\n'
    facts.write_text(facts.read_text("utf-8").replace("facts:\n", one, 1), "utf-8")
    with pytest.raises(RuleError) as refused:
        load_rule_set(rules / "pool/lessons")
    told = [(fault.file, fault.message) for fault in refused.value.faults if fault.where == f"facts.{name}"]
    assert told == [("pool/lessons/facts.yaml", f"'{name}' is described twice; the area's facts.yaml has it too")]


def test_a_count_is_told_apart_by_the_options_of_its_own_table_be_it_the_areas(rules: Path) -> None:
    """Another table has a field of the same name, with other options."""
    for path, table, options, count, of in (
        (rules / "pool/facts.yaml", "lockers", "large, small", "lent", "records: lockers"),
        (rules / "pool/licence/facts.yaml", "towels", "bath, hand", "broken", "among: lent"),
    ):
        more = SIZES.format(table=table, options=options, count=count, of=of)
        path.write_text(path.read_text("utf-8").replace("facts:\n", more, 1), "utf-8")
    facts = load_rule_set(rules / "pool/licence").facts
    assert [name for name, fact in facts.items() if fact.cell_of == "broken"] == ["broken[large]", "broken[small]"]
    assert [facts[f"broken[{size}]"].part_of for size in ("large", "small")] == ["lent[large]", "lent[small]"]


def test_every_fault_is_told_at_once_in_the_order_of_files_and_lines(rules: Path) -> None:
    for path in (rules / "pool/licence/art-1-licence.yaml", rules / "pool/bathing/reg-3-fee.yaml"):
        path.write_text(
            path.read_text("utf-8").replace("stage: draft", "stage: done").replace("title:", "titel:"), "utf-8"
        )
    with pytest.raises(RuleError) as refused:
        load_rule_sets(rules)
    told = [(fault.file, fault.line, fault.where) for fault in refused.value.faults]
    each = [(1, "title"), (1, "titel"), (4, "stage")]
    assert sorted(told) == sorted(
        (file, line, where)
        for file in ("pool/bathing/reg-3-fee.yaml", "pool/licence/art-1-licence.yaml")
        for line, where in each
    )
    assert [fault[:2] for fault in told] == sorted(fault[:2] for fault in told)


def test_provisions_stand_in_the_order_of_the_numbers_in_their_names(tmp_path: Path) -> None:
    """But 26a after all that are numbers, as it stood when determinations were made that are kept."""
    ordered = "reg-26-9 reg-26-10 reg-27 reg-26a s129-2 sa9-a-9 sa9-a-10 sa9-b sa10-a sb"
    for name in sorted(ordered.split()):
        (tmp_path / f"{name}.yaml").touch()
        (tmp_path / f"{name}.test.yaml").touch()
    assert " ".join(path.stem for path in provision_files(tmp_path)) == ordered


@pytest.mark.parametrize("module", MODULES)
def test_every_message_has_an_example(module: str) -> None:
    said = "\n".join(
        [MISSING, *TOLD, *TOLD_OF_MAPS, *LIBRARIES_WORDS, *(line for bad in BAD for line in said_of(bad)[1])]
    )
    assert not unsaid(module, said), "write a file in authoring/bad that brings it about"


MISSING = "pool/licence/ruleset.yaml:1: this file is missing; every rule set has one"
# What parsers say, which is never shown: the authoring modules know it by these words, and say it in their own.
LIBRARIES_WORDS = ("Missing data for required field.", "mapping values are not allowed", "cannot start any token")
SIZES = """facts:
  {table}:
    type: records
    ask: "Which are there?"
    shown_by: officer
    fields: {{size: {{type: choice, options: [{options}]}}}}
  {count}: {{type: number, by: [size], counted_from: {{{of}}}}}
"""
