"""The record of an issued decision is whole; what is redacted is gone from it, and the rules are asked without it."""

import hashlib
import json
from collections.abc import Callable

import pytest

from casework import NotAllowed, NotFound
from casework.deciding import Departing, depart, issue, issued_of
from casework.publishing import (
    NOT_PUBLISHED,
    Redacting,
    commitment_of,
    draft,
    everywhere,
    opened,
    redact,
    release,
    undo,
    write_summary,
)
from documents import DecisionRecord, canonical, read_record
from engine import determine, read_facts
from keeping import Verified, activity
from people import Role
from register import given_of
from storage import Database
from tests.casework import deciding
from tests.casework.deciding import live
from tests.casework.office import PHARMACY, rules
from tests.casework.publishing import FITNESS, PERSONAL, Desk, desk, place_of
from tests.casework.standing import Standing

TITLE, NAMED = "/title", "Larkmere"


@pytest.fixture
def begun(here: Callable[[str], Standing], register_file: Database) -> Desk:
    """A decision whose publication was begun."""
    made = desk(here("issued"), register_file)
    made.begin()
    return made


def test_the_record_says_all_that_was_issued(begun: Desk) -> None:
    record, drawn = begun.record, begun.drawn
    assert (record.id, record.version) == (begun.prepared.public_id, 1)
    assert (record.reference, record.determined, record.area) == ("SAMPLE/2026/0001", "here", "pharmacy")
    assert (record.decided_on, record.year, record.sample) == ("2026-03-02", 2026, True)
    assert (record.disposal.id, record.final.id) == ("quash_and_redetermine", "grant")
    assert (record.under_appeal.id, record.under_appeal.says) == ("refuse", "The application is refused")
    assert record.commissioner == "East Larkshire Integrated Care Board"
    assert [each.role for each in record.parties] == ["Applicant", "Appellant", "Commissioner"]
    assert record.summary.startswith("The application is granted. The commissioner’s decision is quashed")
    assert [each.id for each in record.sections] == ["application", "law", "findings", "reasons", "disposal"]
    assert all(each.text for each in record.sections)
    assert record.decided_by
    assert record.next_steps
    assert record.does_not_decide
    assert {each.question: each.decided for each in record.answers}["final"] == "grant"
    assert read_record(canonical(record)) == record
    assert drawn.whole == record
    assert not drawn.erases


def test_findings_are_those_of_the_provisions_that_carried_the_answers(begun: Desk) -> None:
    record = begun.record
    applied = {(each.rule_set, each.provision) for each in record.applied}
    assert {(each.rule_set, each.provision) for each in record.findings} <= applied
    assert all(each.url.startswith("https://") and each.cited for each in record.applied)
    assert [each.checked for each in record.applied if each.provision == "thirty-days"] == ["construed"]
    names = {each.name for each in record.facts}
    assert len(names) == len(record.facts)
    assert all(set(each.given) <= names for each in record.determinations)


def test_the_law_by_which_people_decided_otherwise_is_in_it_with_who_read_it(
    here: Callable[[str], Standing], register_file: Database
) -> None:
    at = here("determined")
    deciding.drafted(at.office, at.officer, at.here)
    by = "reg-18-1-unforeseen-benefits"
    at.does(depart, Departing(PHARMACY[0], "provision", by, "not_met", "The needs assessment foresaw it."), live)
    deciding.approved(at.office, at.officer, at.reviewer, at.here)
    at.does(issue, deciding.SERIES, live)
    made = desk(at, register_file)
    made.begin()
    (applied,) = [each for each in made.record.applied if each.provision == by]
    assert (applied.checked, applied.reviewed) == ("published_text", False)
    assert "A. Person (legislation.gov.uk" in applied.read_by
    assert by in {each.provision for each in made.record.findings}


def test_anybody_can_make_the_determinations_again_from_what_is_published(begun: Desk) -> None:
    record, drawn = begun.record, begun.drawn
    for made, out in zip(record.determinations, drawn.determinations, strict=True):
        facts = read_facts(rules()[made.rule_set], given_of(record, made))
        again = determine(rules()[made.rule_set], facts, None, made.record_closed)
        assert again.canonical == out.canonical
        assert made.sha256 == made.published_sha256 == out.sha256 == hashlib.sha256(out.canonical).hexdigest()


def test_a_redacted_fact_is_gone_and_the_rules_are_asked_again_without_it(begun: Desk) -> None:
    before = begun.record
    place = place_of(before, PERSONAL)
    begun.does(redact, [Redacting(place, reason="personal", says="About one person")], live)
    record, drawn = begun.record, begun.drawn
    fact = record.fact(PERSONAL)
    assert fact is not None
    assert (fact.put, fact.says, fact.source, fact.redacted) == (None, "", "", "About one person")
    assert [(each.pointer, each.reason, each.says) for each in record.redactions] == [
        (place, "personal", "About one person")
    ]
    assert drawn.whole == before
    entry, procedure = record.determinations
    out = {each.sha256: each.canonical for each in drawn.determinations}
    assert (entry.sha256, entry.published_sha256 != before.determinations[0].sha256) == ("", True)
    assert json.loads(out[entry.published_sha256])["facts"].keys() == set(entry.given) - {PERSONAL}
    assert entry.differs
    assert procedure == before.determinations[1]
    facts = read_facts(rules()[entry.rule_set], given_of(record, entry))
    assert determine(rules()[entry.rule_set], facts).canonical == out[entry.published_sha256]


@pytest.mark.proof
def test_words_are_redacted_where_they_stand_and_nowhere_else_unless_asked(begun: Desk) -> None:
    places = everywhere(begun.record, NAMED)
    assert TITLE in places
    asked = [Redacting(each, NAMED, "personal", replacement="a village") for each in places]
    assert len(begun.does(redact, asked, live).redactions) == len(places)
    assert NAMED not in canonical(begun.record).decode().replace(begun.record.summary, "")
    assert "a village" in begun.record.title
    begun.does(undo, (TITLE, NAMED))
    assert NAMED in begun.record.title


@pytest.mark.proof
def test_a_source_that_is_redacted_is_another_source_for_the_rules(begun: Desk) -> None:
    place = place_of(begun.record, "application_class")
    begun.does(redact, [Redacting(f"{place}/source", reason="commercial")], live)
    fact = begun.record.fact("application_class")
    assert fact is not None
    assert (fact.put, fact.source) == ("routine", NOT_PUBLISHED)
    assert all(not each.differs for each in begun.record.determinations)
    assert any(each.sha256 != each.published_sha256 for each in begun.record.determinations)
    begun.does(redact, [Redacting(place, reason="commercial")], live)
    assert begun.record.facts[int(place.rpartition("/")[2])].source == ""
    assert not begun.drawn.faults


UNFIT = (
    (Redacting("/id", reason="personal"), "/redactions/0/pointer: nothing can be redacted at “/id”"),
    (Redacting("/facts/999", reason="personal"), "/redactions/0/pointer: the record has nothing at “/facts/999”"),
    (
        Redacting(TITLE, "Nobody", "personal"),
        "/redactions/0/pointer: the words that are to be redacted do not stand",
    ),
    (Redacting(TITLE, NAMED, "shame"), "/redactions/0/reason: this is one of personal,"),
    (Redacting(TITLE, NAMED, "other"), "/redactions/0/says: this is empty"),
    (
        Redacting(TITLE, NAMED, "personal", replacement=NAMED),
        "/redactions/0: what is told in the place of the words",
    ),
)


def test_what_cannot_be_redacted_is_refused_with_what_can(begun: Desk) -> None:
    refused = begun.refused(redact, [asked for asked, _ in UNFIT], live)
    for place, (_, told) in enumerate(UNFIT):
        assert any(each.startswith(told.replace("/0", f"/{place}", 1)) for each in refused), told


def test_only_what_is_about_a_person_is_released_and_with_a_reason(begun: Desk) -> None:
    at_title = Redacting(TITLE, reason="needed", says="It is needed")
    assert begun.refused(release, at_title, live) == [
        "/pointer: nothing that is about a person stands there, so there is nothing to release"
    ]
    place = place_of(begun.record, FITNESS)
    assert len(begun.refused(release, Redacting(place, reason="personal"), live)) == 2
    begun.does(release, Redacting(place, reason="not_personal", says="It is about a company"), live)
    assert begun.record.fact(FITNESS) == begun.whole.fact(FITNESS)


def test_the_unredacted_decision_is_committed_to_under_a_key_of_its_own(begun: Desk) -> None:
    with begun.at.office.database.reading() as connection:
        held = commitment_of(connection, begun.at.decision.id)
        issued = issued_of(connection, begun.at.here, begun.at.decision.id)
        assert isinstance(activity.verify(connection), Verified)
        last = activity.latest(connection, begun.at.id)[0]
    assert held is not None
    assert issued.canonical is not None
    assert begun.record.commitment == held.hmac == opened(held.key, issued.canonical)
    assert held.key not in canonical(begun.record).decode()
    assert last.act == "publication.drafted"
    assert len(begun.record.salt) == 32


def test_a_summary_is_people_s_own_and_the_version_tells_who_was_slower(begun: Desk) -> None:
    begun.does(write_summary, "The new pharmacy may open.")
    assert begun.record.summary == "The new pharmacy may open."
    assert begun.prepared.version == 2
    assert begun.refused(write_summary, " ") == ["/summary: this is empty: say it in words"]


def test_only_an_issued_decision_is_published_once_and_by_whoever_may(begun: Desk) -> None:
    at = begun.at
    reviewer, stranger = at.reviewer, at.office.actor(Role("trust", "RX1"))
    with at.office.database.writing() as connection:
        with pytest.raises(NotAllowed):
            draft(connection, at.decision.made_at, reviewer, at.id, at.decision.id)
        with pytest.raises(NotFound):
            draft(connection, at.decision.made_at, stranger, at.id, at.decision.id)
    with pytest.raises(Exception, match="is prepared already"):
        begun.begin()
    assert isinstance(begun.record, DecisionRecord)
