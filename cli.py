"""The command line: check and test rules, determine a case, write editor schemas, serve."""

import json
import os
import socket
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NoReturn

import click
from rich.table import Table

from cli_demo import demo_case
from cli_keeping import backup, export_case, let_go, replay, restore, verify_activity
from cli_people import token, user
from cli_records import import_records, template
from cli_register import import_older, rerun_bundle, sign, verify_proof
from cli_rules import coverage, export_rules
from cli_storage import made_ready, migrate, swept
from cli_terminal import ERR, OUT, RULES, RuleSetsAsAsked, configured, every_rule_set, fail, named
from config import Config
from engine import (
    Determination,
    EngineDisagreement,
    FactError,
    Fault,
    RuleError,
    RuleSet,
    capital,
    determine_case,
)
from engine.coverage import coverage_of
from engine.errors import nearest
from engine.new_rule import write_rule
from engine.rule_tests import Run, read_tests, run_test
from engine.shapes import FILES, json_schema
from people import keys_at_hand
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
@RULES
def determine(
    rule_set: str, facts: Path, as_at: datetime | None, record_closed: bool, as_json: bool, rules: Path | None
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
        _show(chosen)


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


def _show(found: Determination) -> None:
    OUT.print(found.headline, style="bold", markup=False)
    for paragraph in found.explanation:
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


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65_535), default=None, help="Default: $PORT, or 8000.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
def serve(host: str, port: int | None, workers: int) -> None:
    """Check the rules and the databases, then serve with gunicorn."""
    config = configured()
    rule_sets = every_rule_set(None)
    _refuse_what_is_taken(host, port or config.port)
    _fresh(config.metrics_dir)
    made_ready(config)
    _refuse_without_keys(config)
    swept(config, datetime.now(UTC))
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(config.metrics_dir)
    address = f"{host}:{port or config.port}"
    OUT.print(f"{len(rule_sets)} rule sets. Rationale answers on http://{address} (stop with Ctrl-C)", markup=False)
    sys.stdout.flush()
    gunicorn = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        str(Path(__file__).parent / "web" / "gunicorn_settings.py"),
    ]
    os.execv(sys.executable, [*gunicorn, "--bind", address, "--workers", str(workers), "app:create_app()"])  # noqa: S606  # gunicorn takes over this process: no shell, no second process


def _fresh(folder: Path) -> None:
    """An empty folder for the counts of this server's processes; those of an earlier one are of no use."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.glob("*.db"):
            stale.unlink()
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        where = f"Nothing can be written under DATA_DIR, which is {folder.parent}: {error.strerror}."
        raise click.ClickException(f"{where} Set it to a folder of yours.") from None


def _refuse_without_keys(config: Config) -> None:
    """Make the key that seals second factors, or say at once why there is none: the workers would each say it."""
    try:
        keys_at_hand(config.sealing_keys, config.sealing_file)
    except ValueError as wrong:
        told = str(wrong) if not config.sealing_keys else f"SEALING_KEYS: {wrong}"
        raise click.ClickException(f"{capital(told)}.") from None
    except OSError as error:
        raise click.ClickException(f"The key file {config.sealing_file} cannot be used: {error.strerror}.") from None


def _refuse_what_is_taken(host: str, port: int) -> None:
    """Say at once what gunicorn would try for five seconds and tell in ten lines."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        why = str(error.strerror).split(" (")[0]  # Python adds the address, which is said already
        told = f"Rationale cannot listen on {host}:{port}: {why}. Choose another port: make serve PORT=8001."
        raise click.ClickException(told) from None


for _command in (
    import_records, template, coverage, export_rules, migrate, user, token, backup, restore, export_case, let_go,
    replay, verify_activity, demo_case, rerun_bundle, verify_proof, sign, import_older,
):  # fmt: skip
    main.add_command(_command)

if __name__ == "__main__":
    main()
