"""What was taken out of the register cannot be guessed from the hash that stays: each version has a salt of its own."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from re import fullmatch

import pytest

from casework.publishing import going_out, publish, seen, sweep
from casework.publishing.import_lines import Told, read_lines
from casework.publishing.importing import Became, import_decisions
from casework.publishing.reading import prepared_of
from casework.publishing.sample_results import publish_samples
from documents import Record, canonical
from register import Publication, Publishing, checking, latest, publication
from register import publish as put_into_register
from storage import Database
from tests.casework.deciding import live
from tests.casework.office import NOON, Office
from tests.casework.test_importing import LINE, ROOT, held, written
from tests.casework.trusts import Trusts, at, trusts_of

RESULTS = ROOT / "fixtures" / "scheme-results" / "invented.json"
PATIENT = "Ermintrude Quillfeather"
NAMED = LINE | {"summary": f"{PATIENT} said that there were enough pharmacies."}
MENDED = LINE | {"summary": "A patient said that there were enough pharmacies.", "why": "It named a patient."}


@pytest.fixture
def trusts(office: Office, register_file: Database) -> Trusts:
    """Where results of trusts are entered and published."""
    return trusts_of(office, register_file)


@pytest.fixture
def empty(empty_register: Path, tmp_path: Path) -> Iterator[Database]:
    """A register in which nothing ever stood."""
    made = Database(f"sqlite:///{shutil.copy(empty_register, tmp_path / 'empty.sqlite')}")
    yield made
    made.close()


def bring_in(database: Database, *lines: dict[str, object]) -> list[Became]:
    """What becomes of the lines of a file."""
    with database.writing() as connection:
        return [each.became for each in import_decisions(connection, NOON, "old.jsonl", written(*lines))]


def result_of(trusts: Trusts, id: str) -> Publication:
    """A result as it stands in the register."""
    with trusts.outlet.register.reading() as connection:
        found = publication(connection, id)
    assert found is not None
    return found


def guesses(stands: Record, words: str, name: str) -> Iterator[str]:
    """The hashes that whoever reads the version that stands can try for the one before it, with a name of theirs."""
    before = replace(stands, version=1, why=None)
    named = replace(before, title=before.title.replace(words, name), summary=before.summary.replace(words, name))
    yield from (sha256(canonical(replace(each, salt=salt))).hexdigest() for each in (before, named)
                for salt in ("", stands.salt))  # fmt: skip


def is_a_salt(said: str) -> bool:
    return fullmatch(r"[0-9a-f]{32}", said) is not None


def test_a_name_that_was_erased_from_a_decision_of_elsewhere_is_not_confirmed_by_its_hash(
    register_database: Database,
) -> None:
    bring_in(register_database, NAMED)
    first = held(register_database).record
    bring_in(register_database, MENDED | {"erases": True})
    found = held(register_database)
    assert first is not None
    assert found.record is not None
    assert [each.erased for each in found.versions] == [True, False]
    assert found.versions[0].sha256 == sha256(canonical(first)).hexdigest(), "with its salt it could be shown"
    assert found.versions[0].sha256 not in {*guesses(found.record, "A patient", PATIENT)}
    assert is_a_salt(first.salt)
    assert is_a_salt(found.record.salt)
    assert first.salt != found.record.salt


def test_nor_is_what_was_taken_out_of_a_result_of_a_trust(trusts: Trusts) -> None:
    made = trusts.result("RX1", 0)
    first = result_of(trusts, made.public_id).record
    trusts.redacted(made, 1)
    found = result_of(trusts, made.public_id)
    assert first is not None
    assert found.record is not None
    assert [each.erased for each in found.versions] == [True, False]
    assert found.versions[0].sha256 not in {*guesses(found.record, "", "")}
    assert is_a_salt(first.salt)
    assert is_a_salt(found.record.salt)
    assert first.salt != found.record.salt


def test_each_sample_result_has_a_salt_of_its_own_in_each_register(register_database: Database) -> None:
    with register_database.writing() as connection:
        records = publish_samples(connection, NOON, RESULTS.read_bytes())
    others = {each.salt for each in records}
    assert len(others) == len(records) > 1
    assert all(map(is_a_salt, others))


def test_the_same_line_changes_nothing_though_its_salt_is_drawn_anew(register_database: Database) -> None:
    bring_in(register_database, NAMED)
    before = held(register_database)
    assert bring_in(register_database, NAMED) == ["unchanged"]
    bring_in(register_database, MENDED | {"erases": True})
    assert bring_in(register_database, MENDED | {"erases": True}) == ["unchanged"]
    assert held(register_database).version == before.version + 1


def test_what_was_brought_in_without_a_salt_stays_as_it_is_and_its_next_version_has_one(
    register_database: Database,
) -> None:
    (line,) = read_lines("old.jsonl", written(NAMED), NOON.date())
    assert isinstance(line, Told)
    assert line.record.salt == ""
    with register_database.writing() as connection:
        put_into_register(connection, NOON, Publishing(line.record, went_out=True))
    assert bring_in(register_database, NAMED) == ["unchanged"]
    assert held(register_database).record == line.record
    assert bring_in(register_database, MENDED) == ["corrected"]
    record = held(register_database).record
    assert record is not None
    assert is_a_salt(record.salt)


def test_a_stop_between_two_steps_leaves_the_salt_in_the_intent_and_the_sweep_publishes_those_bytes(
    trusts: Trusts,
) -> None:
    made = trusts.entered("RX1")
    dead = Database(f"sqlite:///{trusts.outlet.register.engine.url.database}.gone")
    with trusts.outlet.private.reading() as connection:
        now, _ = seen(connection, trusts.publisher, made.id)
    with pytest.raises(Exception, match="lacks tables"):
        publish(replace(trusts.outlet, register=dead), at(0), trusts.publisher, made.id, live, now.version)
    dead.close()
    with trusts.outlet.private.reading() as connection:
        left = prepared_of(connection, made.id).going_out
    assert left is not None
    sweep(trusts.outlet, NOON + timedelta(hours=1))
    found = result_of(trusts, made.public_id)
    assert found.newest.canonical == left.canonical
    assert found.record is not None
    assert is_a_salt(found.record.salt)
    assert sweep(trusts.outlet, NOON) == ()


def test_a_result_that_went_out_before_results_had_salts_is_put_back_as_it_went_out(
    trusts: Trusts, empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(going_out, "salted", lambda record: record)
        before.setattr(checking, "refuse_unsalted", lambda _: None)
        trusts.result("RX1", 0)
    assert trusts.again(empty) == [("SAMPLE-MIS/7/RX1", "publish", 1, "")]
    with empty.reading() as connection:
        (found,) = latest(connection)
    assert found.record is not None
    assert found.record.salt == ""
