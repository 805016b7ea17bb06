"""A decision goes from the desk to the public: prepared, redacted, approved by two, published, corrected, withdrawn."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from casework import Reporting, take_report
from register import publication
from tests.machine import need, pango
from tests.web.desks import desk, forms_of
from tests.web.paging import BROWSER, read
from tests.web.publishing_bench import Press, copied, press


@pytest.fixture(scope="module")
def stood(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """An office that is closed, to be copied."""
    found = press(tmp_path_factory.mktemp("office"))
    found.close()
    return found


@pytest.fixture
def made(stood: Press, tmp_path: Path) -> Iterator[Press]:
    found = copied(stood, tmp_path / "office")
    yield found
    found.close()


def told(made: Press, address: str) -> str:
    return made.petra.opens(address).text


def test_a_short_decision_is_prepared_approved_by_two_published_and_withdrawn(tmp_path: Path) -> None:
    made = press(tmp_path, "wetherlow-breach-notice")
    app = made.made.place.client.application
    app.extensions["rationale.outlet"] = replace(app.extensions["rationale.outlet"], pdf=None)
    assert "One thing is lacking before it can be published" in told(made, made.at())
    made.approves()
    assert "It is published." in made.publishes().text
    out = made.prepared.public_id
    shown = read(app.test_client().get(f"/decisions/{out}", headers=BROWSER), 200)
    assert made.prepared.reference in shown.text
    made.petra.does(made.at(), made.at("/withdrawn"), {"reason": "A court forbids it."})
    answer = app.test_client().get(f"/decisions/{out}", headers=BROWSER)
    assert (answer.status_code, "A court forbids it." in answer.text) == (410, True)
    made.close()


@pytest.mark.proof
def test_it_goes_from_an_issued_decision_to_the_public_and_back(made: Press) -> None:
    olive, petra = made.made.olive, made.petra
    page = olive.opens(made.at())
    assert "2 things are lacking before it can be published" in page.text
    assert olive.sends(page, made.at("/summary"), {"summary": " "}).status_code == 422
    made.decides()
    redactions = told(made, made.at("/redactions"))
    assert "Everything that is about people is decided, and nothing more was found in any format." in redactions
    assert olive.opens(made.at("/reader")).text.count("Not published") == 1
    assert "A reviewer or a publisher approves it." in olive.opens(made.at("/reader")).text
    made.approves()
    page = petra.opens(made.at())
    assert "Nothing is lacking: it can be published." in page.text
    assert "Everybody can read it at once" in page.text
    assert "It is published." in made.publishes().text
    out = made.prepared.public_id
    shown = read(made.made.place.client.get(f"/decisions/{out}", headers=BROWSER), 200)
    assert made.prepared.reference in shown.text
    petra.does(made.at(), made.at("/why"), {"what": "correction", "says": "The summary was too short."})
    olive.does(made.at(), made.at("/summary"), {"summary": "The new pharmacy may open."})
    made.approves()
    assert "The next version is published." in petra.does(made.at(), made.at("/corrected")).text
    assert "Version 2 is out" in told(made, made.at())
    wrong = petra.sends(petra.opens(made.at()), made.at("/withdrawn"), {"reason": ""})
    assert "This is empty" in read(wrong, 422).text
    gone = petra.does(made.at(), made.at("/withdrawn"), {"reason": "A court forbids it."})
    assert "It was withdrawn: nothing of it is published any more." in gone.text
    answer = made.made.place.client.get(f"/decisions/{out}", headers=BROWSER)
    assert (answer.status_code, "A court forbids it." in answer.text) == (410, True)
    with made.register.reading() as connection:
        found = publication(connection, out)
    assert found is not None
    assert found.state == "withdrawn"


@pytest.mark.proof
def test_it_is_begun_by_whoever_may_and_once(made: Press) -> None:
    olive, case = made.made.olive, made.made.office.case(made.made.actor(made.made.olive), made.case_id)
    assert case.state == "decided"
    page = olive.opens(made.all)
    assert "Work on its publication" in page.text
    assert "Begun by Olive Officer" in olive.opens(made.at()).text
    token = olive.form(olive.opens(made.at("/requests")), made.at("/requests")).fields
    answer = olive.client.post(made.all, data={**token, "decision_id": made.decision_id}, headers=BROWSER)
    assert "is prepared already: work on that" in read(answer, 422).text


@pytest.mark.proof
def test_nothing_goes_out_before_everything_holds_and_each_thing_is_told(made: Press) -> None:
    olive, petra = made.made.olive, made.petra
    page = petra.opens(made.at())
    assert f'action="{made.at("/published")}"' not in page.source
    fields = petra.form(page, made.at("/settings")).fields
    answer = petra.client.post(made.at("/published"), data=fields, headers=BROWSER)
    text = read(answer, 422).text
    assert "cannot be published yet: The answer to" in text.replace("the answer to", "The answer to")
    assert "0 of 2 have approved it as it stands" in text
    olive.does(made.at(), made.at("/summary"), {"summary": "Write to appeals@eastlarkshire.example."})
    text = told(made, made.at("/redactions"))
    assert "An e-mail address (“…le”) stands in the summary: take it out there, or let it stand and say why" in text
    let = {"let.words": "appeals@eastlarkshire.example", "let.reason": "public_already", "let.says": ""}
    unsaid = _let(made, let)
    assert "This is empty" in read(unsaid, 422).text
    assert _let(made, {**let, "let.says": "It is on their site"}).status_code == 303
    assert "An e-mail address" not in told(made, made.at("/redactions"))


def _let(made: Press, said: Mapping[str, str]) -> TestResponse:
    """The answer to the form that lets words stand."""
    every = forms_of(made.made.olive.opens(made.at("/redactions")))
    form = next(each for each in every if "let.words" in each.fields)
    fields = form.fields
    for name, each in said.items():
        fields.setlist(name, [each])
    return made.made.olive.client.post(form.action, data=fields, headers=BROWSER)


@pytest.mark.proof
def test_words_are_redacted_wherever_they_stand_and_taken_back(made: Press) -> None:
    olive, page = made.made.olive, made.at("/redactions")
    said = {"words.words": "Larkmere", "words.reason": "other", "words.says": "", "words.replacement": "a village"}
    wrong = read(olive.sends(olive.opens(page), f"{page}/words", said), 422)
    assert wrong.text.count("This is empty: say it in words") == 2  # above, and at its field
    shown = olive.does(page, f"{page}/words", {**said, "words.says": "Nobody need know where"})
    assert "It is redacted." in shown.text
    assert "LARKMERE" not in olive.client.get(made.at("/reader/txt"), headers=BROWSER).text.upper()
    nowhere = read(olive.sends(olive.opens(page), f"{page}/words", {**said, "words.words": "Zanzibar"}), 422)
    assert "these words do not stand in any text that can be redacted" in nowhere.text.lower()
    short = read(olive.sends(olive.opens(page), f"{page}/kept-out", {"out.words": "Jo", "out.reason": "personal"}), 422)
    assert short.text.count("This is too short to be told from other words: give the whole name") == 2
    kept = olive.does(page, f"{page}/kept-out", {"out.words": "Mrs Jane Roe", "out.reason": "personal"})
    assert "Nothing goes out in which these words stand." in kept.text
    assert "Wherever they standWords: Mrs Jane Roe" in kept.text.replace("\n", "")
    assert "Kept out." in kept.text
    before = len(made.prepared.redactions)
    assert "That was taken back." in olive.does(page, f"{page}/undone").text
    assert len(made.prepared.redactions) == before - 1


@pytest.mark.proof
def test_a_whole_fact_is_redacted_and_the_rules_are_asked_without_it(made: Press) -> None:
    page = made.at("/redactions")
    fields = [each for each in forms_of(made.made.olive.opens(page)) if each.action == f"{page}/places"][-1].fields
    for name, said in (("pointer", "/facts/0"), ("place.reason", "commercial")):
        fields.setlist(name, [said])
    assert made.made.olive.client.post(f"{page}/places", data=fields, headers=BROWSER).status_code == 303
    assert "Commercial information that was given in confidence" in told(made, made.at("/reader"))
    assert [each.pointer for each in made.prepared.redactions] == ["/facts/0"]


@pytest.mark.proof
def test_it_is_held_back_until_a_day_and_let_go(made: Press) -> None:
    petra = made.petra
    until = {"until.day": "1", "until.month": "1", "until.year": "2099", "noindex": "yes"}
    shown = petra.does(made.at(), made.at("/settings"), until)
    assert "It is held back until 1 January 2099 at 00:00." in shown.text
    assert "Search engines are asked to leave it out." in shown.text
    past = petra.sends(petra.opens(made.at()), made.at("/settings"), {"until.year": "2020"})
    assert "This moment is over: give one to come, or none" in read(past, 422).text
    odd = petra.sends(petra.opens(made.at()), made.at("/settings"), {"until.month": "13"})
    assert odd.status_code == 422
    empty = dict.fromkeys(("until.day", "until.month", "until.year"), "")
    assert "It is not held back." in petra.does(made.at(), made.at("/settings"), empty).text


@pytest.mark.proof
def test_a_party_sees_once_what_is_to_be_published(made: Press) -> None:
    olive, page = made.made.olive, made.at("/requests")
    lacking = olive.sends(olive.opens(page), made.at("/previews"))
    assert "The case has no such party now: choose one of its own" in read(lacking, 422).text
    party = next(
        held["value"] for tag, held in olive.opens(page).tags if tag == "option" and len(held.get("value", "")) == 32
    )
    answer = olive.sends(olive.opens(page), made.at("/previews"), {"preview.party": party})
    shown = read(answer, 200)
    assert "It is shown this once." in shown.text
    found = re.search(r"http\S*/preview/\S+?(?=<)", shown.source)
    assert found is not None
    link, stranger = urlsplit(found[0]).path, made.made.place.client.application.test_client()
    for _ in range(2):
        assert "See what is to be published" in read(stranger.get(link, headers=BROWSER), 200).text
    seen = read(stranger.post(link, headers=BROWSER), 200)
    assert "This is not published yet" in seen.text
    assert made.prepared.reference in seen.text
    for again in (stranger.post, stranger.get):
        assert "This link opens nothing" in read(again(link, headers=BROWSER), 404).text
    assert "a link was made by Olive Officer" in told(made, page)


@pytest.mark.proof
def test_a_request_to_take_it_down_holds_it_up_until_it_is_answered(made: Press) -> None:
    page = made.at("/requests")
    recorded = made.made.olive.does(page, page, {"asker": "A neighbour", "said": "My name is in it."})
    assert "The request is recorded." in recorded.text
    assert "No further version goes out until a person has answered: the request of A neighbour" in recorded.text
    assert "has no answer: answer it" in told(made, made.at())
    (request,) = made.prepared.open_requests
    at = f"{page}/{request.id}"
    assert "A neighbour" in told(made, page)
    unsaid = made.petra.sends(made.petra.opens(page), at)
    assert "This is empty: say it in words" in read(unsaid, 422).text
    answer = {f"answer.{request.id}": "stays", f"words.{request.id}": "It is not."}
    assert "The answer is kept." in made.petra.does(page, at, answer).text
    reviewer = made.made.rowan.opens(page).text
    assert "A neighbour" not in reviewer
    assert "Somebody, recorded on" in reviewer
    assert "No further version goes out" not in reviewer
    for sort in ("rule", "publication"):
        with made.made.place.database.writing() as connection:
            report = Reporting(sort, "A name.", publication=made.prepared.public_id)
            take_report(connection, datetime.now(UTC), report)
        assert ("No further version goes out" in told(made, page)) == (sort == "publication")
    assert "each of these" not in told(made, page)
    assert "a request that the public sent on" in told(made, page)


@pytest.mark.proof
def test_it_is_given_as_each_of_its_files_and_as_no_other(made: Press) -> None:
    for form, begins in (("html", "<!DOCTYPE html>"), ("txt", ""), ("json", "{"), ("jsonld", "{"), ("xml", "<?xml")):
        answer = made.petra.client.get(made.at(f"/reader/{form}"), headers=BROWSER)
        assert (answer.status_code, answer.text[: len(begins)]) == (200, begins)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
    assert (
        "A publication is given as html, pdf"
        in read(made.petra.client.get(made.at("/reader/doc"), headers=BROWSER), 404).text
    )


@pytest.mark.proof
def test_whoever_may_not_publish_is_not_shown_how(made: Press) -> None:
    auditor = desk(made.made.place, "auditor")
    page = auditor.opens(made.at())
    for rest in ("/summary", "/settings", "/published", "/withdrawn"):
        assert made.at(rest) not in page.source
    other = made.made.office.received(made.made.actor(made.made.olive))
    strange = f"/cases/{other.id}/publications/{made.prepared.id}"
    assert made.petra.client.get(strange, headers=BROWSER).status_code == 404


@pytest.mark.proof
def test_the_pdf_is_searched_kept_and_given(stood: Press, tmp_path: Path) -> None:
    need(pango())
    made = copied(stood, tmp_path / "office", pdf=True)
    made.decides()
    made.approves()
    answer = made.petra.client.get(made.at("/reader/pdf"), headers=BROWSER)
    assert answer.data.startswith(b"%PDF-")
    assert "It is published." in made.publishes().text
    out = made.made.place.client.get(f"/decisions/{made.prepared.public_id}.pdf", headers=BROWSER)
    assert (out.status_code, out.data[:5]) == (200, b"%PDF-")
    made.close()
