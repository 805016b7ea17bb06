"""The sample cases: real published decisions and invented appeals, with what is proposed on their facts."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, abort, render_template

from engine import Determination, Fact, Statement, determine_case
from web import loaded
from web.api.rule_sets import determination_json
from web.pages import grouping
from web.pages.setting import rule_sets


@dataclass(frozen=True)
class Case:
    """One sample case: its name, and the file as it stands (see fixtures/README.md for its keys)."""

    name: str
    raw: dict[str, Any]

    @property
    def invented(self) -> bool:
        """Whether it is made up."""
        return bool(self.raw["invented"])

    @property
    def result(self) -> dict[str, Any]:
        """What was published, or for an invented case what is expected; by question, beside dates and references."""
        found: dict[str, Any] = self.raw.get("expected" if self.invented else "published", {})
        return found


def all_cases() -> str:
    """The list of sample cases, real ones apart from invented ones."""
    return render_template("pages/samples.html", cases=_cases().values())


def one_case(name: str) -> str:
    """One case: its facts with sources, what is proposed under each rule set in turn, and the published result."""
    case = case_or_404(name)
    found = determine_case(rule_sets(), case.raw)
    return render_template(
        "pages/sample.html",
        case=case,
        determinations=[(each, grouping.by_provision(each)) for each in found],
        stated=_stated(found),
    )


def as_json(name: str, place: int) -> Response:
    """One of a case's determinations, the first being 1, as the API gives it."""
    found = determine_case(rule_sets(), case_or_404(name).raw)
    if not 1 <= place <= len(found):
        abort(404, f"This case has {len(found)} determinations, numbered from 1.")
    return determination_json(found[place - 1])


def case_or_404(name: str) -> Case:
    """A sample case by its name, or the page that says there is none."""
    if name not in _cases():
        abort(404, f"There is no sample case called {name}.")
    return _cases()[name]


def _cases() -> dict[str, Case]:
    return _read(loaded().fixtures_dir / "appeals")


@cache
def _read(folder: Path) -> dict[str, Case]:
    paths = [*sorted(folder.glob("published/*.json")), *sorted(folder.glob("invented/*.json"))]
    return {path.stem: Case(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in paths}


def _stated(found: tuple[Determination, ...]) -> dict[str, tuple[Fact, Statement]]:
    """Each fact and judgement stated in the case, once: its description and what was said of it."""
    return {
        name: (determination.rule_set.facts[name], said)
        for determination in found
        for name, said in determination.facts.items()
        if determination.rule_set.facts[name].bridge is None
    }
