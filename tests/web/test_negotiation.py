"""A publication at its address: every format, by ending and by Accept; hashes, and what is told where it is gone."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.http import http_date

from documents import FORMATS_OF, canonical
from register import Publishing, publish
from tests.machine import need, pango
from tests.register.finding import LARKMERE
from tests.register.making import at, decision_id, later, scheme_id
from tests.web.published import ERASED, PATIENT, REASON, SITE, WITHDRAWN, Site, site

ONE = f"/decisions/{decision_id(1)}"
RESULT = f"/scheme-results/{scheme_id()}"
TEXTS = [name for name in FORMATS_OF if name != "pdf"]
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, empty_register: Path) -> Iterator[Site]:
    made = site(tmp_path_factory.mktemp("site"), empty_register)
    yield made
    made.close()


@pytest.fixture
def client(place: Site) -> FlaskClient:
    return place.client


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("path", [ONE, RESULT])
def test_an_ending_asks_for_a_format(client: FlaskClient, path: str, name: str) -> None:
    answer = client.get(f"{path}.{name}")
    assert answer.status_code == 200
    assert answer.mimetype == FORMATS_OF[name].media_type
    assert answer.get_etag() == (hashlib.sha256(answer.data).hexdigest(), False)


@pytest.mark.parametrize("name", TEXTS)
def test_accept_asks_for_a_format(client: FlaskClient, name: str) -> None:
    wanted = FORMATS_OF[name].media_type
    answer = client.get(ONE, headers={"Accept": f"{wanted}, text/csv;q=0.1"})
    assert (answer.status_code, answer.mimetype) == (200, wanted)
    assert "Accept" in answer.headers["Vary"]
    if name != "html":  # to which the page for people answers
        assert answer.data == client.get(f"{ONE}.{name}").data


@pytest.mark.parametrize("parameter", ["charset=utf-8", "level=1", 'profile="http://www.w3.org/ns/json-ld#compacted"'])
@pytest.mark.parametrize("name", TEXTS)
def test_accept_may_say_more_of_a_format_than_its_type(client: FlaskClient, name: str, parameter: str) -> None:
    wanted = FORMATS_OF[name].media_type
    plain = client.get(ONE, headers={"Accept": wanted})
    for accept in (
        f"{wanted};{parameter}",
        f"{wanted.upper()} ; {parameter};q=0.5",
        f"{wanted}; {parameter}, */*;q=0.1",
    ):
        answer = client.get(ONE, headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (200, wanted), accept
        assert answer.data == plain.data


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("application/json; charset=utf-8, */*;q=0.1", "application/json"),
        ("application/json; charset=utf-8, */*", "application/json"),
        ("application/json;charset=utf-8;q=0.4, text/plain;charset=utf-8;q=0.6", "text/plain"),
        ('application/ld+json;profile="a, b;q=0";q=0.9, application/json;q=0.8', "application/ld+json"),
        ("text/html;level=1;q=0.2, text/plain;q=0.7, */*;q=0.1", "text/plain"),
        ("text/*;q=0.9, text/html;charset=utf-8;q=0.3, application/json;q=0.5", "text/plain"),
        ("application/xhtml+xml;charset=utf-8", "text/html"),
        ("text/xml;charset=utf-8", "application/akn+xml"),
        ("application/json;charset=utf-8;q=0, text/plain;q=0.1", "text/plain"),
        ("application/ld+json;profile=x;q=0, application/ld+json", "application/ld+json"),
        ("text/html;q=0, */*", "application/json"),
        ("text/html;level=1;q=0, application/xhtml+xml, application/json;q=0.1", "application/json"),
        ("application/xhtml+xml;q=0, */*", "text/html"),
        ("application/*", "application/json"),
        ("*/*;q=0, application/xml;charset=utf-8", "application/akn+xml"),
        ("text/html;level=1, application/json;q=oops", "text/html"),
    ],
)
def test_what_is_most_wanted_is_given_and_nothing_that_is_not(client: FlaskClient, accept: str, given: str) -> None:
    answer = client.get(ONE, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, given)


@pytest.mark.parametrize(
    "accept", ["application/json;charset=utf-8;q=0", "image/png;level=1", "*/*;q=0", "json;a=b", "*/json"]
)
def test_nothing_is_given_that_accept_rules_out(client: FlaskClient, accept: str) -> None:
    assert client.get(ONE, headers={"Accept": accept}).status_code == 406


@pytest.mark.parametrize("headers", [{}, {"Accept": "*/*"}, BROWSER])
def test_whoever_does_not_say_is_given_the_page(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.get(ONE, headers=headers)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert LARKMERE.title in answer.text
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.proof
def test_accept_may_say_more_of_pdf_too(client: FlaskClient) -> None:
    need(pango())
    answer = client.get(ONE, headers={"Accept": "application/pdf;version=1.7"})
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")


def test_a_format_that_there_is_not_is_refused_with_those_that_there_are(client: FlaskClient) -> None:
    answer = client.get(ONE, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "application/akn+xml" in answer.get_json()["detail"]


def test_json_is_the_record_byte_for_byte_and_its_etag_the_hash_in_the_log(client: FlaskClient) -> None:
    answer = client.get(f"{ONE}.json")
    assert answer.data == canonical(LARKMERE)
    held = client.get(f"/api/v1/publications/{decision_id(1)}").get_json()
    assert answer.headers["ETag"].strip('"') == held["versions"][0]["sha256"]


@pytest.mark.proof
def test_pdf_is_made_where_none_is_kept(client: FlaskClient) -> None:
    need(pango())
    answer = client.get(f"{ONE}.pdf")
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert 'filename="SAMPLE-2026-0001 version 1.pdf"' in answer.headers["Content-Disposition"]


def test_the_same_is_not_sent_twice_and_no_cache_gives_it_unasked(client: FlaskClient) -> None:
    for path in (ONE, f"{ONE}.json", f"{ONE}.txt", f"{ONE}/proof", "/decisions/feed.atom", "/sitemap.xml"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), path
        assert first.headers["Cache-Control"] == "public, no-cache"
    since = client.get(f"{ONE}.json", headers={"If-Modified-Since": client.get(f"{ONE}.json").headers["Last-Modified"]})
    assert since.status_code == 304


def test_every_format_says_where_it_stands_in_which_others_and_under_which_licence(client: FlaskClient) -> None:
    for path in (ONE, f"{ONE}.xml", f"{ONE}/versions/1.json"):
        links = client.get(path).headers["Link"]
        assert f'<{SITE}{ONE}>; rel="canonical"' in links
        assert 'type="application/ld+json"' in links
        assert 'open-government-licence/version/3/>; rel="license"' in links
    newer = client.get(f"/decisions/{ERASED}").headers["Link"]
    assert f'<{SITE}/decisions/{ERASED}/versions/1>; rel="predecessor-version"' in newer


@pytest.mark.parametrize(
    "other",
    [
        f"/decisions/{decision_id(1).upper()}",
        f"/scheme-results/{decision_id(1)}",
        "/decisions/reference/SAMPLE/2026/0001",
        "/decisions/reference/sample/2026/0001",
    ],
)
def test_another_name_leads_to_the_address_that_stays(client: FlaskClient, other: str) -> None:
    answer = client.get(other)
    assert (answer.status_code, answer.headers["Location"]) == (301, ONE)


def test_an_ending_is_kept_on_the_way(client: FlaskClient) -> None:
    assert client.get(f"/decisions/{scheme_id()}.json").headers["Location"] == f"{RESULT}.json"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (f"/decisions/{decision_id(77)}", f"The register holds nothing called {decision_id(77)}"),
        ("/decisions/reference/SHA/1", "The register holds nothing called SHA/1"),
        (f"{ONE}/versions/2", "SAMPLE/2026/0001 has no version 2: its newest is version 1"),
        (f"{ONE}/versions/01.json", "SAMPLE/2026/0001 has no version 01: its newest is version 1"),
        (f"{ONE}/versions/-1/proof", "has no version -1"),
    ],
)
def test_what_the_register_does_not_hold_is_told_to_people_and_programs(
    client: FlaskClient, path: str, told: str
) -> None:
    page, said = client.get(path, headers=BROWSER), client.get(path, headers={"Accept": "application/json"})
    assert (page.status_code, said.status_code) == (404, 404)
    assert told in page.text
    assert told in said.get_json()["detail"]


@pytest.mark.parametrize("ending", ["", *(each.ending for each in FORMATS_OF.values())])
def test_what_was_withdrawn_is_gone_in_every_format_and_says_why(client: FlaskClient, ending: str) -> None:
    answer = client.get(f"/decisions/{WITHDRAWN}{ending}", headers=BROWSER)
    assert answer.status_code == 410
    assert REASON in (answer.get_json()["detail"] if answer.is_json else answer.text)
    assert PATIENT not in answer.text
    assert (answer.headers["X-Robots-Tag"], answer.headers["Cache-Control"]) == ("noindex", "public, no-cache")


@pytest.mark.parametrize("rest", ["/proof", "/bundle.zip", "/versions/1", "/versions/1.json", "/versions/1/proof"])
def test_so_is_all_that_stands_beside_it_and_every_version_that_was_erased(client: FlaskClient, rest: str) -> None:
    for id in (WITHDRAWN, ERASED):
        answer = client.get(f"/decisions/{id}{rest}", headers={"Accept": "application/json"})
        of_newest = id == ERASED and "versions" not in rest
        assert answer.status_code == (200 if of_newest else 410), rest
        assert PATIENT.encode() not in answer.data


def test_a_withdrawal_is_seen_with_the_next_request(tmp_path: Path, empty_register: Path) -> None:
    made = site(tmp_path, empty_register)
    headers = {"If-None-Match": made.client.get(ONE).headers["ETag"]}
    assert made.client.get(ONE, headers=headers).status_code == 304
    assert decision_id(1) in made.client.get("/api/v1/publications").text
    made.withdraw(decision_id(1), 20)
    assert made.client.get(ONE, headers=headers).status_code == 410
    for path in ("/decisions", "/api/v1/publications", "/sitemap.xml", "/api/v1/bulk/decisions.jsonl"):
        assert decision_id(1) not in made.client.get(path, buffered=True).text, path
    assert f'ref="{SITE}{ONE}"' in made.client.get("/decisions/feed.atom").text
    made.close()


def test_a_page_is_never_as_before_by_its_date_alone_since_it_shows_other_decisions_too(
    tmp_path: Path, empty_register: Path
) -> None:
    """Some clients send the day that they asked and no ETag."""
    made = site(tmp_path, empty_register)
    since = {"If-Modified-Since": http_date(at(19))}
    doctors, first = f"/decisions/{decision_id(2)}", f"{ONE}/versions/1"
    assert doctors in made.client.get(ONE).text
    made.withdraw(decision_id(2), 20)
    answer = made.client.get(ONE, headers=since)
    assert (answer.status_code, answer.headers.get("Last-Modified")) == (200, None)
    assert doctors not in answer.text
    assert "An earlier version" not in made.client.get(first).text
    with made.database.writing() as connection:
        publish(connection, at(21), Publishing(later(LARKMERE)))
    assert "An earlier version" in made.client.get(first, headers=since).text
    assert made.client.get(f"{first}.json", headers=since).status_code == 304  # it shows that record alone
    made.close()


def test_search_engines_are_kept_from_what_says_so_and_from_old_versions(client: FlaskClient) -> None:
    hidden, doctors = f"/decisions/{decision_id(3)}", f"/decisions/{decision_id(2)}"
    for path in (hidden, f"{hidden}.json", f"{doctors}/versions/1", f"{doctors}/versions/1.txt"):
        assert client.get(path).headers["X-Robots-Tag"] == "noindex", path
    for path in (ONE, doctors, f"{doctors}.json", f"{doctors}/versions/2"):
        assert "X-Robots-Tag" not in client.get(path).headers, path
    assert f'<{SITE}{doctors}>; rel="latest-version"' in client.get(f"{doctors}/versions/1").headers["Link"]


def test_a_bundle_and_a_proof_are_files_to_be_saved(client: FlaskClient) -> None:
    proof = client.get(f"{ONE}/proof")
    assert json.loads(proof.data)["leaf_index"] == 0
    assert "attachment" in proof.headers["Content-Disposition"]
    bundle = client.get(f"{ONE}/bundle.zip")
    assert (bundle.mimetype, bundle.data[:2]) == ("application/zip", b"PK")
