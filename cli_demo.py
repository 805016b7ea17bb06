"""The command that plays a sample appeal from receipt to letters, in a folder of its own, and says each step."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import click

import documents
from casework.deciding import said_of_application
from cli_terminal import ERR, OUT, configured, every_rule_set
from demo import Played, play
from demo_stage import Stage
from engine import nearest, words
from storage import Database, StorageError

_USUAL = "reported-2019-leicester"
_RESULTS = ("disposal", "final")


@click.command("demo-case")
@click.argument("name", required=False, default=_USUAL)
@click.option(
    "--data-dir",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A new or empty folder for its database and papers, in place of a temporary one.",
)
def demo_case(name: str, folder: Path | None) -> None:
    """Play the sample appeal NAME (of fixtures/appeals) from receipt to letters, with two people made up for it.

    Without NAME, a published decision. One whose findings are not all stated stops before it is issued. All of it
    stays in a folder of its own, and what the service keeps is not touched.
    """
    config = configured()
    sample = _sample(config.fixtures_dir / "appeals", name)
    if folder is not None:
        _take(folder)
    rule_sets = every_rule_set(None)
    mine = folder or Path(mkdtemp(prefix="rationale-demo-"))
    OUT.print(f"{sample['title']}\n{_about(sample)}\nAll of it is kept in {mine}.", markup=False)
    try:
        with closing(Database(f"sqlite:///{mine.absolute() / 'private.sqlite'}")) as database:
            played = play(Stage(database, rule_sets, config.rules_dir, datetime.now(UTC), _steps()), sample)
        _end(played, sample, mine)
    except (StorageError, OSError) as error:
        raise click.ClickException(f"The play cannot go on in {mine}: {error}") from None


def _sample(appeals: Path, name: str) -> Mapping[str, Any]:
    every = {path.stem: path for path in sorted(appeals.glob("*/*.json"))}
    if name not in every:
        ERR.print(f"There is no sample appeal '{name}'.{nearest(name, every)}", markup=False)
        ERR.print(f"In {appeals} there are: {', '.join(every) or 'none'}.", markup=False)
        raise SystemExit(2)
    found: Mapping[str, Any] = json.loads(every[name].read_text("utf-8"))
    return found


def _take(folder: Path) -> None:
    """Make a folder where there is none, and leave one alone that holds something."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        full = any(folder.iterdir())
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be used: {error.strerror}. Name a folder of yours.") from None
    if full:
        told = f"{folder} is not empty, and is left as it is. Name a folder that is new or empty."
        raise click.ClickException(told)


def _about(sample: Mapping[str, Any]) -> str:
    if sample["invented"]:
        return "This is a sample. The appeal is invented, and nothing that comes of it is a real decision."
    source = sample["source"]
    return (
        f"This is a sample. What is stated comes from a source: {source['title']} ({source['url']}). All acts are "
        "played, and nothing that comes of them is a real decision."
    )


def _steps() -> Callable[[str, Sequence[str]], None]:
    """Says each step under its number."""
    count = 0

    def say(what: str, lines: Sequence[str]) -> None:
        nonlocal count
        count += 1
        OUT.print(f"\n{count}. {what}", style="bold", markup=False)
        for line in lines:
            OUT.print(f"   {line}", markup=False)

    return say


def _end(played: Played, sample: Mapping[str, Any], folder: Path) -> None:
    if not played.papers:
        _stopped(played)
        return
    OUT.print("")
    conclusion = played.decision.conclusion
    meant = sample.get("published") or sample["expected"]
    was = ", ".join(words(meant[each]) for each in _RESULTS if each in meant)
    OUT.print(f"{'Meant' if sample['invented'] else 'Published'}: {was}.", markup=False)
    issued = (
        conclusion.disposal,
        *([conclusion.final] if said_of_application(conclusion.disposal, conclusion.final) else []),
    )
    OUT.print(f"Issued here: {', '.join(map(words, issued))}.", markup=False)
    for path in written(played.papers, folder / "papers", documents.pdf):
        OUT.print(f"written: {path}", markup=False)
    OUT.print(f"This was a sample: {played.decision.reference} is not a real decision.", markup=False)


def _stopped(played: Played) -> None:
    OUT.print("\nIt stops here: nothing is issued, and no letter is written. This is not stated:", markup=False)
    for ask in played.not_stated:
        OUT.print(f" - {ask}", markup=False)
    OUT.print("This was a sample.", markup=False)


def written(papers: Mapping[str, str], folder: Path, pdf: Callable[[str], bytes]) -> Iterator[Path]:
    """Each paper as HTML, PDF and DOCX; without PDF where this machine lacks what it needs, which is said once."""
    folder.mkdir()
    with_pdf = True
    for name, html in papers.items():
        yield _file(folder / f"{name}.html", html.encode())
        yield _file(folder / f"{name}.docx", documents.docx(html))
        try:
            if with_pdf:
                yield _file(folder / f"{name}.pdf", pdf(html))
        except documents.PDFUnavailable as lacking:
            with_pdf = False
            ERR.print(str(lacking), markup=False)


def _file(path: Path, held: bytes) -> Path:
    path.write_bytes(held)
    return path
