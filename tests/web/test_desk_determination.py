"""Determinations of a case at the desk: made, shown with their reasons, told to be stale, saved, and made again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from keeping import determinations
from storage import determined
from tests.engine.planting import in_the_rules_engine
from tests.keeping.making import APPEAL, rules_in
from tests.web.desks import Desk, desk
from tests.web.kept import LAW, NEW, NOBODY, Case, acts, built, without_triggers
from tests.web.officers import Place
from tests.web.paging import Page, read
from web.kept_determinations import live

RULES: dict[str, Any] = {
    "facts": "quoted yes_no\nasked_on date\nanswered_on date\narguable judgement\n",
    "rules": {"argued": "when: {all: [<quoted> {fact: quoted, is: true}, <arguable> {judgement: arguable}]}"},
    "heads": {},
    "must_hold": "  - {when: {fact: asked_on, on_or_before: {fact: answered_on}}, message: It was asked first.}",
}
OTHER = "pharmacy/other"
DAY = {"as_at.day": "1", "as_at.month": "5", "as_at.year": "2024"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("office")
    rules_in(folder / "rules", **RULES, id=OTHER)
    made = built(folder, **RULES)
    yield made
    made.close()


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


@pytest.fixture
def case(office: Place) -> Case:
    return received(office)


def received(office: Place) -> Case:
    officer = office.caller("officer")
    return Case(officer.post("/cases", NEW).get_json()["id"], officer)


def at(case: Case) -> str:
    return f"{case.address}/determination"


def sent(olive: Desk, case: Case, status: int, **typed: str) -> Page:
    """The page that somebody sees whose case could not be determined."""
    return read(olive.sends(olive.opens(at(case)), at(case), {**DAY, **typed}), status)


def judged(case: Case, said: dict[str, Any]) -> None:
    answered = case.officer.change(
        "POST", f"{case.address}/judgements", {"judgements": {"arguable": said}}, case.version
    )
    assert answered.status_code == 200, answered.text


def ids(case: Case) -> list[str]:
    listed = case.officer.get(f"{case.address}/determinations").get_json()["items"]
    return [each["id"] for each in listed]


def test_a_case_is_determined_and_what_is_undetermined_is_no_refusal(office: Place, olive: Desk, case: Case) -> None:
    page = olive.opens(at(case))
    assert "Nobody has had this case worked out yet." in page.text
    first, second = (olive.sends(page, at(case), DAY) for _ in range(2))
    assert (first.status_code, first.headers["Location"]) == (303, second.headers["Location"])
    page = olive.opens(first.headers["Location"])
    for told in (
        "The case was determined. What is proposed stands below; a person decides.",
        "Proposed under Entry in the list Nothing can be decided yet on the question: What is to be done?",
        "by Olive Officer. Law as at 1 May 2024, a date that was given. The record was open.",
        "Undetermined Still possible: grant, refuse. This is not a refusal.",
        "What would still have to be shown or found What of quoted? For the applicant to show",
    ):
        assert told in page.text, told
    assert {f"{case.address}/interview/{name}" for name in ("quoted", "arguable")} <= set(page.links)
    assert "Something changed since" not in page.text
    assert len(ids(case)) == 1
    assert [act for act in acts(office, case) if act.startswith("determination")] == [
        "determination.made", "determination.read", "determination.read",
    ]  # fmt: skip


def test_what_is_stated_since_is_said_clearly_and_earlier_ones_stay(office: Place, olive: Desk, case: Case) -> None:
    olive.does(at(case), at(case), DAY)
    case.states(quoted=True)
    judged(case, {"answer": True, "decided_by": {"officer": "A. Officer", "reasons": "It is arguable"}})
    page = olive.opens(at(case))
    assert "Important: Something changed since Since this was worked out, something was stated in the case" in page.text
    assert f"{at(case)}#determine" in page.links
    page = olive.does(at(case), at(case), DAY)
    assert "Something changed since" not in page.text
    assert "What is to be done? Grant Reasons" in page.text
    assert "Earlier determinations" in page.headings
    assert "Since then Something changed" in page.text
    first, second = ids(case)
    earlier = olive.opens(f"{at(case)}/{first}")
    assert f"{at(case)}/{second}" in earlier.links
    assert "This is an earlier one. The newest was worked out on" in earlier.text
    assert "This is not a refusal." in earlier.text
    newest = olive.opens(f"{at(case)}/{second}")
    assert "This is an earlier one." not in newest.text
    auditor = desk(office, "auditor").opens(at(case))
    assert ("Grant" in auditor.text, "Determine the case again" in auditor.text) == (True, False)


@pytest.mark.parametrize(
    ("typed", "link", "told"),
    [
        ({"as_at.year": "20"}, "#as_at", "Write a day, a month and a year of four figures, such as 1 5 2024"),
        ({"as_at.year": "1999"}, "#as_at", "covers the law from 1 April 2013 on; this date lies outside"),
    ],
)
def test_a_date_that_will_not_do_is_told_of_at_its_field(
    olive: Desk, case: Case, typed: dict[str, str], link: str, told: str
) -> None:
    page = sent(olive, case, 422, **typed)
    assert (link in page.links, told in page.text, page.fields["as_at.day"]) == (True, True, "1")
    assert not ids(case)


def test_facts_that_cannot_all_be_so_lead_to_where_they_are_mended(olive: Desk, case: Case) -> None:
    case.states(asked_on="2024-05-03", answered_on="2024-05-01")
    page = sent(olive, case, 422)
    assert "There is a problem What of asked_on? It was asked first." in page.text
    assert f"{case.address}/interview/asked_on" in page.links
    assert not ids(case)


def test_a_closed_record_in_which_something_is_open_leads_to_what_has_to_be_found(olive: Desk, case: Case) -> None:
    case.states(quoted=True)
    judged(case, {"answer": True, "decided_by": {"officer": "A. Officer", "reasons": "It is arguable"}})
    closed = {"closed": True, "why": "All is in"}
    assert case.officer.change("POST", f"{case.address}/record", closed, case.version).status_code == 200
    judged(case, {"state": "not_known", "correction": "It was meant for another case"})
    page = sent(olive, case, 422)
    assert "The record cannot be closed: the Committee has still to decide: What of arguable?" in page.text
    assert f"{case.address}/interview/arguable" in page.links


def test_a_case_that_somebody_else_changed_or_that_ended_is_not_determined(olive: Desk, case: Case) -> None:
    page = olive.opens(at(case))
    case.states(quoted=True)
    stale = read(olive.sends(page, at(case), DAY), 409)
    assert "was changed by somebody else since you read it" in stale.text
    moved = {"to": "withdrawn", "on": "2024-06-03", "why": "A letter."}
    assert case.officer.change("POST", f"{case.address}/states", moved, case.version).status_code == 200
    assert "This case stands at: Withdrawn. It is determined no more." in olive.opens(at(case)).text
    late = olive.sends(stale, at(case), {"version": str(case.version)})
    assert "is withdrawn, and takes no facts" in read(late, 422).text


def test_bytes_are_saved_as_they_were_kept_and_made_again_the_same(office: Place, olive: Desk, case: Case) -> None:
    id = case.determine().get_json()["items"][0]["id"]
    saved = olive.client.get(f"{at(case)}/{id}/canonical")
    assert saved.data == case.officer.get(f"{case.address}/determinations/{id}/canonical").data
    reference = case.officer.get(case.address).get_json()["reference"].replace("/", "-")
    saved_as = f"attachment; filename*=UTF-8''{reference}%20determination%201.json"
    assert saved.headers["Content-Disposition"] == saved_as
    assert (saved.headers["Content-Type"], saved.headers["Cache-Control"]) == ("application/json", "no-store")
    page = olive.opens(f"{at(case)}/{id}/replay")
    assert "Made again, and compared Every byte is the same" in page.text
    assert "Every byte is the same, and every word of the explanation." in page.text
    assert acts(office, case)[-1] == "determination.replayed"
    other = received(office)
    for end in ("", "/canonical", "/replay"):
        for key in (id, NOBODY, "%00", id.upper()):
            olive.opens(f"{at(other)}/{key}{end}", 404)


def test_what_was_altered_or_had_to_go_is_shown_as_far_as_it_is_kept(office: Place, olive: Desk, case: Case) -> None:
    gone, altered = (case.determine(LAW).get_json()["items"][0]["id"] for _ in range(2))
    olive.opens(at(case))
    with office.database.writing() as connection:
        without_triggers(connection, "determined")
        for id, values in (
            (gone, dict.fromkeys(("canonical", "explanation", "given"))),
            (altered, {"canonical": b"{}"}),
        ):
            connection.execute(update(determined).where(determined.c.id == id).values(values))
    page = olive.opens(at(case))
    assert "It cannot be shown whole What is kept no longer has the hash that it was stored with" in page.text
    assert "Its words stand here as they were kept. Reasons Nothing can be decided yet" in page.text
    assert "No longer kept" in page.text
    page = olive.opens(f"{at(case)}/{gone}")
    assert "It cannot be shown whole Its values had to go when the case's time was over" in page.text
    assert f"{at(case)}/{gone}/canonical" not in page.links
    assert "Its values had to go when" in olive.opens(f"{at(case)}/{gone}/canonical", 410).text
    damaged = olive.opens(f"{at(case)}/{altered}/canonical", 500)
    assert "so its bytes are not given out. Tell whoever runs this service" in damaged.text
    for id, heading in ((gone, "Its values are gone"), (altered, "What is kept was altered")):
        assert heading in olive.opens(f"{at(case)}/{id}/replay").headings


def test_what_was_made_again_is_held_since_that_takes_a_while(office: Place, case: Case) -> None:
    id = case.determine().get_json()["items"][0]["id"]
    with office.client.application.app_context(), office.database.reading() as connection:
        kept = determinations.by_id(connection, id)
        assert kept is not None
        once, twice = live(connection, kept), live(connection, kept)
        assert once is twice


def test_a_fault_of_ours_or_of_the_disk_is_told_on_the_page_and_nothing_is_kept(tmp_path: Path) -> None:
    office = built(tmp_path, **RULES)
    case, olive = received(office), desk(office, "officer")
    (tmp_path / "rules" / APPEAL / "argued.yaml").write_text("title: changed", "utf-8")
    page = sent(olive, case, 503)
    assert "The rules were changed on the disk after this service was started. Tell whoever runs it." in page.text
    app = office.client.application
    loaded = app.extensions["rationale"]
    planted = in_the_rules_engine(loaded.rule_sets[APPEAL], 0)
    app.extensions["rationale"] = replace(loaded, rule_sets={APPEAL: planted})
    page = sent(olive, case, 503)
    assert "The rules were read in two ways, which did not come to the same, so nothing is determined." in page.text
    assert page.fields["as_at.year"] == "2024"
    assert "rationale_disagreements_total" in office.client.get("/metrics").text
    assert not ids(case)
    office.close()


def test_each_rule_set_has_its_own_and_those_without_one_are_named(olive: Desk, case: Case) -> None:
    olive.does(at(case), at(case), DAY)
    both = {"rule_sets": [OTHER, APPEAL]}
    assert case.officer.change("PUT", f"{case.address}/rule-sets", both, case.version).status_code == 200
    page = olive.opens(at(case))
    assert "The case is also put to these, and was not determined under them: Entry in the list" in page.text
    assert "under each of its 2 rule sets in order, and kept whole" in page.text
    page = olive.does(at(case), at(case), DAY)
    assert page.text.count("Proposed under Entry in the list") == 2
    assert {"#under-1", "#under-2", "#determine", "#earlier"} <= set(page.links)
    assert "was not determined under them" not in page.text
