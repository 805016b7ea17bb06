"""The parties of a case at the desk, and what they were told: recorded, mended, taken back, and never lost."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.web.desks import Desk, desk
from tests.web.officers import Caller, Place
from tests.web.paging import Page, read
from tests.web.test_api_cases import LARKMERE
from web.desk.days import moment, typed_day

TODAY = datetime.now(UTC).date()
NOBODY = "0" * 32
TOLD = {"notice.what": "That the appeal was received", "notice.how": "email", **typed_day("notice.on", TODAY)}


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


@pytest.fixture(scope="module")
def officer(office: Place) -> Caller:
    return office.caller("officer")


@pytest.fixture
def at(officer: Caller) -> str:
    """The page of the parties of a case."""
    return received(officer)


@pytest.fixture(scope="module")
def still(officer: Caller) -> str:
    """That of a case that no test changes."""
    return received(officer)


@pytest.fixture(scope="module")
def pages(olive: Desk, still: str) -> tuple[Page, str, Page]:
    """The parties of that case; and one of them, by its address."""
    page = olive.opens(still)
    one = f"{still}/{ids(page, 'notice.party_id')[0]}"
    return page, one, olive.opens(one)


def received(officer: Caller) -> str:
    made = officer.post("/cases", {**LARKMERE, "organisation": "RXX01"})
    return f"/cases/{made.get_json()['id']}/parties"


def ids(page: Page, name: str) -> list[str]:
    return re.findall(f'name="{name}" type="checkbox" value="([0-9a-f]{{32}})"', page.source)


def test_a_party_is_added_changed_and_leaves_and_stays_in_the_record(olive: Desk, at: str) -> None:
    assert "Nobody was told anything yet." in olive.opens(at).text
    patel = {"role": "interested_party", "name": "Asha Patel", "personal": "yes", "contact": "By\npost"}
    page = olive.does(at, at, patel)
    assert "Asha Patel: change A person Part Interested party How to reach them By post In the case Since" in page.text
    one = f"{at}/{ids(page, 'notice.party_id')[1]}"
    shown = olive.opens(one)
    assert shown.fields.to_dict() == {
        "name": "Asha Patel", "personal": "yes", "organisation": "", "contact": "By\npost",
    }  # fmt: skip
    page = olive.does(one, one, {"name": "Dr Asha Patel", "organisation": "fa123"})
    assert "The party stands as you wrote it." in page.text
    assert "Dr Asha Patel: change A person, FA123" in page.text
    page = olive.does(one, f"{one}/left")
    assert "It stays in the record." in page.text
    assert re.search("Dr Asha Patel A person, FA123 .* until it left on", page.text)
    assert len(ids(page, "notice.party_id")) == 1
    assert "It left the case on" in olive.opens(one).text
    back = olive.opens(at)
    assert one not in back.links


@pytest.mark.parametrize(
    ("typed", "place", "told"),
    [
        ({"name": "X"}, "role", "Part: Choose the part that they have in the case"),
        ({"role": "witness", "name": "X"}, "role", "has no 'witness'"),
        ({"role": "appellant"}, "name", "Name: This is empty"),
        ({"role": "appellant", "name": "X", "organisation": "a b"}, "organisation", "ODS code: An ODS code has 3 to"),
        ({"role": "appellant", "name": "X", "contact": "a\0b"}, "contact", "a character that nobody sees"),
    ],
)
def test_a_party_that_cannot_be_is_refused_at_its_field(
    olive: Desk, still: str, pages: tuple[Page, str, Page], typed: dict[str, str], place: str, told: str
) -> None:
    page, one, its = pages
    for address, form in ((still, page), (one, its)):
        shown = read(olive.sends(form, address, {"role": "", "name": "", **typed}), 422)
        assert told in shown.text
        assert f'href="#{place}"' in shown.source


def test_several_are_told_the_same_at_once_and_a_mistake_is_taken_back_and_stays(olive: Desk, at: str) -> None:
    page = olive.does(at, at, {"role": "commissioner", "name": "East Larkshire ICB"})
    assert "Time limits that run from being told something start with the day on which it was told." in page.text
    both = ids(page, "notice.party_id")
    page = olive.does(at, f"{at.removesuffix('/parties')}/notices", {**TOLD, "notice.party_id": both})
    assert "It was recorded who was told." in page.text
    assert page.text.count("That the appeal was received How By email Recorded By Olive Officer,") == 2
    one = next(link for link in page.links if "/notices/" in link)
    empty = read(olive.sends(olive.opens(one), one, {"why": " "}), 422)
    assert "This is empty: say it in words" in empty.text
    page = olive.does(one, one, {"why": "It went to another <address>."})
    assert "The notice was taken back. It stays in the record." in page.text
    assert "<s>That the appeal was received</s>" in page.source
    assert re.search("Taken back on .*: It went to another <address>. How By email", page.text)
    assert one not in page.links
    shown = olive.opens(one)
    assert "It was taken back on" in shown.text
    assert "Take it back" not in shown.text


@pytest.mark.parametrize(
    ("typed", "place", "told"),
    [
        ({"notice.party_id": []}, "notice.party_id", "Who was told: Tick each party that was told"),
        ({"notice.party_id": [NOBODY]}, "notice.party_id", "has no such party: choose one of its parties"),
        ({"notice.what": ""}, "notice.what", "What they were told: This is empty"),
        ({"notice.how": ""}, "notice.how", "How: Choose how they were told"),
        ({"notice.how": "pigeon"}, "notice.how", "'pigeon' is no way to tell anybody."),
        (typed_day("notice.on", TODAY + timedelta(days=2)), "notice.on", "is still to come"),
        ({"notice.on.day": "x"}, "notice.on", "Write a day, a month and a year of four figures"),
    ],
)
def test_a_notice_that_cannot_be_is_refused_at_its_field_and_keeps_what_was_typed(
    olive: Desk, still: str, pages: tuple[Page, str, Page], typed: dict[str, str], place: str, told: str
) -> None:
    page, notices = pages[0], f"{still.removesuffix('/parties')}/notices"
    ticked = {"notice.party_id": ids(page, "notice.party_id")}
    shown = read(olive.sends(page, notices, {**TOLD, **ticked, **typed}), 422)
    assert told in shown.text
    assert f'href="#{place}"' in shown.source
    assert shown.source.count(" checked>") == ("notice.party_id" not in typed) + (
        shown.fields.get("notice.how") == "email"
    )
    assert 'aria-current="page">Parties</a>' in shown.source


def test_what_was_changed_meanwhile_is_told_and_nothing_typed_is_lost(olive: Desk, at: str) -> None:
    before = olive.opens(at)
    one = f"{at}/{ids(before, 'notice.party_id')[0]}"
    old = olive.opens(one)
    olive.does(at, at, {"role": "commissioner", "name": "East Larkshire ICB"})
    stale = read(olive.sends(before, f"{at.removesuffix('/parties')}/notices", TOLD), 409)
    assert "was changed by somebody else since you read it" in stale.text
    assert 'value="That the appeal was received"' in stale.source
    left = read(olive.sends(old, f"{one}/left"), 409)
    assert 'value="Wrenlow Pharmacy Limited"' in left.source


def test_whoever_may_only_read_sees_the_parties_and_has_no_forms(office: Place, olive: Desk, at: str) -> None:
    page = olive.opens(at)
    told = {**TOLD, "notice.party_id": ids(page, "notice.party_id")}
    page = olive.does(at, f"{at.removesuffix('/parties')}/notices", told)
    one, notice = f"{at}/{ids(page, 'notice.party_id')[0]}", next(each for each in page.links if "/notices/" in each)
    for reader in (desk(office, "auditor"), desk(office, "trust", organisation="RXX01")):
        shown = reader.opens(at)
        assert "Wrenlow Pharmacy Limited" in shown.text
        assert "That the appeal was received" in shown.text
        assert {one, notice}.isdisjoint(shown.links)
        for address in (at, one, notice):
            assert 'name="version"' not in reader.opens(address).source
    for reader in (desk(office, "icb", organisation="QXX"), desk(office, "committee_member")):
        for address in (at, one, notice):
            reader.opens(address, 404)


def test_a_party_or_a_notice_that_is_not_there_is_not_found(olive: Desk, still: str) -> None:
    case = still.removesuffix("/parties")
    for address in (f"{still}/{NOBODY}", f"{still}/%00", f"{case}/notices/{NOBODY}", f"{case}/notices/%00"):
        assert "nothing here that you may see" in olive.opens(address, 404).text


def test_a_case_that_ended_takes_no_parties_and_still_takes_notices(olive: Desk, at: str) -> None:
    case = at.removesuffix("/parties")
    olive.does(case, f"{case}/state", {"move.to": "withdrawn", "move.why": "By a letter."})
    page = olive.opens(at)
    assert "Add a party" not in page.text
    assert "Record who was told" in page.text
    shown = olive.opens(f"{at}/{ids(page, 'notice.party_id')[0]}")
    assert "You cannot change it while the case is withdrawn." in shown.text


def test_moments_are_those_of_london() -> None:
    assert moment(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026 at 00:30"


def test_how_a_party_is_reached_is_shown_inside_and_the_page_says_nothing_of_it_to_an_organisation(
    office: Place, officer: Caller
) -> None:
    appellant = {"role": "appellant", "name": "Wren", "personal": True, "contact": "1 Mill Lane"}
    made = officer.post("/cases", {**LARKMERE, "organisation": "RX1", "parties": [appellant]})
    address = f"/cases/{made.get_json()['id']}/parties"
    one = f"{address}/{officer.get(address).get_json()['items'][0]['id']}"
    for role in ("officer", "reviewer", "auditor"):
        assert "How to reach them 1 Mill Lane" in desk(office, role).opens(address).text
    for role, of in (("trust", "RX1"), ("icb", "RX1"), ("publisher", "")):
        outside = desk(office, role, organisation=of)
        page = outside.opens(address)
        assert "Wren A person Part Appellant In the case Since" in page.text
        for shown in (page, outside.opens(one)):
            assert "Mill Lane" not in shown.source
            assert "How to reach" not in shown.source


def test_a_party_that_is_ticked_many_times_is_told_once(olive: Desk, at: str) -> None:
    one = ids(olive.opens(at), "notice.party_id")
    page = olive.does(at, f"{at.removesuffix('/parties')}/notices", {**TOLD, "notice.party_id": one * 300})
    assert page.text.count("That the appeal was received How By email Recorded By") == 1
