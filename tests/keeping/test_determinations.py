"""Determinations are kept whole, with what they were made from, and cannot be changed."""

import json
import shutil
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from engine import ENGINE_VERSION, determine_case, load_rule_set, read_facts
from engine import determine as determine_one
from keeping.determinations import NotReplayable, by_id, newest, of_case, store
from keeping.rule_files import RuleFilesRefused, pack
from keeping.sayings import Saying
from keeping.statements import Given, given, state
from storage import Database, activity, case, case_rule_set, determined, rules_used
from tests.engine.building import write_rules
from tests.keeping.making import APPEAL, DECIDED, NOON, a_case, determine, made_again, rules_in
from tests.ours import our_rule_sets

ROOT = Path(__file__).parents[2]
SKERROW = json.loads((ROOT / "fixtures/appeals/invented/skerrow-deferred.json").read_text("utf-8"))
BOTH = ("pharmacy/market-entry", "pharmacy/appeal-procedure")
TABLE = """
facts:
  decided_on: {type: date, ask: "When?", shown_by: officer}
  weight: {type: number, ask: "How heavy?", shown_by: officer}
  seen_at: {type: date_and_time, ask: "When was it seen?", shown_by: officer}
  ticket: {type: choice, options: [guest, member], may_be_none: true, ask: "Which ticket?", shown_by: officer}
  fair: {type: yes_no, decided_by: committee, ask: "Is it fair?"}
  staff:
    type: records
    ask: "Who was there?"
    shown_by: officer
    fields:
      name: {type: text}
      group: {type: choice, options: [midwives, others]}
      left_on: {type: date, may_be_none: true}
  there: {type: number, unit: people, by: [group], counted_from: {records: staff}, ask: "How many?", shown_by: officer}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The root of the rules."""
    return rules_in(tmp_path / "rules")


def count(database: Database) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(determined)) or 0


# -- stored whole


@pytest.mark.proof
def test_a_real_case_is_made_again_byte_for_byte_although_its_rules_have_changed(
    database: Database, tmp_path: Path
) -> None:
    """Under two rule sets, of which the second was given an answer of the first over a bridge."""
    root = tmp_path / "rules"
    shutil.copytree(ROOT / "rules/pharmacy", root / "pharmacy")
    held = a_case(database, *BOTH)
    said = Given(SKERROW["facts"], SKERROW["judgements"], 0)
    entry, procedure = determine(database, held, root, BOTH, given=said, as_at=None)
    for path in (root / "pharmacy").rglob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("days: 30", "days: 31").replace("defer", "postpone"), "utf-8")
    shutil.rmtree(root / BOTH[1])
    for kept in (entry, procedure):
        again = made_again(database, kept, tmp_path)
        assert (again.outcome, again.where, again.same, again.made_by) == ("same", "", True, ENGINE_VERSION)
        assert again.said == "Every byte is the same, and every word of the explanation."
    assert procedure.given["facts"]["redetermined_outcome"] == {
        "value": "defer",
        "source": f"determined under {our_rule_sets()[BOTH[0]].title}",
    }
    assert list((tmp_path / "cache").iterdir()) == [], "nothing is left lying about"


def test_what_is_stored_is_all_that_the_engine_said(database: Database) -> None:
    held, said = a_case(database, *BOTH), Given(SKERROW["facts"], SKERROW["judgements"], 0)
    put = {"rule_sets": BOTH, "facts": said.facts, "judgements": said.judgements, "as_at": "2023-09-12"}
    found = determine_case(our_rule_sets(), put)
    for kept, determination in zip(
        determine(database, held, ROOT / "rules", BOTH, given=said, as_at="2023-09-12"), found, strict=True
    ):
        assert (kept.canonical, kept.sha256) == (determination.canonical, determination.id)
        assert (kept.headline, kept.paragraphs) == (
            determination.account.headline,
            determination.account.paragraphs,
        )
        assert (kept.rule_set, kept.revision) == (determination.rule_set.id, determination.rule_set.revision)
        assert (kept.as_at, kept.record_closed, kept.stated_to) == (date(2023, 9, 12), False, 0)
        assert (kept.case_id, kept.at, kept.by, kept.stale) == (held.id, NOON, held.by, False)
        with database.reading() as connection:
            assert by_id(connection, kept.id) == kept
            assert by_id(connection, "0" * 32) is None
    with database.reading() as connection:
        told = [json.loads(about) for about in connection.scalars(select(activity.c.about).order_by(activity.c.place))]
        assert set(connection.scalars(select(activity.c.act))) == {"determination.made"}
    assert [(each["rule_set"], len(each["determined_id"])) for each in told] == [(id, 32) for id in BOTH]


def test_every_way_of_stating_a_fact_is_made_again(database: Database, tmp_path: Path) -> None:
    folder = rules_in(tmp_path, facts="x yes_no", rules={"rule": "when: <a> {fact: weight, at_least: 1}"}, heads={})
    (folder / APPEAL / "facts.yaml").write_text(TABLE)
    given_so: list[dict[str, Any]] = [
        {"weight": 0.1, "seen_at": "2024-05-01 09:30", "ticket": "none"},
        {"weight": {"from": -2.5, "source": "the scales"}, "ticket": {"one_of": ["guest"], "may_be_none": True}},
        {"weight": {"state": "disputed", "source": "both sides"}, "ticket": {"state": "not_known"}},
        {
            "staff": {
                "rows": [{"name": "Å. Ø", "group": "midwives", "left_on": {"state": "disputed"}}, {}],
                "source": "x",
            }
        },
        {"staff": {"rows": [], "complete": True, "by": "A. Chair"}},
        {"there": [{"group": "midwives", "is": 3, "source": "p. 2"}, {"group": "others", "from": 1, "to": 4}]},
        {"weight": 123456789012345, "decided_on": {"from": "2024-05-01", "to": "2024-05-02"}},
    ]
    held = a_case(database)
    for place, facts in enumerate(given_so):
        judged = {
            "fair": {"answer": True, "by": "The “Committee”", "reasons": "On balance\nit is", "source": "minutes"}
        }
        said = Given(facts, judged, 0)
        (kept,) = determine(database, held, tmp_path, given=said, record_closed=False)
        assert made_again(database, kept, tmp_path).outcome == "same", f"{place}: {facts}"
        assert kept.given == {"facts": facts, "judgements": judged}


def test_a_closed_record_is_made_again_with_what_fell(database: Database, tmp_path: Path) -> None:
    facts, rule = "late yes_no if_not_shown: true", {"rule": "when: <a> {fact: late, is: false}"}
    root = rules_in(tmp_path, facts=facts, rules=rule, heads={})
    held = a_case(database)
    with database.writing() as connection:
        connection.execute(update(case).values(record_closed=True))
    (kept,) = determine(database, held, root, record_closed=True)
    assert (kept.record_closed, kept.stale) == (True, False)
    assert json.loads(kept.canonical or b"")["fallen"] == {"late": True}
    assert made_again(database, kept, tmp_path).same


def test_a_fact_that_no_rule_set_here_knows_is_not_among_what_it_was_given(database: Database, rules: Path) -> None:
    held = a_case(database)
    rule_set = load_rule_set(rules / APPEAL)
    said = Given({"complex": True, "of_another_rule_set": 3}, {"judged_elsewhere": {"answer": True}}, 0)
    made = determine_one(rule_set, read_facts(rule_set, {"facts": {"complex": True}}), DECIDED)
    with database.writing() as connection:
        kept = store(connection, NOON, held.by, held.id, rule_set, pack(rules / APPEAL), made, said, DECIDED, False)
    assert kept.given == {"facts": {"complex": True}, "judgements": {}}


@pytest.mark.parametrize("stated", [None, {"state": "disputed"}, {"one_of": ["not_so", "yes_it_is"], "source": "both"}])
def test_an_answer_that_came_over_a_bridge_is_kept_whatever_was_stated_in_its_place(
    database: Database, tmp_path: Path, stated: Any
) -> None:
    first, then = ("pharmacy/first", "pharmacy/then")
    valid = ["yes_it_is: {fact: open, is: true}", "not_so"]
    write_rules(tmp_path, "open yes_no", {"rule": "when: <a> {fact: open, is: true}"}, {"valid": valid}, id=first)
    bridge = f"valid bridge from: {{rule_set: {first}, question: valid}}"
    write_rules(tmp_path, bridge, {"rule": "when: <ok> {fact: valid, is: yes_it_is}"}, id=then)
    held = a_case(database, first, then)
    more = {} if stated is None else {"valid": stated}
    for open_or_not in ({"open": True}, {"open": False}, {}):
        _, kept = determine(database, held, tmp_path, (first, then), given=Given(open_or_not | more, {}, 0))
        assert made_again(database, kept, tmp_path).same
    (alone,) = determine(database, held, tmp_path, (then,), given=Given(more, {}, 0))
    assert alone.given["facts"] == more
    assert made_again(database, alone, tmp_path).same


# -- what cannot be kept


def test_what_could_not_be_made_again_is_not_stored(database: Database, rules: Path, tmp_path: Path) -> None:
    held, rule_set = a_case(database), load_rule_set(rules / APPEAL)
    other = load_rule_set(
        rules_in(tmp_path / "other", rules={"rule": "when: <a> {fact: complex, is: true}"}, heads={}) / APPEAL
    )
    made = determine_one(rule_set, read_facts(rule_set, {"facts": {"complex": True}}), DECIDED)
    right: dict[str, Any] = {
        "rule_set": rule_set, "given": Given({"complex": True}, {}, 0), "as_at": DECIDED, "record_closed": False,
    }  # fmt: skip
    for wrong, told in (
        ({"rule_set": other}, "its rules differ"),
        ({"as_at": None}, "the date on which the law was taken differ"),
        ({"as_at": date(2024, 5, 2)}, "the date on which the law was taken differ"),
        ({"record_closed": True}, "whether the record was closed differ"),
        ({"given": Given({"complex": False}, {}, 0)}, "its facts differ"),
        ({"given": Given({"complex": "yes"}, {}, 0)}, "its facts differ"),
        ({"given": Given({}, {}, 0), "record_closed": True}, "whether the record was closed and its facts differ"),
    ):
        put = {**right, **wrong}
        with pytest.raises(NotReplayable, match=told) as error, database.writing() as connection:
            store(connection, NOON, held.by, held.id, files=pack(rules / APPEAL), determination=made, **put)
        assert "Nothing was stored. Determine the case again from what stands in it." in str(error.value)
    assert count(database) == 0


def test_rules_that_were_changed_on_disk_after_they_were_loaded_are_not_kept(database: Database, rules: Path) -> None:
    held, rule_set = a_case(database), load_rule_set(rules / APPEAL)
    made = determine_one(rule_set, {}, DECIDED)
    facts = rules / APPEAL / "facts.yaml"
    facts.write_text(facts.read_text().replace("days: 30", "days: 31"))
    told = (
        r"give revision \w{12}, and the rules in use are revision \w{12}.*Nothing was stored\. Start the program again"
    )
    with pytest.raises(RuleFilesRefused, match=told):
        pack(rules / APPEAL, rule_set)
    with pytest.raises(RuleFilesRefused, match=told), database.writing() as connection:
        store(
            connection, NOON, held.by, held.id, rule_set, pack(rules / APPEAL), made, Given({}, {}, 0), DECIDED, False
        )
    for spoil in (facts.write_text, lambda _: facts.unlink(), lambda _: shutil.rmtree(rules)):
        spoil("no: [yaml")
        with pytest.raises(
            RuleFilesRefused, match=r"The files of pharmacy/appeal can no longer be read, .*Start the program"
        ):
            pack(rules / APPEAL, rule_set)
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(rules_used)) == 0
    assert count(database) == 0


def test_the_database_refuses_to_change_or_lose_what_was_stored(database: Database, rules: Path) -> None:
    determine(database, a_case(database), rules, complex=True)
    for table, column in ((determined, {"sha256": "0" * 64}), (rules_used, {"files": b""})):
        with pytest.raises(DBAPIError, match="is append-only"), database.writing() as connection:
            connection.execute(update(table).values(column))
        with pytest.raises(DBAPIError, match="is append-only"), database.writing() as connection:
            connection.execute(table.delete())


def test_the_rules_of_a_revision_are_kept_once_whoever_is_first(database: Database, rules: Path) -> None:
    cases = [a_case(database, reference=f"APP/2024/000{number}") for number in range(4)]
    threads = [threading.Thread(target=determine, args=(database, each, rules)) for each in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(rules_used)) == 1
    assert count(database) == 4


# -- the newest


def test_the_newest_of_each_rule_set_stand_in_the_order_of_the_case(database: Database, tmp_path: Path) -> None:
    for id in ("pharmacy/b", "pharmacy/a", "pharmacy/c"):
        write_rules(tmp_path, "late yes_no", {"rule": "when: <a> {fact: late, is: false}"}, id=id)
    held, order = a_case(database, "pharmacy/b", "pharmacy/a"), ("pharmacy/b", "pharmacy/a")
    with database.reading() as connection:
        assert newest(connection, held.id) == ()
    first = determine(database, held, tmp_path, order, late=True)
    second = determine(database, held, tmp_path, ("pharmacy/a",), late=False)
    with database.reading() as connection:
        assert newest(connection, held.id) == (first[0], second[0])
        assert of_case(connection, held.id) == (*first, *second)
        assert [each.place for each in of_case(connection, held.id)] == [1, 2, 3]
    with database.writing() as connection:
        connection.execute(update(case_rule_set).where(case_rule_set.c.place == 2).values(rule_set="pharmacy/c"))
        assert newest(connection, held.id) == first[:1], "the case is no longer put to the other"


def test_what_is_stated_later_makes_the_one_shown_stale(database: Database, rules: Path) -> None:
    held = a_case(database)
    with database.writing() as connection:
        state(connection, NOON, held.by, held.id, [Saying("fact", "complex", True, "the officer's note")])
        said = given(connection, held.id)
    (kept,) = determine(database, held, rules, given=said)
    assert (kept.stated_to, kept.stale) == (1, False)
    with database.writing() as connection:
        state(connection, NOON, held.by, held.id, [Saying("fact", "deferred", False, "the officer's note")])
        assert [each.stale for each in newest(connection, held.id)] == [True]
        said = given(connection, held.id)
    (again,) = determine(database, held, rules, given=said)
    assert not again.stale
    with database.reading() as connection:
        assert newest(connection, held.id) == (again,)
        assert by_id(connection, kept.id) == replace(kept, stale=True), "it is as it was, and marked"


def test_closing_the_record_and_opening_it_again_makes_it_stale(database: Database, rules: Path) -> None:
    held = a_case(database)
    determine(database, held, rules, complex=True)
    for closed in (True, False):
        with database.writing() as connection:
            connection.execute(update(case).values(record_closed=closed))
            assert [each.stale for each in newest(connection, held.id)] == [closed]
