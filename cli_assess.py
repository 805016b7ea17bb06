"""The command for a trust's folder: how the ten safety actions stand on what is in it."""

import json
import time
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo

import click

from assessment import (
    Assessed,
    AssessmentRefused,
    Beside,
    Evidence,
    TrustFolder,
    assess,
    assessment_json,
    days_of,
    evidence_clock,
    paper_files,
    read_folder,
    read_workbook,
    says_first,
    told,
)
from cli_terminal import ERR, OUT, RULES, RuleSetsAsAsked, end_undetermined, end_with
from documents import PDFUnavailable
from engine import EngineDisagreement, Fault
from evidence import ImportRefused

_LONDON = ZoneInfo("Europe/London")
_PROPOSED = (
    "Every site was read twice, by the definition and by durable-rules; both agree. This is a proposal, and no "
    "declaration: a Board decides what it signs."
)


@click.command("assess")
@click.argument("folder", metavar="TRUST_FOLDER", type=click.Path(exists=True, path_type=Path))
@click.option("--year", type=click.IntRange(min=1), required=True, help="The year of the scheme, such as 7.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the assessment, whose rules apply and up to which time limits run; today where it is left out.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@click.option(
    "--papers",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that gets the papers: Board paper, declaration workbook, action plan and evidence index.",
)
@RULES
def assess_trust(
    folder: Path, year: int, today: datetime | None, as_json: bool, papers: Path | None, rules: Path | None
) -> None:
    """Say how the ten safety actions stand at each site of a trust, on what is in TRUST_FOLDER.

    In the place of a folder it takes a declaration workbook that --papers wrote. Each action is met on evidence, not
    met, or not yet shown. The status is 0 whatever they come to, 2 where something has to be mended.
    """
    rule_sets = RuleSetsAsAsked(rules)
    as_at = (today or datetime.now(_LONDON)).date()
    read: TrustFolder | None = None
    try:
        first = says_first(rule_sets, f"year-{year}")
        if folder.is_file():
            evidence = _read_workbook(folder, rule_sets, f"year-{year}")
        else:
            read = read_folder(folder, rule_sets, f"year-{year}")
            evidence = read.evidence
        assessed = assess(rule_sets, evidence, as_at)
    except AssessmentRefused as refused:
        faults = read.at_files(refused.faults) if read else refused.faults
        ERR.print(f"{folder} is not assessed.", markup=False)
        end_with([f"{each.where}: {each.message}" for each in faults], len(faults))
    except EngineDisagreement as error:
        end_undetermined(error)
    if as_json:
        click.echo(json.dumps(assessment_json(assessed, first), indent=2, ensure_ascii=False))
    else:
        _print(assessed, first)
    if papers is not None:
        _write_papers(rule_sets, assessed, folder, papers)


def _read_workbook(path: Path, rule_sets: RuleSetsAsAsked, year: str) -> Evidence:
    """The evidence in a workbook; ends with status 2 and every fault where it is not taken, or is of another year."""
    try:
        evidence = read_workbook(rule_sets, path.read_bytes(), path.name)
    except ImportRefused as refused:
        ERR.print(f"{path} is not assessed.", markup=False)
        end_with(str(refused).splitlines(), len(refused.faults) + refused.more)
    if evidence.year != year:
        told = f"this workbook is of {evidence.year}: assess it with --year {evidence.year.removeprefix('year-')}"
        raise AssessmentRefused([Fault("/year", told)])
    return evidence


def _print(assessed: Assessed, first: tuple[str, ...]) -> None:
    for line in first:
        OUT.print(line, style="bold", markup=False)
    OUT.print("")
    for line in told(assessed):
        OUT.print(line, markup=False)
    OUT.print(f"\n{_PROPOSED}", markup=False)


def _write_papers(rule_sets: RuleSetsAsAsked, assessed: Assessed, folder: Path, papers: Path) -> None:
    """Write each paper, and say how long it took; a PDF that this machine cannot set is told, and left out."""
    papers.mkdir(parents=True, exist_ok=True)
    try:
        due = days_of(evidence_clock(rule_sets, assessed.evidence, assessed.as_at))
        made = paper_files(rule_sets, assessed, Beside(last_days=due, folder=str(folder)))
        for name, make in made.items():
            began = time.perf_counter()
            try:
                content = make()
            except PDFUnavailable as lacking:
                ERR.print(f"not written: {name}. {lacking}", markup=False)
                continue
            _write_whole(papers / name, content)
            ERR.print(f"written: {papers / name} ({time.perf_counter() - began:.1f} s)", markup=False)
    except AssessmentRefused as refused:
        end_with([f"{each.where}: {each.message}" for each in refused.faults], len(refused.faults))


def _write_whole(path: Path, content: bytes) -> None:
    """The whole file, or the one that was there before, whatever happens in between."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as new:
        new.write(content)
    Path(new.name).replace(path)
