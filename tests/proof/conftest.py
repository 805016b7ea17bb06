"""What the proofs measured is told at the end of the run: a test records it with record_property("figures", …)."""

from pathlib import Path
from typing import Any

import pytest

from tests.keeping.making import rules_in
from tests.web.whole_case import MORE


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small rules with a text, a judgement and deadlines, where they lie."""
    return rules_in(tmp_path_factory.mktemp("rules"), **MORE)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each figure, by the name of its test."""
    told = [line for report in _reports(terminalreporter) for line in _figures(report)]
    if told:
        terminalreporter.section("figures")
        for line in told:
            terminalreporter.line(line)


def _reports(terminalreporter: pytest.TerminalReporter) -> list[Any]:
    return [*terminalreporter.stats.get("passed", ()), *terminalreporter.stats.get("failed", ())]


def _figures(report: Any) -> list[str]:
    name = report.nodeid.rpartition("::")[2]
    return [f"{name}: {said}" for kind, said in report.user_properties if kind == "figures"]
