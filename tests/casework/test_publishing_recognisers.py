"""What tells who somebody is alarms, however it is written; what law and papers are full of does not."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casework.publishing.recognisers import Recognised, let_through, postcodes, recognised
from tests.keeping.documents import SPACED

FIXTURES = Path(__file__).parents[2] / "fixtures"
GMC, PIN = "7654321", "98I1234E"

ALARMS = (
    (f"Her number is {SPACED}.", "an NHS number"),
    (f"Her number is {SPACED.replace(' ', '')}.", "an NHS number"),
    (f"Her number is {SPACED.replace(' ', '-')}.", "an NHS number"),
    ("Her number is\n" + SPACED.replace(" ", "\n"), "an NHS number"),
    ("AB 12 34 56 C", "a National Insurance number"),
    ("ab123456c", "a National Insurance number"),
    (f"registered with the GMC under {GMC}", "a number of the GMC or the GPhC"),
    ("GPhC registration no. 765 4321", "a number of the GMC or the GPhC"),
    (f"the pharmacist ({GMC})", "seven digits, as the GMC and the GPhC give to one person"),
    (f"NMC PIN {PIN}", "an NMC PIN"),
    (f"the midwife, {PIN.lower()}, said", "an NMC PIN"),
    ("lives at 4 Mill Lane, LA1 1AA", "a postcode"),
    ("lives at 4 Mill Lane la1 1aa", "a postcode"),
    ("SW1A1AA", "a postcode"),
    ("write to jo.bloggs+nhs@mail.example.org", "an e-mail address"),
    ("mailto:o’brien@example.org", "an e-mail address"),
    ("call 020 7946 0958", "a phone number"),
    ("call (01632) 960 123", "a phone number"),
    ("call +44 7700 900123 today", "a phone number"),
    ("call 07700900123", "a phone number"),
    ("call 01632.960.123", "a phone number"),
    ("Date of birth: 2 May 1980", "a date of birth"),
    ("She was born on 02/05/1980", "a date of birth"),
    ("DOB 1980-05-02", "a date of birth"),
    ("Date of birth\n2nd of May, 1980", "a date of birth"),
    ("a man born in 1980", "a year of birth"),
)
PHONES = (
    "+44 (0)7700 900123", "+44(0)7700900123", "(+44) 7700 900123", "Tel:07700900123", "Tel:+447700900123",
    "Tel.07700900123", "Mobile:07700 900123", "tel07700900123", "07700/900123", "020/7946/0958", "44 7700 900123",
    "447700900123", "44 20 7946 0958", "44 (0)7700 900123", "+353 1 234 5678", "+1 (202) 555-0123", "+33612345678",
    "00353 1 234 5678", "07700\u200b900123", "07700\u2011900\u2011123", "_07700900123_", "+44\u00a07700\u00a0900123",
)  # fmt: skip
BIRTHDAYS = (
    "Date of birth: 03-Apr-1956", "Date of birth 3-April-1956", "date of birth 1956/04/03", "DOB 03041956",
    "DOB 030456", "DOB03041956", "DOB 19560403", "DoB 3 April 56", "DoB 3 April ’56", "DOB 3Apr1956",
    "D.O.B. 3/Apr/1956", "born on the 3rd day of April 1956", "date of birth: the third of April 1956",
    "born on April the 3rd, 1956", "born on the twenty-first day of April 1956", "DOB: April 1956", "DOB: Apr-03-1956",
    "DOB\uff1a\uff10\uff13/\uff10\uff14/\uff11\uff19\uff15\uff16",
)  # fmt: skip
INSURED = (
    "ab 12 34 56 c", "AB/12/34/56/C", "NINOAB123456C", "nino:ab123456c", "NINO-AB123456C", "Ab-12-34-56-c",
    "AB\u00a012\u00a034\u00a056\u00a0C", "ＡＢ１２３４５６Ｃ", "AB 12\u200b34\u200b56 C",
)  # fmt: skip
POSTCODES = (
    "LS1-1AA", "ls1-1aa", "ls11aa", "Ls11aa", "sw1a1aa", "s11aa", "m11ab.", "_LS1 1AA_", "_ls11aa_", "ＬＳ１　１ＡＡ",
    "LS1\u20111AA", "LS1\u200b 1AA",
)  # fmt: skip
REACHED = (
    "jane @ example.org", "jane@ example.org", "jane (at) example.org", "jane [at] example [dot] org",
    "jane＠example.org", "jane\u200b@example.org", "_jane@example.org_",
)  # fmt: skip
SEVERAL_WAYS = (
    *((text, "a phone number") for text in PHONES),
    *((text, "a date of birth") for text in BIRTHDAYS),
    *((text, "a National Insurance number") for text in INSURED),
    *((text, "a postcode") for text in POSTCODES),
    *((text, "an e-mail address") for text in REACHED),
    *((text, "a number of the GMC or the GPhC") for text in ("GMC1234567", "GPhC2012345", "gphc:2012345")),
    *((text, "an NMC PIN") for text in ("NMC12A3456B", "PIN 12A 3456B", "PIN: 12-A-3456-B", "PIN12A3456B")),
)
QUIET = (
    "S.I. 2013/349, reg. 18(2)(b), as amended by 2023/1071",
    "https://www.legislation.gov.uk/uksi/2013/349/regulation/18/2024-05-01?timeline=1234567",
    "SHA/21094 and SAMPLE/2026/0001, CAS-1234567-X, and APP/2026/12345",
    "open from 09.00-17.30 09.00-12.30 on weekdays, and 09:00 to 17:30 on Saturdays",
    "It was notified on 01 02 2024 10 days later, on 05-06-2024 10 days after that, at 2026-11-26T10:00:00+00:00.",
    "a population of 1,234,567 people, £1234567, and 12345678 in all",
    "d-0123456789abcdef0123456789abcdef",
    "SHA-256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "90% of 1,234 in 12 months; 17 of 19, 89.47%; E1 and B12; M25; PO box 12",
    "/akn/gb/judgment/2026/0001/eng@2026-03-02.xml",
    f"{SPACED[:-1]}{(int(SPACED[-1]) + 1) % 10} has another check digit",
    "Born of necessity, this rule of 2013 has stood.",
    "SI 2013/349, regulation 18(2)(b), paragraph 3(1)(a), s12ZA and ss12ZA of the Act",
    "SHA/24567 was decided on 3 April 2024, 03-Apr-2024, 2024/04/03 and on the third of April 2024",
    "£1,234,567.89, +1 234 567, +12.5%, +44%, 44 7700, 44 200 000 000 and 44 of 7700",
    "2026-11-26T10:00:00.123456+01:00 and 20261126T100000Z, at:2026-11-26T09:00:00+00:00",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "On 12/10/24 a panel met; by 12-10-24 b) was met, at 12.10.24 a letter came, or 12 10 24 a call",
    "vitamin b12, the 11th, h1n1, covid19, iso9001ab, #ba11de, mp3, ls11, 1st-2nd, a4 and p11aa",
    "12 @ 3.50 each, 2 tablets @ 2.5mg, looked (at) once, and see us @ www.example.org",
    "The burden is born by them: a rule of April 2013. The PIN of 2024 is no longer used; the NMC has 12 members.",
    "7½ hours, 2024¹, 18²–19³, 2013–2015, 10–12, 09.00–17.30 and so on",
    "born_and_died_here: true, panel_held_on: 2025-12-01; 349/2013/1071 and 0123/45678",
)


@pytest.mark.parametrize(("text", "what"), ALARMS)
def test_what_tells_who_somebody_is_alarms(text: str, what: str) -> None:
    assert what in {each.what for each in recognised(text)}


@pytest.mark.parametrize(("text", "what"), SEVERAL_WAYS)
@pytest.mark.parametrize("around", ["{}", "It says: {}, and more.", "({})", "a\n{}\nb"])
def test_it_alarms_in_every_way_in_which_people_write_it(text: str, what: str, around: str) -> None:
    assert what in {each.what for each in recognised(around.format(text))}


@pytest.mark.parametrize("text", QUIET)
def test_what_law_and_papers_are_full_of_does_not(text: str) -> None:
    assert recognised(text) == ()


def test_a_find_shows_its_end_and_no_more() -> None:
    (found,) = recognised(f"Her number is {SPACED}.")
    assert (found.said, found.shown) == (SPACED, f"…{SPACED[-2:]}")
    assert Recognised("a postcode", "").shown == "…"


def test_a_find_is_told_as_it_stands_whatever_was_put_in_plain_signs_to_find_it() -> None:
    strange = "ＬＳ１\u200b　１ＡＡ"
    (found,) = recognised(f"½ a mile – https://www.legislation.gov.uk/uksi/2013/349 – at {strange}.")
    assert found == Recognised("a postcode", strange)
    assert let_through(found, [strange])
    assert let_through(found, ["LS1 1AA"])
    (phone,) = recognised("call 07700\u2011900\u2011123 – today")
    assert phone.said == "07700\u2011900\u2011123"
    assert [each.said for each in recognised("the pharmacist (7654321–she)")] == ["7654321"]


def test_the_same_digits_are_told_once() -> None:
    assert [each.what for each in recognised(f"GMC no. {GMC}, {GMC}")] == ["a number of the GMC or the GPhC"]


def test_what_somebody_let_stand_is_passed_over_and_nothing_else() -> None:
    (found,) = recognised(f"GMC no. {GMC}")
    assert let_through(found, [f"number {GMC}"])
    assert not let_through(found, ["7654322", "GMC", ""])
    (code,) = recognised("LA1 1AA")
    assert let_through(code, ["la11aa"])
    assert not let_through(code, ["LA1 1AB"])
    assert not let_through(Recognised("an NHS number", ""), [""])
    assert postcodes("1 High Street\nLarkmere LA1 1AA") == ("LA1 1AA",)


def _texts(here: Any) -> Iterator[str]:
    if isinstance(here, str):
        yield here
    elif isinstance(here, dict | list):
        for each in here.values() if isinstance(here, dict) else here:
            yield from _texts(each)


def test_no_paper_of_the_samples_alarms_but_for_what_is_there() -> None:
    files = sorted(FIXTURES.glob("appeals/invented/*.json"))
    texts = [text for file in files for text in _texts(json.loads(file.read_text("utf-8")))]
    lines = (FIXTURES / "decisions" / "published.jsonl").read_text("utf-8").splitlines()
    texts += [text for line in lines for text in _texts(json.loads(line))]
    assert len(texts) > 1_000
    found = {(each.what, each.said) for text in texts for each in recognised(text)}
    assert found == {("a postcode", "PR4 5LE")}  # of a pharmacy, in a decision that was published


_PARTS = (
    lambda of: f"S.I. {of.randint(1990, 2026)}/{of.randint(1, 3999)}",
    lambda of: f"reg. {of.randint(1, 120)}({of.randint(1, 9)})({of.choice('abcdef')})",
    lambda of: f"{of.randint(1, 28)} {of.choice(('March', 'May', 'October'))} {of.randint(2005, 2026)}",
    lambda of: f"{of.randint(2005, 2026)}-{of.randint(1, 12):02}-{of.randint(1, 28):02}",
    lambda of: f"{of.randint(1, 28):02}/{of.randint(1, 12):02}/{of.randint(2005, 2026)}",
    lambda of: f"{of.choice(('SHA', 'SAMPLE', 'APP', 'DIS'))}/{of.randint(1000, 99999)}",
    lambda of: f"SAMPLE/{of.randint(2020, 2030)}/{of.randint(1, 9999):04}",
    lambda of: f"{of.getrandbits(256):064x}",
    lambda of: f"d-{of.getrandbits(128):032x}",
    lambda of: f"https://www.legislation.gov.uk/uksi/{of.randint(1990, 2026)}/{of.randint(1, 9999999)}/made",
    lambda of: f"{of.randint(1, 999999):,} people, {of.random() * 100:.2f}%",
    lambda of: of.choice(("The Committee", "was satisfied", "that the pharmacy", "opens at 9 on Saturdays", "and so")),
)  # fmt: skip


@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=pytest.mark.proof)])
def test_thousands_of_texts_of_law_and_days_and_hashes_raise_no_alarm(count: int) -> None:
    of = random.Random(8)  # noqa: S311  # the same texts each time
    for _ in range(count):
        text = of.choice((", ", " ", "; ", "\n")).join(of.choice(_PARTS)(of) for _ in range(of.randint(1, 3)))
        assert recognised(text) == (), text
