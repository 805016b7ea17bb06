"""The same facts and rules give the same result: a snapshot is made again years later, when rules/ has others."""

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from assessment import freezing, items
from assessment.again import Again, NotTheSame, TimeOver, made_again
from assessment.freezing import Snapshot
from assessment.stating import Said
from engine import ENGINE_VERSION, RuleSet
from keeping import old_assessments, rule_files
from keeping.exact import canonical
from keeping.replaying import as_made_by
from storage import Database, rules_used
from tests.assessment.kept_trust import DRILLS, NOON, PLAN, REGULARLY, TODAY, Trust, begun, minutes, staff
from tests.assessment.small_scheme import SCHEME, rule_sets, rules_dir

YEAR_6, YEAR_7 = f"{SCHEME}/year-6", f"{SCHEME}/year-7"


@pytest.fixture
def trust(database: Database) -> Trust:
    made = begun(database)
    made.states(PLAN, DRILLS, REGULARLY)
    made.brings(staff("A", "B"))
    made.freezes()
    return made


def later() -> Mapping[str, RuleSet]:
    """What is loaded years later: the year's rules are others by then, and have its id."""
    return {**rule_sets(), YEAR_7: rule_sets()[YEAR_6]}


def made(trust: Trust, in_use: Mapping[str, RuleSet], within: Path | None = None) -> Again:
    with trust.database.reading() as connection:
        return made_again(connection, trust.held(), trust.last(), in_use, within)


def test_the_same_facts_and_rules_give_the_same_result_when_rules_have_changed(trust: Trust, tmp_path: Path) -> None:
    frozen = trust.last().frozen
    found = made(trust, later(), tmp_path / "unpacked")
    assert freezing.of_engine(found.assessed) == {
        name: frozen[name] for name in ("found", "verdict", "stands", "counts")
    }
    assert found.rule_sets[YEAR_7].revision == rule_sets()[YEAR_7].revision != later()[YEAR_7].revision
    assert found.assessed.as_at == TODAY
    assert made(trust, rule_sets()).rule_sets[YEAR_7] is rule_sets()[YEAR_7]


def test_what_changed_after_it_was_frozen_is_not_in_it(trust: Trust) -> None:
    trust.brings([])
    trust.states(Said("north", "drills", 0, "reports of the drills", "Miscounted"))
    (north,) = made(trust, rule_sets()).assessed.sites
    assert north.action("sa1").stands == "met"
    training = made(trust, rule_sets()).assessed.evidence.of_sites["north"]["training"]
    assert [row["staff"] for row in training["rows"]] == ["A", "B"]


def test_each_revision_of_rules_is_kept_once(trust: Trust) -> None:
    trust.freezes(date(2026, 2, 25))
    with trust.database.reading() as connection:
        kept = {row.rule_set: row.revision for row in connection.execute(select(rules_used))}
        assert len(connection.execute(select(rules_used)).all()) == 2
        files = rule_files.fetch(connection, kept[YEAR_7])
    assert kept == {id: rule_sets()[id].revision for id in (YEAR_7, f"{SCHEME}/verdict")}
    assert files == rule_files.pack(rules_dir() / YEAR_7)


def test_rules_that_were_changed_on_disk_freeze_nothing(trust: Trust, tmp_path: Path) -> None:
    version, changed = trust.held().version, Path(shutil.copytree(rules_dir(), tmp_path / "rules"))
    file = changed / YEAR_7 / "sa8-a-training.yaml"
    file.write_text(file.read_text("utf-8").replace("90%", "80%"), "utf-8")
    with trust.database.reading() as connection, pytest.raises(rule_files.RuleFilesRefused, match="Nothing was stored"):
        freezing.work_out(connection, trust.member, trust.id, rule_sets(), TODAY, version, changed)


def forged(trust: Trust, sha256: str = "", **changed: Any) -> Snapshot:
    """The last snapshot with something else in it, under this hash, or under one that fits."""
    last = trust.last()
    held = canonical({**last.frozen, **changed}).encode()
    return replace(last, canonical=held, sha256=sha256 or hashlib.sha256(held).hexdigest())


def test_what_was_altered_in_the_database_is_not_made_again(trust: Trust) -> None:
    verdict = {**trust.last().frozen["verdict"], "revision": "0" * 64}
    (table,) = trust.last().frozen["tables"]
    for snapshot, told in (
        (forged(trust, trust.last().sha256, stands="met"), "no longer has the hash that was signed. Restore it from a"),
        (forged(trust, stands="met"), "comes out otherwise than it was frozen, under stands"),
        (forged(trust, verdict=verdict), "cannot be made again. The files of its rules .* are not kept, and"),
        (forged(trust, tables=[{**table, "rows": 2, "sha256": "0" * 64}]), "The table training that it rests on is"),
        (forged(trust, year="year-9"), "cannot be made again. /year: there is no rule set for year-9"),
    ):
        with trust.database.reading() as connection, pytest.raises(NotTheSame, match=told):
            made_again(connection, trust.held(), snapshot, rule_sets())


def test_of_an_engine_of_another_version_only_the_version_may_differ(trust: Trust) -> None:
    found = made(trust, rule_sets()).assessed
    older = freezing.of_engine(found, "0.0.9")
    now = freezing.of_engine(found)
    assert older != now
    assert [older["stands"], older["counts"]] == [now["stands"], now["counts"]]
    as_older = as_made_by(found.verdict.canonical, "0.0.9")
    assert b'"engine":{"version":"0.0.9"}' in as_older
    assert as_older.replace(b"0.0.9", ENGINE_VERSION.encode()) == found.verdict.canonical


def test_once_its_time_was_over_it_says_so(trust: Trust) -> None:
    with trust.database.writing() as connection:
        over = date(TODAY.year + 8, TODAY.month, TODAY.day)
        assert len(old_assessments.apply(connection, NOON, "command_line", over, 8)) == 1
    with pytest.raises(TimeOver, match="What was frozen as snapshot 1 had to go when the time of the assessment was"):
        made(trust, rule_sets())
    assert trust.last().frozen == {}
    told = trust.refused(items.add, minutes(), None, rule_sets())
    assert told[""].startswith("the time of the assessment of RX1 for year-7 was over, and its values are gone")
