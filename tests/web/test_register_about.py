"""What the register tells of itself: figures, coverage, how the tool works, and whether a proof holds."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from engine import unchecked_conditions
from register import Coverage, Figure, Line, Looking
from tests.ours import our_rule_sets
from tests.register.signed import PUBLIC
from tests.web.paging import BROWSER, Page, got, read
from tests.web.shelved import FIRST
from web.register.asking import looking, parameters
from web.register.learning import bars
from web.register.passages import passages
from web.register.words import told


def test_a_search_stands_in_its_address_and_is_read_again_as_it_was() -> None:
    wanted = Looking("two words", {"outcome": "grant", "year": "2024"}, "b17", 20, "newest")
    assert looking(MultiDict(parameters(wanted))) == wanted
    assert parameters(wanted, after="", outcome="", order="") == {"q": "two words", "year": "2024"}
    assert looking(MultiDict({"q": " ", "order": "worst", "colour": "red"})) == Looking()


def test_the_words_of_a_part_are_read_paragraph_by_paragraph() -> None:
    html = "<p>One &amp;<br>two</p><ul><li>Three</li></ul><table><tr><th>Four</th><td>five <b>six</b></td></tr></table>"
    assert passages(html) == "One & two\n\nThree\n\nFour – five six"


def test_figures_are_tables_with_small_numbers_left_out_and_a_csv_each(public: FlaskClient) -> None:
    page = got(public, "/learning")
    assert "Outcomes by commissioner" in page.text
    assert "/decisions?provision=pharmacy/excepted/reg-24-1" in page.links
    assert "/rule-sets/pharmacy/market-entry" in page.links
    assert "Not shown" in page.text
    assert "NHS Devon Integrated Care Board" in page.text
    csv = next(link for link in page.links if link.endswith("/outcomes-by-commissioner.csv"))
    answer = public.get(csv)
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.text.startswith("Commissioner,")
    assert "outcomes-by-commissioner.csv" in answer.headers["Content-Disposition"]
    assert "There is no figure called nothing." in got(public, "/learning/nothing.csv", 404).text


def test_a_bar_is_as_long_as_its_number_and_is_not_shown_for_what_is_left_out() -> None:
    lines = Line("a", (22,), 22), Line("b", (None,), None), Line("c", (11,), 11), Line("d", (0,), 0)
    drawn = bars(Figure("id", "Title", "First", ("One",), lines, ""))
    assert drawn == {lines[0]: 100, lines[2]: 50}


def test_how_the_tool_works_is_told_with_figures_of_the_rules_that_are_loaded(public: FlaskClient) -> None:
    page, every = got(public, "/how-this-works"), our_rule_sets().values()
    unchecked = sum(map(unchecked_conditions, every))
    assert f"{unchecked} rest on words that nobody has read in the published law" in page.text
    assert all(rule_set.title in page.text for rule_set in every)
    provisions = sum(len(rule_set.provisions) for rule_set in every)
    assert f"Of {provisions} provisions, none was reviewed by a lawyer yet." in page.text
    assert "/coverage/pharmacy" in page.links
    assert page.headings[1:4] == ["What it is for", "Who is responsible", "Who decides"]


def test_the_register_says_what_it_covers_what_is_missing_and_on_which_terms(public: FlaskClient) -> None:
    page = got(public, "/about-the-register")
    assert "Decisions 26 of these, made elsewhere 1 Scheme results 1 Withdrawn 1" in page.text
    assert "1 publication was withdrawn; each says why." in page.text
    assert "It holds no decision of 2025." in page.text
    assert "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/" in page.links
    assert PUBLIC in page.text
    assert {"coverage", "reuse", "follow", "corrections", "log"} <= set(page.ids)


def test_the_map_of_an_area_shows_how_each_place_stands_and_which_rules_cite_it(public: FlaskClient) -> None:
    page = got(public, "/coverage/pharmacy")
    held = json.loads((Path(__file__).parents[2] / "docs/coverage/pharmacy.json").read_text("utf-8"))
    assert all(chapter["title"] in page.text for chapter in held["chapters"])
    assert f"Left to a person Places {held['rows']['judgement']}" in page.text
    assert "/rule-sets/pharmacy/market-entry/provisions/s129-2a-need-or-improvements" in page.links
    assert "There is no map of the law of tax. There is one of pharmacy." in got(public, "/coverage/tax", 404).text


def sent(public: FlaskClient, proof: bytes, **more: str | bytes) -> Page:
    """The page that the form of /verify leads to."""
    data = {name: (BytesIO(held), f"{name}.json") if isinstance(held, bytes) else held for name, held in more.items()}
    return read(public.post("/verify", data={"proof": (BytesIO(proof), "proof.json"), **data}, headers=BROWSER))


def test_a_proof_is_checked_and_a_changed_one_is_found(public: FlaskClient) -> None:
    proof = public.get(f"{FIRST}/proof").data
    page = sent(public, proof, key=PUBLIC, head=proof)
    assert "Whatever could be checked holds" in page.text
    assert "It holds version 2 of SAMPLE/2026/0001" in page.text
    assert "The key that you gave signed the head" in page.text
    assert "The head that you gave is of the very same log." in page.text
    changed = sent(public, proof.replace(b"is refused", b"is granted", 1))
    assert "It does not hold" in changed.text
    assert "The record does not stand under the head’s root" in changed.text
    assert "This is a record without its proof." in sent(public, public.get(f"{FIRST}.json").data).text


def test_a_form_without_a_file_says_what_to_choose(public: FlaskClient) -> None:
    page = read(public.post("/verify", data={}, headers=BROWSER), 422)
    assert page.title.startswith("Error: ")
    assert "Choose the proof that you downloaded: a file that ends in .json" in page.text
    assert "#proof" in page.links
    assert "proof" in page.ids


@pytest.mark.parametrize(
    ("first", "last", "undated", "years", "said"),
    [
        ("1995-11-21", "2022-11-10", 3, (2025, 2022, 1995), "The register holds 7 decisions from 1995 to 2025."),
        ("2022-11-10", "2022-11-10", 1, (2022,), "The register holds 7 decisions of 2022."),
        ("", "", 7, (), "The register holds 7 decisions."),
        (
            "1995-11-21",
            "2022-11-10",
            0,
            (2022, 1995),
            "The register holds 7 decisions from 21 November 1995 to 10 November 2022.",
        ),
    ],
    ids=["a later one has only its year", "all of one year", "nothing is known", "each has its day"],
)
def test_no_decision_lies_outside_the_time_that_is_told(
    first: str, last: str, undated: int, years: tuple[int, ...], said: str
) -> None:
    by_year = tuple((year, 1) for year in years)
    assert told(Coverage(7, 0, 7, 0, 0, undated, first, last, by_year, ())) == said
