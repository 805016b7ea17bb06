"""The commands for records: read them from a spreadsheet into a file of facts, and write an empty workbook for them."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import click

from cli_terminal import ERR, OUT, RULES, RuleSetsAsAsked, end_with, named, say_first
from engine import Records, RuleSet, nearest, said_first, words
from evidence import Imported, ImportRefused, as_json, put_among, read_table, state
from evidence.sheets import write_template
from web.api.body import parse
from web.api.errors import Refused

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
_SHOWN_ROWS = 10


@click.command("import-records")
@click.argument("rule_set")
@click.argument("table")
@click.argument("file", type=_FILE)
@click.option("--sheet", help="The sheet that holds the table, where a workbook has several.")
@click.option("--ignore", multiple=True, metavar="COLUMN", help="A column that is not read; may be repeated.")
@click.option("--complete-by", metavar="NAME", help="Who says that these are all the rows there are.")
@click.option("--to", type=_NEW_FILE, help="The file of facts that gets the table; it keeps all else that it holds.")
@RULES
def import_records(  # noqa: PLR0913, PLR0917  # one for each argument and option of the command
    rule_set: str,
    table: str,
    file: Path,
    sheet: str | None,
    ignore: tuple[str, ...],
    complete_by: str | None,
    to: Path | None,
    rules: Path | None,
) -> None:
    """Read TABLE of RULE_SET from FILE (.csv or .xlsx): all of its rows, or every fault and none.

    Without --to, the facts are printed as JSON and the summary goes to standard error.
    """
    if complete_by is not None and not complete_by.strip():
        raise click.UsageError("--complete-by names the person who says that these are all the rows")
    known = RuleSetsAsAsked(rules)
    wanted = named(known, rule_set)
    records = _table(wanted, table)
    try:
        read = read_table(records, file, sheet=sheet, ignore=ignore)
        said = state(wanted, table, read, (complete_by or "").strip())
        case = put_among(_case(to) if to else {}, table, said)
        text = as_json(case.case)
    except ImportRefused as refused:
        ERR.print(f"Nothing was taken from {file.name}.", markup=False)
        end_with(str(refused).splitlines(), len(refused.faults) + refused.more)
    except (Refused, ValueError) as wrong:
        told = wrong.problem.detail if isinstance(wrong, Refused) else f"{wrong}."
        ERR.print(f"{to} cannot be read, so nothing was written. {told}", markup=False)
        raise SystemExit(2) from None
    say_first(known, wanted.id, to=OUT if to else ERR)
    for line in [*_summary(read), *([case.told] if case.told else [])]:
        (OUT if to else ERR).print(line, markup=False)
    if to is None:
        click.echo(text, nl=False)
        return
    _write(to, text)
    OUT.print(f"written: {to}", markup=False)


@click.command()
@click.argument("rule_set")
@click.argument("table")
@click.option("--to", type=_NEW_FILE, required=True, help="The workbook that is written (.xlsx).")
@RULES
def template(rule_set: str, table: str, to: Path, rules: Path | None) -> None:
    """Write an empty workbook for TABLE of RULE_SET, with drop-downs and notes, which import-records reads."""
    known = RuleSetsAsAsked(rules)
    wanted = named(known, rule_set)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(write_template(wanted.title, _table(wanted, table), said_first(known, wanted.id)))
    OUT.print(f"written: {to}", markup=False)


def _table(rule_set: RuleSet, table: str) -> Records:
    if table not in rule_set.tables:
        near = nearest(table, rule_set.tables)
        ERR.print(f"{rule_set.id} has no table '{table}'.{near or ' It has none at all.'}", markup=False)
        raise SystemExit(2)
    return rule_set.tables[table]


def _case(path: Path) -> dict[str, Any]:
    """What a file of facts holds; nothing where it is not there yet."""
    if not path.exists():
        return {}
    case = parse(path.read_bytes())
    if not isinstance(case.get("facts", {}), dict):
        raise ValueError("/facts is to be an object: {NAME: what is said of it, …}")
    return case


def _summary(read: Imported) -> list[str]:
    columns = ", ".join(
        heading if "_".join(heading.lower().split()) == name else f"{heading} ({name})"
        for heading, name in read.columns.items()
    )
    lines = [f"{len(read.rows)} rows read from {read.name}. Columns: {columns}."]
    if read.missing:
        without = ", ".join(map(words, read.missing))
        lines.append(f"No column for {without}: those cells are empty, which in a complete table means none.")
    if read.ignored:
        lines.append(f"Not read: {', '.join(read.ignored)}.")
    if read.open_rows:
        first = ", ".join(map(str, read.open_rows[:_SHOWN_ROWS]))
        rest = ", …" if len(read.open_rows) > _SHOWN_ROWS else ""
        lines.append(f"Rows with open cells: {len(read.open_rows)} ({first}{rest}).")
    else:
        lines.append("Rows with open cells: 0.")
    return lines


def _write(path: Path, text: str) -> None:
    """The whole file or the one that was there before, whatever happens in between."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as new:
        new.write(text)
    Path(new.name).replace(path)
