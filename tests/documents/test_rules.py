"""A rule set as a document for a lawyer: every provision and version, each condition with its place and its check."""

import io
import re
from itertools import pairwise
from pathlib import Path

import docx as word
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from lxml import html as markup
from lxml.html import HtmlElement

from documents import RulesPaper, docx, pdf, rules
from engine import RuleSet, load_rule_set, load_rule_sets
from tests.engine.garden import planted, spoilt
from tests.engine.test_authoring import GOOD
from tests.machine import need, pango

QUIET = "For the Committee to find: Is the visitor quiet enough? Met by:"
PAID = "For the applicant to show: How much did the visitor pay? Met by:"


def words_of(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def parsed(html: str) -> HtmlElement:
    """The page, with a space where a browser shows a new line or a new cell."""
    return markup.document_fromstring(re.sub("<br>|</t[dh]>", r" \g<0>", html))


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    return load_rule_set(planted(tmp_path_factory.mktemp("rules")) / "garden" / "gate")


@pytest.fixture(scope="module")
def html(gate: RuleSet) -> str:
    return rules(RulesPaper(gate))


@pytest.fixture(scope="module")
def page(html: str) -> HtmlElement:
    return parsed(html)


@pytest.fixture(scope="module")
def file(html: str) -> bytes:
    return docx(html)


@pytest.fixture(scope="module")
def document(file: bytes) -> Document:
    return word.Document(io.BytesIO(file))


def trees(page: HtmlElement) -> list[list[list[str]]]:
    return [[[words_of(cell) for cell in row] for row in tree.iter("tr")][1:] for tree in page.find_class("tree")]


def test_the_first_page_says_what_it_is_of_which_revision_and_who_has_reviewed_it(
    page: HtmlElement, gate: RuleSet
) -> None:
    said = words_of(page.body)
    assert said.startswith(
        "Rationale Draft. A lawyer has reviewed 1 of these 2 provisions, and no more. Rules for review Entry to the "
        f"garden garden/gate, revision {gate.revision}"
    )
    assert "1 of 2 provisions are reviewed, by An invented lawyer." in said
    assert "It is not the text of the law, to which the links lead, and it is no legal advice." in said
    assert "the one in force on the day that answers “On which day was the visit?”, unless" in said


def test_where_nobody_has_reviewed_anything_that_is_the_first_thing_said(tmp_path: Path) -> None:
    nobody = 'stage: reviewed\nreviewed: {by: "An invented lawyer", dated: 2026-11-20}'
    folder = spoilt(tmp_path, "gate/reg-7-ban.yaml", nobody, "stage: draft") / "garden" / "gate"
    said = words_of(parsed(rules(RulesPaper(load_rule_set(folder)))).body)
    assert "Draft. No lawyer has reviewed any of these 2 provisions yet." in said
    assert "Who has reviewed it No lawyer yet. The builders wrote these rules." in said


def test_it_counts_how_the_words_behind_its_conditions_were_checked(page: HtmlElement) -> None:
    rows = [[words_of(cell) for cell in row] for row in next(page.iter("table")).iter("tr")]
    assert rows[1:] == [
        ["Read in the published law", "6", "6"],
        ["Read in the published law; how it applies is the builders’ reading", "0", "0"],
        ["From a secondary source, not checked against the published law", "0", "1"],
        ["From memory: nobody has looked", "1", "1"],
    ]


def test_every_version_is_there_newest_first_with_its_dates_and_what_changed_it(page: HtmlElement) -> None:
    entry = page.get_element_by_id("provision-reg-4-entry").getparent()
    assert [words_of(each) for each in entry.iter("h4")] == [
        "From 1 January 2010", "From 1 January 2001 to 31 December 2009", "What it does not decide",
    ]  # fmt: skip
    said = words_of(entry)
    assert "Changed by invented/2009/8: regulation 3 asks for quiet." in said
    assert (
        "Read in the published law (in a faithful copy) by the builders on 26 November 2026: the words as they stood."
        in said
    )
    assert "not checked against the published law, by the builders on 26 November 2026: the source." in said
    links = [each.get("href") for each in entry.iter("a")]
    assert "https://example.org/1931/3/4/2010-01-01" in links
    assert "https://example.org/1931/3/4" in links


def test_the_tree_is_numbered_and_each_line_has_its_place_and_its_check(page: HtmlElement) -> None:
    read, unread = "Read", "From memory"
    asked = "For the applicant to show: Guest or member? Met by:"
    assert trees(page)[0] == [
        ["1", "The visitor is a guest or a quiet member: any of these holds", "reg. 4(1) and (2)", "", ""],
        ["1.1", f"The visitor is a guest {asked} guest.", "reg. 4(1)", read, ""],
        ["1.2", "The visitor is a quiet member: all of these hold", "reg. 4(2)", "", ""],
        ["1.2.1", f"The visitor is a member {asked} member.", "reg. 4(2)(a)", read, ""],
        ["1.2.2", f"The visitor is quiet {QUIET} yes.", "reg. 4(2)(b)", unread, ""],
        ["2", f"The visitor paid the fee {PAID} at least the fee.", "regs. 4(3) and 6(1)", read, ""],
        ["3", "Unless: It rains For the officer to show: Did it rain? Met by: yes.", "Sch. 1 paras 2 to 3", read, ""],
        ["3.1", "Unless: The visitor has an umbrella", "Sch. 1 para 4", read, ""],
        ["3.1.1", "All of these hold", "", "", ""],
        ["3.1.1.1", "For the applicant to show: Had the visitor an umbrella? Met by: yes.", "", "", ""],
        ["3.1.1.2", f"{PAID} more than £0.", "", "", ""],
    ]  # fmt: skip
    assert words_of(next(page.find_class("tree")[0].iter("caption"))) == (
        "It is met where all of these hold, unless an exception applies"
    )


def test_a_condition_on_another_provision_names_it(page: HtmlElement) -> None:
    assert trees(page)[2] == [
        ["1", "The visitor is not let in: this does not hold", "reg. 7(1)", "", ""],
        ["1.1", "The visitor is let in Turns on another provision: Entry (regulation 4)", "reg. 7(1)",
         "Read", ""],
    ]  # fmt: skip


def test_what_follows_what_is_given_and_what_is_not_decided_is_said(page: HtmlElement) -> None:
    said = words_of(page.get_element_by_id("provision-reg-4-entry").getparent())
    assert "Where it is met: The visitor must be let in under regulation 4." in said
    assert "Where it is not: Regulation 4 does not let the visitor in." in said
    assert "It then gives: The day by which the visitor leaves (reg. 5), a date: 1 day after the visited on." in said
    assert "Whether the garden is worth a visit is not decided here." in said
    ban = words_of(page.get_element_by_id("provision-reg-7-ban").getparent())
    assert "From 1 January 2001 to 31 December 2004 There was no such law in this period, so it is not met." in ban


def test_questions_judgements_facts_and_what_is_worked_out_are_there_to_be_checked(page: HtmlElement) -> None:
    said = words_of(page.body)
    assert (
        "Turn away: The keeper turns the visitor away. Turns on another provision: Ban (regulation 7(1)) "
        "A power, which counts only where it is used: Does the keeper ban the visitor?"
    ) in said
    assert "Turn away, in any other case: Nothing lets the visitor in." in said
    judged = words_of(page.get_element_by_id("judgements").getparent())
    assert "1. What other visitors say (reg. 4(2)). Rook v Garden [1932] 1 Inv 4: Singing may be quiet." in judged
    asked = words_of(page.get_element_by_id("facts").getparent())
    assert "Guest or member? The applicant: one of guest; member, or none Stays open" in asked
    assert (
        "How much did the visitor pay? The applicant: an amount of money Taken as the lowest value still possible"
        in asked
    )
    worked_out = words_of(page.get_element_by_id("worked-out").getparent())
    assert "The last day to complain reg. 9 30 days after the visited on" in worked_out


def test_there_is_room_for_remarks_at_each_condition_and_under_each_provision(page: HtmlElement) -> None:
    assert [words_of(next(tree.iter("tr")))[-7:] for tree in page.find_class("tree")] == ["Remarks"] * 3
    signed = page.find_class("sign-off")
    assert [words_of(each) for each in signed[0].iter("th")] == [
        "For the reviewer", "Remarks", "Right as it stands?", "What is to change, and why",
        "Read by, on which day, in which text",
    ]  # fmt: skip
    assert len(signed) == 2


def test_no_heading_is_left_out_between_two_and_every_table_says_what_it_is(page: HtmlElement) -> None:
    levels = [int(each.tag[1]) for each in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert all(table.find("caption") is not None for table in page.iter("table"))
    assert {head.get("scope") for head in page.iter("th")} == {"col", "row"}


def test_the_word_document_says_the_same_in_words_own_headings_and_tables(document: Document, html: str) -> None:
    body = document.element.body
    squeezed = "".join("".join(each.text for each in body.iter(qn("w:t"))).split())
    assert squeezed == "".join(markup.document_fromstring(html).body.text_content().split())
    headings = [each.text for each in document.paragraphs if each.style is not None and each.style.name == "Heading 2"]
    assert headings == ["May the visitor enter the garden?", "Entry", "Ban"]
    assert document.sections[0].header.paragraphs[0].text.startswith("garden/gate, revision ")
    assert document.sections[0].footer.paragraphs[0].text.startswith("Draft. Page ")


def test_numbers_of_conditions_take_little_of_the_page_and_conditions_the_most(document: Document) -> None:
    tree = next(each for each in document.tables if each.rows[0].cells[0].text == "No.")
    widths = [column.width or 0 for column in tree.columns]
    assert min(widths) == widths[0]
    assert max(widths) == widths[1]
    assert sum(widths) == pytest.approx(16.2 * 360_000, rel=0.01)


def test_it_names_no_day_and_gives_the_same_bytes_again(
    html: str, gate: RuleSet, file: bytes, document: Document
) -> None:
    assert rules(RulesPaper(gate)) == html
    assert docx(html) == file
    assert document.core_properties.created is None


def test_every_kind_of_rule_can_be_put_into_words() -> None:
    """Between them, these use the whole language."""
    for rule_set in load_rule_sets(GOOD).values():
        said = words_of(parsed(rules(RulesPaper(rule_set))).body)
        assert "{" not in said
        assert "None" not in said.replace("None yet", "").replace("None of these is ever", "")


@pytest.mark.proof
def test_it_can_be_set_as_pages(html: str) -> None:
    need(pango())
    assert pdf(html).startswith(b"%PDF-")
