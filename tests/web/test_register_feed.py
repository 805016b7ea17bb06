"""What programs follow: the feed of any search, the sitemap, and where search engines may go."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from register import Publishing, publish
from tests.register.finding import LARKMERE
from tests.register.making import at, decision_id, decision_record, scheme_id
from tests.web.published import ERASED, HIDDEN, PATIENT, REASON, SITE, STANDING, WITHDRAWN, Site, site
from web.register_files import feed, sitemap

ATOM, DELETED, OURS = f"{{{feed.ATOM}}}", f"{{{feed.DELETED}}}", f"{{{feed.OURS}}}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, empty_register: Path) -> Iterator[Site]:
    made = site(tmp_path_factory.mktemp("site"), empty_register)
    yield made
    made.close()


@pytest.fixture
def client(place: Site) -> FlaskClient:
    return place.client


def read(client: FlaskClient, path: str) -> ET.Element:
    """The feed or map at a path."""
    answer = client.get(path)
    assert answer.status_code == 200
    return ET.fromstring(answer.data)  # noqa: S314  # our own answer


def ids(made: ET.Element) -> list[str]:
    """The ids of the entries that stand, in the feed's order."""
    return [str(each.findtext(f"{ATOM}id")).rpartition("/")[2] for each in made.iter(f"{ATOM}entry")]


def test_all_that_was_published_is_in_the_feed_the_last_change_first(client: FlaskClient) -> None:
    made = read(client, "/decisions/feed.atom")
    assert ids(made) == [ERASED, decision_id(2), scheme_id(), decision_id(3), decision_id(1)]
    assert made.findtext(f"{ATOM}id") == f"{SITE}/decisions/feed.atom"
    assert made.findtext(f"{ATOM}updated") == "2026-11-26T12:08:00.000000Z"


def test_what_was_withdrawn_is_a_deleted_entry_that_says_why_in_every_feed(client: FlaskClient) -> None:
    for path, others in (("/decisions/feed.atom", []), ("/decisions/feed.atom?q=doctors", [ERASED])):
        gone = read(client, path).findall(f"{DELETED}deleted-entry")
        assert [each.attrib["ref"] for each in gone] == [f"{SITE}/decisions/{id}" for id in (WITHDRAWN, *others)]
        assert REASON in str(gone[0].findtext(f"{DELETED}comment"))
        assert PATIENT not in client.get(path).text


def test_an_entry_says_the_hash_of_its_record_and_where_every_format_stands(client: FlaskClient) -> None:
    every = read(client, "/decisions/feed.atom").iter(f"{ATOM}entry")
    entry = next(each for each in every if LARKMERE.id in str(each.findtext(f"{ATOM}id")))
    digest = client.get(f"/decisions/{LARKMERE.id}.json").headers["ETag"].strip('"')
    assert entry.findtext(f"{OURS}hash") == digest
    assert entry.findtext(f"{ATOM}title") == f"{LARKMERE.reference}: {LARKMERE.title}"
    assert str(entry.findtext(f"{ATOM}summary")).startswith("Sample, not a real decision. ")
    links = {each.attrib["href"]: each.attrib["type"] for each in entry.iter(f"{ATOM}link")}
    assert links[f"{SITE}/decisions/{LARKMERE.id}.xml"] == "application/akn+xml"
    assert links[f"{SITE}/decisions/{LARKMERE.id}"] == "text/html"


def test_a_correction_says_why_it_is_there(client: FlaskClient) -> None:
    entry = next(read(client, "/decisions/feed.atom?q=cafe").iter(f"{ATOM}entry"))
    assert "Version 2: A date was wrong." in str(entry.findtext(f"{ATOM}summary"))
    assert entry.findtext(f"{ATOM}published") != entry.findtext(f"{ATOM}updated")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=caf%C3%A9", [decision_id(2)]),
        ("q=refused+-larkmere", [decision_id(2), decision_id(3)]),
        ("outcome=grant", [decision_id(2)]),
        ("kind=scheme_result", [scheme_id()]),
        ("q=larkmere&year=2026&kind=pharmacy_market_entry", [ERASED, decision_id(1)]),
        ("q=nothing+of+the+kind", []),
        ("q=%22OR+%28NEAR*&outcome=%00&before=x", []),
    ],
)
def test_any_search_can_be_followed_by_its_own_parameters(client: FlaskClient, asked: str, found: list[str]) -> None:
    assert ids(read(client, f"/decisions/feed.atom?{asked}")) == found


@pytest.mark.proof
def test_a_feed_goes_on_where_it_ends(tmp_path: Path, empty_register: Path) -> None:
    made = site(tmp_path, empty_register, filled=False)
    assert read(made.client, "/decisions/feed.atom").findtext(f"{ATOM}updated") == "1970-01-01T00:00:00.000000Z"
    with made.database.writing() as connection:
        for number in range(1, feed.ENTRIES + 3):
            publish(connection, at(number), Publishing(decision_record(number)))
    first = read(made.client, "/decisions/feed.atom?q=larkmere")
    following = {each.attrib["rel"]: each.attrib["href"] for each in first.findall(f"{ATOM}link")}["next"]
    second = read(made.client, following.removeprefix(SITE))
    assert (len(ids(first)), ids(second)) == (feed.ENTRIES, [decision_id(2), decision_id(1)])
    assert "next" not in {each.attrib["rel"] for each in second.findall(f"{ATOM}link")}
    made.close()


def test_the_sitemap_has_every_page_but_those_that_are_kept_from_search_engines(client: FlaskClient) -> None:
    found = {str(each.text) for each in read(client, "/sitemap.xml").iter(f"{MAP}loc")}
    folders = {"d": "decisions", "s": "scheme-results"}
    standing = {f"{SITE}/{folders[id[0]]}/{id}" for id in STANDING if id != decision_id(3)}
    assert {each for each in found if "/d-" in each or "/s-" in each} == standing
    assert f"{SITE}/rule-sets" in found
    for each in found:
        answer = client.get(each.removeprefix(SITE), headers={"Accept": "text/html"})
        assert answer.status_code == 200, each
        assert "noindex" not in answer.headers.get("X-Robots-Tag", ""), each
        assert 'name="robots"' not in answer.text, each
        assert HIDDEN.title not in answer.text, each


def test_a_large_register_has_its_map_in_parts_that_have_everything_together(place: Site) -> None:
    whole = {str(each.text) for each in read(place.client, "/sitemap.xml").iter(f"{MAP}loc")}
    with place.client.application.test_request_context("/sitemap.xml"):
        index = ET.fromstring(sitemap.in_files(3).data)  # noqa: S314  # as above
    assert index.tag == f"{MAP}sitemapindex"
    parts = [str(each.text).removeprefix(SITE) for each in index.iter(f"{MAP}loc")]
    assert {str(each.text) for part in parts for each in read(place.client, part).iter(f"{MAP}loc")} == whole
    assert place.client.get("/sitemap/z-9.xml").status_code == 404


def test_search_engines_are_told_where_to_begin_and_where_not_to_go(client: FlaskClient) -> None:
    text = client.get("/robots.txt").text
    assert f"Sitemap: {SITE}/sitemap.xml" in text
    assert "Disallow: /decisions?" in text
