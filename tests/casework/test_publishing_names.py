"""A private name is found however it is written, in whatever text; words of the language that look alike are not."""

import random
from collections.abc import Iterator

import pytest

from casework.publishing.name_parts import words_of
from casework.publishing.private_names import standing

NAME = "Dr Jonathan Quentin Ashworth-Smythe"
WRITTEN = (
    "Jonathan Quentin Ashworth-Smythe",
    "JONATHAN ASHWORTH-SMYTHE",
    "jonathan ashworth-smythe",
    "Ashworth-Smythe, Jonathan",
    "Ashworth Smythe Jonathan Q",
    "J. Ashworth-Smythe",
    "J.Q. Ashworth-Smythe",
    "JQ Ashworth-Smythe",
    "Ashworth-Smythe J",
    "Mr Ashworth-Smythe",
    "Dr. Ashworth",
    "Jonathan Ashworth’s shop",
    "Jonathan Ashworth-Smythe's",
    "Jonathon Ashworth-Smythe",
    "Jonathan Ashwroth-Smythe",
    "Jonathan Ashworth-\nSmythe",
    "Jonathan\n    Ashworth-Smythe",
    "Jona-\nthan Ashworth",
    "Jonathan Ash\u00adworth",
    "Jonathan\u00a0Ashworth",
    "Jönathan Áshworth",
    "jonathan.ashworth",
    "Surname: Smythe; first name: Jonathan",
    "what Ashworth said",
    "what Ashwotth said",
)
OTHERS = (
    "J. Patel",
    "Jonathan said that it would",
    "K. Ashworth-Smythe",
    "The smith was at the forge in Ashford.",
    "Ashworth Pharmacy Limited",
)


def found(text: str, name: str = NAME, *others: str, what: str = "the name of a party", let: str = "") -> list[str]:
    texts = (text, *others)
    return [said for _, _, said in standing(texts, {name: what}, [let] if let else [])]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    assert found(f"The appeal of {written} was heard.")


@pytest.mark.parametrize("text", OTHERS)
def test_another_name_is_not(text: str) -> None:
    assert not found(f"The appeal: {text}.")


@pytest.mark.parametrize(
    ("name", "text", "stands"),
    [
        ("Rose Marsh", "It was decided in March, on a rose day.", False),
        ("Rose Marsh", "It was Ms Marsh who wrote.", True),
        ("Mark Day", "On that day the mark was missed.", False),
        ("Mark Day", "It is for Mark Day to say.", True),
        ("Theresa May", "In May 2024 it may be so.", False),
        ("Theresa May", "In 2024 Mrs May wrote.", True),
        ("Ann Law", "The Law was read, and the law applied.", False),
        ("Ann Law", "A. Law wrote.", True),
        ("Jane Doe", "the June dose", False),
        ("Wei Li", "Li Wei lives there.", True),
        ("Wei Li", "It lies by the way.", False),
        ("Sean O'Brien", "Mr O’Brien’s shop", True),
        ("Sean O'Brien", "Sean OBrien", True),
        ("Dr A", "Dr A did not attend.", True),
        ("Dr A", "The doctor did a thing.", False),
        ("Amit Patel", "the Committee: J. Patel and R. Adeyemi", False),
    ],
)
def test_it_is_not_fooled_by_words_of_the_language(name: str, text: str, stands: bool) -> None:
    assert bool(found(text, name)) is stands


def test_a_surname_by_itself_is_a_word_where_it_stands_with_a_small_letter_too() -> None:
    assert found("Then Carpenter wrote.", "Joe Carpenter")
    assert not found("Then Carpenter wrote.", "Joe Carpenter", "the carpenter came")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Amir Ali", "Ali told the board of it."),
        ("Amir Ali", "It rests on the evidence of Ali."),
        ("Amir Ali", "It was Ali’s shop."),
        ("Amir Ali", "ALI TOLD THE BOARD OF IT."),
        ("Amy Lee", "Lee said so."),
        ("Wei Ng", "Ng said so."),
        ("Wei Ng", "The Ngs were heard."),
        ("Bo Li", "It was for Li, not for the board."),
        ("Kim Sun", "Sun said so."),
        ("J Ng", "Ng said so."),
    ],
)
def test_a_surname_of_two_or_three_letters_is_found_by_itself(name: str, text: str) -> None:
    assert found(text, name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Wei Ng", "The premises are at NG12 and near an NG tube."),
        ("Amy Lee", "Lee Road Pharmacy, and whoever stands in the lee of it, objected."),
        ("Amy Lee", "the Committee: J. Lee and R. Adeyemi"),
        ("Wing To", "To the Committee it did not matter."),
        ("Kim Sun", "It is closed: Sun 3 May."),
        ("Theo Reg", "Reg. 18 applies."),
        ("Ann Law", "Laws are read, and so is a law."),
    ],
)
def test_so_short_a_word_that_is_something_else_is_not(name: str, text: str) -> None:
    assert not found(text, name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Priya Shah", "Shahs pharmacy is nearer."),
        ("Priya Shah", "The Shahs were heard."),
        ("Owen Jones", "It was the Joneses’ shop."),
        ("Ermintrude Quillfeather", "So Quill-feather said."),
        ("Ermintrude Quillfeather", "the Quill‑feather-owned shop"),
        ("Ermintrude Quillfeather", "ermintrude quill-feather"),
    ],
)
def test_a_surname_in_the_plural_or_parted_by_a_hyphen_is_found(name: str, text: str) -> None:
    assert found(text, name)


@pytest.mark.parametrize(
    "written",
    [
        "https://example.org/quillfeather.pdf",
        "https://example.org/letters/letter-of-equillfeather2012.html",
        "statement_quillfeather.docx",
        "quill-feather.pdf",
        "#quillfeather",
    ],
)
def test_a_rare_surname_is_found_in_an_address_and_the_name_of_a_file_in_small_letters(written: str) -> None:
    assert found(f"It is told in {written} and elsewhere.", "Ermintrude Quillfeather")
    assert found("So Quillfeather said.", "Ermintrude Quillfeather", written), "which makes it no word of the language"
    assert not found(f"It is told in {written}.", "Joe Carpenter")


def test_a_surname_in_an_address_is_not_where_it_is_short_or_a_word_of_the_language() -> None:
    assert not found("It is told in https://example.org/shah.pdf.", "Priya Shah")
    assert not found("It is told in https://example.org/carpenter.pdf.", "Joe Carpenter", "the carpenter came")


def test_small_letters_of_hashes_and_styles_make_no_word_of_the_language() -> None:
    page = "ul, li { margin: 0 }"
    assert found("Li said so.", "Bo Li", page, "@media print { li { color: black } }")
    assert found("Dee said so.", "Ann Dee", f"sha256 {'0123dee4' * 8}")
    assert not found("Li said so.", "Bo Li", page, "one li is half a kilometre")


def test_a_long_text_without_any_space_takes_no_time() -> None:
    for each in ("{" * 100_000, "a" * 100_000, "{}" * 50_000, "-a" * 50_000, "a." * 50_000):
        assert not found(f"{each} li", "Bo Li")
        assert not found(f"quill {each} feather", "Ermintrude Quillfeather")


def test_names_of_organisations_that_are_named_are_passed_over() -> None:
    text = "Ashworth Smythe Limited appeals. Ashworth  Smythe\nlimited is a company."
    assert found(text)
    assert not found(text, let="Ashworth Smythe Limited")
    assert found(f"{text} Mr Ashworth owns it.", let="Ashworth Smythe Limited")


@pytest.mark.parametrize(
    ("words", "text", "stands"),
    [
        ("1 High Street", "at 1 High Street,\nLarkmere", True),
        ("1 High Street", "at 21 High Street", False),
        ("1 High Street", "at 1 High Steret", True),
        ("jo@mail.example", "mailto:jo@mail.example", True),
        ("01632 960123", "(01632) 960 123", True),
        ("01632 960123", "01632 960124", False),
        ("Larkmere", "in LARKMERE’s square", True),
        ("Larkmere", "in Larkmeer", True),
        ("diabetes", "has Diabetes", True),
        ("his wife is ill and he cares for her", "that his wife  is ill, and he cares for her.", True),
        ("2 May 1980", "on 2 May 1980", True),
        ("2 May 1980", "on 12 May 1980", False),
    ],
)
def test_other_words_are_found_in_their_order(words: str, text: str, stands: bool) -> None:
    assert bool(found(text, words, what="words that are redacted")) is stands


def test_what_is_too_short_is_not_looked_for() -> None:
    assert words_of("he", "words that are redacted") is None
    assert not found("he and she", "he", what="words that are redacted")
    assert list(standing(["he"], {})) == []


_GIVEN = ("Priya", "Oluwaseun", "Catherine", "Mohammed", "Siobhan", "Zofia", "Dafydd")
_LAST = ("Wrentham", "Okonkwo", "Ballantyne", "Szczepanska", "Llewellyn", "Fitzwarren", "Thistlewood")
_SENTENCES = (
    "The Committee was satisfied that granting the application would secure improvements",
    "three pharmacies within 1.2 km are open on Saturdays until 5 pm",
    "The commissioner refused it for another reason",
    "Regulation 31 does not stand in the way",
    "a reasonable choice of services for people who share a protected characteristic",
)


def _mangled(of: random.Random, given: str, last: str) -> str:
    """The name with another order, an initial or one typing mistake."""
    place = of.randrange(1, len(last) - 1)
    typos = (
        last[:place] + last[place + 1] + last[place] + last[place + 2 :],
        last[:place] + last[place + 1 :],
        last[:place] + of.choice("aeioust") + last[place:],
        last[:place] + of.choice("aeioust") + last[place + 1 :],
    )
    ways = (f"{given} {of.choice(typos)}", f"{of.choice(typos)}, {given}", f"{given[0]}. {last}", f"{last} {given[0]}")
    return of.choice((*ways, f"{given.upper()} {last.upper()}", f"Ms {of.choice(typos)}", f"{given}\n{last}’s"))


def _sentences(of: random.Random) -> Iterator[str]:
    return (of.choice(_SENTENCES) for _ in range(of.randint(0, 3)))


def test_a_name_is_found_in_any_text_with_any_one_mistake_and_nowhere_without_it() -> None:
    of = random.Random(8)  # noqa: S311  # the same texts each time
    for _ in range(150):
        given, last = of.choice(_GIVEN), of.choice(_LAST)
        written = _mangled(of, given, last)
        text = ". ".join((*_sentences(of), f"so {written} wrote", *_sentences(of)))
        assert found(text, f"{given} {last}"), text
        assert not found(". ".join(_SENTENCES), f"{given} {last}")
