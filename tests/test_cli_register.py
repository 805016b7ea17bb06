"""The commands of the register: what they check, sign and bring in, what they say, and with which status they end."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
import rfc8785
from click.testing import CliRunner, Result

from cli import main
from cli_register import filled
from config import Config
from documents import DecisionRecord, SchemeResultRecord
from engine import pack_files, unpack_files
from register import newest_head, proof_of, publication, size
from storage import Database
from tests import postgres
from tests.register.bundled import QUIET, WHY, bundled, gated
from tests.register.making import decision_id

ROOT = Path(__file__).parents[1]
PUBLISHED = ROOT / "fixtures" / "decisions" / "published.jsonl"
RESULTS = ROOT / "fixtures" / "scheme-results" / "invented.json"
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def data(empty_register: Path, tmp_path: Path) -> Path:
    """A DATA_DIR with an empty register."""
    folder = tmp_path / "var"
    folder.mkdir()
    shutil.copy(empty_register, folder / "register.sqlite")
    return folder


@pytest.fixture
def database(data: Path) -> Iterator[Database]:
    """That register."""
    made = Database(f"sqlite:///{data / 'register.sqlite'}")
    yield made
    made.close()


def run(data: Path, *arguments: str | Path, **settings: str) -> Result:
    """The command line, run in this process."""
    environment = {"DATA_DIR": str(data), "REGISTER_DATABASE_URL": "", "SIGNING_KEY": "", **settings}
    return CliRunner().invoke(main, [str(each) for each in arguments], env=environment)


def test_a_bundle_is_made_again(data: Path, database: Database, tmp_path: Path) -> None:
    file = tmp_path / "bundle.zip"
    file.write_bytes(bundled(database, gated()))
    result = run(data, "rerun", file)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == (
        "SAMPLE/2026/0001, version 1: Application by Larkmere Pharmacy Ltd for a pharmacy at 4 Mill Lane, Larkmere"
    )
    assert lines[1].startswith("SHA-256 of its record: ")
    assert lines[2].startswith("1. Entry to the garden (garden/gate, revision ")
    assert lines[2].endswith("): Every byte is the same as published.")
    assert lines[3] == "Determinations: 1. The same as published: 1. Those of the decision itself: 1."


def test_what_redactions_prevent_is_said(data: Path, database: Database, tmp_path: Path) -> None:
    file = tmp_path / "bundle.zip"
    file.write_bytes(bundled(database, gated(QUIET.name)))
    result = run(data, "rerun", file)
    assert result.exit_code == 0, result.output
    assert f"   - {QUIET.asks} {WHY}.\n" in result.stdout
    assert (
        "   The decision’s own answer cannot be made again on the question “May the visitor enter the garden?”, "
        f"because of: {QUIET.asks}\n"
    ) in result.stdout
    assert "Those of the decision itself: 0." in result.stdout


def test_a_bundle_that_was_changed_ends_with_status_1_and_no_bundle_with_2(
    data: Path, database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "bundle.zip"
    files = unpack_files(bundled(database, gated()))
    file.write_bytes(pack_files(files | {"README.txt": b"Send money.\n"}))
    changed = run(data, "rerun", file)
    assert changed.exit_code == 1
    assert changed.stderr == "README.txt was changed: it has another SHA-256 than manifest.txt names.\n"
    assert "Every byte is the same as published." in changed.stdout
    file.write_bytes(b"PK")
    none = run(data, "rerun", file)
    assert none.exit_code == 2
    assert "This is no bundle, or a damaged one" in none.stderr


def test_the_log_is_signed_and_a_proof_of_it_holds(data: Path, database: Database, tmp_path: Path) -> None:
    bundled(database, gated())
    signed = run(data, "sign-head")
    assert signed.exit_code == 0, signed.output
    head = json.loads(signed.stdout)
    assert (head["format"], head["tree_size"]) == ("rationale-head-1", 2)
    assert "Signed: 2 leaves, with the key " in signed.stderr
    with database.reading() as connection:
        proof = proof_of(connection, decision_id(), 1)
    file, kept = tmp_path / "proof.json", tmp_path / "head.json"
    file.write_bytes(proof)
    kept.write_text(signed.stdout, "utf-8")
    found = run(data, "verify", file, "--head", kept, "--key", head["key_id"])
    assert found.exit_code == 0, found.output
    assert [line.partition(": ")[0] for line in found.stdout.splitlines()] == ["Holds"] * 6
    saved, altered = tmp_path / "decision.json", tmp_path / "altered.json"
    saved.write_bytes(rfc8785.dumps(json.loads(proof)["record"]))
    altered.write_bytes(saved.read_bytes().replace(b"Larkmere", b"Larkmore", 1))
    assert "Holds: The record that you gave is, byte for byte," in run(data, "verify", file, "--record", saved).stdout
    wrong = run(data, "verify", file, "--record", altered)
    assert (wrong.exit_code, "Does not hold: The record that you gave is not" in wrong.stdout) == (1, True)
    file.write_bytes(proof.replace(b"Larkmere", b"Larkmore", 1))
    other = run(data, "verify", file)
    assert other.exit_code == 1
    assert "Does not hold: The record does not stand under the head’s root" in other.stdout
    assert other.stderr == f"{file} does not prove what it says.\n"
    assert run(data, "verify", kept).exit_code == 1


def test_a_key_is_replaced(data: Path) -> None:
    early = run(data, "sign-head", "--rotate")
    assert early.exit_code == 1
    assert "The log was never signed, so there is no key to replace: sign it first." in early.stderr
    first, second = (json.loads(run(data, "sign-head", *more).stdout) for more in ((), ("--rotate",)))
    assert first["key_id"] != second["key_id"]
    assert second["tree_size"] == 2
    assert {each.name for each in data.glob("signing.key*")} == {"signing.key", f"signing.key.{first['key_id'][:16]}"}
    assert json.loads(run(data, "sign-head").stdout)["key_id"] == second["key_id"]
    bad = run(data, "sign-head", SIGNING_KEY="c2hvcnQ=")
    assert (bad.exit_code, "Key 1 is not 32 bytes in base64" in bad.stderr) == (1, True)


def test_older_decisions_are_brought_in_once(data: Path, database: Database, tmp_path: Path) -> None:
    lines = PUBLISHED.read_text("utf-8").splitlines()[-5:]
    file = tmp_path / "some.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    result = run(data, "import-decisions", file)
    assert result.exit_code == 0, result.output
    assert result.stdout == "some.jsonl: 5 published. They are marked as decided elsewhere.\n"
    with database.reading() as connection:
        assert publication(connection, json.loads(lines[0])["reference"].lower()) is not None
        head = newest_head(connection)
    assert head is not None
    assert head.tree_size == 6
    again = run(data, "import-decisions", file)
    assert again.stdout == "some.jsonl: 5 unchanged. They are marked as decided elsewhere.\n"


def test_a_file_with_faults_is_told_line_by_line_and_ends_with_status_2(
    data: Path, database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "some.jsonl"
    good = PUBLISHED.read_text("utf-8").splitlines()[0]
    file.write_text(f"{good}\nnot JSON\n{{}}\n", "utf-8")
    result = run(data, "import-decisions", file)
    assert result.exit_code == 2
    assert result.stderr.startswith("Nothing was imported from some.jsonl.\nsome.jsonl:2: it is not JSON (column 1: ")
    assert "some.jsonl:3: /reference: it is missing, and every line has it\n" in result.stderr
    assert result.stderr.endswith("7 things to mend.\n")
    with database.reading() as connection:
        assert publication(connection, json.loads(good)["reference"]) is None


def test_the_register_is_copied_as_it_stands(data: Path, database: Database, tmp_path: Path) -> None:
    bundled(database, gated())
    run(data, "sign-head")
    copy = tmp_path / "copy.sqlite"
    made = run(data, "copy-register", copy)
    assert made.exit_code == 0, made.output
    assert f"written: {copy}. Leaves in its log: 2. Its newest head is of 2, root " in made.stdout
    again = Database(f"sqlite:///{copy}")
    with again.reading() as connection:
        assert publication(connection, decision_id()) is not None
        assert size(connection) == 2
    again.close()
    for file, told in ((copy, "is there already, and is left as it is"), (copy / "a", "cannot be written: Not a dir")):
        refused = run(data, "copy-register", file)
        assert (refused.exit_code, told in refused.stderr) == (1, True), refused.output


@pytest.mark.proof
def test_a_register_that_is_no_file_is_copied_otherwise(
    server: postgres.Server, register_template: str, tmp_path: Path
) -> None:
    address = server.empty(register_template)
    refused = run(tmp_path, "copy-register", tmp_path / "copy", REGISTER_DATABASE_URL=address)
    assert (refused.exit_code, "copy it with pg_dump" in refused.stderr) == (1, True), refused.output
    server.drop(address)


def samples(folder: Path, *lines: str) -> Path:
    """A folder of fixtures with these decisions."""
    (folder / "fixtures" / "decisions").mkdir(parents=True)
    (folder / "fixtures" / "decisions" / "published.jsonl").write_text("\n".join(lines), "utf-8")
    return folder / "fixtures"


def test_a_register_of_our_own_in_which_nothing_ever_stood_is_filled_once(
    data: Path, database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = PUBLISHED.read_text("utf-8").splitlines()[:2]
    config = Config(data_dir=data, fixtures_dir=samples(tmp_path, *lines))
    filled(config, NOON)
    told = capsys.readouterr().out
    assert told == "The register was empty: 2 decisions made elsewhere stand there, each with its source.\n"
    with database.reading() as connection:
        found = publication(connection, json.loads(lines[0])["reference"])
        head = newest_head(connection)
    record = found.record if found else None
    assert isinstance(record, DecisionRecord)
    assert record.source is not None
    assert (record.determined, record.source.url) == ("elsewhere", json.loads(lines[0])["source"]["url"])
    assert head is not None
    assert head.tree_size == 3
    filled(config, NOON)
    assert capsys.readouterr().out == ""
    with database.reading() as connection:
        assert size(connection) == 3


def test_invented_scheme_results_stand_beside_them_and_say_so(
    data: Path, database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = samples(tmp_path, PUBLISHED.read_text("utf-8").splitlines()[0])
    (folder / "scheme-results").mkdir()
    file = folder / "scheme-results" / "invented.json"
    file.write_bytes(RESULTS.read_bytes())
    filled(Config(data_dir=data, fixtures_dir=folder), NOON)
    assert capsys.readouterr().out.endswith("Beside them, invented as samples: 2 scheme results.\n")
    with database.reading() as connection:
        assert size(connection) == 4, "a decision, two results and the key"
        every = [publication(connection, f"sample-mis/6/inv0{number}") for number in (1, 2)]
    for found in every:
        record = found.record if found else None
        assert isinstance(record, SchemeResultRecord)
        assert record.sample
        assert "(invented)" in record.title
        assert record.summary.startswith("This result is invented, as a sample, and so is the trust.")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('{"a": 1}', "it is no list of scheme results"),
        ('[{"trust": "A"}]', "it is no list of scheme results"),
        ("[", "it is no list of scheme results"),
        (RESULTS.read_text("utf-8").replace('"INV01"', '""'), "which trust is it? Give its ODS code"),
    ],
)
def test_results_that_cannot_be_read_are_told_and_nothing_is_filled(
    data: Path, database: Database, tmp_path: Path, said: str, told: str
) -> None:
    folder = samples(tmp_path, PUBLISHED.read_text("utf-8").splitlines()[0])
    (folder / "scheme-results").mkdir()
    (folder / "scheme-results" / "invented.json").write_text(said, "utf-8")
    with pytest.raises(click.ClickException, match=r"invented\.json cannot fill the register: ") as refused:
        filled(Config(data_dir=data, fixtures_dir=folder), NOON)
    assert told in refused.value.message
    with database.reading() as connection:
        assert size(connection) == 0


def test_a_register_that_somebody_named_is_not_filled(data: Path, database: Database, tmp_path: Path) -> None:
    lines = PUBLISHED.read_text("utf-8").splitlines()[:1]
    named = f"sqlite:///{data / 'register.sqlite'}"
    filled(Config(data_dir=data, fixtures_dir=samples(tmp_path, *lines), register_database=named), NOON)
    filled(Config(data_dir=data, fixtures_dir=tmp_path / "nothing"), NOON)
    with database.reading() as connection:
        assert size(connection) == 0


def test_samples_that_cannot_be_read_are_told_with_their_file_and_line(data: Path, tmp_path: Path) -> None:
    config = Config(data_dir=data, fixtures_dir=samples(tmp_path, "not JSON"))
    with pytest.raises(
        click.ClickException, match=r"published.jsonl cannot fill the register: published.jsonl:1: it is"
    ):
        filled(config, NOON)


def test_a_register_that_is_not_ready_is_one_sentence(tmp_path: Path) -> None:
    result = run(tmp_path / "empty", "sign-head")
    assert result.exit_code == 1
    assert "rationale migrate" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_bundle_holds_what_people_open(database: Database) -> None:
    files = unpack_files(bundled(database, gated()))
    assert "rationale rerun" in files["README.txt"].decode()
