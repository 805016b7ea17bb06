"""The sign-off chain at the desk: frozen, signed by four in order, void after a change, and received in time or not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from assessment.held import KEPT_FOR_YEARS
from keeping import old_assessments
from tests.web.clocks import clock_at
from tests.web.desks import Desk
from tests.web.officers import Place
from tests.web.paging import BROWSER, Page
from tests.web.test_api_assessments import DRILLS, OLD_MINUTES, PLAN, REGULARLY, TRAINED, small_years
from tests.web.una import Una, una_of

IN_TIME = datetime(2026, 3, 3, 11, 59, 59, tzinfo=UTC)
LATE = datetime(2026, 3, 3, 12, 0, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = small_years(tmp_path_factory.mktemp("assessed"))
    yield made
    made.close()


@pytest.fixture
def una(place: Place) -> Una:
    return una_of(place)


def signs(una: Una, by: Desk) -> Page:
    return una.does("/sign-off", "/sign-off/signatures", by=by)


def test_four_sign_the_frozen_hash_in_order_and_it_is_received_in_london_time(una: Una) -> None:
    una.trust.does("/facts", {"facts": [PLAN]})
    assert "Nothing is frozen yet." in una.opens("/sign-off").text
    with clock_at(una.place.client.application, IN_TIME):
        frozen = una.does("/sign-off", "/sign-off/snapshots").text
        sha256 = una.trust.read()["snapshot"]["sha256"]
        assert sha256 in frozen
        assert "1. Safety champion Next" in frozen
        sam = una.others("scheme_officer")
        una.does("/sign-off", "/sign-off/board", {"icb": "qwo"}, sam)
        assert f'action="{una.at}/sign-off/signatures"' not in sam.opens(f"{una.at}/sign-off").source
        signs(una, una.desk)
        mine = una.opens("/sign-off")
        assert f'action="{una.at}/sign-off/signatures"' not in mine.source
        assert "It is another person’s turn." in mine.text
        for name in ("Della", "Cleo"):
            signs(una, una.others("trust", organisation=una.trust.code, name=name))
        icb = una.others("icb", organisation="QWO", name="Ivo")
        assert "Signed Ivo" in signs(una, icb).text
        received = una.does("/sign-off", "/sign-off/submissions").text
    assert "received at 11:59:59 on 3 March 2026, London time, from Una" in received
    assert "What is frozen was received; nothing more is needed." in received


def test_signing_out_of_turn_or_for_another_hash_is_refused_in_words(una: Una) -> None:
    una.trust.does("/snapshots", None)
    for typed, told in (
        ({"role": "chief_executive"}, "This is not the turn of the chief executive: the safety champion signs next"),
        ({"sha256": "0" * 64}, "This is not the hash of the last snapshot"),
    ):
        assert told in una.refused("/sign-off", "/sign-off/signatures", typed).text
    assert "1. Safety champion Next" in una.opens("/sign-off").text


def test_a_later_change_voids_every_signature_visibly_and_nothing_can_be_submitted(una: Una) -> None:
    una.trust.does("/snapshots", None)
    signs(una, una.desk)
    una.trust.does("/facts", {"facts": [PLAN]})
    page = una.opens("/sign-off")
    assert "Snapshot 1 is void" in page.text
    assert "1 of the four signatures had been given; it counts no more." in page.text
    assert "<s>Una" in page.source
    assert "There is nothing that could be submitted: what was frozen is void." in page.text
    again = una.does("/sign-off", "/sign-off/snapshots").text
    assert "Earlier snapshots Snapshot 1" in again


def test_what_the_trust_says_of_itself_without_evidence_is_told_to_whoever_signs(una: Una) -> None:
    una.trust.does("/facts", {"facts": [DRILLS, REGULARLY]})
    for action in ("sa1", "sa8"):
        una.trust.does("/self-assessment", {"action": action, "stands": "met"})
    una.trust.does("/self-assessment", {"action": "sa8", "site": "north", "stands": "not_met"})
    page = una.does("/sign-off", "/sign-off/snapshots").text
    assert "the evidence that was frozen does not show it: safety action 8, the trust as a whole Freeze it anew" in page


def test_evidence_that_does_not_count_is_told_to_whoever_signs(una: Una) -> None:
    una.trust.does("/facts", {"facts": [PLAN]})
    una.trust.brings(TRAINED)
    una.trust.does("/evidence", OLD_MINUTES)
    page = una.does("/sign-off", "/sign-off/snapshots").text
    told = "Evidence of days that are not looked at does not count: North site. Regulation 1: what was stated meets it,"
    assert told in page
    assert "item 1 (Minutes), of 1 November 2024, lies outside. Add an item from those days" in page


def test_what_is_late_is_said_before_and_refused_with_the_rule(una: Una) -> None:
    sam, icb = una.others("scheme_officer"), una.others("icb", organisation="QLA")
    una.trust.does("/snapshots", None)
    una.does("/sign-off", "/sign-off/board", {"icb": "QLA"}, sam)
    for by in (*(una.others("trust", organisation=una.trust.code) for _ in range(3)), icb):
        signs(una, by)
    with clock_at(una.place.client.application, LATE):
        assert "It would be refused now. It is 12:00:01 on 3 March 2026, in London" in una.opens("/sign-off").text
        page = una.refused("/sign-off", "/sign-off/submissions")
    assert "and this is late. In our own words" in page.text.partition("There is a problem")[2][:600]
    assert "Received" not in page.source.partition("<h3")[0]
    assert una.trust.read()["submissions"] == []


@pytest.mark.proof
def test_once_its_time_is_over_no_page_says_what_is_no_longer_known(una: Una) -> None:
    una.trust.does("/facts", {"facts": [PLAN]})
    una.trust.does("/snapshots", None)
    signs(una, una.desk)
    later = datetime.now(UTC) + timedelta(days=9 * 366)
    with una.place.database.writing() as connection:
        assert old_assessments.apply(connection, later, una.desk.person_id, later.date(), KEPT_FOR_YEARS)
    for side in ("", "/actions/sa1/north", "/clock", "/last-year", "/papers"):
        assert "What was stated and brought, and who signed, is no longer kept" in una.opens(side).text, side
    assert "How it stands cannot be said yet Its time was over" in una.opens().text
    page = una.opens("/sign-off")
    assert "Signed The name is no longer kept" in page.text
    assert "What it held is no longer kept" in page.text
    assert f'action="{una.at}' not in page.source
    for side in ("/clock/calendar.ics", "/papers/action-plan.docx"):
        assert una.desk.client.get(f"{una.at}{side}", headers=BROWSER).status_code == 422, side
