"""The reference's answer: one call, one plain object."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.reference.decide import Case
from tests.reference.for_each import is_derived, is_read
from tests.reference.leaves import MET, NOT_KNOWN, NOT_MET
from tests.reference.needs import NOTHING, Needs
from tests.reference.tables import refuse_what_cannot_be
from tests.reference.worth import May
from tests.reference.yaml_reader import read_rules

STATUS = {MET: "met", NOT_MET: "not_met", NOT_KNOWN: "not_known"}


@dataclass(frozen=True)
class Reading:
    """All that the reference says; statuses as words, `questions` as (status, outcome)."""

    provisions: dict[str, str]
    versions: dict[str, list[date]]
    questions: dict[str, tuple[str, str | None]]
    amounts: dict[str, May]
    needs: dict[str, str]
    provision_needs: dict[str, dict[str, str]]


def reference(folder: Path, given: dict[str, Any], as_at: date | None = None) -> Reading:
    """What the rules in `folder` say of what is `given`, in the notation of the test files."""
    return read_case(Case(read_rules(folder), given, as_at))


def read_case(case: Case, *, with_needs: bool = True) -> Reading:
    refuse_what_cannot_be(case)
    rules, needs = case.rules, Needs(case)
    asked = rules.ruleset.get("questions", [])
    derived = [name for name, fact in rules.facts.items() if is_derived(fact) and is_read(fact)]
    chosen = {name: [version["effective"]["from"] for version, _ in case.segments(name)] for name in rules.provisions}
    return Reading(
        provisions={name: STATUS[case.provision(name)] for name in rules.provisions},
        versions={name: list(dict.fromkeys(starts)) for name, starts in chosen.items()},
        questions={question["id"]: case.question(question) for question in asked},
        amounts={name: case.known(name) for name in [*case.results, *derived]},
        needs=needs.how(NOTHING.union(*(needs.of_question(question) for question in asked))) if with_needs else {},
        provision_needs={name: needs.how(needs.of_provision(name)) for name in rules.provisions if with_needs},
    )
