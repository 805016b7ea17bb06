"""The tables in README.md and in this folder's: written by `make bench ARGS=--readme`, never by hand."""

from pathlib import Path
from typing import Any

README = Path(__file__).parents[1] / "README.md"
HERE = Path(__file__).with_name("README.md")
START, END = "<!-- from make bench -->", "<!-- end -->"
ON_POSTGRESQL = "<!-- from make bench, on PostgreSQL -->"


def with_table(text: str, report: dict[str, Any]) -> str:
    """README's text with the table of a report between its two marks. ValueError where they are missing."""
    return _between(text, "README.md", _table(report), START)


def with_register(text: str, table: str, start: str = START) -> str:
    """The same with the text of this folder's README and a table of the register: which, its ``start`` says."""
    return _between(text, "benchmarks/README.md", table, start)


def _between(text: str, name: str, table: str, begins: str) -> str:
    before, start, rest = text.partition(begins)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"{name} has no place for the table: put {begins} and {END} around it")
    return f"{before}{start}\n{table}\n{end}{after}"


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
