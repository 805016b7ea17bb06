"""A letter goes to each party and is kept as it went; it is sent again after a mistake, or a slip in the decision."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from casework import HOW, KINDS, Move, NotFound, Told, change_state, party_leaves, take_back_notice
from casework.deciding import (
    Letter,
    Sending,
    correct,
    issued_of,
    letters,
    preview_letter,
    proposals,
    send_letter,
    write_letter,
)
from keeping import Verified, activity, retention
from storage import letter, new_key
from tests.casework.deciding import live
from tests.casework.office import NOON, TODAY
from tests.casework.standing import Standing, reopened

Stands = Callable[[str], Standing]
SLIP = ("Larkmere", "Larkmeer", "The town was misspelt")
LATER = NOON + timedelta(days=3)
ICB = "commissioner"


def those(at: Standing) -> dict[str, Letter]:
    """The letters of the newest decision, by the part of whom they go to."""
    with at.office.database.reading() as connection:
        return {each.party.role: each for each in letters(connection, at.here, at.decision)}


def sends(at: Standing, role: str, now: datetime = NOON, how: str = "email") -> Letter:
    """The letter to a party goes out on the day."""
    made: Letter = at.on(send_letter, Sending(at.party(role).id, now.date(), how), now=now)
    return made


def preview(at: Standing, role: str) -> str:
    with at.office.database.reading() as connection:
        return preview_letter(connection, at.here, at.decision, at.party(role).id)


def test_each_party_gets_a_letter_which_is_kept_as_it_went_and_then_the_case_can_be_closed(stands: Stands) -> None:
    at = stands("issued")
    usual = "I enclose our decision on the appeal. Its reasons stand in the document itself."
    assert [(each.role, each.said, each.told) for each in those(at).values()] == [
        (role, usual, None) for role in ("Applicant", "Appellant", "Commissioner")
    ]
    assert "East Larkshire Integrated Care Board" in preview(at, ICB)
    written = at.on(write_letter, at.party(ICB).id, " Please tell the panel. ")
    assert (written.said, written.told) == ("Please tell the panel.", None)
    assert those(at)[ICB].said == written.said
    not_told = "cannot become closed yet: these parties were not told that it is decided: "
    assert not_told in at.refused(change_state, Move("closed", TODAY))[0]
    for role in ("applicant", "appellant", ICB):
        sent = sends(at, role)
        assert sent.told is not None
        assert (sent.told.what, sent.told.how, sent.told.on) == ("Decision SAMPLE/2026/0001", "email", TODAY)
        assert sent.html is not None
        assert sent.sha256 == hashlib.sha256(sent.html.encode()).hexdigest()
        assert preview(at, role) == sent.html
    assert "Please tell the panel." in (those(at)[ICB].html or "")
    out = "Wrenlow Pharmacy Limited, sent by email on 2 March 2026"
    assert f"Applicant: {out}" in (those(at)[ICB].html or ""), "who else was told, when and how"
    assert f"Appellant: {out}" not in (those(at)["applicant"].html or ""), "its letter was not out yet"
    assert at.does(change_state, Move("closed", TODAY)).state == "closed"
    with at.office.database.reading() as connection:
        assert isinstance(activity.verify(connection), Verified)
        acts = [each.act for each in activity.latest(connection, at.id)]
    assert acts.count("letter.sent") == acts.count("party.told") == 3
    assert acts.count("letter.written") == 1


def test_what_cannot_go_out_is_told_why(here: Stands) -> None:
    at = here("issued")
    id = at.party(ICB).id
    told = at.refused_on(send_letter, Sending(id, TODAY - timedelta(days=1), "email"))
    assert told == ["/on: the decision was issued on 2 March 2026: no letter went out before"]
    assert at.refused_on(send_letter, Sending(id, TODAY + timedelta(days=1), "pigeon")) == [
        "/on: 3 March 2026 is still to come: give the day on which it happened",
        f"/how: 'pigeon' is no way to tell anybody. Known here: {', '.join(sorted(HOW))}.",
    ]
    assert at.refused_on(write_letter, id, " ") == ["/said: this is empty: say it in words"]
    sends(at, ICB)
    out = "this letter went out on 2 March 2026. If that was recorded by mistake, take it back"
    assert at.refused_on(send_letter, Sending(id, TODAY, "email")) == [out]
    assert at.refused_on(write_letter, id, "More") == [out]
    for act, said in ((write_letter, (new_key(), "x")), (send_letter, (Sending(new_key(), TODAY, "email"),))):
        with pytest.raises(NotFound):
            at.on(act, *said)
    with pytest.raises(NotFound), at.office.database.reading() as connection:
        preview_letter(connection, at.here, at.decision, new_key())


def took_back(at: Standing, told: Told | None) -> None:
    assert told is not None
    at.does(take_back_notice, told.id, "It lay in the drawer", now=LATER)


def test_a_letter_whose_notice_was_taken_back_is_to_be_sent_again(here: Stands) -> None:
    at = here("issued")
    at.on(write_letter, at.party(ICB).id, "Please tell the panel.")
    took_back(at, sends(at, ICB).told)
    again = those(at)[ICB]
    assert (again.told, again.html, again.said, again.earlier) == (None, None, "Please tell the panel.", ())
    sent = sends(at, ICB, LATER, "post")
    assert sent.told is not None
    assert (sent.told.on, sent.told.how, sent.earlier) == (LATER.date(), "post", ())
    with at.office.database.reading() as connection:
        kept = connection.execute(select(letter.c.html).where(letter.c.html.is_not(None))).all()
    assert len(kept) == 2, "what went before is kept"


def test_after_a_slip_every_letter_is_to_be_sent_again_with_the_correction(stands: Stands) -> None:
    at = stands("issued")
    before = sends(at, ICB)
    assert SLIP[1] not in (before.html or "")
    at.on(correct, SLIP, now=NOON + timedelta(days=1))
    again = those(at)[ICB]
    assert again.said == "I enclose a correction of a slip in our decision. What was decided stays as it is."
    assert (again.told, again.earlier) == (None, (before.told,))
    early = at.refused_on(send_letter, Sending(at.party(ICB).id, TODAY, "post"))
    assert early == ["/on: the correction was made on 3 March 2026: no letter went out before"]
    sent = sends(at, ICB, LATER)
    assert sent.told is not None
    assert (sent.told.what, sent.earlier) == ("Correction 1 of decision SAMPLE/2026/0001", (before.told,))
    for told in SLIP:
        assert told in (sent.html or "")
    assert those(at)["appellant"].told is None


def test_after_a_slip_a_case_is_closed_once_every_party_was_told_of_it(here: Stands) -> None:
    at, roles = here("issued"), ("applicant", "appellant", ICB)
    for role in roles:
        sends(at, role)
    at.on(correct, SLIP, now=NOON + timedelta(days=1))
    sends(at, ICB, LATER)
    closing = Move("closed", LATER.date())
    not_told = "cannot become closed yet: these parties were not told that it is decided: "
    assert not_told in at.refused(change_state, closing, now=LATER)[0]
    for role in roles[:2]:
        sends(at, role, LATER)
    assert at.does(change_state, closing, now=LATER).state == "closed"


def test_a_party_that_left_has_its_letter_only_where_one_went_out(here: Stands) -> None:
    at = here("issued")
    sends(at, ICB)
    reopened(at)
    for role in (ICB, "applicant"):
        at.does(party_leaves, at.party(role).id)
    left = those(at)
    assert set(left) == {"appellant", ICB}
    assert left[ICB].told is not None
    assert at.refused_on(write_letter, at.party("appellant").id, "x")[0].startswith(
        f"{at.here.reference} is determined, and takes no letters or corrections."
    )


def test_when_the_time_of_a_case_is_over_its_decision_and_letters_go_and_that_they_were_stays(here: Stands) -> None:
    at = here("issued")
    before = at.decision
    for role in ("applicant", "appellant", ICB):
        sends(at, role)
    hashes = {role: each.sha256 for role, each in those(at).items()}
    at.does(change_state, Move("closed", TODAY))
    years = {kind.id: kind.retention_years for kind in KINDS.values()}
    with at.office.database.writing() as connection:
        assert retention.apply(connection, NOON, at.officer.id, TODAY, years).due == ()
        over = TODAY.replace(year=TODAY.year + years[at.here.kind])
        gone = retention.apply(connection, NOON, "command_line", over, years)
    assert [each.reference for each in gone.due] == [at.here.reference]
    after = at.decision
    assert (after.reference, after.issued_by, after.state) == (before.reference, before.issued_by, "issued")
    assert (after.conclusion.final, after.conclusion.decided_by) == (before.conclusion.final, None)
    assert [each.sections for each in after.texts] == [{} for _ in before.texts]
    with at.office.database.reading() as connection:
        out = issued_of(connection, at.here, after.id)
        assert (out.reference, out.canonical, out.html) == (before.reference, None, None)
        assert all(each.live is None and "had to go" in each.why_not for each in proposals(connection, after, live))
        assert isinstance(activity.verify(connection), Verified)
    assert {role: each.sha256 for role, each in those(at).items()} == hashes
    with pytest.raises(NotFound):
        preview(at, ICB)
    assert at.refused(change_state, Move("decided", TODAY, "x"))[0].endswith("Receive a new case, and link it")
