"""The sample appeals from receipt to letters: each invented one, and the published one that people can finish."""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html as markup

from casework import CaseRefused
from casework.deciding import DISPOSALS, issue, issued_of, proposals, said_of_application
from demo import SERIES, Played, play
from demo_stage import Stage
from engine import Determination, determine_case
from scripts.check_decisions import RESULTS, compare
from storage import Database
from tests.conftest import BOTH
from tests.ours import RULES, our_rule_sets
from tests.test_fixtures import INVENTED, PUBLISHED, answers

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEICESTER = "reported-2019-leicester"
# Of these the rules propose the outcome from what is stated. What they leave open beside it, people decide as the
# source gives the decision: the sample holds it under ``decided``, and the paper tells it.
SUFFICE = [name for name, case in PUBLISHED.items() if case.get("decided")]


@dataclass(frozen=True)
class Plays:
    """Samples, each played when it is first asked for, in one database."""

    stage: Stage
    done: dict[str, Played] = field(default_factory=dict)

    def played(self, name: str) -> Played:
        """What came of a sample."""
        if name not in self.done:
            self.done[name] = play(self.stage, (PUBLISHED | INVENTED)[name])
        return self.done[name]

    def issued(self, name: str) -> Mapping[str, Any]:
        """The record of an issued decision."""
        played = self.played(name)
        with self.stage.database.reading() as connection:
            record: Mapping[str, Any] = json.loads(
                issued_of(connection, played.case, played.decision.id).canonical or b""
            )
        return record


def opened(database: Database) -> Stage:
    """Where samples are played without a word."""
    return Stage(database, our_rule_sets(), RULES, NOON, lambda _what, _lines: None)


@pytest.fixture(scope="module")
def plays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plays]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('played') / 'private.sqlite'}")
    yield Plays(opened(database))
    database.close()


def ends_as(played: Played, record: Mapping[str, Any], meant: Mapping[str, Any]) -> None:
    """That record, decision and letters end as was meant; what was not meant to be decided is not."""
    disposal, final = meant.get("disposal", "not_disposed_of"), meant.get("final", "none")
    assert (record["disposal"], record["final"]) == (disposal, final)
    assert played.case.state == ("decided" if disposal == "not_disposed_of" else "closed")
    assert sorted(played.papers) == ["decision", "letter-1-appellant", "letter-2-commissioner", "letter-3-applicant"]
    for paper in played.papers.values():
        assert DISPOSALS[disposal] in paper
        assert said_of_application(disposal, final) in paper
        assert record["reference"] in paper
        assert "Only the High Court can change it, by judicial review." in paper


def box(paper: str) -> str:
    """The words of the box at the head of a paper."""
    return paper.partition('id="outcome"')[2].partition("</section>")[0]


DAILY = ("larkmere-grant", "skerrow-deferred", "tarnfold-prejudice")  # the long tests play all of them
PLAYED = [pytest.param(name, marks=[] if name in DAILY else [pytest.mark.proof]) for name in INVENTED]


@pytest.mark.parametrize("name", PLAYED)
def test_an_invented_appeal_goes_from_receipt_to_letters_and_ends_as_labelled(plays: Plays, name: str) -> None:
    record, expected = plays.issued(name), INVENTED[name]["expected"]
    ends_as(plays.played(name), record, expected)
    said = {each["question"]: each["decided"] for each in record["answers"]}
    assert {question: said[question] for question in expected} == expected
    assert [question for question, decided in said.items() if not decided] == list(INVENTED[name].get("left_open", {}))
    assert record["departures"] == []


@pytest.mark.parametrize("name", SUFFICE)
def test_a_published_decision_whose_outcome_the_rules_propose_ends_as_it_was_published(plays: Plays, name: str) -> None:
    as_published(plays, name)


def as_published(plays: Plays, name: str) -> None:
    """It ends as it was published: its outcome and provisions from the rules, its disposal from people alone."""
    record, published = plays.issued(name), PUBLISHED[name]["published"]
    proposed = {each["question"]: each["proposed"] for each in record["answers"]}
    assert (proposed["final"], proposed["disposal"]) == (published["final"], "")
    ends_as(plays.played(name), record, published)
    rests_on = carried(plays, name)
    assert rests_on
    assert rests_on <= law_applied(plays.played(name).papers["decision"])
    assert as_deep_as(published["provisions"], rests_on) == {whole(each) for each in published["provisions"]}


_CITED = re.compile(r"(regulation|Schedule \d+ paragraph) (\d+[A-Z]*)((?:\([0-9A-Za-z]+\))*)")


def whole(cited: str) -> tuple[str, ...]:
    """A citation part by part: regulation, paragraph, sub-paragraph. Regulation 2 is no beginning of regulation 25."""
    found = _CITED.fullmatch(cited)
    assert found is not None, cited
    return (found[1], found[2], *re.findall(r"\(([^)]+)\)", found[3]))


def as_deep_as(published: Sequence[str], cited: set[str]) -> set[tuple[str, ...]]:
    """Citations, each cut to the parts that a published one gives of the same provision; else whole."""
    deep = [whole(each) for each in published]
    return {next((each for each in deep if one[: len(each)] == each), one) for one in map(whole, cited)}


def carried(plays: Plays, name: str, question: str = "final") -> set[str]:
    """How the provisions are cited on which an answer turned, also those behind an answer that it takes up."""
    played = plays.played(name)
    with plays.stage.database.reading() as connection:
        made = [each.live for each in proposals(connection, played.decision, plays.stage.live) if each.live]
    return set(_carried({each.rule_set.id: each for each in made}, question))


def _carried(made: Mapping[str, Determination], question: str, rule_set: str = "") -> Iterator[str]:
    asked = (each for id, each in made.items() if rule_set in ("", id))
    by = next(each for each in asked if question in {answer.id for answer in each.questions})
    grounds = by.answer(question).determined_by
    last = max(each.line for each in grounds)
    for ground in (each for each in grounds if each.line == last):
        bridge = by.rule_set.facts[ground.fact].bridge if ground.fact else None
        if ground.provision:
            yield by.rule_set.provisions[ground.provision].citation.provision
        elif bridge:
            yield from _carried(made, bridge[1], bridge[0])


def law_applied(paper: str) -> set[str]:
    """The first column of the law that was applied, as a decision tells it."""
    (table,) = markup.document_fromstring(paper).find_class("law")
    return {each.text_content() for each in table.iterfind("tbody/tr/th")}


def test_citations_are_compared_part_by_part() -> None:
    assert whole("regulation 25(2)(b)") == ("regulation", "25", "2", "b")
    assert as_deep_as(["regulation 2"], {"regulation 25(2)"}) == {("regulation", "25", "2")}
    assert as_deep_as(["regulation 25(2)(a)"], {"regulation 25(2)(b)"}) == {("regulation", "25", "2", "b")}
    assert as_deep_as(["regulation 25(2)"], {"regulation 25(2)(b)"}) == {("regulation", "25", "2")}
    assert as_deep_as(["regulation 25"], {"regulation 25A(1)"}) == {("regulation", "25A", "1")}


@pytest.mark.parametrize("name", SUFFICE)
def test_its_outcome_is_what_the_rules_propose_and_what_people_decided_beside_it_is_told(
    plays: Plays, name: str
) -> None:
    record, sample = plays.issued(name), PUBLISHED[name]
    of = {each["question"]: each for each in record["answers"]}
    assert of["final"]["proposed"] == sample["published"]["final"]
    assert {question for question, each in of.items() if not each["proposed"]} == set(sample["decided"])
    assert [each["name"] for each in record["departures"]] == list(sample["decided"])
    for each in sample["decided"].values():
        assert each["reasons"] in plays.played(name).papers["decision"]


ASKS = {
    "final": "Should the application be granted, refused or deferred?",
    "disposal": "How is the appeal disposed of?",
    "hours_disposal": "How is the appeal on opening hours disposed of?",
}
# One of each way to stop is played in every run, and all of them by the long tests.
STOPPED = ("reported-2025-medis-pharma", "sha-20016", "sha-24538")
OTHERS = [
    pytest.param(name, marks=[] if name in STOPPED else [pytest.mark.proof])
    for name in PUBLISHED
    if name not in SUFFICE
]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("colderbeck-outline-consent", "Outline consent is granted for the area less the parts that must be refused"),
        ("hexmoor-reserved-location", "The premises are in a reserved location"),
        pytest.param("grenholt-seventy-two-hours", "no fewer than 72", marks=pytest.mark.proof),
        pytest.param("wetherlow-breach-notice", "The withholding does not stand", marks=pytest.mark.proof),
    ],
)
def test_what_is_decided_on_the_matter_itself_stands_at_the_head_of_every_paper(
    plays: Plays, name: str, says: str
) -> None:
    for paper in plays.played(name).papers.values():
        assert says in box(paper)


@pytest.mark.parametrize("name", OTHERS)
def test_any_other_published_decision_stops_and_says_what_is_not_stated(plays: Plays, name: str) -> None:
    stops(plays, name)


def stops(plays: Plays, name: str) -> None:
    """It stops, and says at what."""
    played, sample = plays.played(name), PUBLISHED[name]
    assert played.papers == {}
    assert played.case.state == "determined"
    (answered,) = [line for line in played.lines if line.id == "answered"]
    compared = compare(our_rule_sets(), name, sample)
    left_open = {"disposal"} | {each.result for each in compared if each.verdict == "undetermined"}
    assert [each for each in left_open if ASKS[each] not in " ".join(answered.lacking)] == []
    assert played.not_stated
    asked = {fact.ask: id for rules in our_rule_sets().values() for id, fact in rules.facts.items()}
    whole = {id for id, said in sample["facts"].items() if "value" in said} | set(sample["judgements"])
    assert not whole & {asked.get(each) for each in played.not_stated}


def test_such_a_decision_is_refused_by_the_line_of_the_table_that_every_question_is_answered(plays: Plays) -> None:
    plays.stage.case_id = plays.played("sha-24538").case.id
    with pytest.raises(CaseRefused) as refused:
        plays.stage.does(plays.stage.officer, issue, SERIES, plays.stage.live)
    assert "/gate/answered" in {fault.where for fault in refused.value.faults}


@pytest.mark.proof
def test_what_suffices_comes_to_letters_and_nothing_else_does(plays: Plays, capsys: pytest.CaptureFixture[str]) -> None:
    issued = [name for name in PUBLISHED if plays.played(name).papers]
    with capsys.disabled():
        sys.stdout.write("\n".join(report(plays, issued)) + "\n")
    assert issued == SUFFICE


def report(plays: Plays, issued: list[str]) -> Iterator[str]:
    """What became of the samples, counted and by name."""
    yield f"\ninvented appeals that came to letters: {sum(bool(plays.played(name).papers) for name in INVENTED)}"
    yield f"published decisions that came to letters, as published: {len(issued)}"
    for name, said in ((name, PUBLISHED[name]["published"]) for name in issued):
        yield f"  {name}: {', '.join(said[each] for each in RESULTS if each in said)}"
    yield f"published decisions that stopped at what is not stated: {len(PUBLISHED) - len(issued)}"
    yield from (f"  {name}: {len(plays.played(name).not_stated)} findings" for name in PUBLISHED if name not in issued)


@pytest.mark.parametrize("database", BOTH[1:], indirect=True)
def test_every_invented_appeal_goes_from_receipt_to_letters_on_postgresql_too(database: Database) -> None:
    there = Plays(opened(database))
    for name, appeal in INVENTED.items():
        ends_as(there.played(name), there.issued(name), appeal["expected"])


@pytest.mark.parametrize("database", BOTH[1:], indirect=True)
def test_published_decisions_end_or_stop_as_they_do_on_postgresql_too(plays: Plays, database: Database) -> None:
    there = Plays(opened(database))
    as_published(there, LEICESTER)
    assert there.played(LEICESTER).decision.reference == "SAMPLE/2026/0001"
    assert list(there.played(LEICESTER).papers) == list(plays.played(LEICESTER).papers)
    for name in STOPPED:
        stops(there, name)


def test_parties_of_published_decisions_have_a_source_and_no_appellant_is_named() -> None:
    for name, case in PUBLISHED.items():
        assert all(each["name"] and each["source"] for each in case["parties"]), name
        assert "appellant" not in [each["role"] for each in case["parties"]], name


def test_every_answer_that_people_decided_of_a_published_decision_has_reasons_and_is_left_open_by_the_rules() -> None:
    for name in SUFFICE:
        given = answers(determine_case(our_rule_sets(), PUBLISHED[name]))
        for question, said in PUBLISHED[name]["decided"].items():
            answer, made = given[question]
            asked = next(each for each in made.rule_set.questions if each.id == question)
            assert answer.status == "undetermined"
            assert said["outcome"] in asked.outcomes
            assert said["reasons"]


def test_the_pages_say_for_how_many_published_decisions_the_findings_suffice_and_name_where_each_other_stops() -> None:
    root, others = Path(__file__).parents[1], [name for name in PUBLISHED if name not in SUFFICE]
    check = (root / "docs" / "decisions-check.md").read_text("utf-8")
    equal = re.findall(r"\*\*([a-z ]+)\*\*, as published", check)
    assert set(equal) == {"refuse"}, "of no disposal"
    told = f"Of the {len(PUBLISHED)} published decisions the stated findings suffice for the published outcome in "
    told += f"{len(equal)} and for the published disposal in none"
    for page in ("README.md", "docs/properties.md", "fixtures/README.md"):
        assert told in " ".join((root / page).read_text("utf-8").split()), page
    assert [name for name in others if f"appeals/published/{name}.json" not in check] == []
