"""An assessment at the desk: what each of its pages shows and refuses, and whose it is."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.web.clocks import clock_at
from tests.web.desks import desk
from tests.web.officers import Place
from tests.web.paging import BROWSER, read
from tests.web.test_api_assessments import DRILLS, OLD_MINUTES, PLAN, REGULARLY, TRAINED, Trust, small_years
from tests.web.una import RECALLED, Una, fresh, una_of


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = small_years(tmp_path_factory.mktemp("assessed"))
    yield made
    made.close()


@pytest.fixture
def una(place: Place) -> Una:
    return una_of(place)


def test_it_is_begun_and_says_first_that_its_rules_are_recalled(place: Place) -> None:
    code = fresh()
    member = desk(place, "trust", organisation=code)
    listed = member.opens("/assessments")
    assert "There is none yet that you may see." in listed.text
    for each in (listed, member.opens("/assessments/new")):
        assert each.source.index(RECALLED) < each.source.index("<h1")
    form = member.form(member.opens("/assessments/new"), "/assessments/new").fields
    assert (form["trust"], form["year"]) == (code, "year-7")
    typed = {"name": "Wrenlow", "sites.0.name": "North Wing", "sites.2.name": "South Wing", "sites.2.code": "south"}
    page = member.does("/assessments/new", "/assessments/new", typed)
    main = page.source.partition("<main")[2]
    assert main.index(RECALLED) < main.index("<h1")
    assert "Met on evidence 0 Not met 0 Not yet shown 10" in page.text
    assert "North Wing (north)" in page.text
    assert page.source.count("See what is missing") == 20
    assert "Wrenlow" in member.opens("/assessments").text


def test_the_name_of_a_trust_that_is_known_by_its_code_is_filled_in(place: Place) -> None:
    member = desk(place, "trust", organisation="RXW")
    typed = member.form(member.opens("/assessments/new"), "/assessments/new").fields
    assert typed["name"] == "The Shrewsbury and Telford Hospital NHS Trust"


def test_a_trust_that_was_renamed_is_filled_in_under_its_present_name(place: Place) -> None:
    member = desk(place, "trust", organisation="RBN")
    typed = member.form(member.opens("/assessments/new"), "/assessments/new").fields
    assert typed["name"] == "Mersey and West Lancashire Teaching Hospitals"
    page = member.does("/assessments/new", "/assessments/new", {"name": "", "sites.0.name": "Whiston"})
    assert "Mersey and West Lancashire Teaching Hospitals" in page.text


def test_what_is_wrong_with_a_new_one_is_told_at_its_field(una: Una) -> None:
    new = {"name": "Wrenlow", "sites.1.name": "North", "sites.3.name": "Other", "sites.3.code": "north"}
    new |= {"year": "year-6"}
    page = read(una.desk.sends(una.desk.opens("/assessments/new"), "/assessments/new", new), 422)
    assert 'id="sites.3.code-error"' in page.source
    new["sites.3.code"] = "other"
    una.desk.does("/assessments/new", "/assessments/new", new)
    again = read(una.desk.sends(una.desk.opens("/assessments/new"), "/assessments/new", {**new, "name": "W"}), 422)
    assert 'id="year-error"' in again.source
    assert f"there is an assessment of {una.trust.code} for year-6 already".casefold() in again.text.casefold()
    other = una.desk.sends(una.desk.opens("/assessments/new"), "/assessments/new", {**new, "trust": "RX999"})
    assert "You may not begin an assessment of this trust." in read(other, 403).text


def test_three_counts_ten_actions_and_why_each_stands_as_it_does(una: Una) -> None:
    una.trust.does("/facts", {"facts": [PLAN, {**DRILLS, "value": 0}, REGULARLY]})
    page = una.opens()
    assert "Met on evidence 0 Not met 1 Not yet shown 9" in page.text
    assert page.text.index(RECALLED) < page.text.index("Met on evidence")
    for word in ("score", "%", "per cent"):
        assert word not in page.text.replace("No score is made of these.", "")
    one = una.opens("/actions/sa1/north").text
    assert RECALLED in one
    assert "Why it is not met:" in one
    eight = una.opens("/actions/sa8/north")
    assert "What is missing: Who was trained?" in eight.text
    assert f'href="{una.at}/upload/north/training"' in eight.source
    una.opens("/actions/sa11/north", 404)
    una.opens("/actions/sa1/south", 404)


def test_what_no_item_shows_that_counts_is_not_yet_shown_and_the_page_says_which_item_and_what_to_do(una: Una) -> None:
    una.trust.does("/facts", {"facts": [PLAN, DRILLS, REGULARLY]})
    una.trust.brings(TRAINED)
    assert "On the evidence (the engine’s) Met" in una.opens("/actions/sa8/north").text
    una.trust.does("/evidence", OLD_MINUTES)
    assert "Met on evidence 1 Not met 0 Not yet shown 9" in una.opens().text
    page = una.opens("/actions/sa8/north")
    assert "On the evidence (the engine’s) Not yet shown" in page.text
    assert "On what was stated alone it is met; what no item shows that counts is told below." in page.text
    assert "Not yet shown Regulation 1: A provision" in page.text
    assert "item 1 (Minutes), of 1 November 2024, lies outside. Add an item from those days" in page.text
    assert "See all evidence, and add to it" in page.text
    assert f'href="{una.at}/items"' in page.source.partition('id="sa8-a-training"')[2]
    told = "This says what was stated comes to. Where no item counts that is named for a requirement, that is told"
    assert f"{told} above." in page.text


def test_a_course_that_is_still_to_come_counts_as_not_known_and_the_pages_and_the_api_say_so(una: Una) -> None:
    una.trust.does("/facts", {"facts": [PLAN, DRILLS, REGULARLY]})
    una.trust.brings(TRAINED + b"B,2100-01-04\n")
    page = una.opens()
    assert "Met on evidence 1 Not met 0 Not yet shown 9" in page.text
    planned = "North site, Training, row 2, attended on: 4 January 2100 is still to come on"
    assert "What is stated of days to come counts as not known: no plan is evidence." in page.text
    assert planned in page.text
    assert planned in una.opens("/actions/sa8/north").text
    assert planned not in una.opens("/actions/sa1/north").text
    (told,) = una.trust.read()["to_come"]
    assert (told["site"], told["name"], told["told"].startswith(planned)) == ("north", "training", True)


def test_a_share_of_two_people_is_for_somebody_to_look_at(una: Una) -> None:
    una.trust.brings(TRAINED + b"B,2025-03-04\n")
    assert "Of 2 people only: look at this one by eye." in una.opens("/actions/sa8/north").text
    assert "by eye" not in una.opens("/actions/sa1/north").text


def test_owner_due_date_and_comments_are_kept_and_shown(una: Una) -> None:
    at, send = "/actions/sa8/north", "/actions/sa8/north/notes"
    said = {
        "note.requirement": "sa8-b-plan", "note.owner": "A. Matron", "note.due_on.day": "1", "note.due_on.month": "11",
        "note.due_on.year": "2025", "note.comment": "The plan is with the printers.",
    }  # fmt: skip
    shown = una.does(at, send, said).text
    assert "A. Matron sees to it, by 1 November 2025." in shown
    assert "The plan is with the printers. Una," in shown
    assert "A. Matron, by 1 November 2025 (passed)" in una.opens().text
    empty = una.refused(at, send, {"note.owner": "", "note.requirement": "sa8-b-plan"})
    assert "This note says nothing" in empty.text
    wrong = una.refused(at, send, {"note.owner": "B", "note.due_on.day": "31", "note.due_on.month": "2"})
    assert 'id="note.due_on-error"' in wrong.source


def test_four_statuses_are_kept_apart(una: Una) -> None:
    at = "/actions/sa8/north"
    una.trust.does("/facts", {"facts": [PLAN]})
    shown = una.does(at, f"{at}/self-assessment", {"self.stands": "met", "self.why": "We were there."}).text
    assert "On the evidence (the engine’s) Not yet shown" in shown
    assert "Self-assessed by the trust Met, of the trust as a whole. Una" in shown
    unsaid = una.refused(at, f"{at}/self-assessment")
    assert "Choose how the action stands" in unsaid.text
    assert f'action="{una.at}{at}/validation"' not in una.opens(at).source
    sam = una.others("scheme_officer", name="Sam")
    found = {"validation.sort": "validated", "validation.stands": "not_met", "validation.why": "Two were late."}
    shown = una.does(at, f"{at}/validation", {**found, "validation.site": "north"}, sam).text
    assert "Externally validated Not met, of North site. Sam" in shown
    assert "Re-verified Nobody has recorded it" in shown
    lacking = read(sam.sends(sam.opens(f"{una.at}{at}"), f"{una.at}{at}/validation", {"validation.stands": "met"}), 422)
    assert 'id="validation.sort-error"' in lacking.source
    row = una.opens().text
    assert "Self-assessed by the trust: met" in row
    assert "Externally validated: not met" in row


def test_a_change_of_what_somebody_else_changed_meanwhile_stores_nothing_and_loses_no_words(una: Una) -> None:
    page = una.opens("/actions/sa8/north")
    una.trust.does("/facts", {"facts": [PLAN]})
    said = {"note.requirement": "sa8-b-plan", "note.comment": "Typed before"}
    answer = una.desk.sends(page, f"{una.at}/actions/sa8/north/notes", said)
    shown = read(answer, 409)
    assert "was changed by somebody else since you read it" in shown.text
    assert "Typed before</textarea>" in shown.source
    assert una.trust.caller.get(f"{una.at}/notes").get_json()["items"] == []
    done = una.desk.sends(shown, f"{una.at}/actions/sa8/north/notes")
    assert done.status_code == 303
    again = read(una.desk.sends(una.opens("/actions/sa8/north"), f"{una.at}/actions/sa8/north/notes", said), 409)
    assert "You sent just this on" in again.text


@pytest.mark.proof
def test_sites_are_named_and_a_mistake_is_taken_out(una: Una) -> None:
    page = una.does("", "/sites", {"site.name": "South Wing"})
    assert "South Wing (south)" in page.text
    twice = una.refused("", "/sites", {"site.name": "South Wing", "site.code": "other"})
    assert 'id="site.name-error"' in twice.source
    assert "South Wing (south)" not in una.does("", "/sites/south/removal").text
    una.trust.does("/facts", {"facts": [DRILLS]})
    assert (
        "something was stated or brought for north".casefold()
        in una.refused("", "/sites/north/removal").text.casefold()
    )


@pytest.mark.proof
def test_without_a_site_the_page_says_what_to_do(place: Place) -> None:
    code = fresh()
    member = desk(place, "trust", organisation=code)
    page = member.does("/assessments/new", "/assessments/new", {"name": "Wrenlow"})
    assert "How it stands cannot be said yet" in page.text
    assert "A trust has at least one maternity site: name it." in page.text


def test_the_clock_says_what_is_due_and_goes_into_a_calendar(una: Una) -> None:
    with clock_at(una.place.client.application, datetime(2025, 10, 1, 9, tzinfo=UTC)):
        page = una.opens("/clock")
        saved = una.desk.client.get(f"{una.at}/clock/calendar.ics", headers=BROWSER)
    assert page.text.index(RECALLED) < page.text.index("By when what has to be done")
    assert "looking ahead to the declaration of 3 March 2026 at 12:00, London time" in page.text
    assert "Days of the scheme itself" in page.text
    assert saved.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert saved.headers["Content-Disposition"].endswith("evidence-clock.ics")
    assert saved.get_data().startswith(b"BEGIN:VCALENDAR")


def test_last_years_facts_are_offered_and_nothing_is_assumed(una: Una) -> None:
    assert "there is nothing to carry forward" in una.opens("/last-year").text
    last = Trust(una.place, una.trust.code, "year-6", una.trust.caller)
    last.does("/facts", {"facts": [DRILLS, {"name": "old_rule", "value": True, "source": "the archive"}]})
    page = una.opens("/last-year")
    assert "Nothing of last year is assumed." in page.text
    assert "New this year: 3 " in page.text  # what a table would count is not among them
    assert "Gone: 1" in page.text
    assert una.trust.caller.get(f"{una.at}/facts").get_json()["items"] == []
    assert "Nothing is chosen" in una.refused("/last-year", "/last-year").text
    shown = una.does("/last-year", "/last-year", {"chosen": "north:drills"})
    assert "There is nothing left to take over." in shown.text
    (fact,) = una.trust.caller.get(f"{una.at}/facts").get_json()["items"]
    assert fact["source"] == "carried forward from year 6: the reports"


def test_papers_are_of_what_was_frozen_and_before_that_of_today(una: Una) -> None:
    una.trust.does("/facts", {"facts": [PLAN]})
    assert "Nothing is frozen that stands" in una.opens("/papers").text
    una.trust.does("/snapshots", None)
    page = una.opens("/papers")
    assert f"Its hash is {una.trust.read()['snapshot']['sha256']}" in page.text
    for name in ("board-paper.docx", "declaration-workbook.xlsx", "action-plan.docx", "evidence-index.docx"):
        saved = una.desk.client.get(f"{una.at}/papers/{name}", headers=BROWSER)
        assert saved.get_data().startswith(b"PK"), name
        assert saved.headers["Content-Disposition"].endswith(f"{una.trust.code}-year-7-{name}")
    una.opens("/papers/minutes.docx", 404)


@pytest.mark.proof
def test_another_trust_finds_nothing_and_a_scheme_officer_reads_and_changes_nothing(una: Una) -> None:
    other = una.others("trust", organisation="RZ999")
    for side in ("", "/actions/sa1/north", "/clock", "/last-year", "/sign-off", "/papers", "/papers/action-plan.docx"):
        assert other.client.get(f"{una.at}{side}", headers=BROWSER).status_code == 404, side
    assert una.trust.code not in other.opens("/assessments").text
    sam = una.others("scheme_officer")
    assert una.trust.code in sam.opens("/assessments").text
    page = sam.opens(f"{una.at}/sign-off")
    assert f'action="{una.at}/sign-off/snapshots"' not in page.source
    form = sam.form(page, f"{una.at}/sign-off/board").fields
    refused = sam.client.post(f"{una.at}/sign-off/snapshots", data=form, headers=BROWSER)
    assert refused.status_code == 403
    assert una.trust.caller.get(f"{una.at}/snapshots").get_json()["items"] == []
