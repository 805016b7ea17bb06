"""The command line: check and test rules, determine a case, write editor schemas, serve."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.table import Table

from cli_demo import demo_case
from cli_keeping import backup, export_case, let_go, replay, restore, verify_activity
from cli_people import token, user
from cli_publishing import publish_due
from cli_records import import_records, template
from cli_register import copy_register, import_older, rerun_bundle, sign, verify_proof
from cli_rules import coverage, export_rules
from cli_serving import serve, serve_register
from cli_storage import migrate
from cli_terminal import ERR, OUT, RULES, RuleSetsAsAsked, configured, every_rule_set, fail, named
from engine import (
    Determination,
    EngineDisagreement,
    FactError,
    Fault,
    RuleError,
    RuleSet,
    determine_case,
)
from engine.coverage import coverage_of
from engine.errors import nearest
from engine.new_rule import write_rule
from engine.rule_tests import Run, read_tests, run_test
from engine.shapes import FILES, json_schema
from schemas.determinations import DeterminationSchema
from web.api.body import parse
from web.api.errors import Refused

_READ = ("facts", "judgements", "rule_sets", "rule_set", "as_at", "record_closed")
_TOLD = (
    "title", "invented", "reference", "source", "published", "story", "expected", "left_open", "parties", "decided",
    "also_stated",
)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rationale")
def main() -> None:
    """Decision support for appeals and assessments: the law as data, reasoned proposals, and a person who decides."""


@main.command()
@RULES
def check(rules: Path | None) -> None:
    """Load every rule file and say what is wrong, with file, line and key."""
    for rule_set in every_rule_set(rules).values():
        count = len(rule_set.provisions)
        OUT.print(f"{rule_set.id}: {count} provisions, {len(rule_set.facts)} facts, revision {rule_set.revision[:12]}")


@main.command()
@click.argument("rule_set", required=False)
@RULES
def test(rule_set: str | None, rules: Path | None) -> None:
    """Run the tests beside the rules, and say what they do not show yet."""
    root = rules or configured().rules_dir
    loaded = RuleSetsAsAsked(rules)
    failed = False
    for id in [named(loaded, rule_set).id] if rule_set else loaded:
        failed |= _test_one(loaded[id], root / id)
    if failed:
        raise SystemExit(1)


def _test_one(rule_set: RuleSet, folder: Path) -> bool:
    try:
        runs = [run_test(rule_set, each) for each in read_tests(folder)]
    except RuleError as error:
        fail(error)
    failing = [run for run in runs if run.failures]
    for run in failing:
        _say_failure(run)
    shown_by_tests = coverage_of(rule_set, runs)
    gaps = shown_by_tests.gaps()
    for gap in gaps:
        OUT.print(f"not shown: {gap}", markup=False)
    shown = ", ".join(f"{name} {some} of {every}" for name, (some, every) in shown_by_tests.counts().items())
    OUT.print(
        f"{rule_set.id}: {len(runs) - len(failing)} tests pass, {len(failing)} fail; shown: {shown}", markup=False
    )
    return bool(failing or gaps)


def _say_failure(run: Run) -> None:
    OUT.print(f"{run.test.file}:{run.test.line}: {run.test.name}", markup=False)
    for failure in run.failures:
        OUT.print(f"    {failure}", markup=False)


@main.command()
@click.argument("rule_set")
@click.argument("facts", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), help="The day whose law applies; it states no fact.")
@click.option("--record-closed", is_flag=True, help="Let what was not shown fall by the burden of proof.")
@click.option("--json", "as_json", is_flag=True, help="Print the determination as JSON.")
@click.option("--in-full", is_flag=True, help="Tell everything that was looked at, not the reasons alone.")
@RULES
def determine(
    rule_set: str,
    facts: Path,
    as_at: datetime | None,
    record_closed: bool,
    as_json: bool,
    in_full: bool,
    rules: Path | None,
) -> None:
    """Put the facts in FACTS (JSON: {"facts": …, "judgements": …}) to RULE_SET.

    A case file that names several rule sets is put to each in order, and the answer under RULE_SET is shown.
    """
    loaded = RuleSetsAsAsked(rules)
    wanted = named(loaded, rule_set)
    try:
        case = _case(facts, wanted.id, as_at.date() if as_at else None, record_closed)
        found = determine_case(loaded, case)
    except Refused as refused:
        ERR.print(f"{facts} cannot be read. {refused.problem.detail}", markup=False)
        raise SystemExit(2) from None
    except FactError as error:
        fail(error)
    except EngineDisagreement as error:
        _end_undetermined(error)
    chosen = next(each for each in found if each.rule_set.id == wanted.id)
    if as_json:
        click.echo(json.dumps(DeterminationSchema().dump(chosen), indent=2, ensure_ascii=False))
    else:
        _show(chosen, in_full)


def _end_undetermined(error: EngineDisagreement) -> NoReturn:
    """The two readings differ, which is nobody's fault but ours: the status is one of its own."""
    ERR.print(f"Nothing is determined: {error}. This is a fault of ours: tell us of the case.", markup=False)
    raise SystemExit(3)


def _case(path: Path, rule_set: str, as_at: date | None, record_closed: bool) -> dict[str, Any]:
    case = parse(path.read_bytes())
    if faults := list(_misshapen(case, rule_set)):
        raise FactError(faults)
    case.setdefault("rule_sets", [rule_set])
    if as_at is not None:
        case["as_at"] = as_at.isoformat()
    if record_closed:
        case["record_closed"] = True
    return case


def _misshapen(case: dict[str, Any], rule_set: str) -> Iterator[Fault]:
    """What a case cannot have: passed over in silence, a slip in a key would make everything under it not known."""
    for key in case:
        if key not in _READ + _TOLD:
            yield Fault(f"/{key}", f"a case has nothing of this name.{nearest(key, _READ)}")
    for place in ("facts", "judgements"):
        if not isinstance(case.get(place, {}), dict):
            yield Fault(f"/{place}", "this is an object: {NAME: what is said of it, …}")
    put_to = case.get("rule_sets", [case.get("rule_set", rule_set)])
    if not isinstance(put_to, list) or not all(isinstance(each, str) for each in put_to):
        yield Fault("/rule_sets", "this is a list of rule set ids, in the order in which the case is put to them")
    elif rule_set not in put_to:
        named = ", ".join(put_to) or "none"
        yield Fault(
            "/rule_sets", f"this case is put to {named}, and not to {rule_set}; name it here, or ask for another"
        )


def _show(found: Determination, in_full: bool) -> None:
    OUT.print(found.headline, style="bold", markup=False)
    for paragraph in found.account.paragraphs if in_full else found.reasons:
        OUT.print(f"\n{paragraph}", markup=False)
    table = Table("Provision", "Version", "Status", title="Provisions, in the law's order", title_justify="left")
    for each in found.provisions:
        table.add_row(each.id, each.version or "several", each.status.replace("_", " "))
    OUT.print("")
    OUT.print(table)
    OUT.print("Read twice, by the definition and by durable-rules; both agree. This is a proposal. A person decides.")
    OUT.print(f"Determination {found.id} under {found.rule_set.id}, revision {found.rule_set.revision}", markup=False)


@main.command()
@click.option(
    "--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write one file for each kind here."
)
@click.argument("kind", required=False, type=click.Choice(list(FILES)))
def schema(kind: str | None, folder: Path | None) -> None:
    """Print the JSON Schema of a kind of rule file, or write all of them, so that editors complete and check."""
    if folder is None:
        click.echo(json.dumps(json_schema(kind or "provision"), indent=2))
        return
    folder.mkdir(parents=True, exist_ok=True)
    for each in FILES:
        (folder / f"{each}.schema.json").write_text(json.dumps(json_schema(each), indent=2) + "\n", "utf-8")
        OUT.print(f"written: {folder / each}.schema.json", markup=False)


@main.command("new-rule")
@click.argument("name", metavar="AREA/RULE-SET/PROVISION")
@RULES
def new_rule(name: str, rules: Path | None) -> None:
    """Write a new provision and its tests, side by side, ready to be filled in."""
    try:
        written = write_rule(rules or configured().rules_dir, name)
    except RuleError as error:
        fail(error)
    for path in written:
        OUT.print(f"written: {path}", markup=False)
    OUT.print(
        f"added to: {written[0].with_name('facts.yaml')} (one judgement, on which the new rule rests)", markup=False
    )


for _command in (
    import_records, template, coverage, export_rules, migrate, user, token, backup, restore, export_case, let_go,
    replay, verify_activity, demo_case, rerun_bundle, verify_proof, sign, publish_due, import_older, copy_register,
    serve, serve_register,
):  # fmt: skip
    main.add_command(_command)

if __name__ == "__main__":
    main()
