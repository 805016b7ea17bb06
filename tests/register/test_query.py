"""The grammar of searches: what is read of any text, and how words are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.folding import LONGEST_WORD, folded, name_token, stem
from register.query import LONGEST, MOST_TERMS, parse


def read(words: str) -> tuple[list[list[str]], list[str]]:
    """What must stand there, group by group, and what must not."""
    asked = parse(words)
    must = [[" ".join(term.words) for term in group] for group in asked.must]
    return must, [" ".join(term.words) for term in asked.without]


@pytest.mark.parametrize(
    ("words", "must", "without"),
    [
        ("dispensing doctors", [["dispensing"], ["doctors"]], []),
        ('"significant benefits" access', [["significant benefits"], ["access"]], []),
        ("“significant benefits”", [["significant benefits"]], []),
        ('"never closed', [["never closed"]], []),
        ("pharmacy -refused", [["pharmacy"]], ["refused"]),
        ('pharmacy -"not satisfied"', [["pharmacy"]], ["not satisfied"]),
        ("grant OR refuse appeal", [["grant", "refuse"], ["appeal"]], []),
        ("OR grant OR", [["grant"]], []),
        ("a OR -b c", [["a"], ["c"]], ["b"]),
        ("or and", [["or"], ["and"]], []),
        ("reg 18(2)(b)", [["reg"], ["18 2 b"]], []),
        ("distance-selling", [["distance selling"]], []),
        ("Boots' O’Neill's Café", [["boots"], ["oneills"], ["cafe"]], []),
        ("--x - -- *", [], ["x"]),
        ("-only", [], ["only"]),
        ("\0\N{PILE OF POO} ;", [], []),
        ("", [], []),
    ],
)
def test_a_search_is_read_so(words: str, must: list[list[str]], without: list[str]) -> None:
    assert read(words) == (must, without)


def test_what_is_left_aside_is_told() -> None:
    assert parse("\N{PILE OF POO}").helps == ("The search has no letter and no digit in it, so everything is shown.",)
    assert parse("a NOT b").helps == (
        "“NOT” is looked for as a word. To leave a word out, write a hyphen before it: -word.",
    )
    many = parse(" ".join(f"word{number}" for number in range(MOST_TERMS + 1)))
    assert len(many.must) == MOST_TERMS
    assert many.helps == ("Only the first 20 words were looked for.",)
    assert parse("x " * LONGEST).helps[0] == "Only the first 1,000 signs of the search were read."
    assert parse("dispensing").helps == ()


@given(st.text(max_size=300))
def test_any_text_is_read_and_read_again_as_the_same(words: str) -> None:
    asked = parse(words)
    for group in (*asked.must, asked.without):
        for term in group:
            assert term.stems
            assert all(each.isalnum() and 0 < len(each) <= LONGEST_WORD for each in term.stems)
            assert tuple(folded(" ".join(term.words))) == term.words


@pytest.mark.parametrize(
    "forms",
    [
        ("dispense", "dispenses", "dispensed", "dispensing"),
        ("pharmacy", "pharmacies", "PHARMACY’S"),
        ("apply", "applies", "applied", "applying"),
        ("relocate", "relocation", "relocating", "relocated"),
        ("benefit", "benefits", "benefited"),
        ("plan", "plans", "planned", "planning"),
        ("class", "classes"),
        ("Café", "CAFES", "cafe\N{COMBINING ACUTE ACCENT}"),
    ],
)
def test_forms_of_a_word_are_one(forms: tuple[str, ...]) -> None:
    assert len({stem(folded(each)[0]) for each in forms}) == 1


@pytest.mark.parametrize("pair", [("need", "ne"), ("bus", "bu"), ("string", "str"), ("grant", "grand"), ("18", "1")])
def test_other_words_are_others(pair: tuple[str, str]) -> None:
    assert stem(pair[0]) != stem(pair[1])


def test_a_name_is_one_however_it_is_written() -> None:
    assert len({name_token(each) for each in ("SHA/20001", "sha 20001", "Sha-20001", "SHA20001")}) == 1
    assert len({name_token(each) for each in ("Larkmere Pharmacy Ltd", "LARKMERE PHARMACY Limited.")}) == 1
    assert name_token("Ltd") == name_token("ltd") != ""
    assert name_token("–") == ""
