"""The command line, as an officer and as an author of rules would use it."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from cli_terminal import end_undetermined
from engine import EngineDisagreement
from engine.coverage import coverage_of
from engine.determination import determine, read_once
from engine.rule_tests import read_tests, run_test
from tests.ours import RULES, our_rule_sets

ROOT = Path(__file__).parents[1]
POOLS = ROOT / "tests" / "engine" / "authoring" / "good"  # small: reading and testing it takes no time
CASE = ROOT / "fixtures" / "appeals" / "invented" / "mirefold-same-service.json"
YEAR_7 = "maternity-incentive-scheme/year-7"


def run(*arguments: str | Path) -> Result:
    """The command line, run in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the rules on pools, which a test may spoil."""
    return Path(shutil.copytree(POOLS, tmp_path / "rules"))


def written(tmp_path: Path, **case: object) -> Path:
    """A file of facts."""
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(case), "utf-8")
    return path


def test_check_counts_what_it_read() -> None:
    result = run("check", "--rules", POOLS)
    assert result.exit_code == 0
    assert "pool/licence: 1 provisions, " in result.output
    assert "revision " in result.output


def test_check_says_what_is_wrong_and_where(rules: Path) -> None:
    spoilt = rules / "pool" / "licence" / "art-1-licence.yaml"
    spoilt.write_text(spoilt.read_text("utf-8").replace("fact: depth", "fact: dept", 1), "utf-8")
    result = run("check", "--rules", rules)
    assert result.exit_code == 2
    assert "art-1-licence.yaml:" in result.stderr
    assert "Did you mean depth?" in result.stderr
    assert "1 thing to mend." in result.stderr


@pytest.mark.parametrize("id", sorted(our_rule_sets()))
def test_the_tests_beside_the_rules_pass_and_show_everything(id: str) -> None:
    """Each sixth by both readings; the proof has every one of them read three times."""
    rule_set = our_rule_sets()[id]
    tests = enumerate(read_tests(RULES / id))
    runs = [run_test(rule_set, each, read_once if number % 6 else determine) for number, each in tests]
    assert [(run.test.name, run.failures) for run in runs if run.failures] == []
    assert coverage_of(rule_set, runs).gaps() == ()


@pytest.mark.proof
@pytest.mark.parametrize("id", sorted(our_rule_sets()))
def test_the_command_says_the_same_by_both_readings(id: str) -> None:
    result = run("test", id)
    assert result.exit_code == 0, result.output
    assert "not shown" not in result.output


def test_a_failing_rule_test_is_told_by_its_sentence(rules: Path) -> None:
    tests = rules / "pool" / "licence" / "art-1-licence.test.yaml"
    tests.write_text(
        tests.read_text("utf-8")
        + '\n- name: "A test that expects what is not so"\n  as_at: 2024-05-01\n'
        + "  given: {depth: 3}\n"
        + "  expect: {provisions: {art-1-licence: met}}\n",
        "utf-8",
    )
    result = run("test", "pool/licence", "--rules", rules)
    assert result.exit_code == 1
    assert "A test that expects what is not so" in result.output
    assert "expected met, found not_met" in result.output


def test_a_rule_without_its_tests_is_told(rules: Path) -> None:
    (rules / "pool" / "licence" / "art-1-licence.test.yaml").unlink()
    result = run("test", "pool/licence", "--rules", rules)
    assert result.exit_code == 1
    assert "not shown: art-1-licence, version of 2001-01-01" in result.output


def test_a_determination_prints_its_reasons_and_says_that_it_was_made_twice_and_a_person_decides() -> None:
    result = run("determine", "pharmacy/market-entry", CASE)
    assert result.exit_code == 0
    assert result.output.startswith("Refuse. ")
    assert "1. Regulation 31: the application is a routine or an excepted application" in result.output
    assert "The question was:" not in result.output
    assert "Read twice, by the definition and by durable-rules; both agree." in result.output
    assert "This is a proposal. A person decides." in result.output
    whole = run("determine", "pharmacy/market-entry", CASE, "--in-full").output
    assert "1. Refuse. The application must be refused, because" in whole
    assert "The question was: Should the application be granted, refused or deferred?" in whole


def test_a_determination_as_json_is_what_the_api_answers() -> None:
    result = run("determine", "pharmacy/market-entry", CASE, "--json")
    answer = json.loads(result.output)
    assert answer["questions"][0]["outcome"] == "refuse"
    assert answer["rule_set"]["id"] == "pharmacy/market-entry"


def test_one_question_of_many_is_told_alone_and_the_determination_is_the_same(tmp_path: Path) -> None:
    facts = written(tmp_path, facts={"assessed_on": "2026-02-24", "care_bundle_talks": 1})
    whole, alone = (run("determine", YEAR_7, facts, *more).output for more in ((), ("--question", "sa6")))
    assert alone.splitlines()[3].startswith("Safety action 6 is not met in scheme year 7"), "after what is said first"
    assert "Nothing can be decided yet" in whole
    assert "Nothing can be decided yet" not in alone
    assert [id for id in ("sa6-b-quarterly-talks", "sa7-b-quorate-member") if id in alone] == ["sa6-b-quarterly-talks"]
    assert whole.splitlines()[-2:] == alone.splitlines()[-2:], "the same determination, by its id"


def test_a_question_that_is_not_there_and_one_of_the_whole_as_json_are_told(tmp_path: Path) -> None:
    case = written(tmp_path, facts={})
    misnamed = run("determine", "pool/bathing", case, "--question", "entri", "--rules", POOLS)
    assert misnamed.exit_code == 2
    assert misnamed.stderr.splitlines()[0] == "pool/bathing has no question 'entri'. Did you mean entry?"
    both = run("determine", "pool/bathing", case, "--question", "entry", "--json", "--rules", POOLS)
    assert both.exit_code == 2
    assert "--json prints the whole determination: leave --question out, or --json." in both.stderr


def test_another_day_picks_the_law_of_that_day(tmp_path: Path) -> None:
    facts = written(
        tmp_path,
        facts={"application_class": "excepted", "is_consolidation": True, "listed_services_at_premises": True},
        judgements={"reasonable_to_treat_as_same_service": True},
    )
    before = run("determine", "pharmacy/market-entry", facts, "--as-at", "2016-12-04", "--json")
    after = run("determine", "pharmacy/market-entry", facts, "--as-at", "2016-12-05", "--json")
    statuses = [
        {each["id"]: each["status"] for each in json.loads(result.output)["provisions"]}["reg-31-same-or-adjacent"]
        for result in (before, after)
    ]
    assert statuses == ["met", "not_met"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"facts": {"aplication_class": "routine"}}, "Did you mean application_class"),
        ({"facts": {"application_class": "routin"}}, "the options are routine, excepted"),
        ({"facts": {"is_consolidation": 1}}, "write true or false"),
        ({"facts": {"decision_under_appeal_made_on": "2012-01-01"}}, "covers the law from 1 April 2013"),
    ],
)
def test_bad_facts_are_told_each_in_its_place(tmp_path: Path, body: dict[str, object], told: str) -> None:
    result = run("determine", "pharmacy/market-entry", written(tmp_path, **body))
    assert result.exit_code == 2
    assert "/facts/" in result.stderr
    assert told in result.stderr


def test_a_fact_stated_twice_is_told(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text('{"facts": {"a": 1, "a": 2}}', "utf-8")
    result = run("determine", "pool/licence", path, "--rules", POOLS)
    assert result.exit_code == 2
    assert "two statements of this disagree" in result.stderr


def test_an_unknown_rule_set_is_told_with_those_there_are(tmp_path: Path) -> None:
    result = run("determine", "pharmacy/market-entri", written(tmp_path, facts={}))
    assert result.exit_code == 2
    assert "There is no rule set 'pharmacy/market-entri'. Known: maternity-data-quality/cqim, " in result.stderr


def test_the_record_is_not_closed_while_a_person_has_to_find_something(tmp_path: Path) -> None:
    facts = written(tmp_path, facts={"application_class": "routine", "decision_under_appeal_made_on": "2024-05-01"})
    result = run("determine", "pharmacy/market-entry", facts, "--record-closed")
    assert result.exit_code == 2
    assert "the record cannot be closed" in result.stderr


def test_schemas_are_written_for_editors(tmp_path: Path) -> None:
    result = run("schema", "--to", tmp_path / "schemas")
    assert result.exit_code == 0
    provision = json.loads((tmp_path / "schemas" / "provision.schema.json").read_text("utf-8"))
    assert provision["$ref"] == "#/$defs/provision"
    assert json.loads(run("schema", "facts").output)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_new_rule_and_its_tests_load_and_pass(rules: Path) -> None:
    result = run("new-rule", "pool/licence/art-2-example", "--rules", rules)
    assert result.exit_code == 0, result.output
    assert f"added to: {rules / 'pool' / 'licence' / 'facts.yaml'}" in result.output
    assert run("check", "--rules", rules).exit_code == 0
    assert run("test", "pool/licence", "--rules", rules).exit_code == 0


def test_a_new_rule_does_not_overwrite_one_that_is_there(rules: Path) -> None:
    result = run("new-rule", "pool/licence/art-1-licence", "--rules", rules)
    assert result.exit_code == 2
    assert "is there already" in result.stderr


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"fact": {}}, "/fact: a case has nothing of this name. Did you mean facts"),
        ({"facts": []}, "/facts: this is an object"),
        ({"judgements": "none"}, "/judgements: this is an object"),
        ({"rule_sets": 5}, "/rule_sets: this is a list"),
        ({"rule_sets": ["pool/lessons"]}, "this case is put to pool/lessons, and not to"),
        ({"rule_set": "pool/lessons"}, "this case is put to pool/lessons, and not to"),
        ({"rule_sets": ["pool/licence", "pool/none"]}, "there is no rule set 'pool/none'"),
    ],
)
def test_nothing_in_a_case_is_passed_over_in_silence(tmp_path: Path, body: dict[str, object], told: str) -> None:
    result = run("determine", "pool/licence", written(tmp_path, **body), "--rules", POOLS)
    assert result.exit_code == 2, result.output
    assert told in result.stderr


def test_a_body_for_the_api_is_a_case_too(tmp_path: Path) -> None:
    body = {"rule_set": "pool/licence", "as_at": "2024-05-01", "facts": {}, "judgements": {}}
    assert run("determine", "pool/licence", written(tmp_path, **body), "--rules", POOLS).exit_code == 0


def test_a_file_that_is_not_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text("{", "utf-8")
    result = run("determine", "pool/licence", path, "--rules", POOLS)
    assert result.exit_code == 2
    assert f"{path} cannot be read. Line 1, column 2" in result.stderr


def test_where_the_two_readings_differ_nothing_is_shown_and_the_status_is_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        end_undetermined(EngineDisagreement("pharmacy/market-entry", "0123456789abcdef", ("question final",)))
    assert ended.value.code == 3
    told = capsys.readouterr().err
    assert told == (
        "Nothing is determined: the two readings of pharmacy/market-entry do not agree in case 0123456789abcdef: "
        "question final. This is a fault of ours: tell us of the case.\n"
    )
