"""The commands for a trust's folder: how the ten safety actions stand on what is in it; and which trusts there are."""

import json
import time
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo

import click

from assessment import (
    Assessed,
    AssessmentRefused,
    Estimate,
    Evidence,
    Recovery,
    Trust,
    TrustFolder,
    assess,
    assessment_json,
    called,
    every_trust,
    pounds,
    read_folder,
    read_money_file,
    recoveries,
    refuse_merged,
    rule_set_of,
    says_first,
    told,
    trust,
)
from cli_terminal import ERR, OUT, RULES, RuleSetsAsAsked, end_undetermined, end_with
from engine import EngineDisagreement, Fault, kept_for_good
from engine import day as day_in_words
from evidence import ImportRefused

_LONDON = ZoneInfo("Europe/London")
_LIST = (
    "Codes and names were read in a list of August 2024; which have maternity services, and when they merged, is "
    "recalled."
)
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
@click.option(
    "--money",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='A JSON file of sums in pounds, for an estimate: {"contribution": 400000}, or maternity_part; perhaps '
    "of_those_that_meet_all and left_over.",
)
@RULES
def assess_trust(
    folder: Path,
    year: int,
    today: datetime | None,
    as_json: bool,
    papers: Path | None,
    money: Path | None,
    rules: Path | None,
) -> None:
    """Say how the ten safety actions stand at each site of a trust, on what is in TRUST_FOLDER.

    In the place of a folder it takes a declaration workbook that --papers wrote. Each action is met on evidence, not
    met, or not yet shown. The status is 0 whatever they come to, 2 where something has to be mended.
    """
    rule_sets = RuleSetsAsAsked(rules)
    as_at = (today or datetime.now(_LONDON)).date()
    read: TrustFolder | None = None
    try:
        paid = read_money_file(money) if money else None
        first = says_first(rule_sets, f"year-{year}")
        with kept_for_good():
            if folder.is_file():
                evidence = _read_workbook(folder, rule_sets, f"year-{year}")
            else:
                read = read_folder(folder, rule_sets, f"year-{year}")
                evidence = read.evidence
            place = f"{'trust.json, ' if read else ''}/ods_code"
            refuse_merged(evidence.trust, rule_set_of(rule_sets, evidence.year), place)
            assessed = assess(rule_sets, evidence, as_at)
        estimated = paid.estimate(assessed) if paid else None
    except AssessmentRefused as refused:
        faults = read.at_files(refused.faults) if read else refused.faults
        ERR.print(f"{folder} is not assessed.", markup=False)
        end_with([f"{each.where}: {each.message}" for each in faults], len(faults))
    except EngineDisagreement as error:
        end_undetermined(error)
    if as_json:
        held = assessment_json(assessed, first) | ({"money": _money_json(estimated)} if estimated else {})
        click.echo(json.dumps(held, indent=2, ensure_ascii=False))
    else:
        _print(assessed, first, estimated)
    if papers is not None:
        _write_papers(rule_sets, assessed, (folder, papers), estimated)


@click.command("trusts")
@click.argument("code", required=False)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day; today where it is left out.")
def list_trusts(code: str | None, today: datetime | None) -> None:
    """List the maternity trusts by their ODS codes, those that merged with the month; or say which one CODE is."""
    day = (today or datetime.now(_LONDON)).date()
    try:
        chosen = [*every_trust().values()] if code is None else [trust(code, day).named]
    except AssessmentRefused as refused:
        end_with([each.message for each in refused.faults], len(refused.faults))
    for each in chosen:
        OUT.print(_line(each, day), markup=False)
    for recovery in (each for each in recoveries() if code is not None and each.trust == chosen[0].code):
        OUT.print(_recovery(recovery), markup=False)
    if code is None:
        there = sum(not trust(each.code, day).merged for each in chosen)
        OUT.print(
            f"{len(chosen)} trusts, of which {there} had not merged into another by {day_in_words(day)}. {_LIST}",
            markup=False,
        )


def _line(each: Trust, day: date) -> str:
    found = trust(each.code, day)
    note = f" ({each.note})" if each.note else ""
    return f"{each.code}  {found.told or called(each)}{note}"


def _recovery(each: Recovery) -> str:
    years = " and ".join(f"year {year}" for year in each.years)
    about = "" if each.exact else "about "
    return f"Gave back {about}{pounds(each.pence)} for {years}, as told at {each.told_by}: {each.why}"


def _read_workbook(path: Path, rule_sets: RuleSetsAsAsked, year: str) -> Evidence:
    """The evidence in a workbook; ends with status 2 and every fault where it is not taken, or is of another year."""
    from assessment.paper import read_workbook  # noqa: PLC0415 - takes long to load, and is not wanted for a folder

    try:
        evidence = read_workbook(rule_sets, path.read_bytes(), path.name)
    except ImportRefused as refused:
        ERR.print(f"{path} is not assessed.", markup=False)
        end_with(str(refused).splitlines(), len(refused.faults) + refused.more)
    if evidence.year != year:
        told = f"this workbook is of {evidence.year}: assess it with --year {evidence.year.removeprefix('year-')}"
        raise AssessmentRefused([Fault("/year", told)])
    return evidence


def _print(assessed: Assessed, first: tuple[str, ...], estimated: Estimate | None) -> None:
    for line in first:
        OUT.print(line, style="bold", markup=False)
    OUT.print("")
    for line in told(assessed):
        OUT.print(line, markup=False)
    if estimated is not None:
        OUT.print("\nMoney", markup=False)
        for line in estimated.told:
            OUT.print(line, markup=False)
    OUT.print(f"\n{_PROPOSED}", markup=False)


def _money_json(estimated: Estimate) -> dict[str, object]:
    sums = {"contribution": estimated.contribution, "refund": estimated.refund, "share": estimated.share}
    return {"in_pence": sums, "formula": estimated.formula, "told": list(estimated.told)}


def _write_papers(
    rule_sets: RuleSetsAsAsked, assessed: Assessed, places: tuple[Path, Path], estimated: Estimate | None
) -> None:
    """Write each paper, and say how long it took; a PDF that this machine cannot set is told, and left out."""
    from assessment.paper import Beside, last_days, paper_files  # noqa: PLC0415 - as above: wanted for papers alone
    from documents import PDFUnavailable  # noqa: PLC0415 - as above

    folder, papers = places
    papers.mkdir(parents=True, exist_ok=True)
    try:
        due = last_days(rule_sets, assessed)
        money = estimated.told if estimated else ()
        made = paper_files(rule_sets, assessed, Beside(due, folder=str(folder), money=money))
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
