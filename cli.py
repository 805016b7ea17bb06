"""The command line: check and test rules, determine a case, write editor schemas, serve."""

import json
from importlib import import_module
from pathlib import Path

import click

from cli_terminal import OUT, RULES, RuleSetsAsAsked, configured, every_rule_set, fail, named
from engine import RuleError, RuleSet
from engine.coverage import coverage_of
from engine.new_rule import write_rule
from engine.rule_tests import Run, read_tests, run_test
from engine.shapes import FILES, json_schema

_ELSEWHERE = {
    "assess": "cli_assess:assess_trust", "trusts": "cli_assess:list_trusts",
    "clock": "cli_clock:clock", "what-if": "cli_clock:try_changes",
    "import-records": "cli_records:import_records", "template": "cli_records:template",
    "determine": "cli_determine:determine",
    "coverage": "cli_rules:coverage", "export-rules": "cli_rules:export_rules", "compare": "cli_rules:compare",
    "migrate": "cli_storage:migrate", "user": "cli_people:user", "token": "cli_people:token",
    "backup": "cli_keeping:backup", "restore": "cli_keeping:restore", "export-case": "cli_keeping:export_case",
    "retention": "cli_keeping:let_go", "replay": "cli_keeping:replay", "verify-activity": "cli_keeping:verify_activity",
    "demo-case": "cli_demo:demo_case",
    "rerun": "cli_register:rerun_bundle", "verify": "cli_register:verify_proof", "sign-head": "cli_register:sign",
    "import-decisions": "cli_register:import_older", "copy-register": "cli_register:copy_register",
    "publish-due": "cli_publishing:publish_due", "publish-again": "cli_publishing:republish",
    "send-outbox": "cli_outbox:send_outbox",
    "serve": "cli_serving:serve", "serve-register": "cli_serving:serve_register",
}  # fmt: skip


class Commands(click.Group):
    """The commands of here, and those of elsewhere, each read when it is asked for: most want little of the rest."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.commands, *_ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, _, name = _ELSEWHERE[cmd_name].partition(":")
        found: click.Command = getattr(import_module(module), name)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
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


if __name__ == "__main__":
    main()
