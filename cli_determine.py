"""The command that puts a file of facts to a rule set, and tells what the engine makes of it."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from cli_terminal import ERR, OUT, RULES, RuleSetsAsAsked, end_undetermined, fail, named, say_first
from engine import (
    Determination,
    EngineDisagreement,
    FactError,
    Fault,
    determine_case,
    nearest,
    on_questions,
    provisions_behind,
    said_first,
)
from schemas.determinations import DeterminationSchema
from web.api.body import parse
from web.api.errors import Refused

_READ = ("facts", "judgements", "rule_sets", "rule_set", "as_at", "record_closed")
_TOLD = (
    "title", "invented", "reference", "source", "published", "story", "expected", "left_open", "parties", "decided",
    "also_stated",
)  # fmt: skip


@click.command()
@click.argument("rule_set")
@click.argument("facts", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), help="The day whose law applies; it states no fact.")
@click.option("--record-closed", is_flag=True, help="Let what was not shown fall by the burden of proof.")
@click.option("--json", "as_json", is_flag=True, help="Print the determination as JSON.")
@click.option("--in-full", is_flag=True, help="Tell everything that was looked at, not the reasons alone.")
@click.option(
    "--question", "questions", multiple=True, metavar="ID", help="Tell of this question alone; may be repeated."
)
@RULES
def determine(  # noqa: PLR0913, PLR0917  # a command has many options, and click names each
    rule_set: str,
    facts: Path,
    as_at: datetime | None,
    record_closed: bool,
    as_json: bool,
    in_full: bool,
    questions: tuple[str, ...],
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
        end_undetermined(error)
    chosen = next(each for each in found if each.rule_set.id == wanted.id)
    if as_json and questions:
        raise click.UsageError("--json prints the whole determination: leave --question out, or --json.")
    if as_json:
        first = said_first(loaded, wanted.id)
        said = ({"says_first": first} if first else {}) | DeterminationSchema().dump(chosen)
        click.echo(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        say_first(loaded, wanted.id)
        _show(chosen, questions, in_full)


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


def _show(found: Determination, questions: tuple[str, ...], in_full: bool) -> None:
    try:
        told = on_questions(found, questions) if questions else found
    except FactError as error:
        fail(error)
    OUT.print(told.headline, style="bold", markup=False)
    for paragraph in told.account.paragraphs if in_full else told.reasons:
        OUT.print(f"\n{paragraph}", markup=False)
    table = Table("Provision", "Version", "Status", title="Provisions, in the law's order", title_justify="left")
    behind = provisions_behind(told.rule_set) if questions else found.rule_set.provisions
    for each in found.provisions:
        if each.id in behind:
            table.add_row(each.id, each.version or "several", each.status.replace("_", " "))
    OUT.print("")
    OUT.print(table)
    OUT.print("Read twice, by the definition and by durable-rules; both agree. This is a proposal. A person decides.")
    OUT.print(f"Determination {found.id} under {found.rule_set.id}, revision {found.rule_set.revision}", markup=False)
