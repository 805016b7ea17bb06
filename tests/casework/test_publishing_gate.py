"""The gate before publication: nothing private stands in any format, in hidden layers either, and all can read it."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from casework.publishing import LINES, Redacting, everywhere, gate, redact, release, write_summary
from casework.publishing.accessible import page_faults, pdf_faults
from casework.publishing.checking import check
from casework.publishing.outputs import files_of, pieces_of
from casework.publishing.private_names import standing
from casework.publishing.recognisers import recognised
from documents import FORMATS_OF, SectionSaid, published_pdf
from register import PublishedDetermination
from storage import Database
from tests.casework.deciding import live
from tests.casework.office import NOON
from tests.casework.pdfs import small_pdf
from tests.casework.publishing import Desk, desk
from tests.casework.standing import Standing
from tests.documents.published import ADDRESS, DECISION, RECORDS
from tests.machine import need, pango

NAME, WHAT = "Jonathan Ashworth", "the name of a party"
REACHED = "appeals@eastlarkshire.example"  # the commissioner's own
TEXTS = [name for name in FORMATS_OF if name != "pdf"]


@pytest.fixture
def begun(here: Callable[[str], Standing], register_file: Database) -> Desk:
    """A decision whose publication was begun."""
    made = desk(here("issued"), register_file)
    made.begin()
    return made


def test_the_table_names_all_that_must_hold_in_the_order_in_which_it_is_mended() -> None:
    assert [line.id for line in LINES] == [
        "issued", "personal", "fitting", "recognised", "private", "accessible", "explained", "approved", "embargo",
        "takedowns",
    ]  # fmt: skip
    assert len({line.says for line in LINES}) == len(LINES)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("where", ["title", "summary", "section", "source"])
def test_a_planted_name_is_found_in_every_format_wherever_it_stands(name: str, where: str) -> None:
    planted = {
        "title": replace(DECISION, title=f"The appeal of {NAME}"),
        "summary": replace(DECISION, summary="J. Ashworth appealed."),
        "section": replace(DECISION, sections=(SectionSaid("reasons", "Reasons", "It is *Mr* **Ashworth**’s shop."),)),
        "source": replace(DECISION, facts=(replace(DECISION.facts[0], source="Ashworth, Jonathan"),)),
    }[where]
    texts = [piece.text for piece in pieces_of(name, FORMATS_OF[name].make(planted, ADDRESS))]
    clean = [piece.text for piece in pieces_of(name, FORMATS_OF[name].make(DECISION, ADDRESS))]
    assert list(standing(clean, {NAME: WHAT})) == []
    assert list(standing(texts, {NAME: WHAT}))


def test_the_gate_searches_every_format_and_the_bundle(begun: Desk) -> None:
    drawn = begun.drawn
    told = replace(drawn.record, title=f"The appeal of {NAME}, {REACHED}")
    planted = check(replace(drawn, record=told, private={NAME: WHAT}), small_pdf({"Author": f"{NAME}, {REACHED}"}))
    for (found,) in (planted.private, planted.recognised):
        assert {piece.format for piece in found.pieces} == set(FORMATS_OF)
    made = json.dumps({"findings": [{"statement": f"{NAME}, {REACHED}"}]}).encode()
    bundled = replace(drawn, private={NAME: WHAT}, determinations=(PublishedDetermination("", made),))
    for (found,) in (check(bundled).private, check(bundled).recognised):
        assert found.places(drawn.record) == ("the bundle (determination 1, at /findings/0/statement)",)


HIDDEN = (
    f"<!-- {NAME} -->",
    f'<p title="{NAME}">a</p>',
    f"<p hidden>{NAME}</p>",
    f'<meta name="author" content="{NAME}">',
    f"<template><p>{NAME}</p></template>",
    f"<?note {NAME}?>",
    '<a href="/people/Jonathan%20Ashworth">a</a>',
    "<p>Jona<b>than</b> Ash<span>worth</span></p>",
    "<td>Jonathan</td><td>Ashworth</td>",
    "Jonathan&nbsp;Ashworth",
    f"<style>p::after {{ content: '{NAME}' }}</style>",
    f"<![CDATA[{NAME}]]>",
)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_name_is_found_in_what_no_reader_sees(hidden: str) -> None:
    for name in ("html", "xml"):
        assert list(standing([each.text for each in pieces_of(name, hidden.encode())], {NAME: WHAT})), name


def test_json_is_read_with_its_keys_its_strings_and_its_long_numbers() -> None:
    found = pieces_of("json", f'{{"{NAME}": [1, true, null, {{"a": 1234567890}}]}}'.encode())
    assert [(each.place, each.text) for each in found] == [
        (f"/{NAME}", NAME), (f"/{NAME}/3/a", "a"), (f"/{NAME}/3/a", "1234567890"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hidden",
    [
        small_pdf({"Author": NAME}),
        small_pdf({"Keywords": NAME}),
        small_pdf(xmp=f"<x><dc:creator>{NAME}</dc:creator></x>"),
        small_pdf(note=NAME),
    ],
)  # fmt: skip
def test_a_name_is_found_beside_the_pages_of_a_pdf(hidden: bytes) -> None:
    assert list(standing([each.text for each in pieces_of("pdf", hidden)], {NAME: WHAT}))


@pytest.mark.proof
def test_a_planted_name_is_found_in_the_pdf_as_it_is_published() -> None:
    need(pango())
    planted = replace(DECISION, summary=f"{NAME} appealed.", title="The appeal of Mr Ashworth")
    pieces = pieces_of("pdf", published_pdf(planted, ADDRESS))
    assert {each.place.split()[0] for each in pieces if list(standing([each.text], {NAME: WHAT}))} == {"page", "its"}
    assert list(pdf_faults(published_pdf(planted, ADDRESS))) == []


@pytest.mark.parametrize("name", RECORDS)
def test_nothing_that_the_documents_say_by_themselves_alarms_and_everybody_can_read_them(name: str) -> None:
    files = files_of(RECORDS[name], ADDRESS)
    pieces = [piece for form, data in files.items() for piece in pieces_of(form, data)]
    assert [found for each in pieces for found in recognised(each.text)] == []
    assert list(page_faults(files["html"].decode())) == []


UNREADABLE = (
    ("<p>a", ["does not say its language", "has no title", "has not one heading of the first level"]),
    ("<html lang=en><title>A</title><h1>A</h1><h3>B</h3>", ["“B” leaves a level out"]),
    ("<html lang=en><title>A</title><h1>A</h1><h2> </h2>", ["a heading of level 2 is empty"]),
    (
        "<html lang=en><title>A</title><h1>A</h1><table><caption>C</caption><td>1</table><table><th>x</table><img>",
        ["the table C has no headings", "number 2 does not say what its headings are of", "1 of its pictures"],
    ),
)


@pytest.mark.parametrize(("html", "told"), UNREADABLE)
def test_what_somebody_cannot_read_is_told(html: str, told: list[str]) -> None:
    found = list(page_faults(html))
    assert len(found) == len(told)
    assert all(words in each for words, each in zip(told, found, strict=True))


def test_a_pdf_that_nobody_can_have_read_aloud_is_told() -> None:
    assert list(pdf_faults(small_pdf())) == []
    assert len(list(pdf_faults(small_pdf(tagged=False)))) == 2


def test_how_a_party_is_reached_goes_out_only_where_somebody_lets_it_stand_and_says_why(begun: Desk) -> None:
    begun.does(write_summary, f"Write to {REACHED}.")
    lacking = begun.lacking()
    assert lacking["recognised"] == (
        "an e-mail address (“…le”) stands in the summary: take it out there, or let it stand and say why",
    )
    assert lacking["private"] == (f"how a party is reached (“{REACHED}”) stands in the summary: take it out there too",)
    before = begun.drawn.content
    wrong = Redacting("", "nobody@example.org", "public_already", "It is on their site")
    assert begun.refused(release, wrong, live) == [
        "/words: these words do not stand in the record: copy them as they stand there"
    ]
    begun.does(release, Redacting("", REACHED, "public_already", "It is on their site"), live)
    assert not {"recognised", "private"} & begun.lacking().keys()
    assert begun.drawn.content != before  # whoever approves it approves that too


@pytest.mark.proof
def test_words_that_are_redacted_stand_nowhere_else(begun: Desk) -> None:
    begun.does(redact, [Redacting("/title", "Larkmere", "personal")], live)
    (told,) = begun.lacking()["private"]
    assert told.startswith("words that are redacted (“Larkmere”) stands in ")
    asked = [Redacting(each, "Larkmere", "personal") for each in everywhere(begun.whole, "Larkmere")]
    before = files_of(begun.whole, ADDRESS)
    assert {name for name, data in before.items() if b"Larkmere" in data} == set(TEXTS)
    begun.does(redact, asked, live)
    assert "private" not in begun.lacking()
    assert [name for name, data in files_of(begun.record, ADDRESS).items() if b"larkmere" in data.lower()] == []


@pytest.mark.proof
def test_the_pdf_is_searched_as_it_would_go_out(begun: Desk) -> None:
    with begun.at.office.database.reading() as connection:
        lines = gate(connection, NOON, begun.drawn, small_pdf({"Author": REACHED}, tagged=False))
        broken = gate(connection, NOON, begun.drawn, b"%PDF")
    lacking = {line.id: line.lacking for line in lines}
    assert "stands in the pdf (its properties, tags or bookmarks)" in lacking["recognised"][0]
    assert "stands in the pdf (its properties, tags or bookmarks)" in lacking["private"][0]
    assert len(lacking["accessible"]) == 2
    told = [each for line in broken if line.id == "accessible" for each in line.lacking]
    assert [each.startswith("the PDF cannot be read") for each in told] == [True]
