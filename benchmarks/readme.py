"""The table of speeds in README.md: written by `make bench ARGS=--readme`, never by hand."""

from pathlib import Path
from typing import Any

README = Path(__file__).parents[1] / "README.md"
START, END = "<!-- from make bench -->", "<!-- end -->"


def with_table(text: str, report: dict[str, Any]) -> str:
    """README's text with the table of a report between its two marks. ValueError where they are missing."""
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"README.md has no place for the table: put {START} and {END} around it")
    return f"{before}{start}\n{_table(report)}\n{end}{after}"


def _table(report: dict[str, Any]) -> str:
    timed = [each for each in report["contenders"] if each["a_second"]]
    first = timed[0]["a_second"]["by_processor"]
    rows = [f"| {_name(each)} | {_count(each)} | {each['a_second']['by_processor'] / first:.3g} |" for each in timed]
    return "\n".join(
        ["| | determinations a second | times the first |", "| --- | --: | --: |", *rows, "", _service(report)]
    )


def _name(row: dict[str, Any]) -> str:
    return f"{row['name']} {row['version']}".strip()


def _count(row: dict[str, Any]) -> str:
    return f"{row['a_second']['by_processor']:,.0f}"


def _service(report: dict[str, Any]) -> str:
    service, machine = report["service"], report["machine"]
    if not service:
        return ""
    waits = "; ".join(
        f"on `{each['rule_set']}` p50 {each['p50']:.0f} ms, p99 {each['p99']:.0f} ms" for each in service["waits"]
    )
    return (
        f"On {machine['cores']} cores, Python {machine['python']}. All {service['rule_sets']} rule sets load in "
        f"{service['loading']:.2f} s. `POST /api/v1/determinations` with {service['clients']} clients and "
        f"{service['workers']} workers on the same cores: {waits}."
    )
