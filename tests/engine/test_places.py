"""What a citation names, in the forms in which the rules write citations."""

import pytest

from engine.places import Place, in_words, ordered, places_in

ROWS = (
    *(f"reg-{number}" for number in ("13", "14", "15", "18", "19", "20", "21", "21A", "22", "24", "31")),
    *(f"sch-3-para-{number}" for number in ("1", "2", "7", "9")),
    *("sch-2-para-7", "sch-2-para-30", "sch-2-para-34", "sch-2-para-34A", "sch-2-para-36", "s-129", "art-1"),
)


@pytest.mark.parametrize(
    ("cites", "rows"),
    [
        ("reg. 24(1)(a)", ["reg-24"]),
        ("reg. 18(2)(a) and (g)", ["reg-18"]),
        ("reg. 18(1)(b), with reg. 22(1)", ["reg-18", "reg-22"]),
        ("regs. 13(1), 15(1), 18(1) and 20(1)", ["reg-13", "reg-15", "reg-18", "reg-20"]),
        ("regs. 13 to 15 and 20 to 21A", ["reg-13", "reg-14", "reg-15", "reg-20", "reg-21", "reg-21A"]),
        ("regs 20–22", ["reg-20", "reg-21", "reg-21A", "reg-22"]),
        ("regs. 13(1)(a) and (b), 14(1)(a), (b)(i) and (ii) or 15(1)", ["reg-13", "reg-14", "reg-15"]),
        ("reg. 22(1)(a)(iii) to (v)", ["reg-22"]),
        ("Sch. 2 para 36(1)(a) to (f)", ["sch-2-para-36"]),
        ("Sch. 2 para 36(1)(a); Sch. 3 para 9(1)(b), (3), (4) and (5)", ["sch-2-para-36", "sch-3-para-9"]),
        ("Sch. 3 paras 7 and 9", ["sch-3-para-7", "sch-3-para-9"]),
        ("Sch. 3 paras 1 to 7", ["sch-3-para-1", "sch-3-para-2", "sch-3-para-7"]),
        ("Sch. 2 paras 34(4)(c)(i) and 34A(4)(b)(i)", ["sch-2-para-34", "sch-2-para-34A"]),
        ("Sch. 2 para 30(6); para 36", ["sch-2-para-30", "sch-2-para-36"]),
        ("Schedule 2, paragraph 7(2)", ["sch-2-para-7"]),
        ("Schedule 3 paragraphs 7(4), 7(5) and 9", ["sch-3-para-7", "sch-3-para-9"]),
        ("the duty to defer that is not set out here (regulation 31(4))", ["reg-31"]),
        ("regulation 31 of the Regulations, 30 days", ["reg-31"]),
        ("s. 129(2A)(b)", ["s-129"]),
        ("section 129(2A)", ["s-129"]),
        ("art. 1", ["art-1"]),
        ("the applicant's 31 reasons", []),
        ("general law on counting time", []),
        ("Sch. 2 para 36(1); general law on counting time", ["sch-2-para-36"]),
        ("reg. 24(3); S.I. 2014/417 reg. 31", ["reg-24"]),
        ("reg. 24(3), with the 2005 Regulations reg. 13(1)(b)", ["reg-24"]),
        ("Part 7; reg. 24", ["reg-24"]),
    ],
)
def test_a_citation_names_its_places(cites: str, rows: list[str]) -> None:
    named = places_in(cites)
    assert [id for place in named.places for id in place.among(ROWS)] == rows


@pytest.mark.parametrize(
    ("cites", "places"),
    [
        ("Parts 3 to 7 and reg. 65A", (Place("part-3", "part-7"), Place("reg-65A"))),
        ("Sch. 3", (Place("sch-3"),)),
        ("Sch. 2 Part 3", (Place("sch-2"),)),
        ("Sch. 2 para 30; Part 7", (Place("sch-2-para-30"), Place("part-7"))),
        ("para 9", (Place("para-9"),)),
    ],
)
def test_a_whole_part_or_schedule_is_a_place_and_a_paragraph_alone_is_one_of_none(
    cites: str, places: tuple[Place, ...]
) -> None:
    assert places_in(cites).places == places


@pytest.mark.parametrize("cites", ["S.I. 2014/417 reg. 16", "NHS Act 2006 s. 1", "2012 Regulations reg. 44(1)"])
def test_law_of_another_instrument_is_told_from_none(cites: str) -> None:
    assert places_in(cites).elsewhere
    assert not places_in(cites).places


def test_places_stand_in_the_laws_order() -> None:
    assert sorted(["reg-22", "reg-21A", "reg-3", "reg-21"], key=ordered) == ["reg-3", "reg-21", "reg-21A", "reg-22"]


@pytest.mark.parametrize(
    ("id", "words"), [("reg-21A", "reg. 21A"), ("sch-2-para-36", "Sch. 2 para 36"), ("s-129", "s. 129")]
)
def test_a_place_is_shown_as_it_is_cited(id: str, words: str) -> None:
    assert in_words(id) == words
