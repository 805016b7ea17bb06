"""The commands for those who read the rules: a map of what is encoded, Word documents, and two rule sets compared."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

import documents
from cli_terminal import ERR, OUT, RULES, RuleSetsAsAsked, configured, every_rule_set, fail, say_first
from engine import COMPARED, ComparedProvision, Comparison, RuleError, RuleSet, listed, nearest, said_first
from engine import compare as compared
from engine.coverage_map import CoverageMap, coverage_map
from engine.coverage_page import as_json, as_page

_NEW_FILE = click.Path(path_type=Path)
_OTHER = "What is new or gone may only be what is not recalled of the other: read both before anything rests on this."


@click.command()
@click.argument("area")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    help="The folder of AREA.md and AREA.json, in place of docs/coverage beside the rules.",
)
@click.option("--check", "checking", is_flag=True, help="Write nothing; end with status 1 where they are out of date.")
@click.option("--show", type=click.Choice(["page", "json"]), help="Print one of the two, and write nothing.")
@RULES
def coverage(area: str, folder: Path | None, checking: bool, show: str | None, rules: Path | None) -> None:
    """Map what of the law of AREA (such as pharmacy) its rules encode, leave to a person or leave out, and why."""
    if checking and show:
        raise click.UsageError("--check and --show are two things: take one of them")
    root = rules or configured().rules_dir
    folder = folder or root.parent / "docs" / "coverage"
    found = _mapped(root, area)
    texts = {"page": as_page(found, _way(folder, root)), "json": as_json(found)}
    if show:
        click.echo(texts[show], nl=False)
        return
    files = {folder / f"{area}.md": texts["page"], folder / f"{area}.json": texts["json"]}
    if checking:
        _compare(files, area)
        return
    for path, text in files.items():
        _write(path, text.encode())


def _mapped(root: Path, area: str) -> CoverageMap:
    rule_sets = every_rule_set(root)
    areas = sorted({id.partition("/")[0] for id in rule_sets})
    if area not in areas:
        ERR.print(f"There is no area '{area}'.{nearest(area, areas)}", markup=False)
        raise SystemExit(2)
    try:
        return coverage_map(root, area, rule_sets)
    except RuleError as error:
        fail(error)


def _way(folder: Path, root: Path) -> str:
    """From the page's folder to the rules, for links that hold in any copy of the project."""
    return Path(os.path.relpath(root.resolve(), folder.resolve())).as_posix()


def _compare(files: Mapping[Path, str], area: str) -> None:
    """Say of each file whether it is what would be written now; ends with status 1 where one is not."""
    stale = [path for path, text in files.items() if not path.is_file() or path.read_text("utf-8") != text]
    for path in files:
        state = "up to date" if path not in stale else "out of date" if path.is_file() else "not there"
        OUT.print(f"{path}: {state}", markup=False)
    if stale:
        ERR.print(f"Run 'rationale coverage {area}' to make {'it' if len(stale) == 1 else 'them'} again.", markup=False)
        raise SystemExit(1)


@click.command("export-rules")
@click.argument("rule_set")
@click.option(
    "--to",
    type=_NEW_FILE,
    help="The file: a name that ends in .docx, or in .html for the original that it is made from.",
)
@RULES
def export_rules(rule_set: str, to: Path | None, rules: Path | None) -> None:
    """Write RULE_SET as a Word document for a lawyer to mark up: every provision, version, condition and check.

    Without --to it is named after the rule set. A file that is there may have been marked up, and is left alone.
    """
    known = RuleSetsAsAsked(rules)
    wanted = _rule_set(known, rule_set)
    path = to or Path(f"{wanted.id.replace('/', '-')}.docx")
    if path.suffix not in (".docx", ".html"):
        raise click.UsageError(f"--to names a file that ends in .docx or .html, and {path.name} does not")
    if path.exists():
        told = f"{path} is there already, and is left as it is: it may have been marked up. Name another file."
        raise click.ClickException(told)
    html = documents.rules(documents.RulesPaper(wanted, first=said_first(known, wanted.id)))
    _write(path, documents.docx(html) if path.suffix == ".docx" else html.encode())


@click.command()
@click.argument("before")
@click.argument("after")
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON, for programs.")
@RULES
def compare(before: str, after: str, as_json: bool, rules: Path | None) -> None:
    """What rule set AFTER asks for beside rule set BEFORE: new, gone, changed and how, or the same.

    Such as two years of a scheme. It looks at how the rules are written, and solves nothing.
    """
    known = RuleSetsAsAsked(rules)
    found = compared(_rule_set(known, before), _rule_set(known, after))
    if as_json:
        first = said_first(known, before, after)
        said = ({"says_first": first} if first else {}) | _comparison(found)
        click.echo(json.dumps(said, indent=2, ensure_ascii=False))
        return
    say_first(known, before, after)
    for line in _told(found):
        OUT.print(line, markup=False)


def _told(found: Comparison) -> Iterator[str]:
    if sum(found.unchecked):
        both = zip(found.unchecked, (found.before.id, found.after.id), strict=True)
        marks = listed([f"{count} {'condition' if count == 1 else 'conditions'} of {id}" for count, id in both])
        yield f"Not checked against the published text: {marks}. {_OTHER}\n"
    yield f"{found.after.title}\nbeside {found.before.title}\n"
    counts = found.counts
    yield f"{sum(counts.values())} provisions: {', '.join(f'{counts[stands]} {stands}' for stands in COMPARED)}."
    for question, provisions in found.provisions.items():
        yield f"\n{found.asks(question) or 'Asked by no question'}"
        for each in provisions:
            yield from _provision(each)


def _provision(each: ComparedProvision) -> Iterator[str]:
    only = " (days only)" if each.days_only else ""
    renamed = f", was {each.before}" if each.before not in ("", each.id) else ""
    yield f"  {each.stands}{only}: {each.title} ({each.place}; {each.id}{renamed})"
    yield from (f"      {change.told}" for change in each.changes)


def _comparison(found: Comparison) -> dict[str, Any]:
    return {
        "before": {"rule_set": found.before.id, "not_checked": found.unchecked[0]},
        "after": {"rule_set": found.after.id, "not_checked": found.unchecked[1]},
        "provisions": {name: [asdict(each) for each in several] for name, several in found.provisions.items()},
        "facts": [asdict(each) for each in found.facts],
    }


def _rule_set(known: Mapping[str, RuleSet], id: str) -> RuleSet:
    if id not in known:
        ERR.print(f"There is no rule set '{id}'.{nearest(id, known)}", markup=False)
        raise SystemExit(2)
    return known[id]


def _write(path: Path, held: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}. Name a file elsewhere.") from None
    OUT.print(f"written: {path}", markup=False)
