"""The timetable of a case at the desk: what is due, how that came about, and what people may do about it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from engine import day
from tests.web.desks import Desk, desk
from tests.web.kept import LONGEST, NOBODY, STAY_ENDS, TODAY, Case, acts, built, received
from tests.web.officers import Caller, Place
from tests.web.paging import BROWSER, Page, read
from web.desk.days import typed_day

STALE = "Something changed since this was worked out: determine again."
NO_POWER = "The law, as our rules have it, gives no power to extend this."


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = built(tmp_path_factory.mktemp("office"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def officer(office: Place) -> Caller:
    return office.caller("officer")


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


@pytest.fixture
def case(officer: Caller) -> Case:
    return determined(officer)


@pytest.fixture(scope="module")
def worked(officer: Caller) -> Case:
    """A case on whose deadlines people work, each test on its own."""
    return determined(officer)


@pytest.fixture(scope="module")
def still(officer: Caller) -> Case:
    """A case that no test changes."""
    return determined(officer)


@pytest.fixture(scope="module")
def page(olive: Desk, still: Case) -> Page:
    return olive.opens(at(still, "stay_ends"))


def determined(officer: Caller, **more: Any) -> Case:
    made = received(officer, **more)
    assert made.determine().status_code == 201
    return made


def at(case: Case, name: str = "") -> str:
    """The address of the timetable, or of one deadline of it."""
    return f"{case.address}/timetable" + (f"/{case.deadlines()[name]['id']}" if name else "")


def part(page: Page, heading: str) -> str:
    """The words of a page from a heading on."""
    return page.text.partition("Activity ")[2].partition(f"{heading} ")[2]


def test_what_is_due_stands_by_date_with_its_place_in_the_law(olive: Desk, still: Case) -> None:
    page = olive.opens(at(still))
    due = part(page, "What is due")
    stands = [
        "The last day of a stay (reg. 7(1))",
        "The longest stay (reg. 7(2))",
        "The last day to appeal (para 36(1))",
    ]
    assert sorted(stands, key=due.index) == stands
    assert f"{day(STAY_ENDS)} Due in 9 days Under Entry in the list" in due
    assert f"{day(TODAY + timedelta(days=30))} Due in 30 days" in due


def test_a_deadline_is_extended_under_a_named_power_and_says_by_whom_and_why(
    office: Place, olive: Desk, worked: Case
) -> None:
    stay = at(worked, "stay_ends")
    told = f"A provision (regulation 1): it may be extended to {day(LONGEST)} at the latest."
    assert told in olive.opens(stay).text
    longer = typed_day("extend.to", LONGEST) | {"extend.why": "The site must be <seen> twice."}
    page = olive.does(stay, f"{stay}/extended", longer)
    assert "It was extended." in page.text
    assert f"{day(LONGEST)} Due in 23 days" in page.text
    how = f"The rules give {day(STAY_ENDS)}. Extended to {day(LONGEST)} by Olive Officer on {day(TODAY)}, under"
    assert f"{how} A provision (regulation 1): The site must be <seen> twice." in page.text
    assert "deadline.extended" in acts(office, worked)


def test_what_was_done_stands_apart_and_can_be_due_again(olive: Desk, worked: Case) -> None:
    appeal = at(worked, "last_day_to_appeal")
    assert NO_POWER in olive.opens(appeal).text
    page = olive.does(appeal, f"{appeal}/met")
    assert "It was recorded that this was done." in page.text
    done = part(page, "Done The last day to appeal") or part(page, "Done")
    assert f"On {day(TODAY)}; recorded by Olive Officer" in done
    shown = olive.opens(appeal)
    assert "Extending it" not in shown.headings
    page = olive.does(appeal, f"{appeal}/reopened")
    assert "It is due again." in page.text
    assert "Due in 30 days" in page.text


@pytest.mark.parametrize(
    ("action", "typed", "place", "told"),
    [
        ("met", typed_day("met.on", TODAY + timedelta(days=9)), "met.on", "which is still to come. Give the day on"),
        ("met", {"met.on.day": "", "met.on.month": "", "met.on.year": ""}, "met.on", "Give the day, the month and the"),
        ("met", {"met.on.day": "32"}, "met.on", "There is no such day as"),
        ("extended", {"extend.why": "x"}, "extend.to", "Give the day, the month and the year"),
        ("extended", typed_day("extend.to", TODAY), "extend.to", f"is due on {day(STAY_ENDS)} already."),
        (
            "extended",
            typed_day("extend.to", LONGEST + timedelta(days=1)),
            "extend.to",
            f"extended to {day(LONGEST)} at",
        ),
        ("extended", {**typed_day("extend.to", LONGEST), "extend.why": " "}, "extend.why", "This is empty: say it in"),
        ("extended", {"extend.why": "a\0b"}, "extend.why", "a character that nobody sees"),
    ],
)
def test_what_cannot_be_done_about_a_deadline_is_told_at_its_field(
    olive: Desk, still: Case, page: Page, action: str, typed: dict[str, str], place: str, told: str
) -> None:
    stay = at(still, "stay_ends")
    shown = read(olive.sends(page, f"{stay}/{action}", {"extend.why": "It must be seen", **typed}), 422)
    assert told in shown.text
    assert f'href="#{place}"' in shown.source
    assert f'id="{place}-error"' in shown.source
    assert 'aria-current="page">Timetable</a>' in shown.source


@pytest.mark.parametrize(
    ("name", "action", "told"),
    [
        ("last_day_to_appeal", "extended", "No power to extend “The last day to appeal” (para 36(1)) is encoded"),
        ("stay_ends", "reopened", "was not recorded as met, so there is nothing to take back."),
    ],
)
def test_what_no_form_offers_is_refused_all_the_same(
    olive: Desk, still: Case, page: Page, name: str, action: str, told: str
) -> None:
    form = olive.form(page, f"{at(still, 'stay_ends')}/extended").fields.to_dict()
    sent = form | typed_day("extend.to", LONGEST) | {"extend.why": "x"}
    shown = read(olive.client.post(f"{at(still, name)}/{action}", data=sent, headers=BROWSER), 422)
    assert told in shown.text
    assert "There is a problem" in shown.headings


def test_a_deadline_of_another_case_or_of_none_is_not_there(olive: Desk, still: Case, worked: Case, page: Page) -> None:
    other = worked.deadlines()["stay_ends"]["id"]
    form = olive.form(page, f"{at(still, 'stay_ends')}/met").fields.to_dict()
    for id in (other, NOBODY, "%00"):
        olive.opens(f"{at(still)}/{id}", 404)
        sent = olive.client.post(f"{at(still)}/{id}/met", data=form, headers=BROWSER)
        assert sent.status_code == 404
    assert worked.deadlines()["stay_ends"]["standing"] == "due"


def test_what_is_not_known_yet_says_what_it_waits_for_and_between_which_days(olive: Desk, officer: Caller) -> None:
    case = received(officer)
    never = olive.opens(at(case))
    assert "What is due is worked out from the facts when the case is determined" in never.text
    between = {"from": str(TODAY), "to": str(TODAY + timedelta(days=3)), "source": "a letter"}
    facts = {
        "notified_on": {"state": "disputed", "source": "two letters", "correction": "They differ"},
        "stayed_on": {**between, "correction": "It was misread"},
    }
    answered = officer.change("POST", f"{case.address}/facts", {"facts": facts}, case.version)
    assert answered.status_code in (200, 201), answered.text
    case.determine()
    unknown = part(olive.opens(at(case)), "Not known yet")
    stay = f"Between {day(TODAY + timedelta(days=14))} and {day(TODAY + timedelta(days=17))}."
    assert f"The last day of a stay (reg. 7(1)) When Not known yet {stay} What it waits for" in unknown
    assert "What of notified_on? The parties differ: somebody has to find it" in unknown
    assert "What of stayed_on? For the applicant to show" in unknown
    shown = olive.opens(at(case, "stay_ends"))
    assert "Waits for" in shown.text
    assert "whether it may be extended, and to which day, is not known yet" in shown.text
    assert olive.does(at(case, "stay_ends"), f"{at(case, 'stay_ends')}/met").status == 200


def test_what_changed_since_is_marked_and_must_be_determined_again(olive: Desk, case: Case) -> None:
    stay = at(case, "stay_ends")
    before = olive.opens(stay)
    case.states(complex=False)
    page = olive.opens(at(case))
    assert page.text.count(STALE) == 3
    assert f"{case.address}/determination" in page.links
    shown = olive.opens(stay)
    assert STALE in shown.text
    assert "Before it is extended, the case has to be determined again." in shown.text
    sent = typed_day("extend.to", LONGEST) | {"extend.why": "x"}
    old = read(olive.sends(before, f"{stay}/extended", sent), 409)
    assert "was changed by somebody else since you read it" in old.text
    case.determine()
    shown = olive.opens(stay)
    assert "it may not be extended in this case, because what the provision asks for is not met" in shown.text
    case.states(stayed_on="2013-01-01")
    case.determine()
    gone = part(olive.opens(at(case)), "No longer due")
    assert "the newest one no longer gives them" in gone
    assert f"The last day of a stay (reg. 7(1)) Was due {day(STAY_ENDS)} Fell away {day(TODAY)} at" in gone
    assert "The newest determination no longer gives it" in olive.opens(stay).text


def test_a_record_is_closed_and_opened_again_with_reasons_and_when_a_case_ends_nothing_is_late(
    olive: Desk, case: Case
) -> None:
    page = olive.does(case.address, f"{case.address}/record/closed", {"record.why": "All has come in."})
    assert "The record is closed: what was not shown falls by the burden of proof" in page.text
    assert f"Closed by Olive Officer on {day(TODAY)}" in page.text
    page = olive.does(case.address, f"{case.address}/record/open", {"record.why": "A letter was late."})
    assert "The record is open: facts can still be stated." in page.text
    assert page.text.index("All has come in.") < page.text.index("A letter was late.")
    olive.does(case.address, f"{case.address}/state", {"move.to": "withdrawn", "move.why": "By a letter."})
    page = olive.opens(at(case))
    assert "The case is withdrawn, so nothing is due in it any more. The days are shown as they were." in page.text
    assert "Due in" not in page.text


def test_whoever_may_only_read_sees_the_days_and_has_no_forms(office: Place, officer: Caller, still: Case) -> None:
    theirs = determined(officer, organisation="RXX01")
    auditor, trust = desk(office, "auditor"), desk(office, "trust", organisation="RXX01")
    for reader, case in ((auditor, still), (trust, theirs)):
        for address in (at(case), at(case, "stay_ends")):
            shown = reader.opens(address)
            assert "The last day of a stay" in shown.text
            assert 'name="version"' not in shown.source
    for reader in (trust, desk(office, "committee_member")):
        for address in (at(still), at(still, "stay_ends")):
            reader.opens(address, 404)
