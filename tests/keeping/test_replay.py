"""A determination is made again from what was kept with it, and where it comes out otherwise the place is named."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from engine import ENGINE_VERSION, load_rule_set
from keeping.determinations import Kept, NoSuchDetermination, NotMadeAgain, again, by_id
from keeping.rule_files import pack
from storage import Database, determined, new_key, rules_used
from tests.keeping.making import APPEAL, NOON, a_case, determine, made_again, rules_in, zipped


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The root of the rules."""
    return rules_in(tmp_path / "rules")


def tampered(database: Database, kept: Kept, **columns: Any) -> str:
    """A row as somebody with the run of the database, or another version of the program, might have written it."""
    key = new_key()
    with database.writing() as connection:
        row = connection.execute(select(determined).where(determined.c.id == kept.id)).mappings().one()
        place = (connection.scalar(select(func.max(determined.c.place))) or 0) + 1
        connection.execute(insert(determined).values({**row, "id": key, "place": place, **columns}))
    return key


def hashed(canonical: bytes) -> dict[str, Any]:
    return {"canonical": canonical, "sha256": hashlib.sha256(canonical).hexdigest()}


def test_another_version_of_the_engine_is_named(database: Database, rules: Path, tmp_path: Path) -> None:
    (kept,) = determine(database, a_case(database), rules, complex=True)
    canonical = kept.canonical or b""
    stamp = f'"engine":{{"version":"{ENGINE_VERSION}"}}'.encode()
    assert canonical.count(stamp) == 1
    old = canonical.replace(stamp, b'"engine":{"version":"0.0.9"}')
    again = made_again(database, tampered(database, kept, **hashed(old)), tmp_path)
    assert (again.outcome, again.same, again.made_by, again.engine) == (
        "another_engine",
        False,
        "0.0.9",
        ENGINE_VERSION,
    )
    assert (
        again.said
        == f"It was made by engine 0.0.9, and this is {ENGINE_VERSION}. But for that, every byte is the same."
    )
    both = old.replace(b'"record_closed":false', b'"record_closed":true')
    again = made_again(database, tampered(database, kept, **hashed(both)), tmp_path)
    assert (again.outcome, again.where) == ("differs", "/record_closed")
    assert again.said == (
        f"It was made by engine 0.0.9, and this is {ENGINE_VERSION}. The first difference is at /record_closed."
    )


DIFFERENCES = [
    (b'"status":"not_met"', b'"status":"met"', "/findings/1/status"),
    (b'"last_day_to_appeal":{}', b'"last_day_to_appeal":{"to":"2024-05-31"}', "/amounts/last_day_to_appeal/to"),
    (b'"fallen":{}', b'"fallen":{"x/y~z":1}', "/fallen/x~1y~0z"),
    (b'"record_closed":false', b'"record_closed":0', "/record_closed"),
    (b'"record_closed":false', b'"record_closed":"it is, so"', "/record_closed"),
    (b'"needs":[', b'"needs":[1,', "/needs/0"),
    (b'{"amounts":', b'{ "amounts":', "byte 2"),
]


def test_where_bytes_differ_the_first_difference_is_named(database: Database, rules: Path, tmp_path: Path) -> None:
    (kept,) = determine(database, a_case(database), rules, complex=False)
    canonical = kept.canonical or b""
    written = [(canonical.replace(before, after, 1), where) for before, after, where in DIFFERENCES]
    for other, where in (*written, (canonical + b" ", f"byte {len(canonical) + 1}")):
        assert other != canonical
        again = made_again(database, tampered(database, kept, **hashed(other)), tmp_path)
        assert (again.outcome, again.where, again.said) == ("differs", where, f"The first difference is at {where}.")


def test_another_word_in_the_explanation_is_a_difference(database: Database, rules: Path, tmp_path: Path) -> None:
    (kept,) = determine(database, a_case(database), rules, complex=True)
    for headline, paragraphs, where in (
        ("Grant.", list(kept.paragraphs), "/headline"),
        (kept.headline, [kept.paragraphs[0], "2. Otherwise."], "/explanation/1"),
        (kept.headline, [*kept.paragraphs, "99. More."], f"/explanation/{len(kept.paragraphs)}"),
    ):
        said = json.dumps({"headline": headline, "paragraphs": paragraphs})
        again = made_again(database, tampered(database, kept, explanation=said), tmp_path)
        assert (again.outcome, again.where) == ("differs", where)


def test_other_facts_than_were_kept_are_a_difference(database: Database, rules: Path, tmp_path: Path) -> None:
    (kept,) = determine(database, a_case(database), rules, complex=True)
    other = tampered(database, kept, given='{"facts":{"complex":false},"judgements":{}}')
    again = made_again(database, other, tmp_path)
    assert (again.outcome, again.where) == ("differs", "/amounts/longest_stay")


def test_what_no_longer_has_its_hash_was_altered(database: Database, rules: Path, tmp_path: Path) -> None:
    (kept,) = determine(database, a_case(database), rules, complex=True)
    again = made_again(database, tampered(database, kept, canonical=b"not even JSON"), tmp_path)
    assert (again.outcome, again.same) == ("altered", False)
    assert again.said == (
        "What is kept no longer has the hash that it was stored with: somebody changed it in the database. Restore it "
        "from a backup, and look who could write there."
    )


def test_when_its_values_had_to_go_that_is_said(database: Database, rules: Path, tmp_path: Path) -> None:
    (kept,) = determine(database, a_case(database), rules, complex=True)
    with database.writing() as connection:
        connection.execute(update(determined).values(canonical=None, explanation=None, given=None))
    again = made_again(database, kept, tmp_path)
    assert (again.outcome, again.same) == ("gone", False)
    assert again.said == "Its values had to go when the case's time was over; its hash, date and rules stay."
    with database.reading() as connection:
        bare = by_id(connection, kept.id)
    assert bare == replace(kept, canonical=None, headline="", paragraphs=(), given={})


def test_rules_and_facts_that_this_program_refuses_are_said_to_be_refused(
    database: Database, rules: Path, tmp_path: Path
) -> None:
    (kept,) = determine(database, a_case(database), rules, complex=True)
    other = tampered(database, kept, given='{"facts":{"complexity":true},"judgements":{}}')
    again = made_again(database, other, tmp_path)
    assert again.outcome == "cannot"
    assert again.said.startswith(
        "This program cannot make it again. /facts/complexity: pharmacy/appeal has no such fact."
    )
    for revision, files, told in (
        ("0" * 64, pack(rules / APPEAL), "The rule files that were kept give revision"),
        ("1" * 64, b"PK, once", "The rule files that were kept are damaged (File is not a zip file)"),
        ("2" * 64, zipped({"../../outside.yaml": "x"}), "'../../outside.yaml' is no rule file"),
        ("3" * 64, zipped({"/outside.yaml": "x"}), "'/outside.yaml' is no rule file"),
        ("4" * 64, zipped({"pharmacy/appeal/run.py": "x"}), "'pharmacy/appeal/run.py' is no rule file"),
        (
            "5" * 64,
            zipped({"pharmacy/other/ruleset.yaml": "x"}),
            "pharmacy/appeal/ruleset.yaml:1: this file is missing",
        ),
    ):
        with database.writing() as connection:
            row = {"revision": revision, "rule_set": APPEAL, "files": files, "at": NOON}
            connection.execute(insert(rules_used).values(row))
        again = made_again(database, tampered(database, kept, revision=revision), tmp_path)
        assert again.outcome == "cannot"
        assert told in again.said
    assert not list(tmp_path.glob("outside*"))


def test_a_determination_is_had_again_whole_or_not_at_all(database: Database, rules: Path, tmp_path: Path) -> None:
    (kept,) = determine(database, a_case(database), rules, complex=True)
    old = (kept.canonical or b"").replace(ENGINE_VERSION.encode(), b"0.0.9", 1)
    by_another_engine = tampered(database, kept, **hashed(old))
    other = tampered(database, kept, given='{"facts":{"complex":false},"judgements":{}}')
    in_use = load_rule_set(rules / APPEAL)
    with database.reading() as connection:
        live = again(connection, kept.id, tmp_path)
        assert (live.canonical, live.account.paragraphs) == (kept.canonical, kept.paragraphs)
        assert again(connection, kept.id, tmp_path, in_use).rule_set is in_use
        assert again(connection, kept.id, tmp_path, replace(in_use, revision="0" * 64)).rule_set is live.rule_set
        assert again(connection, by_another_engine, tmp_path).canonical == kept.canonical
        with pytest.raises(NotMadeAgain, match="The first difference is at /amounts/longest_stay") as refused:
            again(connection, other, tmp_path, in_use)
    assert refused.value.replayed.outcome == "differs"


def test_a_determination_that_is_not_there_is_said_to_be_none(database: Database, tmp_path: Path) -> None:
    with pytest.raises(NoSuchDetermination, match=f"No determination {'0' * 32} is kept"):
        made_again(database, "0" * 32, tmp_path)


def test_the_same_rules_in_another_layout_are_made_again_too(database: Database, tmp_path: Path) -> None:
    """Their revision is the same, so the files that were kept first are what it is made from, order and all."""
    results = [
        f"{name}: {{type: date, says: {name}, cites: reg. 1, fact: told_on, plus: {{days: 1}}}}" for name in "ab"
    ]
    kept: list[Kept] = []
    held = a_case(database)
    for gives in (results, results[::-1]):
        rule = {"rule": f"when: <a> {{fact: told_on, after: 2013-04-01}}\ngives: {{{', '.join(gives)}}}"}
        root = rules_in(tmp_path, facts="told_on date", rules=rule, heads={})
        kept += determine(database, held, root, told_on="2024-05-01")
    assert kept[0].revision == kept[1].revision
    assert kept[0].paragraphs == kept[1].paragraphs
    assert [made_again(database, each, tmp_path).outcome for each in kept] == ["same", "same"]
