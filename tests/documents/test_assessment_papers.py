"""The papers of an assessment: outcome first, warned on top, whole in HTML, PDF and DOCX, tagged, opened by others."""

import io
import re
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx as word
import pytest
from docx.oxml.ns import qn
from lxml import html as markup
from pypdf import PdfReader

from documents import action_plan, board_paper, docx, evidence_index, pdf
from tests.documents.assessing import BOARD, HEAD, INDEX, NO_PLAN, PLAN, SUBJECTS, TRUST, UNMET, UNSHOWN, WARNING
from tests.documents.making import typed
from tests.documents.test_pdf_of_each import elements
from tests.machine import libreoffice, need, pango

PAPERS = {
    "board": board_paper(BOARD),
    "plan": action_plan(PLAN),
    "nothing to plan": action_plan(NO_PLAN),
    "index": evidence_index(INDEX),
}
LOOK = "Somebody looks at each of these too:"
LONG_HASH = re.compile(r"\b[0-9a-f]{64}\b")


def text_of(html: str) -> str:
    return " ".join(markup.document_fromstring(html).body.text_content().split())


def table(html: str, caption: str) -> list[list[str]]:
    """The cells of a table, row by row."""
    found = [each for each in markup.document_fromstring(html).iter("table") if each.findtext("caption") == caption]
    assert len(found) == 1
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found[0].iter("tr")]


@pytest.mark.parametrize("name", PAPERS)
def test_each_warns_before_anything_else_and_is_whole(name: str) -> None:
    page = markup.document_fromstring(PAPERS[name])
    text = text_of(PAPERS[name])
    levels = [int(each.tag[1]) for each in page.body.iter("h1", "h2", "h3", "h4")]
    ids = [each.get("id") for each in page.iter() if each.get("id")]
    assert text.index("Rules from memory, not checked.") < text.index(WARNING) < text.index(HEAD.scheme)
    assert "This is not the scheme’s official form, and nobody has signed it." in text
    assert "Sample." in text
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(ids) == len(set(ids))
    assert {each.get("aria-labelledby") for each in page.iter("section")} <= set(ids)
    assert all(each.findtext("caption") for each in page.iter("table"))
    assert {each.get("scope") for each in page.iter("th")} <= {"col", "row"}


def test_rules_that_were_all_read_are_not_said_to_be_from_memory() -> None:
    page = board_paper(replace(BOARD, head=replace(HEAD, warning="", sample=False)))
    assert "from memory" not in text_of(page).split("How the rules were checked")[0]
    assert "Sample" not in text_of(page)
    assert "This is not the scheme’s official form" in text_of(page)


def test_the_board_paper_tells_the_outcome_and_the_three_counts_first() -> None:
    text = text_of(PAPERS["board"])
    outcome = text.index("On the evidence, not all ten safety actions are met at every site.")
    counts = text.index("Met on evidence: 8. Not met: 1. Not yet shown: 1.")
    assert outcome < counts < text.index("Not met: safety action 8.") < text.index("Not yet shown: safety action 10.")
    assert counts < text.index("The ten safety actions, site by site")


@pytest.mark.parametrize(("stands", "sites", "told"), [
    ("met", ("A",), "On the evidence, all ten safety actions are met at its site."),
    ("met", ("A", "B"), "On the evidence, all ten safety actions are met at every site."),
    ("not_shown", ("A", "B"), "It is not yet shown that all ten safety actions are met at every site."),
])  # fmt: skip
def test_each_outcome_has_its_own_sentence(stands: str, sites: tuple[str, ...], told: str) -> None:
    head = replace(HEAD, sites=sites)
    actions = tuple(replace(each, trust="met", sites=("met",) * len(sites)) for each in BOARD.actions)
    text = text_of(board_paper(replace(BOARD, head=head, stands=stands, actions=actions, left=(), last_days=())))
    assert told in text
    assert "No requirement is found not met on what was stated." in text
    assert "Nothing is left open." in text
    assert "Last days to act" not in text


def test_several_actions_are_named_as_a_person_would() -> None:
    actions = tuple(replace(each, trust="not_met") for each in BOARD.actions)
    two = actions[:2] + BOARD.actions[2:7]
    assert "Not met: safety actions 1 and 2." in text_of(board_paper(replace(BOARD, actions=two)))
    three = actions[:3] + BOARD.actions[3:7]
    assert "Not met: safety actions 1, 2 and 3." in text_of(board_paper(replace(BOARD, actions=three)))


def test_the_ten_actions_stand_site_by_site_and_for_the_trust() -> None:
    rows = table(PAPERS["board"], "How each action stands on the evidence")
    assert rows[0] == ["Safety action", "Trust", "North site", "Ŵyn House & Marsh"]
    assert rows[1] == ["1. reviews of perinatal deaths", "Met", "Met", "Met"]
    assert rows[8] == ["8. training", "Not met", "Not met", "Met"]
    assert rows[10] == [f"10. {SUBJECTS[9]}", "Not yet shown", "Met", "Not yet shown"]
    single = tuple(replace(each, sites=each.sites[:1]) for each in BOARD.actions)
    one = board_paper(replace(BOARD, head=replace(HEAD, sites=("A",)), actions=single))
    assert table(one, "How each action stands on the evidence")[0] == ["Safety action", "A"]


def test_what_is_not_met_says_why_in_the_words_it_was_given_and_what_is_open_says_what_would_show_it() -> None:
    text = text_of(PAPERS["board"])
    assert f"{UNMET.cited}, North site: Emergencies training {UNMET.said[0]} {UNMET.said[1]}" in text
    assert table(PAPERS["board"], "Safety action 10: not yet shown")[1] == [
        "".join(UNSHOWN.asked), "Ŵyn House & Marsh", UNSHOWN.needs[0],
    ]  # fmt: skip
    assert table(PAPERS["board"], "The last safe day for each step, the earliest first")[1] == [
        "1 March 2026", "Safety action 8(b)", "North site", "Train 1 more midwife",
    ]  # fmt: skip


def test_days_to_come_stand_where_it_is_told_what_is_not_yet_shown_and_shares_of_few_in_a_list() -> None:
    given, bare = text_of(PAPERS["board"]), text_of(board_paper(replace(BOARD, to_come=(), by_eye=())))
    ahead = (
        "These days were stated and had not come by 24 February 2026. No plan is evidence, so they count as not known:"
    )
    assert f"What is not yet shown, and what would show it {ahead} {BOARD.to_come[0]}" in given
    assert f"Shares of few or none A share of fewer than ten says little either way. {LOOK} {BOARD.by_eye[0]}" in given
    assert "had not come by" not in bare
    assert "Shares of few" not in bare


def test_an_estimate_of_money_stands_there_where_one_is_given() -> None:
    given, bare = text_of(PAPERS["board"]), text_of(board_paper(replace(BOARD, money=())))
    assert f"What may come back: an estimate {BOARD.money[0]} Four views" in given
    assert "What may come back" not in bare


def test_what_was_frozen_says_under_which_hash_and_who_signed_and_not_that_nobody_did() -> None:
    frozen = ("Frozen as snapshot 1, under the SHA-256 " + "ab" * 32 + ".", "Signed: Chief executive: A. Chief.")
    head = replace(HEAD, frozen=frozen)
    for made in (board_paper(replace(BOARD, head=head)), action_plan(replace(PLAN, head=head))):
        assert "nobody has signed it" not in text_of(made)
        assert f"As at 24 February 2026 {frozen[0]} {frozen[1]}" in text_of(made)


def test_the_plan_has_what_somebody_noted_and_blanks_for_the_rest() -> None:
    line = replace(PLAN.lines[0], owner="A. <Matron>", due_on=date(2026, 1, 15), comment="It goes to the Board")
    rows = dict(table(action_plan(replace(PLAN, lines=(line,))), UNMET.title))
    assert (rows["Who owns it"], rows["Done by"]) == ("A. <Matron>", "15 January 2026")
    assert (rows["Noted"], rows["Who leads it"]) == ("It goes to the Board", "To fill in:")
    assert "Noted" not in dict(table(PAPERS["plan"], UNMET.title))


def test_items_of_evidence_are_listed_with_where_their_originals_are() -> None:
    rows = table(PAPERS["index"], "Items of evidence, in the order in which they came")
    assert rows[1] == [
        f"1. Minutes of <the Board>The company secretary's office{'ef56' * 16}",
        "Dated 2 June 2025Safety action 10(d): item 1 lies outside and does not count.",
        "Received at 12:00:00 on 3 June 2025Approved by 2 people", "Safety action 10(d), North site",
    ]  # fmt: skip
    assert (rows[2][0], rows[2][3]) == ("2. The planNo place is named", "No requirement")
    assert "Items of evidence" not in text_of(evidence_index(replace(INDEX, items=())))


def test_the_four_views_are_kept_apart_and_what_nobody_stated_is_said_to_be_so() -> None:
    rows = table(PAPERS["board"], "Each action in the four views")
    assert rows[0] == ["Safety action", "Self-assessed", "On the evidence", "Externally validated", "Re-verified"]
    assert rows[1][1:] == ["Met, on 2 February 2026", "Met", "Not stated", "Not stated"]
    assert rows[2][1:] == ["Not stated", "Met", "Met", "Not stated"]
    assert rows[3][1:] == ["Not stated", "Met", "Not stated", "Not met"]
    assert rows[8][1:] == ["Not stated", "Not met", "Not stated", "Not stated"]


def test_it_says_what_it_rests_on_and_how_to_make_it_again() -> None:
    text = text_of(PAPERS["board"])
    assert "From memory, and not checked: 262 conditions that these answers rest on (safety action 9(a);" in text
    assert "safety action 9(h); and 2 more)" in text
    assert "Taken from what others report: 1 condition that these answers rest on (verdict)." in text
    assert "rationale assess FELLGATE --year 7 --today 2026-02-24" in text
    assert len(set(LONG_HASH.findall(text))) == 5


def test_the_plan_has_one_table_for_each_line_and_blanks_that_nobody_filled_in() -> None:
    rows = table(PAPERS["plan"], "Emergencies training")
    assert rows[0] == ["What has to be so", "At least 90% of each staff group attended."]
    assert "1 more would be enough: 44 of 48" in rows[1][1]
    assert [row[0] for row in rows[2:]] == [
        "What will be done", "Who owns it", "Who leads it", "Cost (£)", "Begins on", "Done by", "How it will be known",
    ]  # fmt: skip
    assert {row[1] for row in rows[2:]} == {"To fill in:"}
    assert "there is nothing to plan" in text_of(PAPERS["nothing to plan"])


def test_the_index_has_a_table_for_the_trust_and_one_for_each_site() -> None:
    assert table(PAPERS["index"], "What is stated: The trust")[1] == [
        f"On what day did the Board see it?board_sighted_on{'ab12' * 16}",
        "2 June 2025",
        "the minutes of 2 JunePeriod from 2 April 2025 to 30 November 2025",
        "Safety action 10(d)",
    ]
    assert table(PAPERS["index"], "What is stated: North site")[1][2:] == [
        "No source is named", "Safety action 8(a); Safety action 8(b)",
    ]  # fmt: skip


@pytest.mark.proof  # about 4 s; what sets PDFs is tried daily on letters and decisions
def test_the_pdf_is_tagged_says_on_every_page_that_it_is_a_draft_and_holds_every_word() -> None:
    need(pango())
    html = PAPERS["board"]
    made = PdfReader(io.BytesIO(pdf(html)))
    root: Any = made.root_object
    every = list(elements(root["/StructTreeRoot"]))
    found = Counter(str(each["/S"]) for each in every)
    page = markup.document_fromstring(html)
    assert made.metadata is not None
    assert made.metadata.title == f"The ten safety actions, scheme year 7: {TRUST}"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()
    assert str(root["/Lang"]) == "en-GB"
    assert found["/H1"] == 1
    for tag, in_tree in (("h2", "/H2"), ("h3", "/H3"), ("caption", "/Caption"), ("th", "/TH"), ("td", "/TD")):
        assert found[in_tree] >= len(list(page.body.iter(tag))), tag
    heads = {str(each["/ID"]) for each in every if each["/S"] == "/TH" and "/ID" in each}
    cells = [each for each in every if each["/S"] == "/TD"]
    assert all({str(head) for head in cell["/A"]["/Headers"]} <= heads for cell in cells)
    texts = [each.extract_text() for each in made.pages]
    assert "Rules from memory, not checked." in " ".join(texts[0].split())
    assert all("Draft, about sample data" in each for each in texts)
    assert all("ules from memory, not checked" in " ".join(each.split()) for each in texts)
    whole = " ".join(" ".join(texts).split())
    assert not [each for each in typed(" ".join(page.body.itertext())) if each not in whole]


@pytest.mark.parametrize("name", PAPERS)
def test_the_word_document_holds_every_word_in_order_and_says_what_it_is(name: str) -> None:
    made = word.Document(io.BytesIO(docx(PAPERS[name])))
    body: Any = made.element.body
    said = "".join(each.text for each in body.iter(qn("w:t")))
    assert re.sub(r"\s", "", said) == re.sub(r"\s", "", markup.document_fromstring(PAPERS[name]).body.text_content())
    assert len(made.tables) == PAPERS[name].count("<table")
    assert "rules from memory, not checked" in made.sections[0].header.paragraphs[0].text
    assert made.sections[0].footer.paragraphs[0].text.startswith("Sample: nobody’s real decision. Draft.")
    assert made.core_properties.author == TRUST


@pytest.mark.proof  # about 10 s
def test_libreoffice_opens_each_word_document_and_reads_every_word(tmp_path: Path) -> None:
    office = need(libreoffice())
    files = [tmp_path / f"{name}.docx" for name in PAPERS]
    for file in files:
        file.write_bytes(docx(PAPERS[file.stem]))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    asked = [str(office), home, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*asked, *map(str, files)], check=True, capture_output=True, timeout=300)
    for name, html in PAPERS.items():
        said = (tmp_path / f"{name}.txt").read_text(encoding="utf-8-sig")
        words = typed(" ".join(markup.document_fromstring(html).body.itertext()))
        assert len(words) > 60, name
        assert not [each for each in words if each not in said], name
