"""The commands that look ahead: what a trust still has to do and by when, and what if something changed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

import click

from assessment import (
    AssessmentRefused,
    Evidence,
    FillRows,
    RaiseNumber,
    ScratchChange,
    TrustFolder,
    WhatIf,
    clock_lines,
    evidence_clock,
    read_changes_file,
    read_folder,
    refuse_merged,
    rule_set_of,
    says_first,
    what_if,
)
from cli_terminal import ERR, OUT, RULES, RuleSetsAsAsked, end_undetermined, end_with
from engine import EngineDisagreement, Fault, RuleSet

_LONDON = ZoneInfo("Europe/London")
_CODE = "trust.json, /ods_code"  # where the code of the trust stands in its folder
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.argument(
    "folder", metavar="TRUST_FOLDER", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
_YEAR = click.option("--year", type=click.IntRange(min=1), required=True, help="The year of the scheme, such as 7.")
_TODAY = click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day from which it looks ahead; today where it is left out."
)


@click.command("clock")
@_FOLDER
@_YEAR
@_TODAY
@click.option("--ics", type=_NEW_FILE, help="Also write what is due into this calendar file (iCalendar).")
@RULES
def clock(folder: Path, year: int, today: datetime | None, ics: Path | None, rules: Path | None) -> None:
    """Say what is still to be done or shown on what is in TRUST_FOLDER, with the last safe day of each thing.

    It looks ahead to the declaration. What has been missed is told with its day.
    """
    rule_sets = RuleSetsAsAsked(rules)
    day = (today or datetime.now(_LONDON)).date()

    def work(evidence: Evidence, first: Sequence[str]) -> None:
        found = evidence_clock(rule_sets, evidence, day)
        _say(evidence, first)
        for line in clock_lines(found):
            OUT.print(line, markup=False)
        if ics is not None:
            from assessment.paper import clock_calendar  # noqa: PLC0415 - takes long to load, and is seldom wanted

            _write(ics, clock_calendar(found, first))

    _with_folder(rule_sets, folder, year, work)


@click.command("what-if")
@_FOLDER
@_YEAR
@_TODAY
@click.option(
    "--changes",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='A JSON file: {"changes": [{"state": NAME, "value": …, "site": CODE}, …]}, or raise, add_rows, fill_rows.',
)
@click.option(
    "--train",
    nargs=4,
    type=(click.IntRange(min=1), str, str, click.DateTime(["%Y-%m-%d"])),
    multiple=True,
    metavar="NUMBER GROUP COURSE DAY",
    help="So many more of a staff group attend a course on a day; may be repeated. Goes with --site.",
)
@click.option("--site", default="", help="The code of the site at which --train trains.")
@RULES
def try_changes(
    folder: Path,
    year: int,
    today: datetime | None,
    changes: Path | None,
    train: tuple[tuple[int, str, str, datetime], ...],
    site: str,
    rules: Path | None,
) -> None:
    """Say how the ten safety actions would stand if what is in TRUST_FOLDER changed. The folder stays as it is."""
    if not changes and not train:
        raise click.UsageError("name what changes: --changes FILE, or --train NUMBER GROUP COURSE DAY with --site CODE")
    if train and not site:
        raise click.UsageError("--train goes with --site: the code of the site whose staff are trained")
    rule_sets = RuleSetsAsAsked(rules)
    day = (today or datetime.now(_LONDON)).date()
    try:
        stated = read_changes_file(changes) if changes else ()
    except AssessmentRefused as refused:
        _end(folder, refused.faults)

    def work(evidence: Evidence, first: Sequence[str]) -> None:
        asked = [*stated, *(_trained(evidence, site, each) for each in train)]
        found = what_if(rule_sets, evidence, asked, day)
        _say(evidence, first)
        _tell(found)

    _with_folder(rule_sets, folder, year, work)


def _trained(evidence: Evidence, site: str, asked: tuple[int, str, str, datetime]) -> ScratchChange:
    """So many more who attended: in the rows of those who have not, or in the number that is stated."""
    number, group, course, on = asked
    cell = {"group": group, "course": course}
    if "training" not in evidence.of_sites.get(site, {}):
        return RaiseNumber("attended", number, site, cell)
    not_yet = {**cell, "attended_on": None, "excluded_because": None}
    return FillRows("training", not_yet, {"attended_on": on.date().isoformat()}, site, number)


def _with_folder(
    rule_sets: Mapping[str, RuleSet], folder: Path, year: int, work: Callable[[Evidence, Sequence[str]], None]
) -> None:
    """Read the folder and work on it; ends with status 2 where something has to be mended, and with every fault."""
    read: TrustFolder | None = None
    try:
        first = says_first(rule_sets, f"year-{year}")
        read = read_folder(folder, rule_sets, f"year-{year}")
        refuse_merged(read.evidence.trust, rule_set_of(rule_sets, f"year-{year}"), _CODE)
        work(read.evidence, first)
    except AssessmentRefused as refused:
        _end(folder, _placed(read, refused.faults))
    except EngineDisagreement as error:
        end_undetermined(error)


def _end(folder: Path, faults: Sequence[Fault]) -> NoReturn:
    ERR.print(f"Nothing is worked out for {folder}.", markup=False)
    end_with([f"{each.where}: {each.message}" for each in faults], len(faults))


def _placed(read: TrustFolder | None, faults: Sequence[Fault]) -> list[Fault]:
    """Faults of what is stated at its file; those of the year and of changes as they are."""
    ours = ("/trust", "/sites")
    return [*(read.at_files([each])[0] if read and each.where.startswith(ours) else each for each in faults)]


def _say(evidence: Evidence, first: Sequence[str]) -> None:
    for line in first:
        OUT.print(line, style="bold", markup=False)
    sample = " Everything about this trust is invented." if evidence.invented else ""
    OUT.print(f"\n{evidence.name} ({evidence.trust}), {evidence.year.replace('-', ' ')}.{sample}", markup=False)


def _tell(found: WhatIf) -> None:
    OUT.print("\nIf this changed:")
    for line in found.changes:
        OUT.print(f"- {line}", markup=False)
    OUT.print("\nit would stand like this:")
    for line in found.told:
        OUT.print(f"- {line}", markup=False)
    OUT.print("\nThis is a scratch copy: nothing in the folder has changed.")


def _write(path: Path, held: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}. Name a file elsewhere.") from None
    OUT.print(f"written: {path}", markup=False)
