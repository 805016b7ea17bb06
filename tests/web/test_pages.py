"""Every page that a reader can reach by links: it is there, it is whole, it is marked, and nothing in it is inline."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine import RuleSet
from tests.ours import our_rule_sets
from tests.web.paging import Page, got, posted

APPEALS = Path(__file__).parents[2] / "fixtures" / "appeals"
DRAFT = "Draft law: read by the builders, not yet by a lawyer"
MARKET_ENTRY = "/rule-sets/pharmacy/market-entry"
REGULATION_31 = f"{MARKET_ENTRY}/provisions/reg-31-same-or-adjacent"


# Of the many pages that are alike, those looked at in every run. The others are looked at in the long tests.
EACH_TIME = (
    "/rule-sets/pharmacy/market-entry/",
    "/rule-sets/maternity-incentive-scheme/year-7/",
    "/sample-cases/larkmere-grant",
    "/sample-cases/sha-24538",
)
ALIKE = re.compile("/rule-sets/[^/]+/[^/]+/.+|/sample-cases/.+")
# Examples are read from the tests of a provision, which takes long: these are looked at.
EXAMPLES = {"some": "/reg-31-same-or-adjacent/examples", "every one": "/market-entry/"}


# Programs read these; and forms that are sent to us have a page for each thing that they may be about.
NOT_READ = ("/docs", "/openapi.json", "/api/", "/decisions/feed.atom", "/report-a-problem", "/ask-to-take-down")


def of_ours(link: str) -> bool:
    """Whether a link leads to one of our pages, not to a file to download."""
    if link.endswith((".json", ".xlsx", ".csv", ".jsonl", ".parquet", ".atom")):
        return False
    return link.startswith("/") and not link.startswith(NOT_READ)


@pytest.fixture(scope="module", params=["some", pytest.param("every one", marks=pytest.mark.proof)])
def pages(project: Flask, request: pytest.FixtureRequest) -> dict[str, Page]:
    """Every page that links lead to from the first, by address; or, of those that are alike, some."""
    client, found, waiting = project.test_client(), dict[str, Page](), ["/"]
    while waiting:
        address = waiting.pop()
        passed_over = request.param == "some" and bool(ALIKE.match(address)) and not address.startswith(EACH_TIME)
        passed_over |= address.endswith("/examples") and EXAMPLES[request.param] not in address
        if address not in found and not passed_over:
            found[address] = got(client, address)
            waiting += [urldefrag(link).url for link in found[address].links if of_ours(link)]
    return found


@pytest.fixture(scope="module")
def rule_sets(project: Flask, pages: dict[str, Page]) -> Mapping[str, RuleSet]:
    """The rule sets whose provisions are among the pages."""
    loaded: Mapping[str, RuleSet] = project.extensions["rationale"].rule_sets
    return {id: each for id, each in loaded.items() if f"/rule-sets/{id}/determine" in pages}


def test_every_rule_set_provision_version_form_and_case_is_reached(
    pages: dict[str, Page], rule_sets: Mapping[str, RuleSet]
) -> None:
    assert {f"/rule-sets/{id}" for id in our_rule_sets()} <= set(pages)
    assert len(rule_sets) in (2, len(our_rule_sets()))
    for id, rule_set in rule_sets.items():
        assert {f"/rule-sets/{id}", f"/rule-sets/{id}/determine"} <= set(pages)
        for name, provision in rule_set.provisions.items():
            older = {f"/rule-sets/{id}/provisions/{name}?version={each.start}" for each in provision.versions[1:]}
            assert {f"/rule-sets/{id}/provisions/{name}", *older} <= set(pages)
    shown = {address for address in pages if address.startswith("/sample-cases/")}
    every = {f"/sample-cases/{path.stem}" for path in APPEALS.glob("*/*.json")}
    assert shown == (every if len(rule_sets) > 2 else every & set(EACH_TIME))
    assert "/accessibility" in pages


def test_titles_are_unique(pages: dict[str, Page]) -> None:
    # The newest version has its page at two addresses; they are one page.
    once = {(page.title, page.source.partition("<h1")[2]) for page in pages.values()}
    twice = [title for title, times in Counter(title for title, _ in once).items() if times > 1]
    assert not twice
    assert all(page.title.endswith(" – Rationale") for page in pages.values())


def test_links_within_pages_lead_to_something(pages: dict[str, Page]) -> None:
    dead = [
        f"{address}: {link}"
        for address, page in pages.items()
        for link in page.links
        if "#" in link
        and (link.startswith("#") or (of_ours(link) and urldefrag(link).url in pages))
        and urldefrag(link).fragment not in pages[urldefrag(link).url or address].ids
    ]
    assert not dead


def test_ids_are_unique_on_each_page(pages: dict[str, Page]) -> None:
    assert not {
        address: twice for address, page in pages.items() if (twice := {i for i in page.ids if page.ids.count(i) > 1})
    }


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(pages: dict[str, Page]) -> None:
    for page in pages.values():
        for tag, held in page.tags:
            assert tag not in ("style", "iframe", "img")
            assert tag != "script" or held["src"] == "/static/js/verify.js"
            assert not [name for name in held if name == "style" or name.startswith("on")]
            assert tag != "link" or held["href"].startswith(("/static/", "/decisions/feed.atom"))


def test_every_page_says_that_a_person_decides_and_that_it_is_no_advice(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert "a person decides" in page.text
        assert "This is not legal advice" in page.text
        assert page.tags[[tag for tag, _ in page.tags].index("a")][1]["href"] == "#maincontent"
        assert [tag for tag, _ in page.tags].count("h1") == 1


@pytest.mark.proof
def test_no_page_holds_our_own_words_for_things(pages: dict[str, Page]) -> None:
    ours = re.compile(r">\s*None\s*<|\b(True|False|null|[Uu]ndefined|Fraction|Span|Markup)\b")
    assert not {address: found.group() for address, page in pages.items() if (found := ours.search(page.source))}


def test_a_rule_set_shows_its_questions_provisions_facts_and_limits_in_order(
    pages: dict[str, Page], rule_sets: Mapping[str, RuleSet]
) -> None:
    for id, rule_set in rule_sets.items():
        page = pages[f"/rule-sets/{id}"]
        in_order = [question.asks for question in rule_set.questions]
        in_order += [line.says for question in rule_set.questions[-1:] for line in question.lines]
        assert appear_in_order(page.text, in_order)
        table = page.text[page.text.index("Provisions in the law’s order") :]
        assert appear_in_order(table, [provision.title for provision in rule_set.provisions.values()])
        for fact in rule_set.facts.values():
            assert (fact.ask or fact.says) in page.text
        for provision in rule_set.provisions.values():
            assert all(limit in page.text for limit in provision.limits)


def appear_in_order(text: str, wanted: list[str]) -> bool:
    """Whether the words appear one after the other."""
    place = 0
    for words in wanted:
        place = text.find(words, place) + 1
        if not place:
            return False
    return True


def test_a_list_says_how_many_conditions_are_unchecked_as_the_api_does(pharmacy: FlaskClient) -> None:
    items = {item["id"]: item for item in pharmacy.get("/api/v1/rule-sets").get_json()["items"]}
    market_entry = items["pharmacy/market-entry"]
    for address in ("/", "/rule-sets"):
        text = got(pharmacy, address).text
        assert f"{market_entry['provisions']} provisions" in text
        assert f"{market_entry['unchecked']} conditions rest on words that nobody has read in the published law" in text


def test_every_unreviewed_provision_is_marked_wherever_it_is_shown(
    pages: dict[str, Page], rule_sets: Mapping[str, RuleSet]
) -> None:
    for id, rule_set in rule_sets.items():
        drafts = [name for name, provision in rule_set.provisions.items() if provision.stage != "reviewed"]
        assert pages[f"/rule-sets/{id}"].text.count(DRAFT) >= len(drafts)
        for name in drafts:
            assert DRAFT in pages[f"/rule-sets/{id}/provisions/{name}"].text
    for address, page in pages.items():
        if address.startswith("/sample-cases/"):
            assert DRAFT in page.text


def test_recalled_and_secondary_conditions_are_marked(pages: dict[str, Page], rule_sets: Mapping[str, RuleSet]) -> None:
    marks = {"recalled": "nobody has checked the words", "secondary": "not checked against the published law"}
    seen = set()
    for id, rule_set in rule_sets.items():
        for name, provision in rule_set.provisions.items():
            checked = provision.versions[0].checked
            if checked and checked.how in marks:
                seen.add(checked.how)
                page = pages[f"/rule-sets/{id}/provisions/{name}"]
                assert page.text.count(marks[checked.how]) > 1
                assert marks[checked.how] in pages[f"/rule-sets/{id}"].text
    assert seen == set(marks)


def test_a_condition_whose_words_were_read_and_construed_says_so(pharmacy: FlaskClient) -> None:
    page = got(pharmacy, "/rule-sets/pharmacy/appeal-procedure/provisions/thirty-days")
    assert page.text.count("how they apply here is the builders’ reading of them") > 1


def test_a_provision_is_shown_as_law_as_tree_and_on_a_time_line(pages: dict[str, Page]) -> None:
    page = pages[REGULATION_31]
    assert appear_in_order(page.text, ["As law", "A routine or excepted application", "As a tree", "Versions"])
    assert "https://www.legislation.gov.uk/uksi/2013/349/regulation/31" in page.links
    assert "https://www.legislation.gov.uk/uksi/2013/349/regulation/31/2025-10-01" in page.links
    assert "https://www.legislation.gov.uk/uksi/2016/1077" in page.links
    tree = page.text[page.text.index("As a tree") : page.text.index("Versions, newest first")]
    assert appear_in_order(
        tree,
        [
            "The provision is met where all of these hold",
            "The application is a routine or an excepted application (reg. 31(1))",
            "(reg. 31(2)(a)): any of these holds",
            "Unless: The application is a consolidation application (reg. 31(1))",
        ],
    )
    assert ("svg", "img") in [(tag, held.get("role")) for tag, held in page.tags]
    assert len([tag for tag, _ in page.tags if tag == "rect"]) == 4


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("2013-04-01", "1 April 2013 to 31 March 2014"),
        ("2014-03-31", "1 April 2013 to 31 March 2014"),
        ("2014-04-01", "1 April 2014 to 4 December 2016"),
        ("2030-01-01", "1 October 2025 onwards"),
    ],
)
def test_any_day_picks_the_version_in_force_on_it(pharmacy: FlaskClient, asked: str, shown: str) -> None:
    assert f"Version shown {shown}" in got(pharmacy, f"{REGULATION_31}?version={asked}").text


@pytest.mark.parametrize("asked", ["2013-03-31", "2024-02-30", "1/5/2024", "yesterday", ""])
def test_a_day_without_a_version_is_told_as_such(pharmacy: FlaskClient, asked: str) -> None:
    page = got(pharmacy, f"{REGULATION_31}?version={asked}", 404)
    assert page.headings[0] == "Page not found"
    assert "No version of this provision was in force" in page.text or "YYYY-MM-DD" in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/rule-sets/pharmacy",
        "/rule-sets/pharmacy/nothing/determine",
        f"{MARKET_ENTRY}/provisions/reg-99",
        f"{MARKET_ENTRY}/determine?case=nothing",
        "/sample-cases/nothing",
        "/sample-cases/larkmere-grant/3.json",
        "/sample-cases/..%2f..%2fREADME",
    ],
)
def test_what_is_not_there_is_told_in_the_same_design(pharmacy: FlaskClient, address: str) -> None:
    page = got(pharmacy, address, 404)
    assert page.title == "Page not found – Rationale"
    assert "/rule-sets" in page.links


def test_an_address_that_takes_no_form_says_so(pharmacy: FlaskClient) -> None:
    assert posted(pharmacy, "/rule-sets", {}, 405).headings[0] == "This address does not take that kind of request"


def test_a_form_that_is_too_long_is_refused_with_a_page(pharmacy: FlaskClient) -> None:
    long = {"judgements.committee_grants.reasons": "x" * 2_000_000}
    assert posted(pharmacy, f"{MARKET_ENTRY}/determine", long, 413).headings[0] == "Too much was sent"


def test_the_accessibility_statement_has_its_date(pages: dict[str, Page]) -> None:
    text = pages["/accessibility"].text
    assert "prepared on 25 November 2026" in text
    assert "the public register" in text
