"""Finding decisions: an adviser's story, names first, pages, facets, and what is said where nothing is found."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select, text

from register import Publishing, Withdrawing, publish
from register.searching import Limits
from storage import Database, search_applied, search_entry, search_facet, search_word, search_words
from tests.register.finding import ALL, DEVON, DOCTORS, LARKMERE, MOVED, alike, decision, look, numbers, put
from tests.register.making import at, decision_id, later, scheme_record


def test_an_adviser_looks_for_dispensing_in_herefordshire(register_database: Database) -> None:
    put(register_database)
    found = look(register_database, "Dispensing Herefordshire")
    assert set(numbers(found)) == {1, 2}
    assert (found.total, found.next, found.previous, found.by_date) == (2, "", "", False)
    assert numbers(look(register_database, "dispensing herefordshire -saturday")) == [2]
    assert numbers(look(register_database, "dispense", facets={"outcome": "grant"})) == [2]
    shown = next(hit for hit in found.hits if hit.id == DOCTORS.id)
    assert [piece.text for piece in shown.snippet if piece.found][:2] == ["dispensing", "Herefordshire’s"]
    assert "<script>alert(1)</script>" in "".join(piece.text for piece in shown.snippet if not piece.found)
    outcomes = next(facet for facet in found.facets if facet.name == "outcome")
    assert [(each.value, each.count, each.chosen) for each in outcomes.values] == [
        ("grant", 1, False),
        ("refuse", 1, False),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("cafe", [2]),
        ("CO OPERATIVE", [2]),
        ("co-operative", [2]),
        ('"significant benefits"', [1, 2, 3]),
        ('"rural parishes"', [2]),
        ('"parishes rural"', []),
        ("relocation fernwick", [3]),
        ("fernwick OR cafe", [2, 3]),
        ("-fernwick", [1, 2]),
        ("reg. 18(2)(b)", [1, 2]),
        ("surgery -relocates", [2]),
    ],
)
def test_words_phrases_and_what_is_left_out(register_database: Database, words: str, expected: list[int]) -> None:
    put(register_database)
    assert sorted(numbers(look(register_database, words))) == expected


def test_what_has_the_very_name_stands_first(register_database: Database) -> None:
    put(register_database)
    for words in ("SAMPLE/2026/0002", "sample 2026 0002", "sample20260002", "Ostbury surgery"):
        assert numbers(look(register_database, words))[0] == 2, words
    assert numbers(look(register_database, "ostbury surgery")) == [2, 3]
    assert numbers(look(register_database, "Larkmere Pharmacy Limited")) == [1]
    assert numbers(look(register_database, DEVON, size=1)) == [3]


def test_an_older_name_is_found_too(register_database: Database) -> None:
    with register_database.writing() as connection:
        publish(connection, at(0), Publishing(LARKMERE, aliases=("SHA/20001",)))
        publish(connection, at(1), Publishing(replace(later(LARKMERE), reference="SAMPLE/2026/0099")))
    for words in ("sha 20001", "SAMPLE/2026/0001", "SAMPLE/2026/0099"):
        assert numbers(look(register_database, words)) == [1], words


def test_pages_lead_forward_and_back(register_database: Database) -> None:
    put(register_database, [alike(number) for number in range(1, 8)])
    for order, words in (
        ("newest", ""),
        ("newest", "larkmere"),
        ("best", "larkmere pharmacy ltd"),
        ("best", "larkmere"),
    ):
        first = look(register_database, words, order=order, size=3)
        second = look(register_database, words, order=order, size=3, after=first.next)
        third = look(register_database, words, order=order, size=3, after=second.next)
        assert first.previous == third.next == ""
        seen = [number for page in (first, second, third) for number in numbers(page)]
        assert sorted(seen) == list(range(1, 8))
        assert order == "best" or seen == sorted(seen, reverse=True)
        assert numbers(look(register_database, words, order=order, size=3, after=third.previous)) == numbers(second)
        assert numbers(look(register_database, words, order=order, size=3, after=second.previous)) == numbers(first)


def test_words_that_stand_nearly_everywhere_are_ranked_by_date_and_it_is_said(register_database: Database) -> None:
    put(register_database, [alike(number) for number in range(1, 5)])
    found = look(register_database, "larkmere", Limits(counted=2, ranked=3))
    assert numbers(found) == [4, 3, 2, 1]
    assert found.by_date
    assert (found.total, found.more_than) == (None, 2)
    assert "Every word of the search stands in more than 3 publications, so the newest are shown first." in found.helps
    assert all(each.count is None for facet in found.facets for each in facet.values)
    rare = look(register_database, "larkmere SAMPLE/2026/0002", Limits(counted=2, ranked=3))
    assert (numbers(rare), rare.by_date, rare.total) == ([2], False, 1)
    kept = look(register_database, "", Limits(counted=2), facets={"outcome": "refuse"})
    assert (kept.total, kept.by_date) == (4, True)


def test_facets_are_kept_and_counted(register_database: Database) -> None:
    put(register_database, (*ALL, scheme_record()))
    found = look(register_database)
    assert found.total == 4
    counts = {facet.name: {each.value: each.count for each in facet.values} for facet in found.facets}
    assert counts["kind"] == {"pharmacy_market_entry": 1, "dispensing": 1, "relocation": 1, "scheme_result": 1}
    assert counts["year"] == {"2026": 3, "2024": 1}
    assert counts["commissioner"][DEVON] == 1
    assert counts["provision"]["pharmacy/market-entry/reg-18-1-unforeseen-benefits"] == 2
    for facet, values in counts.items():
        for value, count in values.items():
            assert look(register_database, facets={facet: value}).total == count
    chosen = {"determined": "elsewhere", "year": "2024"}
    both = look(register_database, "pharmacy", facets=chosen)
    assert numbers(both) == [3]
    assert {each.value for facet in both.facets for each in facet.values if each.chosen} == set(chosen.values())


def test_nothing_is_left_of_what_was_withdrawn_and_counts_follow(register_database: Database) -> None:
    put(register_database)
    corrected = replace(later(DOCTORS), title="Consent", final=LARKMERE.final, sections=LARKMERE.sections)
    with register_database.writing() as connection:
        publish(connection, at(5), Publishing(corrected))
    assert numbers(look(register_database, "parishes")) == []
    assert numbers(look(register_database, facets={"outcome": "grant"})) == []
    with register_database.writing() as connection:
        for number in (1, 2, 3):
            publish(connection, at(6), Withdrawing(decision_id(number), "It was a mistake.", date(2026, 11, 26)))
    with register_database.reading() as connection:
        for table in (search_entry, search_applied, search_facet, search_word, search_words):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
        assert connection.execute(text("SELECT count(*) FROM search_text")).scalar_one() == 0
    assert look(register_database, "larkmere").helps == ("Nothing has been published in this register yet.",)


@pytest.mark.parametrize(
    ("words", "facets", "told"),
    [
        ("dispencing", {}, "The word “dispencing” stands in no publication. Did you mean “dispensing”?"),
        (
            "larkmere parishes",
            {},
            "No publication has all of it. By itself, this is how many have each: “larkmere” 1, ",
        ),
        ("parishes", {"year": "2024"}, "Without the filter “Year: 2024”, 1 is found."),
        ('"parishes rural"', {}, "Words in quotation marks, or joined by a hyphen, must follow one another."),
        ("SAMPLE/2026/9999", {}, "References are written as they stand in decisions, such as “SAMPLE/2026/0002”."),
        ("parishes -rural", {}, "A hyphen before a word leaves out every publication that has the word."),
        ("x", {"colour": "red"}, "There is no filter “colour”: there are area, kind, outcome, disposal, provision, "),
    ],
)
def test_whoever_finds_nothing_is_helped(
    register_database: Database, words: str, facets: dict[str, str], told: str
) -> None:
    put(register_database)
    found = look(register_database, words, facets=facets)
    assert not found.hits
    assert any(each.startswith(told) for each in found.helps), found.helps


@pytest.mark.parametrize("after", ["x", "o", "o-1", "b", "b99999999999999999999", "'; DROP TABLE publication; --"])
def test_a_place_that_no_page_gave_shows_the_first(register_database: Database, after: str) -> None:
    put(register_database, [MOVED])
    found = look(register_database, "fernwick", after=after)
    assert numbers(found) == [3]
    assert "The place in the list is not one that a page gave, so the first page is shown." in found.helps


def test_the_best_stand_first(register_database: Database) -> None:
    once = decision(4, "Hours", "The quarry at Ashlow was mentioned once, among many other things that were said.")
    title = decision(5, "The quarry at Ashlow", "Reasons.")
    put(register_database, [title, once, *ALL])
    assert numbers(look(register_database, "quarry")) == [5, 4]
