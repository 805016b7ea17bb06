"""Parties see beforehand what is to be published, and scheme results go the same way as decisions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework import CaseRefused, NotAllowed, NotFound
from casework.publishing import (
    Drawn,
    Outlet,
    SchemeEntered,
    approve,
    correct,
    drawn_of,
    enter,
    enter_again,
    explain,
    previewed,
    publish,
    seen,
    send_preview,
    write_summary,
)
from documents import SchemeResultRecord
from keeping import Verified, activity
from people import Actor, Role, use_link
from register import publication
from storage import Database
from tests.casework.deciding import live
from tests.casework.office import NOON, Office
from tests.casework.publishing import LATER, Desk, desk
from tests.casework.standing import Standing

ENTERED = SchemeEntered(
    trust="Larkmere University Hospitals NHS Trust",
    ods_code="RX1",
    scheme="maternity-incentive-scheme",
    year=7,
    achieved=("1", "2", "4"),
    of=10,
    history=(("self_assessed", date(2026, 2, 2)), ("validated", date(2026, 3, 2))),
    sample=True,
)


@pytest.fixture
def begun(here: Callable[[str], Standing], register_file: Database) -> Desk:
    """A decision whose publication was begun."""
    made = desk(here("issued"), register_file)
    made.begin()
    return made


def test_a_party_opens_a_preview_once_and_sees_what_is_to_be_published(begun: Desk) -> None:
    party = begun.at.party("appellant")
    link = begun.does(send_preview, (party.id, LATER), live)
    assert begun.prepared.previews[0].party_id == party.id
    with begun.at.office.database.writing() as connection:
        used = use_link(connection, NOON, link.secret)
        assert used is not None
        assert use_link(connection, NOON, link.secret) is None
        shown, same = previewed(connection, NOON, used.actor, used.document, live)
    assert (shown, same) == (begun.record, True)
    begun.does(write_summary, "The pharmacy may open.")
    with begun.at.office.database.reading() as connection:
        assert isinstance(activity.verify(connection), Verified)
        shown, same = previewed(connection, NOON, used.actor, used.document, live)
        with pytest.raises(NotFound):
            previewed(connection, NOON, begun.officer, used.document, live)
    assert (shown.summary, same) == ("The pharmacy may open.", False)


@pytest.mark.proof
def test_a_preview_is_for_a_party_and_not_for_ever(begun: Desk) -> None:
    assert begun.refused(send_preview, ("a" * 32, LATER), live) == [
        "/party_id: the case has no such party now: choose one of its own"
    ]
    party = begun.at.party("appellant")
    assert "60 days at most" in begun.refused(send_preview, (party.id, NOON + timedelta(days=90)), live)[0]


@pytest.fixture
def office(here: Callable[[str], Standing]) -> Office:
    """Where scheme results are entered."""
    return here("determined").office


def drawn(office: Office, actor: Actor, id: str) -> Drawn:
    """What would go out now."""
    with office.database.reading() as connection:
        return drawn_of(connection, NOON, *seen(connection, actor, id), live)


def test_a_scheme_result_is_entered_approved_published_and_corrected(office: Office, register_file: Database) -> None:
    scheme, publisher = office.actor("scheme_officer"), office.actor("publisher")
    outlet = Outlet(office.database, register_file)
    with office.database.writing() as connection:
        made = enter(connection, NOON, scheme, ENTERED)
    assert (made.reference, made.public_id[:2], made.authors) == ("SAMPLE-MIS/7/RX1", "s-", frozenset({scheme.id}))
    for version, act in ((1, publish), (2, correct)):
        with office.database.writing() as connection:
            if act is correct:
                other = replace(ENTERED, achieved=("1", "2"))
                made = enter_again(connection, NOON, scheme, made.id, other, made.version)
                made = explain(connection, NOON, publisher, made.id, ("correction", "One was not met."), made.version)
            with pytest.raises(NotAllowed):
                approve(connection, NOON, scheme, made.id, "", live, made.version)
            content = drawn_of(connection, NOON, *seen(connection, publisher, made.id), live).content
            made = approve(connection, NOON, publisher, made.id, content, live, made.version)
        assert act(outlet, NOON, publisher, made.id, live, made.version).version == version
        with office.database.reading() as connection:
            made, _ = seen(connection, publisher, made.id)
    with register_file.reading() as connection:
        out = publication(connection, "sample-mis/7/rx1")
    assert out is not None
    assert isinstance(out.record, SchemeResultRecord)
    assert (out.kind, out.state, out.record.achieved) == ("scheme_result", "corrected", ("1", "2"))
    assert out.record.title == "Larkmere University Hospitals NHS Trust: Maternity incentive scheme, year 7"
    assert out.record.summary.startswith("2 of 10 safety actions were validated as met by Larkmere")
    assert out.record.status.says == "Validated by NHS Resolution"


def test_a_trust_sees_its_own_result_and_no_other(office: Office) -> None:
    scheme = office.actor("scheme_officer")
    mine, other = (office.actor(Role("trust", code)) for code in ("RX1", "RX2"))
    with office.database.writing() as connection:
        made = enter(connection, NOON, scheme, ENTERED)
        with pytest.raises(CaseRefused, match="was entered already"):
            enter(connection, NOON, scheme, ENTERED)
        with pytest.raises(NotAllowed):
            enter(connection, NOON, mine, ENTERED)
    assert drawn(office, mine, made.id).record.id == made.public_id
    with office.database.reading() as connection, pytest.raises(NotFound):
        seen(connection, other, made.id)


def test_what_cannot_be_so_is_refused_all_at_once(office: Office) -> None:
    wrong = replace(
        ENTERED, ods_code="", year=0, of=0, achieved=("1", "1"),
        history=(("won", date(2026, 3, 2)), ("validated", date(2026, 3, 1))),
    )  # fmt: skip
    scheme = office.actor("scheme_officer")
    with office.database.writing() as connection, pytest.raises(CaseRefused) as refused:
        enter(connection, NOON, scheme, wrong)
    assert {fault.where for fault in refused.value.faults} == {
        "/ods_code", "/year", "/of", "/achieved", "/history", "/history/0/status",
    }  # fmt: skip
