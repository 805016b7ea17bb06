"""The command that plays a sample appeal from receipt to publication, in a folder of its own, and says each step."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import click

import documents
from casework import CaseRefused
from casework.deciding import said_of_application
from cli_terminal import ERR, OUT, RuleSetsAsAsked, configured
from config import Config
from demo import Played, play
from demo_register import SITE, NotSeen, looks, publishes
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
    help="A new or empty folder for its databases and papers, in place of a temporary one.",
)
@click.option("--no-pdf", is_flag=True, help="Leave PDF out, which takes longest.")
def demo_case(name: str, folder: Path | None, no_pdf: bool) -> None:
    """Play the sample appeal NAME (of fixtures/appeals) from receipt to publication, with three people made up for it.

    Without NAME, a published decision. One whose findings are not all stated stops before it is issued. All of it
    stays in a folder of its own, and what the service keeps is not touched.
    """
    config = configured()
    sample = _sample(config.fixtures_dir / "appeals", name)
    if folder is not None:
        _take(folder)
    mine = (folder or Path(mkdtemp(prefix="rationale-demo-"))).absolute()
    own = Config(mine, config.rules_dir, config.fixtures_dir, public_url=SITE)
    OUT.print(f"{sample['title']}\n{_about(sample)}\nAll of it is kept in {mine}.", markup=False)
    try:
        with closing(Database(own.private_url)) as database:
            stage = Stage(
                database, RuleSetsAsAsked(None), config.rules_dir, datetime.now(UTC), _steps(), pdf=not no_pdf
            )
            played = play(stage, sample)
            public = _made_public(stage, own, sample["title"]) if played.papers else {}
        _end(played, sample)
        _left(played, public, mine, None if no_pdf else documents.pdf)
    except (StorageError, OSError) as error:
        raise click.ClickException(f"The play cannot go on in {mine}: {error}") from None


def _made_public(stage: Stage, own: Config, words: str) -> Mapping[str, bytes]:
    """What the public has of the decision in the end; nothing where it may not be published."""
    try:
        out = publishes(stage, own)
        if out is None:
            return {}
        seen = looks(stage, own, out, words)
    except (CaseRefused, NotSeen) as wrong:
        raise click.ClickException(f"The play ends before the public has the decision: {wrong}.") from None
    if not seen.holds:
        raise click.ClickException("What was published does not hold together: this is a fault of ours, tell us of it.")
    return seen.files


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


def _end(played: Played, sample: Mapping[str, Any]) -> None:
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


def _left(played: Played, public: Mapping[str, bytes], folder: Path, pdf: Callable[[str], bytes] | None) -> None:
    """What is left in the folder, file by file."""
    if not played.papers:
        return
    for path in written(played.papers, folder / "papers", pdf):
        OUT.print(f"written: {path}", markup=False)
    for path in saved(public, folder / "published"):
        OUT.print(f"written: {path}", markup=False)
    if public:
        OUT.print(f"The public site with it alone: DATA_DIR={folder} rationale serve-register", markup=False)
    else:
        OUT.print("It is not published: what stands in the way is told above.", markup=False)
    OUT.print(f"This was a sample: {played.decision.reference} is not a real decision.", markup=False)


def _stopped(played: Played) -> None:
    OUT.print("\nIt stops here: nothing is issued, and no letter is written. This is not stated:", markup=False)
    for ask in played.not_stated:
        OUT.print(f" - {ask}", markup=False)
    OUT.print("This was a sample.", markup=False)


def written(papers: Mapping[str, str], folder: Path, pdf: Callable[[str], bytes] | None) -> Iterator[Path]:
    """Each paper as HTML, PDF and DOCX; without PDF where this machine lacks what it needs, which is said once."""
    folder.mkdir()
    for name, html in papers.items():
        yield _file(folder / f"{name}.html", html.encode())
        yield _file(folder / f"{name}.docx", documents.docx(html))
        try:
            if pdf is not None:
                yield _file(folder / f"{name}.pdf", pdf(html))
        except documents.PDFUnavailable as lacking:
            pdf = None
            ERR.print(str(lacking), markup=False)


def saved(files: Mapping[str, bytes], folder: Path) -> Iterator[Path]:
    """Files by their names, in a folder that is made for them where there are any."""
    if files:
        folder.mkdir()
    for name, held in files.items():
        yield _file(folder / name, held)


def _file(path: Path, held: bytes) -> Path:
    path.write_bytes(held)
    return path
