"""The public API of the register: lists page by page, single publications, the log, and files of everything."""

import csv
import fcntl
import hashlib
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from documents import as_json
from register import holds, verify
from register.merkle import verify_consistency, verify_inclusion
from tests.register.finding import LARKMERE
from tests.register.making import decision_id, scheme_id
from tests.web.described import as_described
from tests.web.published import ERASED, KEY, PATIENT, REASON, SITE, STANDING, WITHDRAWN, Site, site
from web.register_api import bulk

LOG = "/api/v1/log"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, empty_register: Path) -> Iterator[Site]:
    made = site(tmp_path_factory.mktemp("site"), empty_register)
    yield made
    made.close()


@pytest.fixture
def client(place: Site) -> FlaskClient:
    return place.client


def asked(client: FlaskClient, path: str) -> TestResponse:
    """The answer, which is as it is described."""
    return as_described(client.application, client.get(path))


# -- lists


def test_everything_that_stands_is_listed_with_what_it_can_be_narrowed_to(client: FlaskClient) -> None:
    answer = asked(client, "/api/v1/publications").get_json()
    assert {each["id"] for each in answer["items"]} == set(STANDING)
    assert answer["total"] == len(STANDING)
    outcomes = next(each for each in answer["facets"] if each["name"] == "outcome")
    assert {"value": "grant", "says": "The application is granted", "count": 1} in outcomes["values"]


def test_words_facets_and_size_are_parameters_and_links_lead_to_every_page(client: FlaskClient) -> None:
    path, found = "/api/v1/publications?q=application&order=newest&size=2", list[str]()
    while path:
        answer = asked(client, path)
        found += [each["id"] for each in answer.get_json()["items"]]
        links = {each.partition('rel="')[2].strip('"'): each for each in answer.headers.get("Link", "").split(", ")}
        path = links["next"].partition("<")[2].partition(">")[0] if "next" in links else ""
    assert found == [ERASED, decision_id(2), decision_id(1), decision_id(3)]
    only = asked(client, "/api/v1/publications?outcome=grant&q=surgery").get_json()
    assert [each["url"] for each in only["items"]] == [f"/decisions/{decision_id(2)}"]
    assert any(piece["found"] for piece in only["items"][0]["snippet"])


def test_where_nothing_is_found_something_to_try_is_told(client: FlaskClient) -> None:
    assert "stands in no publication" in asked(client, "/api/v1/publications?q=larkmeer").get_json()["helps"][0]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/api/v1/publications?words=x", "'words' is read by nothing here, or comes twice. There are: q, area"),
        ("/api/v1/publications?q=a&q=b", "'q' is read by nothing here, or comes twice."),
        ("/api/v1/publications?size=0", "size is a whole number from 1 to 100."),
        ("/api/v1/publications?order=oldest", "order is one of these: best, newest."),
        (f"/api/v1/publications/{WITHDRAWN}?x=1", "'x' and any other parameter is read by nothing here."),
        (f"{LOG}/inclusion", "Say leaf, a whole number: ?leaf=0."),
        (f"{LOG}/consistency?second=2", "Say first, a whole number: ?first=0."),
        (f"{LOG}/heads?after=-1", "after is a whole number from 0 to 999999999999999."),
        (f"{LOG}/keys?x=1", "'x' is read by nothing here, or comes twice. There are none."),
        ("/api/v1/bulk?x=1", "'x' and any other parameter is read by nothing here."),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(client: FlaskClient, path: str, told: str) -> None:
    answer = asked(client, path)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert told in answer.get_json()["detail"]


# -- one


def test_a_publication_is_had_by_its_id_or_any_name_with_all_that_is_published_of_it(client: FlaskClient) -> None:
    for name in (LARKMERE.id, LARKMERE.reference, LARKMERE.reference.lower()):
        answer = asked(client, f"/api/v1/publications/{name}")
        assert answer.get_json()["record"] == as_json(LARKMERE)
        assert answer.headers["Content-Location"] == f"/decisions/{LARKMERE.id}"
        assert f'<{SITE}/decisions/{LARKMERE.id}.xml>; rel="alternate"' in answer.headers["Link"]
    erased, newer = asked(client, f"/api/v1/publications/{ERASED}").get_json()["versions"]
    assert (erased["erased"], erased["why"], newer["erased"]) == (True, "", False)


def test_what_was_withdrawn_is_gone_and_what_was_never_there_is_not_found(client: FlaskClient) -> None:
    gone = asked(client, f"/api/v1/publications/{WITHDRAWN}")
    assert (gone.status_code, gone.get_json()["type"]) == (410, "/docs#problem-withdrawn")
    assert REASON in gone.get_json()["detail"]
    assert asked(client, "/api/v1/publications/SHA/1").status_code == 404


# -- the log


def test_the_head_the_keys_and_a_proof_from_the_site_are_what_verify_asks_for(client: FlaskClient) -> None:
    proof = client.get(f"/decisions/{LARKMERE.id}/proof").data
    head = client.get(f"{LOG}/head").data
    key = asked(client, f"{LOG}/keys").get_json()["items"][0]
    assert key["public"] == KEY.public_key().public_bytes_raw().hex()
    assert holds(verify(proof, head, key["public"]))
    assert asked(client, f"{LOG}/heads").get_json()["items"] == [json.loads(head)]


def test_any_leaf_is_proved_and_so_is_that_the_log_only_grew(client: FlaskClient) -> None:
    whole = asked(client, f"{LOG}/inclusion?leaf=0").get_json()
    size = whole["tree_size"]
    for leaf in range(size):
        said = asked(client, f"{LOG}/inclusion?leaf={leaf}").get_json()
        path = [bytes.fromhex(each) for each in said["path"]]
        leaf_hash, root = bytes.fromhex(said["leaf_hash"]), bytes.fromhex(said["root"])
        assert verify_inclusion(leaf_hash, leaf, size, path, root)
    for first in range(1, size + 1):
        said = asked(client, f"{LOG}/consistency?first={first}").get_json()
        path = [bytes.fromhex(each) for each in said["path"]]
        roots = (bytes.fromhex(said["first_root"]), bytes.fromhex(said["second_root"]))
        assert verify_consistency(first, size, *roots, path)
    assert (whole["sort"], whole["publication"], whole["version"]) == ("publication", LARKMERE.id, 1)


def test_a_newer_head_comes_with_the_proof_that_it_continues_what_one_knows(client: FlaskClient) -> None:
    head = asked(client, f"{LOG}/head?since=3").get_json()
    assert head["since"]["tree_size"] == 3
    proof = asked(client, f"{LOG}/consistency?first=3&second={head['tree_size']}").get_json()
    assert head["since"]["path"] == proof["path"]


@pytest.mark.parametrize("path", ["inclusion?leaf=99", "inclusion?leaf=0&tree_size=99", "consistency?first=9&second=2"])
def test_what_the_log_does_not_have_is_not_found(client: FlaskClient, path: str) -> None:
    assert asked(client, f"{LOG}/{path}").status_code == 404


def test_a_register_that_nobody_signed_has_no_head(tmp_path: Path, empty_register: Path) -> None:
    made = site(tmp_path, empty_register, filled=False)
    answer = asked(made.client, f"{LOG}/head")
    assert (answer.status_code, "rationale sign-head" in answer.get_json()["detail"]) == (404, True)
    assert asked(made.client, "/api/v1/publications").get_json()["items"] == []
    assert asked(made.client, "/readyz").get_json() == {"status": "ready"}
    made.close()


# -- files of everything


def test_the_bulk_files_are_those_of_the_manifest_and_hold_what_stands(client: FlaskClient) -> None:
    manifest = asked(client, "/api/v1/bulk").get_json()
    assert manifest["log"]["size"] == asked(client, f"{LOG}/inclusion?leaf=0").get_json()["tree_size"]
    held = {}
    for each in manifest["files"]:
        answer = client.get(each["url"].removeprefix(SITE), buffered=True)
        held[each["name"]] = answer.data
        assert (hashlib.sha256(answer.data).hexdigest(), answer.mimetype) == (each["sha256"], each["media_type"])
        assert PATIENT.encode() not in answer.data
    table = pq.read_table(io.BytesIO(held["decisions.parquet"]))  # whose bytes are compressed
    assert PATIENT not in repr(table.to_pydict())
    assert {*table.column("id").to_pylist()} == set(STANDING) - {scheme_id()}
    results = pq.read_table(io.BytesIO(held["scheme-results.parquet"]))
    assert results.column("id").to_pylist() == [scheme_id()]
    listed = client.get("/bulk").text
    assert [name for name in held if f'href="/api/v1/bulk/{name}"' not in listed] == []
    lines = [json.loads(line) for line in held["decisions.jsonl"].splitlines()]
    assert {each["id"] for each in lines} == set(STANDING) - {scheme_id()}
    rows = list(csv.DictReader(io.StringIO(held["decisions.csv"].decode())))
    assert {each["id"] for each in rows} == set(STANDING) - {scheme_id()}
    again = client.get("/api/v1/bulk/decisions.csv", headers={"If-None-Match": answer.headers["ETag"]}, buffered=True)
    assert again.status_code == 200
    again = client.get("/api/v1/bulk/decisions.csv", headers={"If-None-Match": again.headers["ETag"]}, buffered=True)
    assert again.status_code == 304
    assert asked(client, "/api/v1/bulk/decisions.xlsx").status_code == 404


def test_nobody_waits_long_while_the_files_are_made_for_somebody_else(
    tmp_path: Path, empty_register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_WAIT", 0.1)
    made = site(tmp_path, empty_register)
    (tmp_path / "bulk").mkdir()
    with (tmp_path / "bulk" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = asked(made.client, "/api/v1/bulk")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert answer.get_json()["type"] == "/docs#problem-being-made"
    assert asked(made.client, "/api/v1/bulk").status_code == 200
    made.close()


def test_whoever_comes_while_they_are_made_is_given_them_as_soon_as_they_are(
    tmp_path: Path, empty_register: Path
) -> None:
    made = site(tmp_path, empty_register)
    (tmp_path / "bulk").mkdir()
    with (tmp_path / "bulk" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        soon = threading.Timer(0.3, fcntl.flock, (lock, fcntl.LOCK_UN))
        soon.start()
        assert asked(made.client, "/api/v1/bulk").status_code == 200
        soon.join()
    made.close()


# -- limits


def test_one_address_may_not_ask_without_end_and_is_told_when_to_come_back(
    tmp_path: Path, empty_register: Path
) -> None:
    made = site(tmp_path, empty_register, asks=3)
    for path in ("/api/v1/publications", f"{LOG}/heads", "/decisions/feed.atom"):
        assert made.client.get(path).status_code == 200
    answer = asked(made.client, "/api/v1/publications")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert answer.get_json()["type"] == "/docs#problem-too-many"
    assert "asked 3 times within a minute" in answer.get_json()["detail"]
    assert made.client.get("/decisions").status_code == 200  # pages for people
    other = made.client.get("/api/v1/publications", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 200
    made.close()
