"""Decisions made elsewhere come into the register as what they are: all of a file or none; twice changes nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from casework.publishing.import_lines import LinesRefused, id_of, read_lines
from casework.publishing.importing import Imported, import_decisions
from documents import ComesFrom, DecisionRecord, PartyNamed, Said
from register import Publication, Publishing, publication, publish, size
from scripts.check_decisions import cases
from storage import Database
from tests.register.making import decision_record

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "fixtures" / "decisions" / "published.jsonl"
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
LINE: dict[str, Any] = {
    "reference": "OLD/1/2012",
    "title": "A pharmacy at Larkmere",
    "summary": "The application was refused, and on appeal that was confirmed.",
    "area": "pharmacy",
    "kind": "pharmacy_market_entry",
    "decided_on": "2012-03-04",
    "disposal": "confirm",
    "final": "refuse",
    "commissioner": "Larkmere Primary Care Trust",
    "parties": [{"role": "Applicant", "name": "Larkmere Pharmacy Ltd"}],
    "sections": [{"title": "What was found", "text": "There were *enough* pharmacies.\n\nNothing was new."}],
    "answers": [{"asks": "Is it necessary?", "says": "It is not necessary"}],
    "facts": [{"asks": "How far is the next one?", "says": "A mile", "source": "the decision, page 2"}],
    "applied": [
        {
            "cited": "reg. 12", "title": "Necessary or desirable", "url": "https://example.org/12",
            "says": "The application was decided under it",
        },
    ],
    "source": {"url": "https://example.org/old", "title": "An invented decision", "read": "All of it."},
    "sample": True,
}  # fmt: skip


def written(*lines: dict[str, Any]) -> bytes:
    return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in lines).encode()


def bring_in(database: Database, file: bytes, days: int = 0) -> tuple[Imported, ...]:
    with database.writing() as connection:
        return import_decisions(connection, NOON + timedelta(days=days), "old.jsonl", file)


def refused(database: Database, file: bytes) -> list[str]:
    with pytest.raises(LinesRefused) as error:
        bring_in(database, file)
    return [str(each) for each in error.value.faults]


def held(database: Database, reference: str = "OLD/1/2012") -> Publication:
    with database.reading() as connection:
        found = publication(connection, reference)
    assert found is not None
    return found


def leaves(database: Database) -> int:
    with database.reading() as connection:
        return size(connection)


def test_a_line_becomes_a_record_of_a_decision_made_elsewhere(register_database: Database) -> None:
    (done,) = bring_in(register_database, written(LINE))
    assert done == Imported(1, id_of("old/1/2012 "), "OLD/1/2012", "published")
    record = held(register_database).record
    assert isinstance(record, DecisionRecord)
    assert record.determined == "elsewhere"
    assert record.source == ComesFrom("https://example.org/old", "An invented decision", "All of it.")
    assert (record.decided_on, record.year, record.sample) == ("2012-03-04", 2012, True)
    assert record.kind == Said("pharmacy_market_entry", "Pharmacy market entry appeal")
    assert record.final == Said("refuse", "The application is refused")
    assert record.under_appeal == Said()
    assert record.parties == (PartyNamed("Applicant", "Larkmere Pharmacy Ltd"),)
    applied = [(each.cited, each.status, each.checked) for each in record.applied]
    assert applied == [("reg. 12", "not_known", "secondary")]
    assert (record.determinations, record.departures, record.commitment) == ((), (), "")


def test_the_same_line_twice_changes_nothing(register_database: Database) -> None:
    bring_in(register_database, written(LINE, LINE))
    before = held(register_database)
    (again,) = bring_in(register_database, b"\xef\xbb\xbf" + written(LINE).replace(b"\n", b"\r\n\r\n"), days=9)
    assert again.became == "unchanged"
    assert held(register_database) == before
    assert leaves(register_database) == 1


def test_a_line_that_says_otherwise_corrects_where_it_says_why(register_database: Database) -> None:
    bring_in(register_database, written(LINE))
    other = LINE | {"final": "grant", "summary": "It was granted."}
    (told,) = refused(register_database, written(other))
    assert told == (
        "old.jsonl:1: /reference: the register holds this decision already, and says otherwise: say in “why” what this "
        "line corrects"
    )
    why = {"why": "The result was read wrongly."}
    (done,) = bring_in(register_database, written(other | why), days=1)
    assert done.became == "corrected"
    found = held(register_database)
    record = found.record
    assert isinstance(record, DecisionRecord)
    assert (found.state, record.version, record.final.id) == ("corrected", 2, "grant")
    assert record.why is not None
    assert (record.why.says, record.why.on, record.published_on) == (
        "The result was read wrongly.", (NOON + timedelta(days=1)).date(), NOON.date(),
    )  # fmt: skip
    (again,) = bring_in(register_database, written(other | why), days=2)
    assert again.became == "unchanged"
    (told,) = refused(register_database, written(LINE | why | {"reference": "OLD/9/2012"}))
    assert "OLD/9/2012 that this could correct" in told


def test_what_was_withdrawn_does_not_come_back(register_database: Database) -> None:
    bring_in(register_database, written(LINE))
    bring_in(register_database, written({"reference": "old/1/2012", "withdrawn": "It was another."}))
    (told,) = refused(register_database, written(LINE))
    assert "OLD/1/2012 was withdrawn from the register on 2026-11-26, and does not come back" in told


def test_what_looks_like_somebody_s_own_is_let_stand_word_by_word_or_refused(register_database: Database) -> None:
    number = "943 476 5919"
    told = LINE | {"sections": [{"title": "What was found", "text": f"Of {number}, at PR4 5LE."}]}
    after = "take it out, or name these words in “let_stand” where everybody may read them"
    assert refused(register_database, written(told)) == [
        f"old.jsonl:1: an NHS number (“…19”) stands in the section “What was found”: {after}",
        f"old.jsonl:1: a postcode (“…LE”) stands in the section “What was found”: {after}",
    ]
    hidden = LINE | {"sections": [{"title": "What was found", "text": "Of **943** *476* 5919."}]}
    (found,) = refused(register_database, written(hidden))
    assert found.startswith("old.jsonl:1: an NHS number (“…19”) stands in the html (the text)")
    told = LINE | {"summary": f"Of {number}, at PR4 5LE.", "let_stand": ["PR4 5LE", number]}
    other = told | {"let_stand": [*told["let_stand"], "PR4 5LF"]}
    (found,) = refused(register_database, written(other))
    assert found.startswith("old.jsonl:1: /let_stand/2: these words do not stand in the line: copy them as they stand")
    assert [each.became for each in bring_in(register_database, written(told))] == ["published"]
    unlisted = {name: each for name, each in told.items() if name != "let_stand"}
    assert [each.became for each in bring_in(register_database, written(unlisted))] == ["unchanged"]
    (why,) = refused(register_database, written(told | {"title": "Another", "why": "Write to a.person@example.org."}))
    assert "an e-mail address (“…rg”) stands in why there is another version" in why


def test_what_cannot_be_withdrawn_is_told(register_database: Database) -> None:
    with register_database.writing() as connection:
        publish(connection, NOON, Publishing(decision_record()))
    bring_in(register_database, written(LINE))
    gone = {"reference": "OLD/1/2012", "withdrawn": "It was another."}
    for change, told in (
        ({"reference": "OLD/9/2012"}, "/reference: nothing was brought into the register as OLD/9/2012: what went out"),
        ({"reference": "SAMPLE/2026/0001"}, "/reference: nothing was brought into the register as SAMPLE/2026/0001: "),
        ({"withdrawn": " "}, "/withdrawn: it is empty"),
        ({"withdrawn": "Of 943 476 5919."}, "/withdrawn: an NHS number (“…19”) stands there: take it out, or name"),
        ({"let_stand": ["PR4 5LE"]}, "/let_stand/0: these words do not stand in the line"),
        ({"why": "It was another."}, "/why: there is no such field."),
    ):
        (found,) = refused(register_database, written(gone | change))
        assert found.startswith(f"old.jsonl:1: {told}")
    assert leaves(register_database) == 2
    bring_in(register_database, written(gone))
    (found,) = refused(register_database, written(gone | {"withdrawn": "For another reason."}))
    assert found == (
        "old.jsonl:1: /withdrawn: OLD/1/2012 was withdrawn on 2026-11-26, and readers are told another reason, which "
        "stays: take the line out"
    )


def test_nothing_is_half_imported(register_database: Database) -> None:
    lines = [LINE | {"reference": f"OLD/{number}/2012"} for number in range(1, 5)]
    bring_in(register_database, written(lines[2]))
    wrong = LINE | {"year": "2012"}
    told = refused(register_database, written(lines[0], lines[2] | {"final": "grant"}, lines[3], wrong))
    assert told == ["old.jsonl:4: /year: the year of the source, such as 2019, stands here as a number, and not '2012'"]
    told = refused(register_database, written(lines[0], lines[2] | {"final": "grant"}, lines[3]))
    assert [each.split(": ")[0] for each in told] == ["old.jsonl:2"]
    assert leaves(register_database) == 1


def faults_of_line() -> Iterator[tuple[dict[str, Any], str]]:
    yield {"reference": ""}, "/reference: it is empty"
    yield {"reference": "OLD\n1"}, "/reference: it holds a sign that is none of a text, such as a line break"
    yield {"reference": "O" * 151}, "/reference: it has 151 signs, and takes 150: shorten it"
    yield {"title": 3}, "/title: a text stands here, and not 3"
    yield {"area": "Pharmacy!"}, "/area: a name is written in small letters"
    yield {"kind": "pharmacy"}, "/kind: it is one of pharmacy_market_entry, "
    yield {"decided_on": "4 March 2012"}, "/decided_on: a day is written as 2019-06-14, and not '4 March 2012'"
    yield {"decided_on": "2012-02-30"}, "/decided_on: a day is written as"
    yield {"year": 2011}, "/year: the decision is of 2012-03-04, and so of another year than 2011"
    yield {"disposal": "allowed"}, "/disposal: it is one of confirm, "
    yield {"final": None}, "/final: it is one of grant, refuse, defer, none, and not None"
    yield {"parties": {"role": "Applicant"}}, "/parties: a list stands here"
    yield {"parties": [{"role": "Applicant"}]}, "/parties/0/name: it is missing"
    yield {"parties": [{"role": "A", "name": "B", "e/mail": "x"}]}, "/parties/0/e~1mail: there is no such field."
    yield {"sections": [{"title": "A", "text": "a\u0000"}]}, "/sections/0/text: it holds a sign that is none of a text"
    yield {"facts": [{"asks": "A?", "says": "B", "judgement": "yes"}]}, "/facts/0/judgement: it is true or false"
    yield {"applied": [LINE["applied"][0] | {"status": "unmet"}]}, "/applied/0/status: it is one of met, not_met"
    yield {"source": "https://example.org"}, "/source: an object with url, title, read stands here"
    yield {"source": LINE["source"] | {"url": "javascript:alert(1)"}}, "/source/url: the address of a page stands here"
    yield {"source": LINE["source"] | {"url": "https://[x"}}, "/source/url: the address of a page stands here"
    yield {"erases": True}, "/erases: what stood there before is taken away, and readers are told why: say it in “why”"
    yield {"sample": 1}, "/sample: it is true or false, and not 1"
    yield {"finals": "grant"}, "/finals: there is no such field. Did you mean final"
    yield {"parties": [{"role": "A", "name": "B"}] * 201}, "/parties: it has 201 items, and takes 200"


def told_of(file: bytes) -> list[str]:
    """The faults of a file that cannot be read."""
    with pytest.raises(LinesRefused) as error:
        read_lines("old.jsonl", file, NOON.date())
    return [str(each) for each in error.value.faults]


@pytest.mark.parametrize(("change", "told"), [*faults_of_line()])
def test_every_fault_is_told_with_its_line_and_field(change: dict[str, Any], told: str) -> None:
    (found,) = told_of(b"\n" + written(LINE | change))
    assert found.startswith(f"old.jsonl:2: {told}")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"[1]", "an object with reference, title, summary, area, kind, source stands here, and not [1]"),
        (b'{"a": 1', "it is not JSON (column 8: Expecting ',' delimiter): write one object on each line"),
        (b'{"a": 1, "a": 2}', "'a' stands there twice: keep one"),
        (b'{"a": 1.5}', "1.5 is no whole number: write it as text, which keeps it exact"),
        (b'{"a": NaN}', "NaN is no whole number: write it as text, which keeps it exact"),
        (b'"\xff"', "it is not UTF-8 (byte 2): save the file as UTF-8"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b'"' + b"x" * 1_000_000 + b'"', "it is longer than 1,000,000 bytes: shorten its texts"),
    ],
    ids=["a list", "cut off", "twice", "a float", "NaN", "not UTF-8", "deep", "long"],
)
def test_a_line_that_cannot_be_read_is_told(line: bytes, told: str) -> None:
    assert told_of(line) == [f"old.jsonl:1: {told}"]


def test_an_empty_file_is_told() -> None:
    assert told_of(b" \n\n") == ["old.jsonl:1: the file is empty: it holds one decision to a line, as a JSON object"]


def test_the_sample_decisions_say_what_the_cases_say(register_database: Database) -> None:
    """fixtures/decisions holds every published appeal of fixtures/appeals, with its result, day, link and parties."""
    done = bring_in(register_database, PUBLISHED.read_bytes())
    assert len({each.id for each in done}) == len(done) > 40
    with register_database.reading() as connection:
        every = [publication(connection, each.id) for each in done]
    records = [each.record for each in every if each is not None]
    assert all(isinstance(each, DecisionRecord) and each.determined == "elsewhere" for each in records)
    by_title = {each.title: each for each in records if isinstance(each, DecisionRecord)}
    decided = {name: case for name, case in cases("published").items() if not case.get("no_appeal_decided")}
    assert len(decided) == 35
    for name, case in decided.items():
        record, published = by_title[case["title"]], case["published"]
        assert record.reference == case.get("reference", record.reference), name
        assert (record.final.id, record.disposal.id, record.decided_on) == (
            published.get("final", ""), published.get("disposal", ""), published.get("decided_on", ""),
        ), name  # fmt: skip
        assert record.source == ComesFrom(case["source"]["url"], case["source"]["title"], case["source"]["read"])
        assert {each.name for each in record.parties} == {each["name"] for each in case["parties"]}, name


def test_the_sample_decisions_are_labelled_and_name_no_path_and_no_doctor() -> None:
    text = PUBLISHED.read_text("utf-8")
    assert not [word for word in ("../", "/fixtures", "jsonl", " Dr ", " Mr ", " Mrs ", " Ms ") if word in text]
    assert all(json.loads(line)["source"]["url"].startswith("http") for line in text.splitlines())
