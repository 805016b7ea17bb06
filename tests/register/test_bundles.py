"""A bundle is the same bytes each time, gives back what was published, and tells of whatever in it was changed."""

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from documents import DecisionRecord, canonical
from engine import ENGINE_VERSION, pack_files, unpack_files
from register import BundleRefused, NotHeld, Publishing, Withdrawing, bundle, publish, rerun
from register.bundles import MANIFEST, read_bundle
from storage import Database
from tests.register.bundled import GATE, QUIET, WHY, bundled, gate, gated
from tests.register.making import NOON, decision_id, decision_record, later, scheme_id, scheme_record

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def database(empty_register: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A register for the tests that need one only to make a bundle."""
    copy = shutil.copy(empty_register, tmp_path_factory.mktemp("bundles") / "register.sqlite")
    made = Database(f"sqlite:///{copy}")
    yield made
    made.close()


@pytest.fixture(scope="module")
def whole(database: Database) -> bytes:
    """The bundle of a decision of which nothing is redacted."""
    return bundled(database, gated())


@pytest.fixture(scope="module")
def redacted(database: Database) -> bytes:
    """The bundle of one of which a judgement is redacted."""
    return bundled(database, gated(QUIET.name, number=2))


def sealed(files: Files) -> bytes:
    """A bundle of these files, as the register would have written it."""
    held = {name: content for name, content in files.items() if name != MANIFEST}
    lines = (f"{hashlib.sha256(held[name]).hexdigest()}  {name}\n" for name in sorted(held))
    return pack_files({**held, MANIFEST: "".join(lines).encode()})


def with_record(file: bytes, change: Callable[[DecisionRecord], DecisionRecord]) -> bytes:
    """A bundle in which the record says something else, and all else is made to fit."""
    files = unpack_files(file)
    record = read_bundle(file).record
    assert isinstance(record, DecisionRecord)
    return sealed(files | {"record.json": canonical(change(record))})


def with_determination(file: bytes, **changes: Any) -> bytes:
    return with_record(file, lambda it: replace(it, determinations=(replace(it.determinations[0], **changes),)))


def test_a_bundle_is_the_same_bytes_each_time_and_names_all_that_it_holds(register_database: Database) -> None:
    what = gated()
    file = bundled(register_database, what)
    with register_database.reading() as connection:
        assert bundle(connection, what.record.reference.lower(), 1) == file
    files = unpack_files(file)
    assert files["record.json"] == canonical(what.record)
    assert files["determinations/1.json"] == what.determinations[0].canonical
    rules = {f"rules/1/{name}": content for name, content in unpack_files(what.rules[0].files).items()}
    assert {"rules/1/garden/gate/reg-4-entry.yaml", "rules/1/garden/gate/ruleset.yaml"} < set(rules)
    assert {name: files[name] for name in rules} == rules
    told = files["README.txt"].decode()
    assert what.record.title in " ".join(told.split())
    assert hashlib.sha256(files["record.json"]).hexdigest() in told
    assert read_bundle(file).faults == ()
    named = dict(line.split("  ")[::-1] for line in files[MANIFEST].decode().splitlines())
    assert named == {name: hashlib.sha256(files[name]).hexdigest() for name in files if name != MANIFEST}


def test_made_again_every_byte_is_as_published(whole: bytes, tmp_path: Path) -> None:
    found = rerun(whole, tmp_path / "new")
    assert found.holds
    (part,) = found.parts
    assert (part.outcome, part.original, part.redacted, part.lost) == ("same", True, (), ())
    assert not list((tmp_path / "new").iterdir())


def test_where_a_fact_is_redacted_it_is_said_what_is_lost_and_why(redacted: bytes, tmp_path: Path) -> None:
    found = rerun(redacted, tmp_path)
    assert found.holds
    (part,) = found.parts
    assert (part.outcome, part.original) == ("same", False)
    assert [(each.asks, each.redacted) for each in part.redacted] == [(QUIET.asks, WHY)]
    lost = {(each.about, each.name): [fact.name for fact in each.because] for each in part.lost}
    assert lost["question", "entry"] == lost["provision", "reg-4-entry"] == ["quiet"]
    assert next(each.asks for each in part.lost if each.name == "entry") == "May the visitor enter the garden?"
    assert b"Nobody complained" not in redacted


def test_by_another_engine_all_but_its_version_is_compared(whole: bytes, tmp_path: Path) -> None:
    files = unpack_files(whole)
    old = files["determinations/1.json"].replace(ENGINE_VERSION.encode(), b"0.0.9", 1)
    given = sealed(files | {"determinations/1.json": old})
    digest = hashlib.sha256(old).hexdigest()
    found = rerun(with_determination(given, engine="0.0.9", published_sha256=digest, sha256=digest), tmp_path)
    assert found.holds
    assert found.parts[0].outcome == "another_engine"
    assert found.parts[0].says.startswith(f"It was made by engine 0.0.9, here {ENGINE_VERSION}. But for that version")


def test_other_facts_or_rules_give_something_else_and_it_is_said_where(whole: bytes, tmp_path: Path) -> None:
    def wet(record: DecisionRecord) -> DecisionRecord:
        facts = tuple(replace(each, put=True) if each.name == "raining" else each for each in record.facts)
        return replace(record, facts=facts)

    part = rerun(with_record(whole, wet), tmp_path).parts[0]
    assert part.outcome == "differs"
    assert part.says.startswith("Something else comes out than was published: question entry, provision reg-4-entry")
    rule = "rules/1/garden/gate/reg-4-entry.yaml"
    files = unpack_files(whole)
    other = sealed(files | {rule: files[rule].replace(b"is: guest}", b"is: member}", 1)})
    part = rerun(other, tmp_path).parts[0]
    assert part.outcome == "cannot"
    assert f"and the record names {gate()[0].revision[:12]}: they were changed" in part.says
    found = rerun(sealed({name: content for name, content in files.items() if name != rule}), tmp_path)
    assert (found.parts[0].outcome, found.holds) == ("cannot", False)
    none = rerun(sealed({name: content for name, content in files.items() if "rules/" not in name}), tmp_path)
    assert none.parts[0].says == "The bundle holds no rule files for it."


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda files: files | {"README.txt": b"Send money.\n"}, "README.txt was changed: it has another SHA-256"),
        (
            lambda files: files | {f"rules/1/{GATE}/facts.yaml": files[f"rules/1/{GATE}/facts.yaml"] + b"# x\n"},
            "rules/1/garden/gate/facts.yaml was changed",
        ),
        (lambda files: files | {"rules/1/garden/gate/run.yaml": b""}, "run.yaml was added: manifest.txt does not name"),
        (lambda files: files | {"run.py": b""}, "run.py is no file of a bundle of this record."),
        (lambda files: files | {"rules/1/../../out.yaml": b""}, "rules/1/../../out.yaml is no file of a bundle"),
        (lambda files: files | {"determinations/1.json": b"{}"}, "is not the determination that the record names"),
        (lambda files: {**files, MANIFEST: files[MANIFEST] + b"\n"}, "manifest.txt "),
        (lambda files: {name: files[name] for name in files if name != MANIFEST}, "manifest.txt is missing"),
        (lambda files: {name: files[name] for name in files if name != "README.txt"}, "README.txt is missing."),
        (
            lambda files: files | {"record.json": files["record.json"].replace(b'{"answers"', b'{ "answers"', 1)},
            "record.json is not written as records are",
        ),
    ],
)
def test_each_file_that_was_changed_is_named(
    whole: bytes, tmp_path: Path, change: Callable[[Files], Files], told: str
) -> None:
    found = read_bundle(pack_files(change(unpack_files(whole))))
    assert told in " ".join(found.faults)
    assert list(tmp_path.iterdir()) == []


def test_a_flipped_byte_is_found_wherever_it_stands(whole: bytes) -> None:
    _flip_each(whole, range(0, len(whole), 211))


@pytest.mark.proof
def test_a_flipped_byte_is_found_in_many_more_places(redacted: bytes) -> None:
    _flip_each(redacted, range(0, len(redacted), 5))


def _flip_each(file: bytes, places: range) -> None:
    for place in places:
        other = bytearray(file)
        other[place] ^= 1
        try:
            assert read_bundle(bytes(other)).faults, (place, file[max(0, place - 20) : place + 20])
        except BundleRefused:
            continue


@pytest.mark.parametrize("id", ["../../outside", "/etc/rules", "garden", "garden/gate/more"])
def test_a_bundle_names_no_rules_outside_itself(whole: bytes, tmp_path: Path, id: str) -> None:
    part = rerun(with_determination(whole, rule_set=id), tmp_path).parts[0]
    assert (part.outcome, part.says) == ("cannot", f"It cannot be made again here. '{id}' is no name of a rule set.")


def test_what_is_no_bundle_is_refused_in_words(whole: bytes, tmp_path: Path) -> None:
    squeezed = io.BytesIO()
    with zipfile.ZipFile(squeezed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("record.json", bytes(10_000_000))
    for file, told in (
        (b"not a ZIP", "or a damaged one (File is not a zip file). Download it from the register again."),
        (whole[:-30], "or a damaged one"),
        (squeezed.getvalue(), "'record.json' is compressed or sealed, and no file here ever is"),
        (pack_files({"README.txt": b"x"}), "it holds no record.json"),
        (pack_files({"record.json": b"[" * 100_000}), "The record.json in this bundle cannot be read"),
        (pack_files({"record.json": json.dumps({"format": "other"}).encode()}), "/format: it is one of"),
    ):
        with pytest.raises(BundleRefused) as refused:
            rerun(file, tmp_path)
        assert told in str(refused.value)


def test_what_holds_no_determination_has_a_bundle_with_nothing_to_make_again(
    register_database: Database, tmp_path: Path
) -> None:
    elsewhere = decision_record(3, determined="elsewhere", determinations=(), facts=(), commitment="")
    for record in (elsewhere, scheme_record()):
        found = rerun(bundled(register_database, Publishing(record)), tmp_path)
        assert (found.holds, found.parts) == (True, ())


def test_what_was_erased_or_withdrawn_or_is_not_there_has_no_bundle(register_database: Database) -> None:
    with register_database.writing() as connection:
        publish(connection, NOON, Publishing(decision_record()))
        publish(connection, NOON, Publishing(later(decision_record()), erases=True))
        publish(connection, NOON, Publishing(decision_record(2)))
        publish(connection, NOON, Withdrawing(decision_id(2), "It was a mistake.", date(2026, 11, 26)))
    with register_database.reading() as connection:
        for id, version, told in (
            (decision_id(), 1, "the register holds it no longer"),
            (decision_id(2), 1, "the register holds it no longer"),
            (decision_id(), 3, "the register does not hold it"),
            (scheme_id(), 1, "the register does not hold it"),
        ):
            with pytest.raises(NotHeld, match=told):
                bundle(connection, id, version)


def test_where_redaction_left_nothing_to_publish_that_is_said(whole: bytes, tmp_path: Path) -> None:
    files = {name: content for name, content in unpack_files(whole).items() if not name.startswith("determinations/")}
    found = rerun(with_determination(sealed(files), published_sha256="", sha256=""), tmp_path)
    assert (found.holds, found.parts[0].outcome) == (True, "nothing")
    assert found.parts[0].rule_set == GATE
