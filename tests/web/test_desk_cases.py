"""Cases at the desk: received, searched, moved, given, linked, called otherwise; and who may see and do what there."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

import casework
import people
from casework import NewCase, NewParty
from keeping import activity
from tests.web.desks import COOKIE, Desk, desk
from tests.web.officers import Place, rules
from tests.web.paging import BROWSER, Page, read
from tests.web.test_api_cases import LARKMERE
from web.desk.days import typed_day

TODAY = datetime.now(UTC).date()
NEW = "/cases/new?kind=pharmacy_market_entry"
RECEIVED = {
    "title": "Larkmere",
    **typed_day("received_on", date(2026, 3, 2)),
    "rule_sets.0": "pharmacy/market-entry",
    "rule_sets.1": "pharmacy/appeal-procedure",
    "rule_sets.2": "",
    "rule_sets.3": "",
}
PARTIES = {
    "parties.0.name": "Wrenlow Pharmacy Limited",
    "parties.0.organisation": "fxx01",
    "parties.1.name": "East Larkshire ICB",
    "parties.4.role": "interested_party",
    "parties.4.name": "Dr Asha Patel",
    "parties.4.personal": "yes",
}
NOBODY = "0" * 32


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


@pytest.fixture(scope="module")
def mary(office: Place) -> Desk:
    return desk(office, "committee_member", name="Mary Member")


@pytest.fixture(scope="module")
def at(olive: Desk) -> str:
    """The address of a case that no test changes, of an organisation and with nothing but an appellant."""
    return received(olive, {"title": "Mirefold", "organisation": "RXX01", "parties.0.name": "Wrenlow Pharmacy"})


@pytest.fixture(scope="module")
def page(olive: Desk, at: str) -> Page:
    return olive.opens(at)


def received(olive: Desk, typed: Mapping[str, str] = {}) -> str:
    """The address of a case that was received by its form."""
    answer = olive.sends(olive.opens(NEW), "/cases/new", {**RECEIVED, **typed})
    assert answer.status_code == 303, answer.text[:3000]
    return answer.headers["Location"].partition("?")[0]


def many(office: Place, by: str, *titles: str) -> list[str]:
    """The addresses of cases with these titles, received at once and without their form."""
    parties = (NewParty("appellant", "Wrenlow Pharmacy Limited", personal=False),)
    kind, on, rule_sets = LARKMERE["kind"], date(2026, 3, 2), tuple(LARKMERE["rule_sets"])
    with office.database.writing() as connection:
        actor = people.actor(connection, by)
        assert actor is not None
        new = (NewCase(kind, title, on, rule_sets, parties) for title in titles)
        made = [casework.receive(connection, datetime.now(UTC), actor, each, rules()) for each in new]
    return [f"/cases/{each.id}" for each in made]


def acts(office: Place, at: str) -> list[str]:
    with office.database.reading() as connection:
        return [each.act for each in activity.entries(connection, at.rpartition("/")[2])]


def test_an_appeal_is_received_admitted_and_comes_to_representations(olive: Desk) -> None:
    assert "Pharmacy market entry appeal" in olive.opens("/cases/new").text
    form = olive.opens(NEW)
    assert [form.source.count(f'value="{id}" selected') for id in LARKMERE["rule_sets"]] == [1, 1]
    at = received(olive, PARTIES)
    page = olive.opens(f"{at}?done=received")
    assert "has its reference" in page.text
    assert "Not yet No officer is assigned to it. Assign one." in page.text
    put_to = page.text.partition("Put to")[2]
    assert put_to.index("entry in the pharmaceutical list") < put_to.index("where an appeal goes")
    page = olive.does(at, f"{at}/take")
    assert "Olive Officer has had it since" in page.text
    assert "Take this case" not in page.text
    page = olive.does(at, f"{at}/state", {"move.to": "admissible"})
    told = "These parties were not told of the case: Wrenlow Pharmacy Limited, East Larkshire ICB, Dr Asha Patel."
    assert f"Representations Not yet {told}" in page.text
    assert "It was never determined under “" in page.text
    parties = olive.opens(f"{at}/parties")
    assert "An organisation, FXX01" in parties.text
    ids = re.findall(r'name="notice.party_id" type="checkbox" value="(\w+)"', parties.source)
    said = {"notice.party_id": ids, "notice.what": "That it was received", "notice.how": "post"}
    olive.does(f"{at}/parties", f"{at}/notices", said | typed_day("notice.on", TODAY))
    page = olive.does(at, f"{at}/state", {"move.to": "representations", "move.why": "All were told <today>."})
    assert "The case was moved." in page.text
    assert "Determined Not yet" in page.text
    history = page.text.partition("Where it was")[2]
    assert history.index("Representations") < history.index("Admissible") < history.index("Received")
    assert "Why All were told <today>. Recorded By Olive Officer" in history


def test_what_is_wrong_with_a_new_case_stands_at_its_fields_in_their_order(olive: Desk) -> None:
    typed = {
        "title": "",
        "received_on.day": "31",
        "received_on.month": "2",
        "received_on.year": "2026",
        "rule_sets.0": "",
        "rule_sets.1": "pharmacy/market-entree",
        "parties.1.organisation": "a b",
        "parties.5.name": "Somebody",
        "parties.5.contact": "kept as typed",
    }
    page = read(olive.sends(olive.opens(NEW), "/cases/new", typed), 422)
    assert page.title.startswith("Error: ")
    told = [
        ("title", "Title: This is empty"),
        ("received_on", "When it was received: There is no such day as 31/2/2026"),
        ("rule_sets.1", "There is no rule set 'pharmacy/market-entree'"),
        ("parties.1.name", "Commissioner, name: This is empty"),
        ("parties.1.organisation", "Commissioner, ODS code: An ODS code has 3 to 10 capital letters"),
        ("parties.5.role", "Another party, part: Choose the part that they have in the case"),
    ]
    places = [page.source.index(f'href="#{place}"') for place, _ in told]
    assert places == sorted(places)
    for place, words in told:
        assert words in page.text
        assert f'id="{place}-error"' in page.source
    assert 'value="kept as typed"' in page.source
    empty = read(olive.sends(olive.opens(NEW), "/cases/new", {"title": "Larkmere"}), 422)
    assert "Give the day, the month and the year" in empty.text


def test_rule_sets_in_an_order_that_cannot_be_are_refused_by_their_titles(olive: Desk) -> None:
    turned = {"rule_sets.0": "pharmacy/appeal-procedure", "rule_sets.1": "pharmacy/market-entry"}
    page = read(olive.sends(olive.opens(NEW), "/cases/new", RECEIVED | turned), 422)
    assert re.search("“[^”]+” takes up an answer of “[^”]+”: put it after that", page.text)
    none = read(olive.sends(olive.opens(NEW), "/cases/new", RECEIVED | dict.fromkeys(turned, "")), 422)
    assert "A case names the rule sets it is put to, in order" in none.text
    assert 'href="#rule_sets.0"' in none.source


def test_a_kind_that_no_rule_set_fits_is_received_all_the_same(olive: Desk) -> None:
    form = olive.opens("/cases/new?kind=gp_dispute")
    assert "No rule set fits this kind of case yet" in form.text
    answer = olive.sends(form, "/cases/new", {"title": "Rent", **typed_day("received_on", date(2026, 3, 2))})
    page = olive.opens(answer.headers["Location"])
    assert "people deal with it alone" in page.text
    assert "Change the rule sets" not in page.text
    assert "Close the record" not in page.text


@pytest.mark.parametrize("kind", ["", "parking"])
def test_without_a_kind_the_kinds_are_offered(olive: Desk, kind: str) -> None:
    page = olive.opens(f"/cases/new?kind={kind}", 422)
    assert "Choose what kind of case it is" in page.text
    sent = olive.sends(olive.opens(NEW), "/cases/new", {"kind": kind})
    assert "Choose what kind of case it is" in read(sent, 422).text


@pytest.mark.parametrize(
    ("action", "typed", "place", "told"),
    [
        ("state", {}, "move.to", "Choose where the case goes"),
        ("state", {"move.to": "withdrawn"}, "move.why", "cannot become withdrawn yet: you have not said why"),
        ("state", {"move.to": "out_of_time"}, "move.why", "cannot become out of time yet"),
        ("state", {"move.to": "decided"}, "move.to", "cannot become decided from there"),
        ("state", {"move.to": "admissible"}, "", "cannot become admissible yet: no officer is assigned to it"),
        ("state", {"move.to": "withdrawn", "move.on.year": "26"}, "move.on", "a year of four figures"),
        ("state", {"move.on.day": "", "move.on.month": "", "move.on.year": ""}, "move.on", "Give the day, the month"),
        ("officer", {}, "officer.person_id", "Choose an officer"),
        ("officer", {"officer.person_id": NOBODY}, "officer.person_id", "A case is an officer's"),
        ("members", {"member.person_id": "\0"}, "member.person_id", "Choose a member"),
        ("links", {}, "link.reference", "Give the reference of the other case"),
        ("links", {"link.reference": "APP/1999/0001"}, "link.reference", "There is no case 'APP/1999/0001' that you"),
        ("links", {"link.reference": "app/2026/0001", "link.how": "x"}, "link.how", "'x' is no way to go together"),
        ("title", {"title.title": " "}, "title.title", "Title: This is empty"),
        ("rule-sets", {"rules.0": "", "rules.1": ""}, "rules.0", "Choose at least one rule set"),
        ("rule-sets", {"rules.1": "pharmacy/market-entry"}, "rules.1", "stands there twice: keep the first"),
        ("rule-sets", {"rules.1": "pharmacy/x"}, "rules.1", "There is no such rule set here: choose one of the list"),
        ("record/closed", {}, "record.why", "Why: This is empty"),
        ("record/closed", {"record.why": "All has come in"}, "", "The record cannot be closed"),
    ],
)
def test_what_is_refused_on_the_page_of_a_case_stands_in_its_form(
    olive: Desk, at: str, page: Page, action: str, typed: dict[str, Any], place: str, told: str
) -> None:
    shown = read(olive.sends(page, f"{at}/{action}", typed), 422)
    assert told in shown.text
    assert not place or (f'href="#{place}"' in shown.source and f'id="{place}-error"' in shown.source)
    assert shown.source.count('<details class="nhsuk-details" open>') == 1
    assert 'aria-current="page">Case</a>' in shown.source


def test_a_form_that_is_refused_is_kept_as_reading_and_not_as_doing(office: Place, olive: Desk, at: str) -> None:
    page = olive.opens(at)
    before = acts(office, at)
    olive.sends(page, f"{at}/state", {"move.why": "Because."})
    assert acts(office, at) == [*before, "case.read"]


def test_a_case_is_given_to_an_officer_and_members_sit_on_it(office: Place, olive: Desk, mary: Desk) -> None:
    (at,), oscar = many(office, olive.person_id, "Larkmere"), desk(office, "officer", name="Oscar Other")
    given = {"officer.person_id": oscar.person_id}
    assert "Oscar Other has had it since" in olive.does(at, f"{at}/officer", given).text
    again = read(olive.sends(olive.opens(at), f"{at}/officer", given), 422)
    assert "is this officer's already: choose another, or leave it" in again.text
    mary.opens(at, 404)
    page = olive.does(at, f"{at}/members", {"member.person_id": mary.person_id})
    assert "Mary Member has sat on it since" in page.text
    assert 'name="version"' not in mary.opens(at).source
    olive.does(at, f"{at}/members/{mary.person_id}/end")
    mary.opens(at, 404)


def test_cases_go_together_and_part(office: Place, olive: Desk) -> None:
    one, other = many(office, olive.person_id, "Larkmere", "Wrenlow <b>")
    reference = re.findall(r"APP/2026/\d+", olive.opens(other).text)[0]
    page = olive.does(one, f"{one}/links", {"link.reference": f" {reference.lower()} "})
    assert f"{reference} Wrenlow <b>: about the same matter; received." in page.text
    assert "Wrenlow &lt;b&gt;" in page.source
    assert "Larkmere: about the same matter" in olive.opens(other).text
    itself = read(olive.sends(olive.opens(other), f"{other}/links", {"link.reference": reference}), 422)
    assert "cannot go with itself: name the other case" in itself.text
    page = olive.does(one, f"{one}/links/{other.rpartition('/')[2]}/end")
    assert "The two cases go their own ways now." in page.text
    assert "None that you may see." in page.text


def test_a_case_is_called_otherwise_and_put_to_other_rule_sets(office: Place, olive: Desk) -> None:
    (at,) = many(office, olive.person_id, "Larkmere")
    assert "Larkmere North" in olive.does(at, f"{at}/title", {"title.title": "Larkmere North"}).headings
    page = olive.does(at, f"{at}/rule-sets", {"rules.0": "", "rules.1": "pharmacy/appeal-procedure"})
    assert "The case is put to these rule sets. Determine it again." in page.text
    put_to = page.source.partition("Put to</dt>")[2].partition("</dd>")[0]
    assert put_to.count("<li>") == 1
    assert "/rule-sets/pharmacy/appeal-procedure" in put_to


def test_a_page_that_is_older_than_the_case_is_told_of_and_keeps_what_was_typed(office: Place, olive: Desk) -> None:
    (at,) = many(office, olive.person_id, "Larkmere")
    before = olive.opens(at)
    olive.does(at, f"{at}/take")
    stale = read(olive.sends(before, f"{at}/title", {"title.title": "Larkmere South"}), 409)
    assert "was changed by somebody else since you read it" in stale.text
    assert 'value="Larkmere South"' in stale.source
    assert olive.sends(stale, f"{at}/title").status_code == 303


def test_a_closed_case_takes_no_more_but_to_be_opened_again_where_it_was_closed(olive: Desk) -> None:
    at = received(olive)
    olive.does(at, f"{at}/state", {"move.to": "withdrawn", "move.why": "By a letter."})
    page = olive.does(at, f"{at}/state", {"move.to": "closed"})
    assert page.source.count('name="version"') == page.source.count('name="move.to"') == 1
    assert 'value="withdrawn"' in page.source
    opened = olive.does(at, f"{at}/state", {"move.to": "withdrawn", "move.why": "The letter was forged."})
    assert "Closed" in opened.text


def test_an_auditor_sees_all_of_a_case_and_has_no_forms(office: Place, olive: Desk, page: Page, at: str) -> None:
    auditor = desk(office, "auditor")
    shown = auditor.opens(at)
    assert "What comes next" in shown.headings
    assert 'name="version"' not in shown.source
    assert "/cases/new" not in auditor.opens("/cases").links
    assert "You may not" in auditor.opens("/cases/new", 403).text
    kept = auditor.client.get_cookie(COOKIE)
    assert kept is not None
    token = hashlib.sha256(f"form of {kept.value}".encode()).hexdigest()
    for action in ("state", "take", "officer", "members", "links", "title", "rule-sets", "record/closed"):
        fields = olive.form(page, f"{at}/{action}").fields.to_dict() | {"form_token": token}
        assert auditor.client.post(f"{at}/{action}", data=fields, headers=BROWSER).status_code == 403


def test_what_somebody_may_not_see_is_not_there(office: Place, mary: Desk, at: str) -> None:
    theirs, others = desk(office, "trust", organisation="RXX01"), desk(office, "icb", organisation="QXX")
    assert 'name="version"' not in theirs.opens(at).source
    for somebody in (others, mary):
        for side in ("", "/parties", "/timetable"):
            somebody.opens(f"{at}{side}", 404)
        assert "There is no case that you may see yet." in somebody.opens("/cases").text
    assert "1 case, newest first" in theirs.opens("/cases").text
