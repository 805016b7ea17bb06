"""The work list at the desk: what is due and late, whose cases they are, what is nobody's, and who is away."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

import people
from engine import day
from tests.web.desks import Desk, desk
from tests.web.kept import TODAY, Case, built, received
from tests.web.officers import Place
from tests.web.paging import Page


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = built(tmp_path_factory.mktemp("office"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


@pytest.fixture(scope="module")
def oscar(office: Place) -> Desk:
    return desk(office, "officer", name="Oscar Other")


@pytest.fixture(scope="module")
def cases(office: Place, olive: Desk, oscar: Desk) -> dict[str, Case]:
    """One of Olive's that is late, one of Oscar's in which a day is not known, and one that is nobody's."""
    late = of(office, olive, "Larkmere", stayed_on=str(TODAY - timedelta(days=17)), notified_on=days_ago(29))
    unknown = of(office, oscar, "Mirefold", organisation="RXX01", stayed_on=days_ago(14))
    said = {"notified_on": {"state": "not_known", "source": "a letter", "correction": "Nobody knows"}}
    unknown.officer.change("POST", f"{unknown.address}/facts", {"facts": said}, unknown.version)
    unknown.determine()
    return {"late": late, "unknown": unknown, "nobodys": received(office.caller("officer"), title="Skerrow")}


def days_ago(days: int) -> str:
    return str(TODAY - timedelta(days=days))


def of(office: Place, officer: Desk, title: str, organisation: str = "", **facts: str) -> Case:
    """A case that is an officer's, and was determined."""
    made = received(office.caller("officer"), title=title, organisation=organisation)
    if facts:
        made.states(**facts)
    assert made.determine().status_code == 201
    said = {"part": "officer", "person_id": officer.person_id}
    made.officer.change("POST", f"{made.address}/assignments", said, made.version)
    return made


def due(page: Page) -> str:
    return page.text.partition("What is due ")[2].partition("My cases ")[0].partition(" Cases State")[0]


def test_what_is_late_stands_first_and_in_words(olive: Desk, cases: dict[str, Case]) -> None:
    page = olive.opens("/work")
    late = f"3 days late {day(TODAY - timedelta(days=3))} What The last day of a stay (reg. 7(1)) Case APP/2024/0001"
    stands = [late, "Due tomorrow", "Due in 11 days"]
    listed = due(page)
    assert sorted(stands, key=listed.index) == stands
    assert "Mirefold" not in page.text
    at = cases["late"]
    assert f"{at.address}/timetable/{at.deadlines()['stay_ends']['id']}" in page.links
    assert "My cases" in page.headings
    assert "Received Case APP/2024/0001 Larkmere" in page.text


@pytest.mark.usefixtures("cases")
def test_everybodys_work_is_a_choice_and_says_whose_it_is_and_what_days_wait_for(
    olive: Desk,
) -> None:
    page = olive.opens("/work?all=yes")
    assert "Everybody’s work" in page.headings
    listed = due(page)
    assert f"Due today {day(TODAY)} What The last day of a stay (reg. 7(1)) Case APP/2024/0002 Mirefold Oscar" in listed
    assert listed.index("Due in 11 days") < listed.index("Not known yet")
    assert "Waits for “What of notified_on?”" in listed
    assert "Skerrow Received 2 May 2024 Whose Nobody’s yet" in page.text


def test_what_changed_since_it_was_worked_out_says_so(office: Place) -> None:
    mine = desk(office, "officer")
    stale = of(office, mine, "Ostlebury")
    assert "determine again" not in mine.opens("/work").text
    stale.states(complex=False)
    assert "Something changed since this was worked out: determine again." in mine.opens("/work").text


def test_what_is_nobodys_leads_to_where_it_is_taken(olive: Desk, cases: dict[str, Case]) -> None:
    page = olive.opens("/work")
    assert f"{cases['nobodys'].address}#whose" in page.links
    assert 'id="whose"' in olive.opens(cases["nobodys"].address).source
    assert f"{cases['late'].address}#whose" not in page.links
    assert "/cases/new" in page.links


@pytest.mark.usefixtures("cases")
def test_whoever_covers_has_the_work_and_is_told_of_the_absence(office: Place, oscar: Desk) -> None:
    cover = desk(office, "officer", name="Carol Cover")
    empty = cover.opens("/work")
    assert "Nothing is due in cases that are yours." in empty.text
    assert "No case is yours. Take one that is nobody’s from the list below, or receive a case." in empty.text
    assert "Who is away" not in empty.headings
    now = datetime.now(UTC)
    with office.database.writing() as connection:
        person, until = oscar.person_id, now + timedelta(days=3)
        made, _ = people.state_absence(connection, person, now - timedelta(hours=1), until, cover.person_id)
    page = cover.opens("/work")
    assert "You cover for Oscar Other until" in page.text
    assert "Mirefold Oscar Other has it" in due(page)
    assert "Oscar Other: until" in page.text.partition("Who is away")[2]
    assert "You: until" in oscar.opens("/work").text
    assert "Carol Cover covers." in oscar.opens("/work").text
    with office.database.writing() as connection:
        people.end_absence(connection, datetime.now(UTC), made.id)
    assert "Mirefold" not in cover.opens("/work").text


@pytest.mark.usefixtures("cases")
def test_others_see_what_they_may_read_and_are_told_what_to_do_where_that_is_nothing(
    office: Place,
) -> None:
    auditor = desk(office, "auditor")
    page = auditor.opens("/work")
    assert "No case is yours. See everybody’s work." in page.text
    assert "Nobody’s yet" not in page.headings
    assert "/cases/new" not in page.links
    assert "3 days late" in auditor.opens("/work?all=yes").text
    trust, stranger = desk(office, "trust", organisation="RXX01"), desk(office, "icb", organisation="QXX")
    theirs = trust.opens("/work?all=yes")
    assert "Mirefold" in due(theirs)
    assert "Larkmere" not in theirs.text
    assert "Everybody’s" not in theirs.text
    nothing = stranger.opens("/work")
    assert "Nothing is due in any case that you may see." in nothing.text
    assert "There is no open case that you may see. One stands here as soon as it is yours to see" in nothing.text


def test_a_member_of_the_committee_sees_the_cases_on_which_they_sit(
    office: Place, olive: Desk, cases: dict[str, Case]
) -> None:
    member = desk(office, "committee_member", name="Mary Member")
    assert "Larkmere" not in member.opens("/work?all=yes").text
    at = cases["late"].address
    olive.does(at, f"{at}/members", {"member.person_id": member.person_id})
    page = member.opens("/work")
    assert "3 days late" in due(page)
    assert "Larkmere" in page.text
    assert "Mirefold" not in page.text


@pytest.mark.usefixtures("cases")
def test_the_work_of_another_officer_is_shown_to_whoever_may_see_all(office: Place, olive: Desk, oscar: Desk) -> None:
    at = f"/work?officer={oscar.person_id}"
    page = olive.opens(at)
    assert "Work of Oscar Other" in page.headings
    assert "Mirefold Oscar Other has it" in page.text
    assert "3 days late" not in page.text
    assert f'value="{oscar.person_id}" selected' in page.source
    assert oscar.person_id in olive.opens("/work").source, "and can be chosen"
    assert "My work" in olive.opens("/work?officer=nobody").headings
    assert "Work of Oscar Other" in desk(office, "reviewer").opens(at).headings
    trust = desk(office, "trust", organisation="RXX01")
    assert trust.opens(at).headings == trust.opens("/work").headings
