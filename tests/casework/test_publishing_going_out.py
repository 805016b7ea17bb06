"""What two people approved goes to the register whole and once; it is corrected, redacted and withdrawn there too."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from casework import CaseRefused, NotAllowed, Stale
from casework.deciding import correct as correct_slip
from casework.publishing import (
    Redacting,
    Released,
    Swept,
    answer_request,
    approve,
    correct,
    everywhere,
    explain,
    publish,
    record_request,
    redact,
    release_due,
    seen,
    settle,
    sweep,
    withdraw,
    write_summary,
)
from keeping import Verified, activity
from people import Role
from register import Publishing, determinations_of, keys, newest_head, rendition, rules_of, sign_head, size
from register import publish as put_into_register
from storage import Database, publishing_intent
from tests.casework.deciding import live
from tests.casework.office import NOON
from tests.casework.pdfs import small_pdf
from tests.casework.publishing import LATER, Desk, desk
from tests.casework.standing import Standing

SLIP = ("Wrenlow Pharmacy Limited", "Wrenlow Pharmacy Ltd", "It is called so")
Here = Callable[[str], Standing]


@pytest.fixture
def prepared(here: Here, register_file: Database) -> Desk:
    """A decision that could be published at once."""
    return desk(here("publishable"), register_file)


@pytest.fixture
def published(prepared: Desk) -> Desk:
    """A decision that is published."""
    prepared.sends(publish, live)
    return prepared


def test_nothing_goes_out_before_every_line_of_the_table_holds(here: Here, register_file: Database) -> None:
    made = desk(here("issued"), register_file)
    made.begin()
    lacking = made.lacking()
    assert lacking.keys() == {"personal", "approved"}
    assert len(lacking["personal"]) == 2
    assert lacking["approved"][0].startswith("0 of 2 have approved it as it stands: have somebody approve it who did")
    with pytest.raises(CaseRefused) as refused:
        made.sends(publish, live)
    assert {fault.where for fault in refused.value.faults} == {"/gate/personal", "/gate/approved"}
    assert made.out is None
    assert made.prepared.going_out is None


def test_it_is_published_with_all_that_makes_it_again(prepared: Desk) -> None:
    assert prepared.lacking() == {}
    before = prepared.record
    made = prepared.sends(publish, live)
    assert (made.id, made.version, made.state, made.leaf_index) == (prepared.prepared.public_id, 1, "published", 0)
    out = prepared.out
    assert out is not None
    assert out.record == before
    after = prepared.prepared
    assert (after.state, after.out, after.going_out) == ("published", 1, None)
    assert [(each.act, each.canonical, each.refused) for each in after.intents] == [("publish", None, False)]
    with prepared.register.reading() as connection:
        assert [each.sha256 for each in determinations_of(connection, made.id, 1)] == [
            each.published_sha256 for each in before.determinations
        ]
        assert {each.revision for each in rules_of(connection, made.id, 1)} == {
            each.revision for each in before.determinations
        }
    with prepared.at.office.database.reading() as connection:
        assert isinstance(activity.verify(connection), Verified)
        acts = [each.act for each in activity.latest(connection, prepared.at.id)]
    assert acts[:2] == ["publication.published", "publication.to_be_published"]


def test_two_different_people_approve_one_content_and_nobody_what_they_prepared_alone(
    here: Here, register_file: Database
) -> None:
    made = desk(here("issued"), register_file)
    made.begin()
    made.settles_what_is_personal()
    content = made.drawn.content
    alone = replace(made.officer, roles=frozenset({Role("officer"), Role("reviewer")}))
    assert made.refused(approve, content, live, by=alone) == [
        "you prepared this alone, so somebody else has to approve it"
    ]
    made.does(approve, content, live, by=made.publisher)
    assert made.refused(approve, content, live, by=made.publisher) == ["you have approved it as it stands"]
    assert made.lacking().keys() == {"approved"}
    made.does(approve, content, live, by=made.at.reviewer)
    assert made.lacking() == {}
    made.does(write_summary, "The pharmacy may open.", by=made.publisher)
    assert len(made.lacking()["approved"]) == 3
    assert made.refused(approve, content, live, by=alone) == [
        "/content: it was changed since you looked at it: look at it again, and approve what you then see"
    ]
    made.does(approve, made.drawn.content, live, by=alone)  # who is not alone any more
    with pytest.raises(NotAllowed):
        made.does(approve, made.drawn.content, live, by=made.officer)


@pytest.mark.proof
def test_what_is_held_back_goes_out_when_its_moment_has_come(prepared: Desk) -> None:
    prepared.does(settle, (LATER, False), by=prepared.publisher)
    assert prepared.lacking().keys() == {"embargo"}
    assert prepared.lacking(LATER) == {}
    with pytest.raises(CaseRefused, match="it is held back until 1 April 2026: wait, or let it go"):
        prepared.sends(publish, live)
    assert prepared.sends(publish, live, now=LATER).state == "published"
    assert prepared.out is not None


@pytest.mark.proof
def test_what_was_held_back_goes_out_by_itself_once_its_moment_has_come_and_all_else_holds(prepared: Desk) -> None:
    outlet, reference = prepared.outlet, prepared.prepared.reference
    prepared.does(settle, (LATER, False), by=prepared.publisher)
    assert release_due(outlet, NOON, live) == ()
    prepared.does(record_request, ("A neighbour", "My name is in it."))
    (held,) = release_due(outlet, LATER, live)
    assert held.reference == reference
    assert "to take something down has no answer" in held.told
    (request,) = prepared.prepared.open_requests
    prepared.does(answer_request, (request.id, "stays", "Your name is not in it."), by=prepared.publisher)
    assert release_due(outlet, LATER, live) == (Released(reference, ""),)
    assert prepared.prepared.state == "published"
    assert release_due(outlet, LATER, live) == ()


@pytest.mark.proof
def test_while_a_request_is_open_nothing_goes_out(prepared: Desk) -> None:
    prepared.does(record_request, ("A neighbour", "My name is in it."))
    assert prepared.lacking().keys() == {"takedowns"}
    with prepared.at.office.database.reading() as connection:
        for actor, asker in ((prepared.at.reviewer, ""), (prepared.publisher, "A neighbour")):
            assert seen(connection, actor, prepared.prepared.id)[0].requests[0].asker == asker
    (request,) = prepared.prepared.open_requests
    answer = (request.id, "stays", "Your name is not in it.")
    assert prepared.refused(answer_request, (request.id, "perhaps", ""), by=prepared.publisher)[1:] == [
        "/said: this is empty: say it in words"
    ]
    prepared.does(answer_request, answer, by=prepared.publisher)
    assert prepared.lacking() == {}
    assert prepared.refused(answer_request, answer, by=prepared.publisher) == [
        "/request_id: no such request waits for an answer"
    ]


def test_a_slip_is_corrected_and_both_versions_can_be_read(published: Desk) -> None:
    first = published.out
    published.at.on(correct_slip, SLIP)
    published.does(explain, ("slip", "The name of the company was wrong."))
    published.approves()
    made = published.sends(correct, live)
    out = published.out
    assert first is not None
    assert out is not None
    assert (made.version, made.state, out.versions[0].canonical) == (2, "corrected", first.newest.canonical)
    assert out.record is not None
    assert out.record.why is not None
    assert (out.record.why.what, out.record.why.says) == ("slip", "The name of the company was wrong.")
    assert [each.should_be for each in out.record.corrections] == [SLIP[1]]  # type: ignore[union-attr]  # a decision
    assert published.prepared.state == "corrected"


def test_what_is_redacted_later_is_gone_from_every_version(published: Desk) -> None:
    places = everywhere(published.whole, "Larkmere")
    published.does(redact, [Redacting(each, "Larkmere", "personal") for each in places], live)
    assert published.drawn.erases
    assert published.lacking()["explained"] == (
        "why there is another version is not said: say what readers are told of it",
    )
    published.does(explain, ("correction", "A name is published no longer."))
    published.approves()
    published.sends(correct, live)
    out = published.out
    assert out is not None
    assert [each.erased for each in out.versions] == [True, False]
    assert out.record is not None
    assert out.record.why is not None
    assert out.record.why.what == "redaction"
    with published.register.reading() as connection:
        assert determinations_of(connection, out.id, 1) == ()
        assert size(connection) == 2


def test_what_is_withdrawn_is_gone_for_good(published: Desk) -> None:
    with pytest.raises(CaseRefused, match="/reason: this is empty"):
        published.sends(withdraw, " ", live)
    made = published.sends(withdraw, "A court forbids it.", live)
    assert made.state == "withdrawn"
    out = published.out
    assert out is not None
    assert (out.record, out.withdrawn_reason) == (None, "A court forbids it.")
    assert published.prepared.state == "withdrawn"
    for act in (correct, publish):
        with pytest.raises(CaseRefused, match="nothing more can be done with it"):
            published.sends(act, live)
    assert "was withdrawn" in published.refused(write_summary, "It was.")[0]


def test_it_is_published_by_whoever_may_and_knows_how_it_stands(prepared: Desk) -> None:
    now = prepared.prepared
    with pytest.raises(Stale):
        publish(prepared.outlet, NOON, prepared.publisher, now.id, live, now.version - 1)
    both = replace(prepared.publisher, roles=frozenset({Role("publisher"), Role("admin")}))
    for actor in (prepared.officer, prepared.at.reviewer, both):
        with pytest.raises(NotAllowed):
            prepared.sends(publish, live, by=actor)
    assert prepared.out is None


def test_a_head_is_signed_and_the_pdf_kept(prepared: Desk) -> None:
    key = Ed25519PrivateKey.generate()
    outlet = replace(prepared.outlet, sign=lambda it, now: sign_head(it, now, key), pdf=lambda _: small_pdf())
    now = prepared.prepared
    publish(outlet, NOON, prepared.publisher, now.id, live, now.version)
    with prepared.register.reading() as connection:
        head = newest_head(connection)
        assert rendition(connection, now.public_id, 1, "pdf") == small_pdf()
        assert head is not None
        assert (head.tree_size, len(keys(connection))) == (2, 1)  # the record and the key


def test_what_a_stop_left_behind_is_finished_by_the_sweep(prepared: Desk) -> None:
    outlet, now = prepared.outlet, prepared.prepared
    dead = replace(outlet, register=Database(f"sqlite:///{outlet.register.engine.url.database}.gone"))
    with pytest.raises(Exception, match="lacks tables"):
        publish(dead, NOON, prepared.publisher, now.id, live, now.version)
    dead.register.close()
    left = prepared.prepared.going_out
    assert left is not None
    assert left.canonical is not None
    before = prepared.out
    assert before is None
    assert "is on its way to the register" in prepared.refused(write_summary, "It was.")[0]
    assert sweep(outlet, NOON + timedelta(hours=1)) == (Swept(now.id, "publish", ""),)
    out = prepared.out
    assert out is not None
    assert out.newest.canonical == left.canonical
    assert sweep(outlet, NOON) == ()
    with prepared.at.office.database.reading() as connection:
        of = publishing_intent.c
        held = connection.execute(select(of.act, of.canonical, of.pdf).order_by(of.place)).all()
    assert [(each.act, each.canonical is None, each.pdf) for each in held] == [
        ("publish", True, None), ("publish_kept", False, None),
    ]  # fmt: skip


def test_what_the_register_refuses_is_told_and_can_be_tried_again(prepared: Desk) -> None:
    record = replace(prepared.record, id=f"d-{'0' * 32}")
    with prepared.register.writing() as connection:
        put_into_register(connection, NOON, Publishing(record))
    with pytest.raises(CaseRefused, match="belongs to"):
        prepared.sends(publish, live)
    (refused,) = prepared.prepared.intents
    assert (refused.refused, refused.canonical, prepared.prepared.state) == (True, None, "draft")
