"""`python -m benchmarks`: everything on one generated rule set, the whole service and the register, told or as JSON."""

import importlib
import json
import os
import platform
import sys
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from benchmarks.generate import Leaf, RuleSpec, Statuses, depth_of, leaves_of, make_cases, make_rules
from benchmarks.importing import measure as importing
from benchmarks.measure import disagreement, speeds
from benchmarks.peers import NotInstalledError, Prepared
from benchmarks.readme import HERE, ON_POSTGRESQL, README, START, with_register, with_table
from benchmarks.records import measure as counting
from benchmarks.register import EVERY, NotEmptyError, Waits, as_table, slow, told
from benchmarks.register import measure as searching
from benchmarks.service import measure

PEERS = ("ours", "ifs", "zen", "cel", "openfisca", "clips", "jsonlogic")
CASES = 1000
MISSING = 0.15


@click.command()
@click.option("--rounds", default=7, show_default=True, type=click.IntRange(min=1), help="Turns for each contender.")
@click.option("--seconds", default=0.6, show_default=True, help="How long a turn lasts at least.")
@click.option("--check", default=300, show_default=True, type=click.IntRange(1, CASES), help="Cases for agreement.")
@click.option("--only", multiple=True, type=click.Choice(PEERS), help="This contender only; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option("--register", is_flag=False, flag_value=EVERY, help="The register alone, of so many decisions.")
@click.option("--database", default="", help="Where --register puts the register: an empty PostgreSQL database.")
@click.option("--readme", is_flag=True, help="Put what is measured into README.md and benchmarks/README.md.")
def main(  # noqa: PLR0913, PLR0917  # the options of a command
    rounds: int,
    seconds: float,
    check: int,
    only: tuple[str, ...],
    as_json: bool,
    readme: bool,
    register: str | None,
    database: str,
) -> None:
    """Compare the definition with other rule engines, and measure the service and the register.

    Exit status 1 where a contender disagrees, or searches among 100,000 decisions take longer than they may.
    """
    if database and not register:
        raise click.UsageError("--database is where --register puts the register: give both")
    if register:
        try:
            searched = _searched(register, database, lines=as_json, words=not as_json)
        except NotEmptyError as refused:
            raise click.UsageError(f"--database: {refused}") from None
        if readme:
            start = ON_POSTGRESQL if database else START
            HERE.write_text(with_register(HERE.read_text("utf-8"), as_table(searched), start), "utf-8")
        sys.exit(1 if _told_as_slow(searched) else 0)
    spec = make_rules()
    cases = make_cases(spec, CASES, missing=MISSING)
    expected = importlib.import_module("benchmarks.peers.ifs").prepare(spec)[0].run(cases)
    contenders, absent = _contenders(spec, only or PEERS)
    faults = {}
    for each in contenders:
        count = max(check, each.per_call)
        faults[each.name] = disagreement(each, cases[:count], expected[:count]) if each.decides else ""
    sound = [each for each in contenders if not faults[each.name]]
    measured = dict(zip((each.name for each in sound), speeds(sound, cases, rounds, seconds), strict=True))
    report = {
        "machine": {"cores": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()},
        "rules": _rules(spec) | {"missing": MISSING, "statuses": _shares(expected)},
        "checked_cases": check,
        "rounds": rounds,
        "contenders": [_row(each, faults[each.name], measured.get(each.name)) for each in contenders],
        "not_installed": absent,
        "service": {} if only else asdict(measure()),
        "records": [] if only else [asdict(each) for each in counting()],
        "importing": {} if only else {kind: asdict(each) for kind, each in importing().items()},
    }
    if not as_json:
        _show(report)
    searched = [] if only else _searched(EVERY, words=not as_json)
    if as_json:
        print(json.dumps({**report, "register": [asdict(each) for each in searched]}, indent=2))
    if readme:
        README.write_text(with_table(README.read_text("utf-8"), report), "utf-8")
        HERE.write_text(with_register(HERE.read_text("utf-8"), as_table(searched)), "utf-8")
    sys.exit(1 if _told_as_slow(searched) or any(faults.values()) else 0)


def _searched(sizes: str, database: str = "", *, lines: bool = False, words: bool = False) -> list[Waits]:
    """What searching registers of such sizes takes, each told as soon as it is known, as a line of JSON or in words."""
    every = []
    for waits in searching([int(each) for each in sizes.split(",")], address=database):
        if lines or words:
            print(json.dumps(asdict(waits)) if lines else told(waits), flush=True)
        every.append(waits)
    if words:
        print(f"\n{as_table(every)}")
    return every


def _told_as_slow(searched: list[Waits]) -> bool:
    """Whether searches took longer than they may, which is told."""
    for fault in (found := list(slow(searched))):
        print(fault, file=sys.stderr)
    return bool(found)


def _contenders(spec: RuleSpec, names: tuple[str, ...]) -> tuple[list[Prepared], list[str]]:
    ready: list[Prepared] = []
    absent = []
    for name in names:
        try:
            ready += importlib.import_module(f"benchmarks.peers.{name}").prepare(spec)
        except NotInstalledError as missing:
            absent.append(str(missing))
    return ready, absent


def _rules(spec: RuleSpec) -> dict[str, Any]:
    leaves = [leaf for provision in spec.provisions for leaf in leaves_of(provision.whole)]
    return {
        "provisions": len(spec.provisions),
        "leaves": len(leaves),
        "distinct_tests": len({(leaf.fact, leaf.operator, leaf.value) for leaf in leaves if isinstance(leaf, Leaf)}),
        "facts": len(spec.facts),
        "deepest_node": max(depth_of(provision.when) for provision in spec.provisions),
    }


def _shares(expected: list[Statuses]) -> dict[str, float]:
    statuses = [status for case in expected for status in case.values()]
    words = (("met", 1), ("not_met", -1), ("not_known", 0))
    return {word: round(statuses.count(status) / len(statuses), 3) for word, status in words}


def _row(contender: Prepared, fault: str, speed: Any) -> dict[str, Any]:
    installed = version(contender.package) if contender.package else ""
    row = {"name": contender.name, "package": contender.package, "version": installed, "how": contender.how}
    return row | {"disagrees": fault, "a_second": asdict(speed) if speed else None}


def _show(report: dict[str, Any]) -> None:
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    console.print(_heading(report))
    console.print(_table(report))
    console.print("How each knows a third value:")
    for how, names in _by_how(report).items():
        console.print(f"  {'; '.join(names)}: {how}.")
    for each in report["contenders"]:
        if each["disagrees"]:
            console.print(f"DISAGREES, so not timed: {each['name']}: {each['disagrees']}.")
    for each in report["not_installed"]:
        console.print(f"not installed: {each}")
    if report["service"]:
        console.print(_told_of_service(report["service"]))
    for each in report["records"]:
        console.print(_told_of_records(each))
    for kind, took in report["importing"].items():
        console.print(f"Importing 200,000 rows of five columns from {kind.upper()} takes {took['clock']:.1f} s.")


def _heading(report: dict[str, Any]) -> str:
    rules, machine = report["rules"], report["machine"]
    shares = ", ".join(f"{share:.0%} {word.replace('_', ' ')}" for word, share in rules["statuses"].items())
    return (
        f"{rules['provisions']} provisions, {rules['leaves']} leaves ({rules['distinct_tests']} distinct tests), "
        f"{rules['facts']} facts of which {rules['missing']:.0%} are missing, "
        f"nodes up to {rules['deepest_node']} deep.\n"
        f"Statuses: {shares}. Agreement with the ifs was checked first, on {report['checked_cases']} cases.\n"
        f"Python {machine['python']} on {machine['processor']}, {machine['cores']} cores; one process."
    )


def _told_of_service(service: dict[str, Any]) -> str:
    """What was measured of the whole service, a sentence for each rule set."""
    loading = (
        f"Loading {service['rule_sets']} rule sets with {service['provisions']} provisions takes "
        f"{service['loading']:.2f} s."
    )
    asked = (
        f"{service['clients']} clients who ask {service['workers']} workers about {each['rule_set']} wait "
        f"{each['p50']:.0f} ms in the middle and {each['p99']:.0f} ms at the 99th percentile "
        f"({each['answers']:,} answers, {each['a_second']:.0f} a second; clients on the same cores)."
        for each in service["waits"]
    )
    return " ".join((loading, *asked))


def _told_of_records(counted: dict[str, Any]) -> str:
    return (
        f"{counted['rows']:,} training records: read as facts in {counted['reading']:.2f} s, determined in "
        f"{counted['determining']:.2f} s; polars counts the same shares in {counted['polars']:.3f} s."
    )


def _table(report: dict[str, Any]) -> Table:
    table = Table(title=f"Determinations a second: medians of {report['rounds']} rounds, ratios of processor time")
    table.add_column("contender")
    for column in ("a second", "lowest to highest", "by processor", "times first"):
        table.add_column(column, justify="right", no_wrap=True)
    timed = [each for each in report["contenders"] if each["a_second"]]
    for each in timed:
        speed, first = each["a_second"], timed[0]["a_second"]["by_processor"]
        span = f"{speed['lowest']:,.0f} to {speed['highest']:,.0f}"
        name = f"{each['name']} ({each['version']})" if each["version"] else each["name"]
        times = f"{speed['by_processor'] / first:.3g}"
        table.add_row(name, f"{speed['median']:,.0f}", span, f"{speed['by_processor']:,.0f}", times)
    return table


def _by_how(report: dict[str, Any]) -> dict[str, list[str]]:
    ways: dict[str, list[str]] = {}
    for each in report["contenders"]:
        ways.setdefault(each["how"], []).append(each["name"])
    return ways


if __name__ == "__main__":
    main()
