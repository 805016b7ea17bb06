"""Every sample appeal, as it would be published, gives the same determinations again; one of them from its bundle."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from casework.deciding import Proposed
from casework.publishing.facts import facts_of
from documents import DecisionRecord, DeterminationMade
from engine import ENGINE_VERSION, Determination, determine, determine_case, pack_rules, read_facts
from keeping.as_put import as_put
from keeping.statements import Given
from register import PublishedDetermination, PublishedRules, Publishing, given_of, rerun
from scripts.check_decisions import cases
from storage import Database
from tests.ours import RULES, our_rule_sets
from tests.register.bundled import bundled
from tests.register.making import decision_record

pytestmark = pytest.mark.proof

ROOT = Path(__file__).parents[2]
EVERY = cases("invented") | cases("published")


def published(case: Mapping[str, Any]) -> tuple[DecisionRecord, tuple[Determination, ...]]:
    """The record of a case that was decided as proposed, with nothing redacted, and the determinations."""
    made = determine_case(our_rule_sets(), case)
    given = Given(case["facts"], case["judgements"], 0)
    facts = facts_of([_proposed(each, given) for each in made])
    determinations = tuple(
        DeterminationMade(
            each.rule_set.id, each.rule_set.title, each.rule_set.revision, case.get("as_at", ""), "",
            each.record_closed, ENGINE_VERSION, facts.given[each.rule_set.id], each.id, each.id,
        )
        for each in made
    )  # fmt: skip
    return decision_record(facts=facts.facts, determinations=determinations), made


def _proposed(made: Determination, given: Given) -> Proposed:
    """As much of it as is looked at."""
    kept = SimpleNamespace(given=json.loads(as_put(given, made)), rule_set=made.rule_set.id)
    return cast("Proposed", SimpleNamespace(live=made, kept=kept))


@pytest.mark.parametrize("name", sorted(EVERY))
def test_the_facts_as_published_give_the_same_determinations(name: str) -> None:
    record, made = published(EVERY[name])
    for each, before in zip(record.determinations, made, strict=True):
        as_at = date.fromisoformat(each.as_at) if each.as_at else None
        again = determine(
            before.rule_set, read_facts(before.rule_set, given_of(record, each)), as_at, each.record_closed
        )
        assert again.canonical == before.canonical


def leicester(empty_register: Path, folder: Path) -> Path:
    """The bundle of an appeal that was put to three rule sets, as a file that somebody downloaded."""
    record, made = published(EVERY["reported-2019-leicester"])
    assert len(made) == 3
    rules = tuple(
        PublishedRules(each.rule_set.revision, each.rule_set.id, pack_rules(RULES / each.rule_set.id, each.rule_set))
        for each in made
    )
    canonical = tuple(PublishedDetermination(each.id, each.canonical) for each in made)
    database = Database(f"sqlite:///{shutil.copy(empty_register, folder / 'register.sqlite')}")
    file = folder / "bundle.zip"
    file.write_bytes(bundled(database, Publishing(record, determinations=canonical, rules=rules)))
    database.close()
    return file


def made_again(python: str, bundle: Path, folder: Path) -> list[str]:
    """What `rationale rerun` prints, run by a Python elsewhere: in another folder, time zone and language, no rules."""
    nothing = str(folder / "nothing")
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "8",
        "TZ": "Asia/Tokyo", "LC_ALL": "C", "DATA_DIR": nothing, "RULES_DIR": nothing, "FIXTURES_DIR": nothing,
    }  # fmt: skip
    command = [python, "-m", "cli", "rerun", str(bundle)]
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, ""), run.stdout + run.stderr
    return run.stdout.splitlines()


def test_a_bundle_of_three_rule_sets_gives_them_all_again(empty_register: Path, tmp_path: Path) -> None:
    found = rerun(leicester(empty_register, tmp_path).read_bytes(), tmp_path / "rules")
    assert found.holds
    assert [(each.outcome, each.original) for each in found.parts] == [("same", True)] * 3


def test_so_it_does_in_another_place_and_language_with_no_rules_at_hand(empty_register: Path, tmp_path: Path) -> None:
    told = made_again(sys.executable, leicester(empty_register, tmp_path), tmp_path)
    assert [line.endswith("): Every byte is the same as published.") for line in told[2:-1]] == [True] * 3
    assert told[-1] == "Determinations: 3. The same as published: 3. Those of the decision itself: 3."
