"""Writes fixtures/training: the training records of two invented trusts, as CSV and .xlsx, and the rest of their facts.

Who needs which course is read from the rule set: every group and course of which it asks a share. The same rules give
the same files, on any machine. Run it again when the rule set changes: `python -m scripts.make_training_fixtures`.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from engine import OfShare, RuleSet, load_rule_set
from engine.walk import leaves_of
from scripts.fixture_files import as_csv, as_workbook

ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules" / "maternity-incentive-scheme" / "year-7"
TARGET = ROOT / "fixtures" / "training"
TABLE = "training"
YEAR = (date(2024, 12, 1), date(2025, 11, 30))

Row = dict[str, Any]
Cell = tuple[str, str]  # a group and a course


@dataclass(frozen=True)
class Trust:
    """An invented trust: how many are in scope of each group, and cells of which so many attended, no more."""

    name: str
    seed: int
    people: Mapping[str, int]
    attended: Mapping[Cell, int] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """What its files are called."""
        return f"{self.name.split()[0].lower()}-invented"


FERNMERE = Trust(
    "Fernmere Hospitals NHS Trust (invented)",
    seed=7,
    people={"midwives": 96, "maternity_support_workers": 36, "neonatal_nurses": 30},
)
OSTWICK = Trust(
    "Ostwick and Vale NHS Foundation Trust (invented)",
    seed=8,
    people={"midwives": 48, "maternity_support_workers": 60, "neonatal_nurses": 70, "other_obstetric_doctors": 40},
    attended={("midwives", "emergencies_training"): 43},
)
TRUSTS = (FERNMERE, OSTWICK)
FEWER = 12  # people of any other group


def main() -> None:
    """Write every file."""
    rule_set = load_rule_set(RULES)
    TARGET.mkdir(parents=True, exist_ok=True)
    for trust in TRUSTS:
        for name, content in files(rule_set, trust).items():
            (TARGET / name).write_bytes(content)
            print(f"written: {name}")


def files(rule_set: RuleSet, trust: Trust) -> dict[str, bytes]:
    """What is written for a trust, by the name of the file."""
    rows = list(training_rows(rule_set, trust))
    return {
        f"{trust.file}.csv": as_csv(rule_set.tables[TABLE], rows),
        f"{trust.file}.xlsx": as_workbook(trust.name, rule_set, TABLE, rows),
        f"{trust.file}-facts.json": _facts(trust),
    }


def cells(rule_set: RuleSet) -> list[Cell]:
    """Each group and course of which a share is asked, in the order of the options."""
    asked = {
        source.whole
        for provision in rule_set.provisions.values()
        for version in provision.versions
        for leaf in leaves_of(version)
        if isinstance(source := leaf.source, OfShare)
    }
    shares = [fact.cell for name, fact in rule_set.facts.items() if name in asked and fact.cell]
    found = {(cell["group"], cell["course"]) for cell in shares}
    fields = rule_set.tables[TABLE].fields
    return [
        (group, course)
        for group in fields["group"].options
        for course in fields["course"].options
        if (group, course) in found
    ]


def training_rows(rule_set: RuleSet, trust: Trust) -> Iterator[Row]:
    """Everybody in scope, with enough who attended; then some who are excluded, for each reason that there is."""
    chance = Random(trust.seed)  # noqa: S311  # seeded, so that the files can be made again
    asked = cells(rule_set)
    reasons = rule_set.tables[TABLE].fields["excluded_because"].options
    number = 0
    for group in dict.fromkeys(group for group, _ in asked):
        count = trust.people.get(group, FEWER)
        staff = [f"S-{number + each:04}" for each in range(1, count + len(reasons) + 1)]
        number += len(staff)
        rotating = staff[:2] if group.startswith("other_") else []
        for course in [course for one, course in asked if one == group]:
            came = trust.attended.get((group, course), max(math.ceil(count * 0.9), round(count * 0.94)))
            order = sorted(staff[:count], key=lambda _: chance.random())
            here = {*order[:came]}
            for each in staff[:count]:
                yield _row(each, group, course, each in here, each in rotating, chance)
            for each, reason in zip(staff[count:], reasons, strict=True):
                yield {"staff": each, "group": group, "course": course, "excluded_because": reason}


def _row(staff: str, group: str, course: str, came: bool, rotating: bool, chance: Random) -> Row:
    """One person and course. Of those who did not come, some came the year before."""
    row: Row = {"staff": staff, "group": group, "course": course}
    day = int(chance.random() * 360)
    if came:
        row["attended_on"] = YEAR[0] + timedelta(days=day)
    elif day % 2:
        row["attended_on"] = YEAR[0] - timedelta(days=1 + day)
    if came and rotating:
        row |= {"trained_at_last_trust": True, "certified": True, "joined_on_rotation_on": date(2025, 8, 6)}
    return row


def _facts(trust: Trust) -> bytes:
    """All that safety action 8 asks besides the table, with nothing wrong."""
    yes = (
        "training_plan_signed",
        "training_plan_agreed",
        "emergencies_training_face_to_face",
        "emergencies_training_multi_professional",
    )
    facts: dict[str, Any] = {"assessed_on": "2026-02-24", "training_year_ended_on": YEAR[1].isoformat()}
    facts |= {name: {"value": True, "source": trust.name} for name in yes}
    facts |= {"core_modules_covered": 6, "point_of_care_drills": 2}
    facts |= {"certificates_needed": 40, "certificates_current": 40}
    case = {"title": f"Invented: {trust.name}, training", "invented": True, "facts": facts}
    return (json.dumps(case, indent=2, ensure_ascii=False) + "\n").encode()


if __name__ == "__main__":
    main()
