"""The command that plays a sample appeal: what it says step by step, what it leaves, and what it leaves alone."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import documents
from cli import main
from cli_demo import written
from documents import FORMATS_OF, DecisionRecord, read_record

FEW_RULES = Path(__file__).parent / "web" / "rules"
STEPS = (
    "Two people",
    "Received as APP/",
    "Stated, each with where it is from",
    "Determined: this is what the rules propose",
    "Moved",
    "Drafted by O. Invented",
    "The rules leave this open, and people decide it as the source gives the decision",
    "Decided",
    "Law that no lawyer has reviewed",
    "Interests declared",
    "Reviewed by R. Invented",
    "What must hold before it is issued",
    "Issued as SAMPLE/",
    "Letter to Appellant (not named)",
    "Letter to NHS England",
    "Letter to Pharmacy2U",
    "Closed",
    "Prepared for publication by O. Invented",
    "Approved as it stands",
    "What must hold before it is published",
    "Published as SAMPLE/",
    "Found on the public site by “Reported 2019: distance selling premises in Leicester”",
    "Saved in every format",
    "Verified, from the proof alone",
    "Made again, from the bundle alone",
)
NAMES = ("decision", "letter-1-appellant", "letter-2-commissioner", "letter-3-applicant")


def run(*arguments: str | Path, **environment: str) -> Result:
    """The command line, run in this process."""
    return CliRunner().invoke(main, ["demo-case", *map(str, arguments)], env=environment)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a service that is not to be touched."""
    return tmp_path_factory.mktemp("service") / "var"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the usual sample was played."""
    return tmp_path_factory.mktemp("demo") / "new" / "folder"


@pytest.fixture(scope="module")
def played(folder: Path, service: Path) -> Result:
    """The usual sample, played where decisions have a series that looks real; without PDF, which takes longest."""
    return run("--data-dir", folder, "--no-pdf", DECISION_SERIES="SHA", DATA_DIR=str(service))


def test_a_published_decision_is_played_step_by_step(played: Result) -> None:
    assert played.exit_code == 0, played.output
    steps = re.findall(r"^\d+\. (.*)$", played.stdout, re.MULTILINE)
    assert len(steps) == len(STEPS), steps
    assert [each for each, begins in zip(steps, STEPS, strict=True) if not each.startswith(begins)] == []
    assert re.findall(r"^(\d+)\. ", played.stdout, re.MULTILINE) == [str(place) for place in range(1, len(STEPS) + 1)]


def test_it_says_first_and_last_that_it_is_a_sample_and_what_is_made_up(played: Result) -> None:
    lines = played.stdout.splitlines()
    assert lines[0] == "Reported 2019: distance selling premises in Leicester"
    assert lines[1].startswith("This is a sample. What is stated comes from a source: Report of 4 February 2019")
    assert re.fullmatch(r"This was a sample: SAMPLE/\d{4}/0001 is not a real decision\.", lines[-1])
    for told in (
        "Who decided: The Committee, as the report gives the decision, paragraph 7.2.2.",
        "Neither exists outside this play.",
        "The addresses are made up, and so is the day on which it is received, which is today.",
        "Recorded as read for this demonstration only: nobody has read it in the published law.",
        "It is recorded as sent; nothing leaves here.",
    ):
        assert told in played.stdout


def test_it_is_published_in_every_format_and_each_says_that_it_is_a_sample(played: Result, folder: Path) -> None:
    saved = {path.name: path.read_bytes() for path in (folder / "published").iterdir()}
    endings = [each.ending for name, each in FORMATS_OF.items() if name != "pdf"]
    assert set(saved) == {*(f"decision{ending}" for ending in endings), "proof.json", "bundle.zip"}
    record = read_record(saved["decision.json"])
    assert record.sample
    for ending in (".html", ".txt", ".jsonld", ".xml"):
        text = saved[f"decision{ending}"].decode()
        assert record.reference in text
        assert "sample" in text.lower()
    assert "   Without a PDF, as only this play may: you asked for none.\n" in played.stdout
    for name in saved:
        assert f"written: {folder / 'published' / name}\n" in played.stdout


@pytest.mark.proof
def test_with_pdf_every_paper_has_one_and_what_is_published_too(tmp_path: Path) -> None:
    result = run("--data-dir", tmp_path / "play", DATA_DIR=str(tmp_path / "var"))
    assert result.exit_code == 0, result.output
    made = [*(f"papers/{name}.pdf" for name in NAMES), "published/decision.pdf"]
    for each in made:
        assert (tmp_path / "play" / each).read_bytes().startswith(b"%PDF-"), each


def test_the_public_finds_it_checks_it_and_makes_it_again(played: Result) -> None:
    assert re.search(r"In the search: http://127.0.0.1:8000/decisions\?q=Reported\+2019", played.stdout)
    assert "   In the feed: http://127.0.0.1:8000/decisions/feed.atom?q=Reported+2019" in played.stdout
    _, _, ends = played.stdout.partition("Verified, from the proof alone\n")
    checked, _, again = ends.partition("Made again, from the bundle alone\n")
    assert "Every key, 1 in all, is in the log and signed by the one before it." in checked
    assert again.count("Every byte is the same as published.") == 3, again


@pytest.mark.proof
def test_of_what_is_about_a_person_it_says_that_it_is_redacted_and_what_that_prevents(tmp_path: Path) -> None:
    result = run("larkmere-grant", "--no-pdf", "--data-dir", tmp_path / "play", DATA_DIR=str(tmp_path / "var"))
    assert result.exit_code == 0, result.output
    asked = re.findall(r"^   Not published: the answer to “(.*)”\.$", result.stdout, re.MULTILINE)
    assert len(asked) == 2
    _, _, again = result.stdout.partition("Made again, from the bundle alone\n")
    told = re.findall("^   Nobody can put this to the rules, as it is not published: (.*)$", again, re.MULTILINE)
    assert sorted(told) == sorted(asked)
    record = read_record((tmp_path / "play" / "published" / "decision.json").read_bytes())
    assert isinstance(record, DecisionRecord)
    hidden = [each for each in record.facts if each.redacted]
    assert sorted(each.asks for each in hidden) == sorted(asked)
    assert [each.put or each.says for each in hidden] == ["", ""]


def test_each_line_of_the_table_holds_and_the_end_stands_beside_what_was_published(played: Result) -> None:
    assert "   Yes: every question has an answer, proposed or decided" in played.stdout
    assert "Not yet" not in played.stdout
    assert "Published: quash and redetermine, refuse.\nIssued here: quash and redetermine, refuse.\n" in played.stdout


def test_its_papers_are_there_in_each_form_and_say_that_it_is_a_sample(played: Result, folder: Path) -> None:
    assert {path.name for path in (folder / "papers").iterdir()} == {
        f"{name}.{form}" for name in NAMES for form in ("html", "docx")
    }
    for name in NAMES:
        paper = (folder / "papers" / f"{name}.html").read_text("utf-8")
        assert "sample" in paper.lower()
        assert "SHA/" not in paper
        assert f"written: {folder / 'papers' / name}.html" in played.stdout
    assert (folder / "papers" / "decision.docx").read_bytes().startswith(b"PK")


def test_what_the_service_keeps_is_not_touched(played: Result, service: Path, folder: Path) -> None:
    assert played.exit_code == 0
    assert not service.exists()
    assert (folder / "private.sqlite").is_file()
    assert (folder / "register.sqlite").is_file()


def test_a_folder_that_holds_something_is_left_as_it_is(played: Result, folder: Path) -> None:
    assert played.exit_code == 0
    before = sorted(folder.rglob("*"))
    again = run("--data-dir", folder)
    assert again.exit_code == 1
    assert f"{folder} is not empty, and is left as it is. Name a folder that is new or empty." in again.stderr
    assert sorted(folder.rglob("*")) == before


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    refused = run("--data-dir", tmp_path / "file")
    assert refused.exit_code == 1
    assert f"{tmp_path / 'file'} cannot be used: File exists. Name a folder of yours." in refused.stderr


def test_a_sample_that_is_not_there_is_told_with_those_that_are() -> None:
    refused = run("reported-2019-leicster")
    assert refused.exit_code == 2
    assert "There is no sample appeal 'reported-2019-leicster'. Did you mean reported-2019-leicester" in refused.stderr
    assert "mirefold-same-service" in refused.stderr


@pytest.fixture(scope="module")
def stopped() -> Iterator[Result]:
    """A published decision whose findings are not all stated, played in a folder of the command's own."""
    result = run("sha-24538", "--no-pdf")
    yield result
    shutil.rmtree(kept_in(result))


def kept_in(result: Result) -> Path:
    """The folder that the command says it uses."""
    return Path(re.findall(r"^All of it is kept in (.*)\.$", result.stdout, re.MULTILINE)[0])


def test_a_decision_whose_findings_are_not_stated_stops_before_it_is_issued_and_says_which(stopped: Result) -> None:
    assert stopped.exit_code == 0, stopped.output
    assert "   Not yet: every question has an answer, proposed or decided" in stopped.stdout
    end = stopped.stdout.partition("It stops here: nothing is issued, and no letter is written. This is not stated:\n")[
        2
    ]
    assert " - Who brings the appeal: the person who made the application, or someone else?" in end.splitlines()
    assert end.splitlines()[-1] == "This was a sample."
    assert "Issued as" not in stopped.stdout


def test_without_a_folder_one_is_made_that_holds_the_play_alone(stopped: Result) -> None:
    mine = kept_in(stopped)
    assert mine.name.startswith("rationale-demo-")
    assert {path.suffix for path in mine.iterdir()} <= {".sqlite", ".sqlite-wal", ".sqlite-shm"}


def test_without_what_pdf_needs_the_other_forms_are_written_and_it_is_said_once(
    played: Result, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert played.exit_code == 0

    def lacking(_html: str) -> bytes:
        raise documents.PDFUnavailable("Install Pango")

    html = (folder / "papers" / "decision.html").read_text("utf-8")
    papers = {"one": html, "two": html}
    made = list(written(papers, tmp_path / "papers", lacking))
    assert sorted(path.name for path in made) == ["one.docx", "one.html", "two.docx", "two.html"]
    assert capsys.readouterr().err == "Install Pango\n"


def test_a_database_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 200) / ("e" * 200) / ("f" * 200)  # longer than SQLite opens
    refused = run("--data-dir", deep, RULES_DIR=str(FEW_RULES))
    assert refused.exit_code == 1
    assert f"The play cannot go on in {deep}: " in refused.stderr
