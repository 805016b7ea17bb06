"""Writes fixtures/trusts: the evidence of three invented trusts for the ten safety actions of year 7, a folder each.

What is about the trust and what about a site is read from the rule set, as are the tables and their fields. The same
rules give the same files, on any machine. Run it again when the rule set changes:
`python -m scripts.make_trust_fixtures`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from engine import RuleSet, load_rule_set
from scripts.fixture_files import Row, as_csv, as_workbook
from scripts.make_training_fixtures import RULES, Trust, training_rows
from scripts.trust_facts import FACTS, METRICS, REGULARLY
from scripts.trust_rows import ROWS

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "fixtures" / "trusts"
CQIM = ROOT / "rules" / "maternity-data-quality" / "cqim"
BY_SITE, BY_TRUST = "A. Matron (invented)", "B. Secretary (invented)"
AS_WORKBOOK = {"deaths", "locums", "mortality_reports", "training"}


@dataclass(frozen=True)
class SampleSite:
    """An invented unit: its code, its name, and how its people were trained."""

    code: str
    name: str
    training: Trust


@dataclass(frozen=True)
class Sample:
    """An invented trust. ``left_out``: what it has not shown; ``open_tables``: those that nobody calls complete."""

    folder: str
    ods_code: str
    name: str
    seed: int
    sites: tuple[SampleSite, ...]
    left_out: frozenset[str] = frozenset()
    open_tables: frozenset[str] = frozenset()
    also: Mapping[str, Any] = field(default_factory=dict)  # facts that it states, and the others do not
    metrics: str = "json"  # how it brings the counts of the quality metrics: each stated, as a table (csv), or not


SAMPLES = (
    Sample(
        "alderholme-invented",
        "ZZA",
        "Alderholme Hospitals NHS Trust (invented)",
        11,
        (SampleSite("alderholme", "Alderholme Maternity", Trust("Alderholme (invented)", 21, {"midwives": 96})),),
    ),
    Sample(
        "brackenford-invented",
        "ZZB",
        "Brackenford and Sale NHS Foundation Trust (invented)",
        12,
        (
            SampleSite("north", "North site", Trust("Brackenford North (invented)", 22, {"midwives": 72})),
            SampleSite(
                "south",
                "South site",
                Trust(
                    "Brackenford South (invented)", 23, {"midwives": 48}, {("midwives", "emergencies_training"): 43}
                ),
            ),
        ),
        metrics="csv",
    ),
    Sample(
        "carrowmere-invented",
        "ZZC",
        "Carrowmere NHS Trust (invented)",
        13,
        (SampleSite("carrowmere", "Carrowmere Birth Centre", Trust("Carrowmere (invented)", 24, {"midwives": 30})),),
        left_out=frozenset({
            "ethnic_categories_valid", "survey_plan_coproduced", "survey_plan_analyses_free_text", "reportable_cases",
            "board_saw_cases_on",
        }),
        open_tables=frozenset({"deaths", "training"}),
        also={"metrics_passed": "ten_or_more", "neonatal_nursing_staffing_met": {"state": "not_known"}},
        metrics="",
    ),
)  # fmt: skip


def main() -> None:
    """Write every file."""
    rule_set = load_rule_set(RULES)
    for sample in SAMPLES:
        for name, content in files(rule_set, sample).items():
            path = TARGET / sample.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            print(f"written: {path.relative_to(TARGET)}")


def files(rule_set: RuleSet, sample: Sample) -> dict[str, bytes]:
    """What is written for a trust, by the name of the file in its folder."""
    chance = Random(sample.seed)  # noqa: S311  # seeded, so that the files can be made again
    own = {"ods_code": sample.ods_code, "name": sample.name, "invented": True}
    own["sites"] = [{"code": each.code, "name": each.name} for each in sample.sites]
    made = dict(_place(rule_set, sample, chance, "", "trust", None))
    of_trust = made.pop("")
    if sample.metrics == "csv":
        of_trust["complete"]["metrics"] = BY_TRUST
    found = {"trust.json": _json({**own, **of_trust})} | made
    for site in sample.sites:
        at_site = dict(_place(rule_set, sample, chance, f"{site.code}/", "site", site))
        found |= {f"{site.code}/facts.json": _json(at_site.pop("")), **at_site}
    return found | dict(_metrics(sample))


def _metrics(sample: Sample) -> Iterator[tuple[str, bytes]]:
    """The counts of the quality metrics, each stated or as a table: the same numbers."""
    if sample.metrics == "json":
        yield "metrics.json", _json({"facts": _sourced(METRICS, "the monthly statistics of July 2025, invented")})
    if sample.metrics == "csv":
        rows = [{"count": name, "number": number} for name, number in METRICS.items()]
        yield "metrics.csv", as_csv(load_rule_set(CQIM).tables["metrics"], rows)


def _place(
    rule_set: RuleSet, sample: Sample, chance: Random, folder: str, about: str, site: SampleSite | None
) -> Iterator[tuple[str, Any]]:
    """The files of a place: its tables, and under no name what stands in its JSON file."""
    complete: dict[str, str] = {}
    for name, records in rule_set.tables.items():
        if (records.about or "site") != about or name in sample.left_out:
            continue
        if name not in sample.open_tables:
            complete[name] = BY_TRUST if site is None else BY_SITE
        rows = _rows(rule_set, name, chance, site)
        workbook = name in AS_WORKBOOK
        yield (
            f"{folder}{name}.{'xlsx' if workbook else 'csv'}",
            as_workbook(sample.name, rule_set, name, rows) if workbook else as_csv(records, rows),
        )
    facts = {name: said for name, said in FACTS.items() if name not in sample.left_out} | dict(sample.also)
    here = {name: said for name, said in facts.items() if (rule_set.facts[name].about or "site") == about}
    stated: dict[str, Any] = {"facts": {name: _stated(rule_set, name, said) for name, said in here.items()}}
    if site is not None:
        stated["judgements"] = {REGULARLY: _judged(sample)}
    yield "", {**stated, "complete": complete}


def _rows(rule_set: RuleSet, table: str, chance: Random, site: SampleSite | None) -> list[Row]:
    if table == "training" and site is not None:
        return [*training_rows(rule_set, site.training)]
    return [*ROWS[table](chance, site.code.upper()[:1] if site else "")]


def _stated(rule_set: RuleSet, name: str, said: Any) -> Any:
    """A value with its source, which is the evidence that the rules name."""
    if isinstance(said, dict):
        return said
    evidence = rule_set.facts[name].evidence.rstrip(".") or "The trust"
    return {"value": said.isoformat() if isinstance(said, date) else said, "source": f"{evidence} (invented)"}


def _sourced(said: Mapping[str, Any], source: str) -> dict[str, Any]:
    return {name: {"value": value, "source": source} for name, value in said.items()}


def _judged(sample: Sample) -> dict[str, Any]:
    reasons = "Twice in eight months, for ten minutes each, to cover a break."
    return {"answer": False, "by": f"the Board of {sample.name}", "reasons": reasons}


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


if __name__ == "__main__":
    main()
