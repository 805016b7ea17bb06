"""What was brought into the register is taken out of it again, by the command that brought it in."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from casework.publishing.import_lines import id_of
from casework.publishing.sample_results import publish_samples
from cli import main
from config import Config
from register_app import create_register_app
from storage import Database

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "fixtures" / "scheme-results" / "invented.json"
PATIENT, REFERENCE = "Ermintrude Quillfeather", "OLD/1/2012"
NAMED: dict[str, Any] = {
    "reference": REFERENCE,
    "title": "A pharmacy at Larkmere",
    "summary": f"{PATIENT} said that there were enough pharmacies.",
    "area": "pharmacy",
    "kind": "pharmacy_market_entry",
    "source": {"url": "https://example.org/old", "title": "An invented decision", "read": "All of it."},
}
FIRST = f"/decisions/{id_of(REFERENCE)}"
BROWSER = {"Accept": "text/html"}
LISTS = (
    "/decisions?q=quillfeather", "/decisions/feed.atom", "/api/v1/bulk/decisions.csv", "/api/v1/bulk/decisions.jsonl",
)  # fmt: skip


@pytest.fixture
def public(empty_register: Path, tmp_path: Path) -> Iterator[FlaskClient]:
    """The public site over a register that was empty."""
    shutil.copy(empty_register, tmp_path / "register.sqlite")
    app = create_register_app(Config(data_dir=tmp_path, rules_dir=ROOT / "tests" / "web" / "rules"))
    yield app.test_client()
    app.extensions["rationale.register"].database.close()


def bring_in(folder: Path, *lines: dict[str, Any]) -> Result:
    """The command, run in this process over the register in a folder."""
    file = folder / "old.jsonl"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in lines), "utf-8")
    given = {"DATA_DIR": str(folder), "REGISTER_DATABASE_URL": "", "SIGNING_KEY": ""}
    return CliRunner().invoke(main, ["import-decisions", str(file)], env=given)


def everywhere(public: FlaskClient) -> str:
    """All that is listed, found and downloaded, in one text."""
    told = []
    for address in LISTS:
        with public.get(address, headers=BROWSER) as answer:
            told.append(answer.get_data(as_text=True))
    return "\n".join(told)


def test_a_line_that_erases_takes_every_version_before_away(public: FlaskClient, tmp_path: Path) -> None:
    assert bring_in(tmp_path, NAMED).exit_code == 0
    assert everywhere(public).count("Ermintrude") >= 3, "it is found, listed and downloaded"
    mended = NAMED | {"summary": "There were enough pharmacies.", "why": "It named a patient.", "erases": True}
    done = bring_in(tmp_path, mended)
    assert done.stdout == "old.jsonl: 1 corrected. They are marked as decided elsewhere.\n"
    assert public.get(f"{FIRST}/versions/1", headers=BROWSER).status_code == 410
    assert "It named a patient." in public.get(FIRST, headers=BROWSER).text
    assert "Ermintrude" not in everywhere(public)
    assert bring_in(tmp_path, mended).stdout.startswith("old.jsonl: 1 unchanged.")


def test_nobody_can_try_on_the_hash_that_stays_whose_name_was_erased(public: FlaskClient, tmp_path: Path) -> None:
    mended = NAMED | {"summary": "Somebody said that there were enough pharmacies.", "why": "It named a patient."}
    for line in (NAMED, mended | {"erases": True}):
        assert bring_in(tmp_path, line).exit_code == 0
    stands = json.loads(public.get(f"{FIRST}.json").data)
    guess = stands | {"version": 1, "why": None, "summary": NAMED["summary"]}
    tried = {sha256(rfc8785.dumps(guess | {"salt": salt})).hexdigest() for salt in ("", stands["salt"])}
    told = public.get(f"/api/v1/publications/{stands['id']}").get_json()
    stays, _ = [each["sha256"] for each in sorted(told["versions"], key=itemgetter("version"))]
    assert stays in public.get(f"{FIRST}/versions/1", headers=BROWSER).text
    assert stays not in tried


def test_a_correction_that_should_have_erased_does_so_where_it_is_said_later(
    public: FlaskClient, tmp_path: Path
) -> None:
    mended = NAMED | {"summary": "There were enough pharmacies.", "why": "It named a patient."}
    for line in (NAMED, mended):
        assert bring_in(tmp_path, line).exit_code == 0
    assert "Ermintrude" in public.get(f"{FIRST}/versions/1", headers=BROWSER).text
    assert bring_in(tmp_path, mended | {"erases": True}).stdout.startswith("old.jsonl: 1 corrected.")
    assert [public.get(f"{FIRST}/versions/{n}", headers=BROWSER).status_code for n in (1, 2, 3)] == [410, 410, 200]


def test_a_line_withdraws_what_was_brought_in_and_a_sample_result(public: FlaskClient, tmp_path: Path) -> None:
    assert bring_in(tmp_path, NAMED).exit_code == 0
    database = Database(f"sqlite:///{tmp_path / 'register.sqlite'}")
    with database.writing() as connection:
        sample, _ = publish_samples(connection, datetime(2026, 11, 26, tzinfo=UTC), RESULTS.read_bytes())
    database.close()
    gone = [{"reference": each, "withdrawn": "It named a patient."} for each in (REFERENCE.lower(), sample.reference)]
    assert bring_in(tmp_path, *gone).stdout == "old.jsonl: 2 withdrawn.\n"
    for address in (FIRST, f"{FIRST}/versions/1", f"/scheme-results/{sample.id}"):
        page = public.get(address, headers=BROWSER)
        assert (page.status_code, "It named a patient." in page.text) == (410, True), address
    assert "Ermintrude" not in everywhere(public)
    assert bring_in(tmp_path, *gone).stdout.startswith("old.jsonl: 2 unchanged.")
