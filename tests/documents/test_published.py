"""Published records as pages, as plain text and as PDF: whole, in order, with nothing in them that is not shown."""

import base64
import hashlib
import io
import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from lxml import html as markup
from lxml.html import HtmlElement
from pypdf import PdfReader

from documents import (
    FORMATS_OF,
    PUBLISHED_STYLE_HASH,
    PartyNamed,
    SectionSaid,
    canonical,
    published_html,
    published_notices,
    published_parts,
    published_text,
)
from tests.documents.making import typed
from tests.documents.published import ADDRESS, BARE, DECISION, ELSEWHERE, PARAGRAPHS, RECORDS, RESULT, WITHHELD, told
from tests.machine import need, pango

PAGES = {name: published_html(record, ADDRESS) for name, record in RECORDS.items()}
HOSTILE = ("<script>alert(1)</script>", "{{ config }}", "]]>", "\"'><b>", "&amp;", "a\x0bb")


def page(html: str) -> HtmlElement:
    return markup.document_fromstring(html)


def words_of(html: str) -> str:
    """What a page says, on one line; where a line ends in it, a space."""
    return " ".join(page(html.replace("<br>", " ")).body.text_content().split())


@pytest.mark.parametrize("name", RECORDS)
def test_a_page_has_one_title_headings_in_order_ids_of_its_own_and_links_that_lead_somewhere(name: str) -> None:
    whole = page(PAGES[name])
    levels = [int(each.tag[1]) for each in whole.body.iter("h1", "h2", "h3", "h4")]
    ids = [each.get("id") for each in whole.iter() if each.get("id")]
    within = {each.get("href")[1:] for each in whole.iter("a") if each.get("href").startswith("#")}
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(ids) == len(set(ids))
    assert {each.get("aria-labelledby") for each in whole.iter("section")} | within <= set(ids)
    assert (whole.get("lang"), bool(whole.findtext("head/title"))) == ("en-GB", True)
    for table in whole.iter("table"):
        assert table.findtext("caption")
        assert {each.get("scope") for each in table.iter("th")} <= {"col", "row"}


@pytest.mark.parametrize("name", RECORDS)
def test_a_page_takes_nothing_from_elsewhere_and_its_one_style_can_be_named_by_a_policy(name: str) -> None:
    whole = page(PAGES[name])
    (style,) = whole.iter("style")
    assert not list(whole.iter("script", "link", "img", "iframe", "object", "form"))
    assert not [each for each in whole.iter() if each.get("style") or each.get("src") or each.get("onclick")]
    hashed = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert f"sha256-{hashed}" == PUBLISHED_STYLE_HASH


@pytest.mark.parametrize("name", RECORDS)
def test_every_word_of_a_record_stands_in_its_page_and_in_its_text(name: str) -> None:
    record = RECORDS[name]
    in_page, in_text = words_of(PAGES[name]), " ".join(published_text(record, ADDRESS).split())
    for words in told(record):
        assert words in in_page, words
        assert words in in_text, words
    for section in getattr(record, "sections", ()):
        assert not [word for word in typed(section.text) if word not in in_page or word not in in_text]


def test_it_goes_from_the_outcome_through_the_reasons_to_what_comes_next() -> None:
    assert [part.id for part in published_parts(DECISION, ADDRESS)] == [
        "outcome", "summary", "under-appeal", "parties", "decided-by", "facts", "law-applied", "findings",
        "section-background", "section-reasons", "departures", "answers", "disposal", "not-decided", "next-steps",
        "corrections", "redactions", "worked-out", "cite", "version",
    ]  # fmt: skip
    assert [part.id for part in published_parts(RESULT, ADDRESS)] == [
        "outcome", "summary", "trust", "actions", "history", "cite", "version",
    ]  # fmt: skip
    own = replace(DECISION, sections=(SectionSaid("disposal", "Disposal", "It is quashed."),))
    assert [part.title for part in published_parts(own, ADDRESS)].count("Disposal") == 1


def test_its_paragraphs_are_numbered_through_and_can_be_linked_to() -> None:
    found = [each for each in page(PAGES["decision"]).iter("p") if each.get("class") == "para"]
    assert [each.get("id") for each in found] == ["para-1", "para-2", "para-3"]
    assert [each.text_content()[: len(text) + 3] for each, text in zip(found, PARAGRAPHS, strict=True)] == [
        f"{number}. {text}" for number, text in enumerate(PARAGRAPHS, start=1)
    ]
    assert f"{ADDRESS}#para-3 is paragraph 3" in words_of(PAGES["decision"])


def test_what_is_not_published_says_so_where_it_stood_and_why() -> None:
    rows = {each.get("id"): each.text_content() for each in page(PAGES["decision"]).iter("tr")}
    assert "Not published" in rows["fact-patient_need"]
    assert WITHHELD in rows["fact-patient_need"]
    said = words_of(PAGES["decision"])
    assert "The facts: Whose needs are hard to meet?" in said
    assert "by it anybody could try what a redacted fact was" in said
    assert "do not come out the same on: Should the application be granted, refused or deferred?; reg. 18(2)(b)" in said


def test_a_record_says_first_what_a_reader_must_know() -> None:
    assert [(each.kind, each.title) for each in published_notices(DECISION)] == [
        ("superseded", "Superseded."), ("", "Supersedes."), ("", "Corrected."), ("sample", "Sample."),
        ("", "Version 2."), ("", "Redacted."),
    ]  # fmt: skip
    assert [each.title for each in published_notices(ELSEWHERE)] == ["Made elsewhere, not determined here.", "Sample."]
    assert published_notices(replace(DECISION, sample=False, version=1, why=None, corrections=(), redactions=(),
                                     supersedes="", superseded_by="")) == ()  # fmt: skip


def test_one_made_elsewhere_claims_nothing_of_ours() -> None:
    said = words_of(PAGES["elsewhere"])
    assert "nothing of it was determined here" in said
    assert "Its year is 2019; the source does not tell the day." in said
    assert "Where this record and its source differ, the source is right." in said
    assert "This record does not say what it had decided." in said
    assert "It is nobody’s real decision" not in said
    assert "This record does not say what was decided." in words_of(PAGES["bare"])


def test_the_result_of_a_trust_says_which_actions_were_met_and_which_were_not() -> None:
    said = words_of(PAGES["result"])
    assert "9 of 10 safety actions met." in said
    assert "Met: 1, 2, 3, 4, 5, 6, 7, 9, 10. Not met: 8." in said


def test_law_links_to_its_words_and_on_a_site_to_the_rule_too() -> None:
    law = {part.id: part for part in published_parts(DECISION, ADDRESS, lambda each: f"/rules/{each.provision}")}
    links = [each.get("href") for each in page(str(law["law-applied"].html)).iter("a")]
    assert DECISION.applied[0].url in links
    assert "/rules/reg-18-1-unforeseen-benefits" in links
    assert "From memory, and not checked against the published text; not yet reviewed by a lawyer. Read for this" in (
        words_of(PAGES["decision"])
    )


def test_words_that_were_construed_are_told_apart_from_what_others_report() -> None:
    law = replace(DECISION.applied[0], checked="construed")
    said = " ".join(published_text(replace(DECISION, applied=(law,), findings=()), ADDRESS).split())
    assert "Read in the published text; how it applies here is the reading of those who made the rules; not yet" in said


@pytest.mark.parametrize("name", RECORDS)
def test_no_line_of_the_text_is_longer_than_72_columns_but_what_is_one_word(name: str) -> None:
    for line in published_text(RECORDS[name], ADDRESS).splitlines():
        assert len(line) <= 72 or len(line.split()) <= 2, line
        assert line == line.rstrip()


@pytest.mark.parametrize("sign", HOSTILE)
def test_signs_that_mean_something_to_a_machine_come_out_as_text(sign: str) -> None:
    odd = replace(
        DECISION, title=sign, summary=sign, parties=(PartyNamed(sign, sign),), decided_by=(sign,), next_steps=(sign,),
        sections=(SectionSaid("law", sign, sign),), does_not_decide=(sign,),
    )  # fmt: skip
    shown = sign.replace("\x0b", "")
    whole = page(published_html(odd, ADDRESS))
    assert whole.body.text_content().count(shown) >= 8
    assert not list(whole.body.iter("script", "b"))
    assert shown in published_text(odd, ADDRESS)
    for name in ("jsonld", "xml"):
        assert FORMATS_OF[name].make(odd, ADDRESS)


@pytest.mark.parametrize("name", [each for each in FORMATS_OF if each != "pdf"])
def test_the_same_record_gives_the_same_bytes_in_every_format(name: str) -> None:
    made = FORMATS_OF[name]
    assert made.ending == f".{name}"
    for record in RECORDS.values():
        assert made.make(record, ADDRESS) == made.make(record, ADDRESS)


def test_the_json_is_what_is_hashed_and_the_page_says_its_hash() -> None:
    assert FORMATS_OF["json"].make(DECISION, ADDRESS) == canonical(DECISION)
    assert hashlib.sha256(canonical(DECISION)).hexdigest() in PAGES["decision"]
    assert json.loads(FORMATS_OF["json"].make(BARE, ADDRESS))["determined"] == "elsewhere"


def test_metadata_names_the_service_the_title_the_day_of_the_decision_and_nobody() -> None:
    need(pango())
    said = {each.get("name"): each.get("content") for each in page(PAGES["decision"]).iter("meta") if each.get("name")}
    del said["viewport"]
    assert said == {
        "author": DECISION.service, "dcterms.identifier": DECISION.reference, "dcterms.created": DECISION.decided_on,
    }  # fmt: skip
    read = PdfReader(io.BytesIO(FORMATS_OF["pdf"].make(DECISION, ADDRESS)))
    found = {name: str(value) for name, value in (read.metadata or {}).items() if name != "/Producer"}
    assert found == {
        "/Title": f"Decision {DECISION.reference}: {DECISION.title}", "/Author": DECISION.service,
        "/CreationDate": f"D:{DECISION.decided_on.replace('-', '')}",
    }  # fmt: skip
    root: Any = read.root_object
    assert (root["/Lang"], str(root["/MarkInfo"]["/Marked"]).lower()) == ("en-GB", "true")
    text = " ".join(" ".join(each.extract_text() for each in read.pages).split())
    assert not [word for words in told(DECISION) for word in words.split() if word.isalpha() and word not in text]
    assert all("Sample: nobody’s real decision" in each.extract_text() for each in read.pages)
