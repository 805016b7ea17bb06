"""Decisions, letters and slips as HTML: outcome first, whole, in order, and with nothing from elsewhere."""

import base64
import hashlib
import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from itertools import pairwise

import pytest
from lxml import html as markup
from lxml.html import HtmlElement

from documents import STYLE_HASH, Answered, LawCited, Part, decision, letter, slip
from tests.documents.making import CORRECTED, DECISION, DISSENT, DRAFT, LETTER, SLIP, typed

PAPERS = {
    "decision": (DECISION, decision(DECISION)),
    "draft": (DRAFT, decision(DRAFT)),
    "letter": (LETTER, letter(LETTER)),
    "slip": (SLIP, slip(SLIP)),
}
HOSTILE = ("<script>alert(1)</script>", "{{ config }}", "{% raw %}", "]]>", "\"'><b>", "\u202egnirts\u202c", "&amp;")


def page(html: str) -> HtmlElement:
    return markup.document_fromstring(html)


def text_of(html: str) -> str:
    return " ".join(page(html).body.text_content().split())


def strings(paper: object) -> list[str]:
    """Every string in a paper, however deep."""
    if isinstance(paper, str):
        return [paper]
    if is_dataclass(paper):
        return [each for field in fields(paper) for each in strings(getattr(paper, field.name))]
    return [each for one in paper for each in strings(one)] if isinstance(paper, tuple) else []


@pytest.mark.parametrize("name", PAPERS)
def test_a_page_has_one_title_headings_in_order_and_ids_that_are_its_own(name: str) -> None:
    whole = page(PAPERS[name][1])
    levels = [int(each.tag[1]) for each in whole.body.iter("h1", "h2", "h3", "h4")]
    ids = [each.get("id") for each in whole.iter() if each.get("id")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(ids) == len(set(ids))
    assert {each.get("aria-labelledby") for each in whole.iter("section")} <= set(ids)
    assert (whole.get("lang"), bool(whole.findtext("head/title"))) == ("en-GB", True)


@pytest.mark.parametrize("name", PAPERS)
def test_every_table_has_a_caption_and_every_header_says_what_it_heads(name: str) -> None:
    for table in page(PAPERS[name][1]).iter("table"):
        assert table.findtext("caption")
        assert {each.get("scope") for each in table.iter("th")} <= {"col", "row"}
        assert table.find("thead/tr/th") is not None


@pytest.mark.parametrize("name", PAPERS)
def test_a_page_is_whole_in_itself_and_its_one_style_is_the_one_that_a_policy_names(name: str) -> None:
    html = PAPERS[name][1]
    whole = page(html)
    (style,) = re.findall("<style>(.*?)</style>", html, re.DOTALL)
    assert f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}" == STYLE_HASH
    assert not re.search(r"url\(|@import|expression", style)
    assert not list(whole.iter("script", "link", "img", "iframe", "object", "form"))
    assert not [name for each in whole.iter() for name in each.attrib if name == "style" or name.startswith("on")]
    assert not re.search("Frutiger|NHS logo", html, re.IGNORECASE)


@pytest.mark.parametrize("name", PAPERS)
def test_every_word_of_a_paper_is_on_its_page(name: str) -> None:
    paper, html = PAPERS[name]
    text, source = text_of(html), html.split("<body", 1)[1]
    missing = [
        word for said in strings(paper) for word in typed(said) if word not in text and f"section-{word}" not in source
    ]
    assert not missing


def test_the_outcome_comes_first_and_the_rest_follows_in_order() -> None:
    assert [each.text_content() for each in page(PAPERS["decision"][1]).body.iter("h1", "h2")] == [
        "A new pharmacy for Larkmere Garden Village", "What is decided", "The parties", "Who decided",
        "The application and the appeal", "The law", "Findings", "Reasons", "Disposal",
        "Where the decision departs from what was proposed", "Answers to the questions", "The law that was applied",
        "What the parties can do next", "Corrections", "How this was worked out",
    ]  # fmt: skip
    assert (
        "What is decided The commissioner’s decision is quashed, and the matter is decided afresh. The application is "
        "granted. Decided on 26 November 2026."
    ) in text_of(PAPERS["decision"][1])


def test_paragraphs_are_numbered_through_all_parts() -> None:
    numbers = [each.get("id") for each in page(PAPERS["decision"][1]).iter("p") if each.get("id")]
    assert numbers == [f"para-{number}" for number in range(1, len(numbers) + 1)]
    last = page(PAPERS["decision"][1]).get_element_by_id(numbers[-1])
    assert (
        last.text_content()
        == f"{len(numbers)}. The decision is quashed. On redetermination the application is granted."
    )


def test_a_decision_that_another_replaced_or_that_was_corrected_says_so_at_its_top() -> None:
    top = text_of(PAPERS["decision"][1]).partition(DECISION.title)[0]
    assert "Decision SAMPLE/2027/1 has come in the place of this one." in top
    assert "This decision comes in the place of decision SAMPLE/2025/3." in top
    assert "Slips in this decision were corrected" in top


def test_a_decision_that_comes_after_a_deferral_replaces_none() -> None:
    after = replace(DECISION, supersedes="", superseded_by="", follows="SAMPLE/2025/3")
    top = text_of(decision(after)).partition(DECISION.title)[0]
    assert "This decision comes after decision SAMPLE/2025/3, which left the appeal open." in top
    assert "in the place of" not in top


def test_a_draft_says_boldly_that_it_is_not_issued_and_what_it_lacks() -> None:
    whole, said = page(PAPERS["draft"][1]), text_of(PAPERS["draft"][1])
    assert next(each.text for each in whole.iter("strong")) == "Draft: not issued."
    both = text_of(decision(replace(DRAFT, sample=True)))
    assert "Sample. This is about invented or copied sample data." in both
    assert "Draft: not issued." in both
    for lacks in (
        "Nothing is decided yet.", "No party is named yet.", "It is not said yet who decides.",
        "Nothing is written here yet.",
    ):  # fmt: skip
        assert lacks in said
    assert "dcterms.created" not in PAPERS["draft"][1]
    assert "Sample" not in said


def test_an_issued_decision_leaves_out_what_it_does_not_have() -> None:
    bare = replace(
        DECISION, parts=(Part("law", "The law", " "),), departures=(), answers=(), law=(), next_steps=(),
        corrections=(), sample=False,
    )  # fmt: skip
    said = text_of(decision(bare))
    assert "The law " not in said
    assert not list(page(decision(bare)).iter("table"))
    assert "Sample" not in said


def test_dissent_is_set_line_by_line_and_a_departure_says_what_was_proposed() -> None:
    first, second = DISSENT.split("\n")
    assert f"{first}<br>{second}" in PAPERS["decision"][1]
    assert "<em>Proposed: Refuse</em>" in PAPERS["decision"][1]


def test_how_it_was_worked_out_says_that_people_decided() -> None:
    said = text_of(PAPERS["decision"][1]).partition("How this was worked out")[2]
    assert "proposed an answer. That is a proposal and no more." in said
    assert "made by whoever is named under “Who decided”, and departs from the proposal where" in said
    alone = replace(DECISION, decided_by=("Rosalind Okafor",), departures=())
    assert "made by whoever is named under “Who decided”." in text_of(decision(alone))
    assert "The decision is for people to make." in text_of(PAPERS["draft"][1])


def test_law_has_links_only_to_the_web_and_readers_only_where_somebody_read_it() -> None:
    law = (LawCited("regulation 1", "Citation", "javascript:alert(1)"),)
    whole = page(decision(replace(DECISION, law=law)))
    assert [each.text for each in whole.iter("th") if each.text == "Read by"] == []
    assert [each.get("href") for each in whole.iter("a") if "regulation" in each.text_content()] == []
    links = [each.get("href") for each in page(PAPERS["decision"][1]).iter("a") if each.text == "regulation 31"]
    assert links == ["https://www.legislation.gov.uk/uksi/2013/349/regulation/31"]


def test_a_letter_is_addressed_and_says_what_was_decided_who_is_told_and_what_is_corrected() -> None:
    html, said = PAPERS["letter"][1], text_of(PAPERS["letter"][1])
    assert "Wrenlow Pharmacy Limited<br>The Old Dairy<br>Mill Lane<br>Larkmere<br>LK4 2QT" in html
    for words in (
        "27 November 2026", "Sent by post", "Dear Wrenlow Pharmacy Limited", "The application is granted.",
        "We write to you as: Applicant and appellant.", "Notified party: Fen Street Chemists", "Yours sincerely",
        "Only these words change.",
    ):  # fmt: skip
        assert words in said


def test_a_letter_says_what_was_decided_before_anything_that_somebody_wrote() -> None:
    whole = page(PAPERS["letter"][1])
    assert [each.text_content() for each in whole.body.iter("h1", "h2")] == [
        LETTER.title, "What was decided", "What you asked", "What is corrected", "What you can do next", "Who is told",
    ]  # fmt: skip
    said = text_of(PAPERS["letter"][1])
    assert (
        said.index(LETTER.final) < said.index("This is decision SAMPLE/2026/7.") < said.index("I enclose our decision")
    )


def test_a_letter_that_is_not_sent_says_so_and_one_that_goes_to_nobody_else_says_that() -> None:
    said = text_of(letter(replace(LETTER, dated=None, how="", told=(), corrections=(), to_address=" ")))
    assert "Not sent yet. This is how the letter will read." in said
    assert "We write to nobody else." in said
    assert "Sent " not in said
    assert "corrected" not in said


def test_a_slip_says_which_words_change_and_that_the_outcome_does_not() -> None:
    said = text_of(PAPERS["slip"][1])
    assert "Correction 1 of decision SAMPLE/2026/7" in said
    assert "What was decided stays as it is. Only these words change, from 3 December 2026." in said


@pytest.mark.parametrize("sign", HOSTILE)
def test_signs_that_mean_something_to_a_machine_come_out_as_text(sign: str) -> None:
    odd = replace(
        DECISION, title=sign, case_reference=sign, parties=((sign, sign),), decided_by=(sign,),
        answers=(Answered(sign, sign, sign, sign),), parts=(Part("law", sign, sign),),
        corrections=(replace(CORRECTED, stands=sign),), decided_on=date(2026, 11, 26),
    )  # fmt: skip
    whole = page(decision(odd))
    assert whole.body.text_content().count(sign) >= 9
    assert whole.findtext("head/title") == f"Decision SAMPLE/2026/7: {sign}"
    assert not list(whole.body.iter("script", "b"))
