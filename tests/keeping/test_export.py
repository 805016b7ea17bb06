"""A case as a ZIP: everything that is held about it, to be read without this program, and nothing that could harm."""

import hashlib
import io
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select, update

from keeping.exporting import Exported, ExportRefused, export, safe_name
from keeping.files import forget
from keeping.retention import apply, sweep
from storage import Database, case, deadline, evidence_item, private
from tests.keeping.held import (
    CANONICAL,
    DAY,
    DECIDED,
    DOCUMENT,
    KIND,
    LETTER,
    NAMED,
    NOON,
    RULES,
    SENT,
    Kept,
    a_case,
    linked,
)

DETERMINATION = "determinations/001-pharmacy-market-entry.json"
EVIDENCE = "evidence/001-quillfeather-b.pdf"
DECISION, WENT = "decisions/001-sample-2016-0001", "letters/001-001.html"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where evidence is kept."""
    return tmp_path / "evidence"


def exported(database: Database, folder: Path, reference: str) -> tuple[Exported, dict[str, bytes]]:
    """What was written, and each file of it."""
    written = io.BytesIO()
    with database.reading() as connection:
        made = export(connection, NOON, folder, reference, written)
    with ZipFile(written) as file:
        assert file.testzip() is None
        return made, {name: file.read(name) for name in file.namelist()}


def test_everything_that_is_held_is_there(database: Database, folder: Path) -> None:
    held = a_case(database, folder)
    made, files = exported(database, folder, held.reference)
    assert (made.case_id, made.faults) == (held.id, ())
    rules = f"rules/{hashlib.sha256(RULES).hexdigest()}.zip"
    papers = {EVIDENCE, DETERMINATION, rules, f"{DECISION}.json", f"{DECISION}.html", WENT}
    assert set(files) == {*papers, "case.json", "index.html", "manifest.json"}
    assert (files[EVIDENCE], files[DETERMINATION], files[rules]) == (LETTER, CANONICAL, RULES)
    assert (files[f"{DECISION}.json"], files[f"{DECISION}.html"]) == (DECIDED, DOCUMENT.encode())
    assert files[WENT] == SENT.encode()
    said = json.loads(files["case.json"])
    assert [(each["place"], each["said"], each["evidence"]) for each in said["statements"]] == [
        (1, False, [1]),
        (2, NAMED, []),
        (3, True, []),
    ]
    assert said["deadlines"][0]["extensions"][0]["due_on"] == "2026-03-09"
    assert [each["act"] for each in said["activity"]] == ["case.received", "case.state"]
    assert said["case"]["parties"][0]["contact"] == f"1 {NAMED} Lane"
    assert said["people"] == {held.by: "A. Officer"}


def test_decisions_are_there_with_all_that_was_done_to_them(database: Database, folder: Path) -> None:
    _, files = exported(database, folder, a_case(database, folder).reference)
    said = json.loads(files["case.json"])
    first, later = said["decisions"]
    assert (first["reference"], first["file"], first["document"]) == (
        "SAMPLE/2016/0001", f"{DECISION}.json", f"{DECISION}.html",
    )  # fmt: skip
    assert first["sha256"] == hashlib.sha256(DECIDED).hexdigest()
    assert first["texts"][0]["sections"] == {"reasons": f"{NAMED} is <b>near</b>"}
    assert first["conclusions"][0]["decided_by"]["officer"] == NAMED
    assert [each["said"] for each in first["comments"]] == [f"Why {NAMED}?", f"{NAMED} is near"]
    assert (first["letters"][0]["document"], first["letters"][0]["said"]) == (WENT, f"To {NAMED}")
    assert (later["supersedes_id"], later["document"], later["texts"]) == (first["id"], None, [])
    assert said["case"]["interests"][0]["said"] == f"I know {NAMED}"


def test_each_row_of_the_case_is_in_it_but_its_salt(database: Database, folder: Path) -> None:
    """A new table that tells of a case has to be exported too."""
    held = a_case(database, folder)
    linked(database, held, a_case(database, folder, "APP/2016/0002"))
    _, files = exported(database, folder, held.reference)
    with database.reading() as connection:
        ids = [
            row.id
            for table in private.sorted_tables
            if "case_id" in table.c and "id" in table.c
            for row in connection.execute(select(table.c.id).where(table.c.case_id == held.id))
        ]
        salt = connection.scalar(select(case.c.salt))
    said = files["case.json"].decode()
    assert len(ids) > 10
    assert [id for id in ids if id not in said] == []
    assert str(salt) not in said
    assert json.loads(said)["case"]["links"][0]["reference"] == "APP/2016/0002"


def test_a_case_is_exported_without_anything_of_another(database: Database, folder: Path) -> None:
    held = a_case(database, folder)
    other = a_case(database, folder, "APP/2016/0002", b"Another letter")
    _, files = exported(database, folder, held.reference)
    assert [name for name, data in files.items() if other.id.encode() in data or b"Another letter" in data] == []


def test_the_manifest_has_the_hash_of_every_file(database: Database, folder: Path) -> None:
    held = a_case(database, folder)
    made, files = exported(database, folder, held.reference)
    manifest = files.pop("manifest.json")
    said = json.loads(manifest)
    assert hashlib.sha256(manifest).hexdigest() == made.manifest
    assert (said["format"], said["reference"]) == ("rationale-case-1", held.reference)
    hashes = {name: (hashlib.sha256(data).hexdigest(), len(data)) for name, data in files.items()}
    assert {each["name"]: (each["sha256"], each["size"]) for each in said["files"]} == hashes


def test_the_same_case_at_the_same_moment_gives_the_same_bytes(database: Database, folder: Path) -> None:
    held = a_case(database, folder)
    assert exported(database, folder, held.reference) == exported(database, folder, held.reference)


class _Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said: dict[str, Any] = dict(attributes)
        self.tags.append(tag)
        self.links += [said["href"]] if "href" in said else []
        self.ids += [said["id"]] if "id" in said else []

    def handle_data(self, data: str) -> None:
        self.text += data


def _page(database: Database, folder: Path, held: Kept) -> tuple[_Page, dict[str, bytes]]:
    _, files = exported(database, folder, held.reference)
    return _Page(files["index.html"].decode()), files


def test_the_page_needs_no_script_and_nothing_from_elsewhere(database: Database, folder: Path) -> None:
    page, files = _page(database, folder, a_case(database, folder))
    assert not {"script", "img", "link", "iframe", "form"} & set(page.tags)
    for link in page.links:
        assert link in files or link.removeprefix("#") in page.ids
    assert {EVIDENCE, DETERMINATION, f"{DECISION}.html", WENT, "case.json", "manifest.json"} <= set(page.links)


def test_the_page_says_it_in_words(database: Database, folder: Path) -> None:
    page, _ = _page(database, folder, a_case(database, folder))
    for told in (
        "APP/2016/0001: all that is held", "Is consolidation", "2 March 2026, 12:00", "29 February 2016",
        "Refuse <i>Quill", "9 March 2026 (schedule 3: Quillfeather is ill)",
        "members: A, B; name: Quillfeather; quorum: 3", "A. Officer", "1. SAMPLE/2016/0001", "2. A draft",
        "In the place of SAMPLE/2016/0001.", "pharmacy/market-entry: question final", "Quillfeather is <b>near</b>",
        "Decision 1: corrections", "Quillfeather may go in", "The letter as it went out", "I know Quillfeather",
        "SAMPLE/2016/0001: what was redacted or released", "a Quillfeather", "Take Quillfeather down",
        "Nothing of it went out; its id is d-", "SAMPLE/2016/0001: what went to the register",
    ):  # fmt: skip
        assert told in page.text


def test_a_day_that_is_not_known_yet_is_said_as_far_as_it_is(database: Database, folder: Path) -> None:
    held = a_case(database, folder)
    with database.writing() as connection:
        connection.execute(update(deadline).values(due_on=None, earliest=DAY, latest=None))
    page, _ = _page(database, folder, held)
    assert "not known yet: from 2 March 2026" in page.text


def test_what_somebody_typed_is_text_and_never_part_of_the_page(database: Database, folder: Path) -> None:
    held = a_case(database, folder)
    with database.writing() as connection:
        title = "</title></style><script>alert(1)</script><a href='javascript:alert(1)'>"
        connection.execute(update(case).where(case.c.id == held.id).values(title=title))
    page, _ = _page(database, folder, held)
    assert "script" not in page.tags
    assert title in page.text
    assert not [link for link in page.links if "javascript" in link]


def test_evidence_that_is_missing_is_said_on_the_page_and_to_the_caller(database: Database, folder: Path) -> None:
    held = a_case(database, folder)
    forget(folder, held.sha256)
    told = "Item 1 of the evidence: its file is missing or was altered."
    made, files = exported(database, folder, held.reference)
    assert made.faults == (told,)
    assert told in files["index.html"].decode()
    assert EVIDENCE not in files


def test_a_case_whose_values_went_is_exported_with_what_stays(database: Database, folder: Path) -> None:
    held = a_case(database, folder)
    with database.writing() as connection:
        apply(connection, NOON, "command_line", DAY, {KIND: 10})
        sweep(connection, folder)
    made, files = exported(database, folder, held.reference)
    assert made.faults == ()
    assert not [name for name, data in files.items() if NAMED.encode() in data]
    assert held.sha256.encode() in files["index.html"]
    assert len(files) == 4


def test_there_must_be_such_a_case(database: Database, folder: Path) -> None:
    with pytest.raises(ExportRefused, match=r"There is no case APP/2016/0009\. A reference looks like APP/2026/0001\."):
        exported(database, folder, "APP/2016/0009")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("Letter of 3 May – final (2)", "letter-of-3-may-final-2"),
        ("Café Ménage", "cafe-menage"),
        ("日本", ""),
        ("a" * 300, "a" * 60),
        ("con", "con"),
        ("\x00\n", ""),
    ],
)
def test_a_name_becomes_one_that_any_folder_takes(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_two_items_of_one_name_are_two_files(database: Database, folder: Path) -> None:
    held = a_case(database, folder)
    with database.writing() as connection:
        row = dict(connection.execute(select(evidence_item)).mappings().one())
        connection.execute(evidence_item.insert().values({**row, "id": "f" * 32, "place": 2, "media_type": "odd/kind"}))
    _, files = exported(database, folder, held.reference)
    assert {name for name in files if name.startswith("evidence/")} == {EVIDENCE, "evidence/002-quillfeather-b.bin"}
