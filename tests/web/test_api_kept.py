"""A case is determined, and what it was determined to be is kept, read and made again, byte for byte."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from engine import rule_archive
from storage import determined
from tests.web.asking import problem
from tests.web.disks import without_rights
from tests.web.kept import (
    LAW,
    NEW,
    NOBODY,
    Case,
    acts,
    built,
    on_either,
    received,
    without_triggers,
)
from tests.web.officers import Place


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = built(tmp_path_factory.mktemp("office"))
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from on_either(request, tmp_path)


@pytest.fixture
def case(office: Place) -> Case:
    return received(office.caller("officer"))


def test_a_case_is_determined_read_and_made_again(either: Place) -> None:
    case = received(either.caller("officer"))
    version = case.version
    made = case.determine()
    assert (made.status_code, made.headers["ETag"]) == (201, f'"{version + 1}"'), made.text
    assert made.headers["Location"] == f"/api/v1{case.address}/determinations"
    (kept,) = made.get_json()["items"]
    assert (kept["rule_set"], kept["as_at"], kept["stale"], kept["place"]) == (
        "pharmacy/appeal",
        *LAW.values(),
        False,
        1,
    )
    assert kept["explanation"][0].startswith("1. ")
    listed = case.officer.get(made.headers["Location"].removeprefix("/api/v1"))
    summary = {name: held for name, held in kept.items() if name != "explanation"}
    assert (listed.get_json(), listed.headers["ETag"]) == ({"items": [summary]}, f'"{version + 1}"')
    one = f"{case.address}/determinations/{kept['id']}"
    assert case.officer.get(one).get_json() == kept
    whole = case.officer.get(f"{one}/canonical")
    assert (hashlib.sha256(whole.data).hexdigest(), whole.content_type) == (kept["sha256"], "application/json")
    assert whole.get_json()["rule_set"]["revision"] == kept["revision"]
    again = case.officer.get(f"{one}/replay").get_json()
    assert (again["same"], again["outcome"], again["id"]) == (True, "same", kept["id"])
    assert [act for act in acts(either, case) if act.startswith("determination")] == [
        "determination.made", *["determination.read"] * 3, "determination.replayed",
    ]  # fmt: skip


def test_what_is_stated_since_makes_it_visibly_stale(case: Case) -> None:
    id = case.determine().get_json()["items"][0]["id"]
    case.states(complex=False)
    assert case.officer.get(f"{case.address}/determinations/{id}").get_json()["stale"]
    assert {each["stale"] for each in case.deadlines().values()} == {True}
    assert [each["stale"] for each in case.determine().get_json()["items"]] == [False]
    assert [each["stale"] for each in case.officer.get(f"{case.address}/determinations").get_json()["items"]] == [
        True, False,
    ]  # fmt: skip


def test_the_same_request_under_the_same_key_determines_once(either: Place) -> None:
    case = received(either.caller("officer"))
    version = case.version
    first, again = (case.determine(version=version, key=f"once-{case.id}") for _ in range(2))
    assert (first.status_code, first.data, first.headers["ETag"]) == (201, again.data, again.headers["ETag"])
    assert len(case.officer.get(f"{case.address}/determinations").get_json()["items"]) == 1
    other = case.determine({}, version, f"once-{case.id}")
    assert "came before with another request" in problem(other, 422)["detail"]


def test_the_engine_works_before_anybody_has_to_wait_for_what_is_stored(office: Place, case: Case) -> None:
    """What the engine refuses is refused while another writes: else it would wait, and be told that nothing can be."""
    version = case.version
    with office.database.writing():
        refused = problem(case.determine({"as_at": "1999-01-01"}, version), 422)
    assert "2013" in refused["detail"]


@pytest.mark.parametrize(
    ("body", "version", "status", "told"),
    [
        ({}, 0, 201, ""),
        ({"as_at": "2024-02-30"}, 0, 422, "2024-02-30"),
        ({"as_at": None}, 0, 422, "this is a date, not null; leave it out if you mean none"),
        ({"facts": {}}, 0, 422, "this is not a key here; the keys are as_at"),
        ([], 0, 400, "not an object"),
        ({}, 77, 412, "changed by somebody else since you read it (you had version 77)"),
    ],
)
def test_a_request_to_determine_says_no_more_than_the_law_of_which_day(
    case: Case, body: Any, version: int, status: int, told: str
) -> None:
    answered = case.determine(body, version)
    assert answered.status_code == status, answered.text
    if told:
        assert told in problem(answered, status)["detail"]
        assert case.officer.get(f"{case.address}/determinations").get_json() == {"items": []}


def test_a_case_without_rules_and_one_that_ended_are_not_determined(office: Place) -> None:
    officer = office.caller("officer")
    id = officer.post("/cases", {**NEW, "kind": "gp_dispute", "rule_sets": []}).get_json()["id"]
    assert "is put to no rule set" in problem(Case(id, officer).determine(), 422)["detail"]
    ended = received(officer)
    moved = officer.change(
        "POST", f"{ended.address}/states", {"to": "withdrawn", "on": "2024-06-03", "why": "A letter."}, ended.version
    )
    assert moved.status_code == 200
    assert "is withdrawn, and takes no facts" in problem(ended.determine(), 422)["detail"]


def test_rules_that_were_changed_on_disk_keep_nothing(tmp_path: Path) -> None:
    office = built(tmp_path)
    case = received(office.caller("officer"))
    shutil.copy(tmp_path / "rules/pharmacy/appeal/stay.yaml", tmp_path / "kept")
    (tmp_path / "rules/pharmacy/appeal/stay.yaml").write_text("title: changed", "utf-8")
    told = problem(case.determine(), 503)
    assert (told["type"], "Start the program again" in told["detail"]) == ("/docs#problem-rules-changed", True)
    assert case.officer.get(f"{case.address}/determinations").get_json() == {"items": []}
    shutil.copy(tmp_path / "kept", tmp_path / "rules/pharmacy/appeal/stay.yaml")
    assert case.determine().status_code == 201
    office.close()


def test_a_determination_is_read_in_its_own_case_and_by_those_who_may(office: Place, case: Case) -> None:
    id = case.determine().get_json()["items"][0]["id"]
    other = received(case.officer)
    for at in ("", "/canonical", "/replay"):
        for key in (id, NOBODY, "%00", id.upper()):
            assert case.officer.get(f"{other.address}/determinations/{key}{at}").status_code == 404
        told = [
            problem(office.caller("committee_member").get(f"/cases/{each}/determinations/{id}{at}"), 404)["detail"]
            for each in (case.id, NOBODY)
        ]
        assert told[0] == told[1]
        assert office.caller("auditor").get(f"{case.address}/determinations/{id}{at}").status_code == 200
        refused = office.caller("publisher").get(f"{case.address}/determinations/{id}{at}")
        assert "do not allow this (determination.re" in problem(refused, 403)["detail"]
    reviewer = Case(case.id, office.caller("reviewer"))
    assert "(determination.make)" in problem(reviewer.determine(), 403)["detail"]


def test_what_had_to_go_and_what_was_altered_are_not_given_out(office: Place, case: Case) -> None:
    ids = [case.determine(body).get_json()["items"][0]["id"] for body in (LAW, {})]
    with office.database.writing() as connection:
        without_triggers(connection, "determined")
        for id, canonical in zip(ids, (None, b"{}"), strict=True):
            connection.execute(update(determined).where(determined.c.id == id).values(canonical=canonical))
    gone, altered = (f"{case.address}/determinations/{id}/canonical" for id in ids)
    told = "Its values had to go when the case's time was over; its hash, date and rules stay."
    assert problem(case.officer.get(gone), 410)["detail"] == told
    assert "no longer has the hash that it was stored with" in problem(case.officer.get(altered), 500)["detail"]


def test_where_it_cannot_be_made_again_for_want_of_a_folder_it_is_told_so() -> None:
    with without_rights() as folder:
        office = built(folder)
        case = received(office.caller("officer"))
        one = f"{case.address}/determinations/{case.determine().get_json()['items'][0]['id']}"
        (folder / "data/replaying").mkdir(mode=0o500)
        rule_archive._read.cache_clear()  # as in a program that was started since
        assert problem(case.officer.get(f"{one}/replay"), 503)["type"] == "/docs#problem-storage"
        (folder / "data/replaying").chmod(0o700)
        assert case.officer.get(f"{one}/replay").get_json()["same"]
        assert list((folder / "data/replaying").iterdir()) == []
        office.close()
