"""The pages of the register: what is published is found, read whole, and told apart from what is gone."""

import re
from urllib.parse import urldefrag

from flask.testing import FlaskClient

from tests.register.making import decision_id, scheme_id
from tests.web.paging import BROWSER, Page, got
from tests.web.shelved import (
    ELSEWHERE,
    ERASED,
    FIRST,
    GARDEN,
    GRANTED,
    MISTAKE,
    NEW_SUMMARY,
    WITHDRAWN,
)

PROVISION = "/rule-sets/pharmacy/market-entry/provisions/reg-18-2-b-significant-benefits"


def found(page: Page) -> list[str]:
    """The addresses of the publications in a list, in order."""
    return [link for link in page.links if link.startswith(("/decisions/d-", "/scheme-results/s-"))]


def test_a_search_shows_what_it_found_where_the_words_stand_and_what_the_register_covers(public: FlaskClient) -> None:
    page = got(public, "/decisions?q=relocates")
    assert found(page) == [ELSEWHERE]
    assert "<mark>relocates</mark>" in page.source
    assert "1 found for “relocates”" in page.text
    assert "Sample" in page.text
    assert "Made elsewhere" in page.text
    assert "The register holds 26 decisions from 1 May 2024 to" in page.text
    assert "Of these, 1 was made elsewhere. All of it is sample data." in page.text
    assert "/decisions/feed.atom?q=relocates" in page.links
    assert page.fields["q"] == "relocates"


def test_without_words_everything_is_shown_page_by_page_and_back(public: FlaskClient) -> None:
    first = got(public, "/decisions")
    assert "27 found" in first.text  # with a scheme result
    assert len(found(first)) == 20
    second = got(public, next(link for link in first.links if "after=" in link))
    assert len(found(second)) == 7
    assert not set(found(second)) & set(found(first))
    back = got(public, next(link for link in second.links if "after=" in link))
    assert found(back) == found(first)


def test_filters_narrow_a_search_and_each_can_be_taken_out_again(public: FlaskClient) -> None:
    page = got(public, "/decisions?q=larkmere")
    assert "It is granted (1)" in page.text
    granted = got(public, next(link for link in page.links if "outcome=grant" in link))
    assert found(granted) == [GRANTED]
    assert granted.title == "larkmere, It is granted: Decisions – Rationale"
    assert "/decisions?q=larkmere" in granted.links  # without the filter
    assert ("input", {"type": "hidden", "name": "outcome", "value": "grant"}) in granted.tags
    by_law = got(public, "/decisions?provision=pharmacy/excepted/reg-24-1&outcome=refuse&order=newest")
    assert found(by_law) == [ELSEWHERE]
    assert "Remove all filters" in by_law.text


def test_where_nothing_is_found_it_says_what_to_try(public: FlaskClient) -> None:
    page = got(public, "/decisions?q=relocatess&kind=relocation&nonsense=1&after=x")
    assert "Nothing was found for “relocatess”" in page.text
    assert not found(page)
    assert "The word “relocatess” stands in no publication. Did you mean “relocates”?" in page.text
    assert "The place in the list is not one that a page gave" in page.text
    assert "<script>" not in got(public, "/decisions?q=<script>alert(1)</script>&outcome=<b>").source
    assert not found(got(public, "/decisions?q=%00&provision=%00&outcome=%F0%9F%98%80&after=%00"))


def test_a_decision_stands_whole_outcome_first_with_its_law_linked_to_our_rules(public: FlaskClient) -> None:
    page = got(public, FIRST)
    order = [
        "Sample.", "What is decided", "In plain English", "The parties",
        "The facts as they were stated", "The law that was applied", "Reasons", "What this does not decide",
        "What the parties can do next", "How to cite this", "Similar decisions", "Check that nothing was altered",
        "Make the determination again", "Other formats", "Versions",
    ]  # fmt: skip
    place = -1
    for words in order:
        place = page.text.find(words, place + 1)
        assert place >= 0, words
    assert NEW_SUMMARY in page.text
    assert f"{PROVISION}?version=2013-09-01" in page.links
    assert f"http://localhost{FIRST}" in page.links
    assert {f"{FIRST}.{ending}" for ending in ("html", "json", "jsonld", "xml", "pdf", "txt")} <= set(page.links)
    assert {f"{FIRST}/proof", f"{FIRST}/bundle.zip", f"{FIRST}/versions", f"{FIRST}/versions/1"} <= set(page.links)
    assert page.title.startswith("Application by Larkmere Pharmacy Ltd")
    assert "noindex" not in page.source


def test_decisions_with_the_same_provisions_and_another_result_are_told_first(public: FlaskClient) -> None:
    page = got(public, FIRST)
    alike = page.text.partition("Similar decisions")[2].partition("Check that nothing")[0]
    assert alike.index("The same provisions, another result") < alike.index("Others that are alike")
    assert page.links.index(GRANTED) < page.links.index(ERASED)
    assert "The same in both: " in alike
    assert "reg. 18(1) (Unforeseen benefits)" in alike
    quiet = got(public, f"/decisions/{decision_id(12)}")
    assert "Similar decisions" not in quiet.text
    assert "Make the determination again" not in quiet.text


def test_the_proof_box_says_where_it_stands_in_the_log_and_which_head_covers_it(public: FlaskClient) -> None:
    text = got(public, GARDEN).text
    assert "Leaf 9, added on 26 November 2026" in text
    assert "32 leaves, signed on 26 November 2026 Root: " in text
    assert "rationale verify FILE" in text


def test_an_earlier_version_says_so_and_both_can_be_read_side_by_side(public: FlaskClient) -> None:
    old = got(public, f"{FIRST}/versions/1")
    assert "This is version 1 of 2. Read the version that stands" in old.text
    assert "because it would not confer significant benefits on people" in old.text
    assert '<meta name="robots" content="noindex">' in old.source
    assert {FIRST, f"{FIRST}/versions?from=1&to=2", f"{FIRST}/versions/1.json"} <= set(old.links)
    both = got(public, f"{FIRST}/versions?from=1&to=2")
    assert "Version 1 beside version 2" in both.text
    assert "A date was wrong." in both.text
    assert "[taken out:" in both.text
    assert "[put in:" in both.text
    assert "The same in both: What is decided; " in both.text
    assert "Every part is the same in both." in got(public, f"{FIRST}/versions?from=2&to=2").text
    assert got(public, f"{FIRST}/versions").text == both.text
    assert "has no version 9" in got(public, f"{FIRST}/versions?from=9", 404).text


def test_what_was_withdrawn_answers_410_with_the_reason_and_no_word_of_it(public: FlaskClient) -> None:
    for address in (WITHDRAWN, f"{WITHDRAWN}/versions/1", f"{WITHDRAWN}/versions"):
        page = got(public, address, 410)
        assert MISTAKE in page.text
        assert "26 November 2026" in page.text
        assert "Larkmere" not in page.text
    assert WITHDRAWN not in found(got(public, "/decisions?q=larkmere"))


def test_an_erased_version_answers_410_and_leads_to_the_one_that_stands(public: FlaskClient) -> None:
    page = got(public, f"{ERASED}/versions/1", 410)
    assert "Version 1 of SAMPLE/2026/0005 was erased" in page.text
    assert ERASED in page.links
    versions = got(public, f"{ERASED}/versions")
    assert "Version 1: erased" in versions.text
    assert "No two versions are left" in versions.text
    for address in (f"{ERASED}/versions/1", f"{ERASED}/versions", ERASED):
        assert "Somebody’s name" not in public.get(address, headers=BROWSER).text


def test_other_names_lead_to_the_address_that_stays_and_unknown_ones_to_what_to_do(public: FlaskClient) -> None:
    assert public.get("/decisions/sha-90001").headers["Location"] == FIRST
    assert public.get("/decisions/SHA-90001/versions").headers["Location"] == f"{FIRST}/versions"
    result = f"/scheme-results/{scheme_id()}"
    assert public.get(f"/decisions/{scheme_id()}").headers["Location"] == result
    page = got(public, "/decisions/sha-1", 404)
    assert "The register holds nothing called sha-1." in page.text
    assert "/decisions" in page.links


def test_scheme_results_are_listed_and_each_has_its_history(public: FlaskClient) -> None:
    address = f"/scheme-results/{scheme_id()}"
    listed = got(public, "/scheme-results")
    assert found(listed) == [address]
    assert "Validated by NHS Resolution" in listed.text
    assert found(got(public, "/scheme-results?q=nobody")) == []
    page = got(public, address)
    assert "9 of 10 safety actions met." in page.text
    assert "Declared by the trust" in page.text
    assert "Not met: 8." in page.text
    assert "Similar decisions" not in page.text


def test_a_provision_shows_the_decisions_that_applied_it_its_notes_and_its_examples(public: FlaskClient) -> None:
    page = got(public, PROVISION)
    assert "4 published decisions applied it: not met in 4." in page.text
    assert found(page) == [GARDEN, ERASED, GRANTED, FIRST]
    assert "/decisions?provision=pharmacy/market-entry/reg-18-2-b-significant-benefits" in page.links
    noted = got(public, "/rule-sets/pharmacy/market-entry/provisions/reg-31-same-or-adjacent")
    assert "No published decision applied it yet." in noted.text
    note = next(link for link in noted.links if link.startswith("/practice-notes#"))
    assert urldefrag(note).fragment in got(public, "/practice-notes").ids
    shown = got(public, next(link for link in noted.links if link.endswith("/examples")))
    assert "A routine application next door that belongs to the same service must be refused" in shown.text
    assert "The record is open." in shown.text
    assert "Law as at 1 May 2024." in shown.text


def test_nothing_on_the_public_site_leads_to_a_desk_or_nowhere(public: FlaskClient) -> None:
    pages = {
        address: got(public, address)
        for address in (
            "/", "/decisions?q=larkmere", FIRST, f"{FIRST}/versions", GARDEN, ELSEWHERE, PROVISION, "/scheme-results",
            f"/scheme-results/{scheme_id()}", "/learning", "/practice-notes", "/how-this-works", "/about-the-register",
            "/bulk", "/verify", "/accessibility", "/coverage/pharmacy",
        )
    }  # fmt: skip
    links = {urldefrag(link).url for page in pages.values() for link in page.links if link.startswith("/")}
    assert not [link for link in links if link.startswith(("/sign-in", "/work", "/cases", "/account"))]
    takes_long = re.compile(r"/rule-sets/.*|/sample-cases/.*|/api/v1/bulk/.*|.*\.pdf")
    asked = {link.partition("?")[0] for link in links if not takes_long.fullmatch(link)}
    assert not {link: status for link in asked if (status := public.get(link, headers=BROWSER).status_code) >= 400}
    for page in pages.values():
        assert "a person decides" in page.text
        assert [tag for tag, _ in page.tags].count("h1") == 1
        assert len(page.ids) == len(set(page.ids))
        assert not [held for _, held in page.tags if any(name == "style" or name.startswith("on") for name in held)]
