"""A decision at the desk: begun, departed from, concluded, written, read, reviewed by another, issued, corrected."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from casework import Case
from casework.deciding import gate
from keeping import activity
from tests.casework.deciding import live
from tests.web.deciding_bench import Bench, at, bench
from tests.web.desks import Desk, desk
from tests.web.paging import BROWSER, Page, read
from web.desk.rule_sets import in_titles

WHO = {
    "disposal": "quash_and_redetermine",
    "final": "grant",
    "decided_by.committee.name": "The Pharmacy Appeals Committee",
    "decided_by.committee.quorum": "2",
    "decided_by.committee.members.0.name": "R. Adeyemi",
    "decided_by.committee.members.1.name": "J. Okafor",
    "decided_by.committee.members.2.name": "S. Lindqvist",
    **{f"decided_by.committee.members.{row}.no_interest": "yes" for row in range(3)},
    "decided_by.committee.members.2.dissent": "I would have refused it",
}
MARKET = "pharmacy/market-entry"
DEPART = f"/depart?rule_set={MARKET}&about=question&name=final"
READ_IN = "legislation.gov.uk, as at 12 March 2024"
NONE = {"interest.has_one": "no"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    found = bench(tmp_path_factory.mktemp("office"))
    yield found
    found.place.close()


@pytest.fixture(scope="module")
def case(made: Bench) -> Case:
    """A case that goes the whole way, and is then looked at."""
    return made.determined()


@pytest.fixture(scope="module")
def decided(made: Bench) -> Case:
    """A case whose decision is issued."""
    here = made.determined()
    made.issued(here)
    return here


@pytest.fixture(scope="module")
def draft(made: Bench) -> Case:
    """A case with a whole draft, which is worked on."""
    here = made.determined("upper-quillet-no-benefits")
    made.drafted(here)
    return here


def refused(who: Desk, page: str, action: str, typed: dict[str, str], status: int = 422) -> Page:
    """The page that somebody sees whose form was not done."""
    return read(who.sends(who.opens(page), action, typed), status)


def lacks(made: Bench, here: Case) -> list[str]:
    """All that its draft lacks, as the table tells it, in the words of the desk."""
    app = made.place.client.application
    with app.app_context(), made.place.database.reading() as connection:
        lines = gate(connection, made.office.case(made.actor(made.olive), here.id), made.decision(here), live)
        return [in_titles(told) for line in lines for told in line.lacking]


def reads_the_law(who: Desk, here: Case) -> None:
    page = who.opens(at(here, "/law"))
    boxes = [each["value"] for tag, each in page.tags if each.get("name") == "provisions" and tag == "input"]
    assert boxes
    who.does(at(here, "/law"), at(here, "/law"), {"provisions": boxes, "read_in": READ_IN})


def test_two_people_bring_a_case_from_determined_to_an_issued_decision(made: Bench, case: Case) -> None:
    olive, rowan = made.olive, made.rowan
    page = olive.opens(at(case))
    assert "No decision yet The case is determined." in page.text
    assert at(case) in olive.opens(f"/cases/{case.id}").links
    page = olive.does(at(case), at(case))
    assert "The draft was begun on what was proposed." in page.text
    assert "Who decided is not recorded: name the officer, or the Committee" in page.text
    assert "Issue this decision" not in page.text
    told = lacks(made, case)
    assert len(told) > 4
    assert [each for each in told if f"{each[:1].upper()}{each[1:]}" not in page.text] == []
    sent = olive.form(olive.opens(at(case, "/text")), at(case, "/text")).fields
    refused_ = read(olive.client.post(at(case, "/issue"), data=sent, headers=BROWSER), 422)
    assert [each for each in told if f"cannot be issued yet: {each}" not in refused_.text] == []
    page = olive.does(at(case, "/conclusion"), at(case, "/conclusion"), WHO)
    assert "The Pharmacy Appeals Committee, with a quorum of 2 R. Adeyemi. No interest J. Okafor. No" in page.text
    assert "S. Lindqvist. No interest. Dissented: I would have refused it" in page.text
    boxes = olive.opens(at(case, "/text")).fields
    empty = {name: "The Committee so found." for name, said in boxes.items() if not said.strip()}
    page = olive.does(at(case, "/text"), at(case, "/text"), {**empty, "sections.reasons": "### Why\n\nIt was **so**."})
    assert "The text is kept as a new version." in page.text
    assert "Version 2 beside version 1" not in page.text
    olive.does(at(case), at(case, "/interests"), NONE)
    reads_the_law(olive, case)
    assert "Read by Olive Officer" in olive.opens(at(case, "/law")).text
    rowan.does(at(case), at(case, "/interests"), NONE)
    assert "Nothing is lacking" not in rowan.opens(at(case)).text
    page = rowan.does(at(case, "/review"), at(case, "/review"), {"approved": "yes"})
    assert "You approved the draft as it stands." in page.text
    assert "Nothing is lacking. An officer issues it." in page.text
    page = olive.opens(at(case))
    assert "Nothing is lacking: it can be issued." in page.text
    assert at(case, "/issue") in page.links
    page = olive.opens(at(case, "/issue"))
    assert "It gets the next reference in the series SAMPLE, the case becomes decided" in page.text
    opened = olive.opens(at(case, "/text"))
    first, second = (olive.sends(page, at(case, "/issue")) for _ in range(2))
    assert (first.status_code, first.headers["Location"]) == (303, second.headers["Location"])
    page = olive.opens(first.headers["Location"])
    assert f"Decision {made.decision(case).reference} Issued Issued by Olive Officer" in page.text
    assert "The commissioner’s decision is quashed, and the matter is decided afresh" in page.text
    assert "It is final: what was issued stays as it is." in page.text
    late = read(olive.sends(opened, at(case, "/text"), {"sections.law": "What I typed until then."}), 409)
    assert late.fields["sections.law"] == "What I typed until then."


def test_an_issued_decision_is_given_as_it_was_and_that_it_was_read_is_kept(made: Bench, decided: Case) -> None:
    reference = made.decision(decided).reference
    document = f"/cases/{decided.id}/decisions/{made.decision(decided).id}/document"
    given = made.rowan.client.get(document, headers=BROWSER)
    assert given.status_code == 200
    assert "sandbox" in given.headers["Content-Security-Policy"]
    assert reference in given.text
    saved = made.rowan.client.get(f"{document}?form=docx", headers=BROWSER)
    assert saved.data.startswith(b"PK")
    assert saved.headers["Content-Disposition"].endswith(f"{reference.replace('/', '-')}%20decision.docx")
    assert "A document is given as html, pdf or docx." in made.rowan.opens(f"{document}?form=odt", 400).text
    made.rowan.opens(f"/cases/{decided.id}/decisions/{'0' * 32}/document", 404)
    with made.place.database.reading() as connection:
        last = activity.entries(connection, decided.id)[-1]
    assert (last.act, last.actor, last.about) == ("decision.read", made.rowan.person_id, '{"name":"document"}')
    page = made.olive.opens(f"/cases/{decided.id}/activity")
    for told in (f"Issued the decision as {reference}", "Approved the draft as it stood", "Read the decision: its"):
        assert told in page.text, told


def test_a_slip_is_corrected_beside_the_decision(made: Bench, decided: Case) -> None:
    decision = made.decision(decided)
    corrections = f"/cases/{decided.id}/decisions/{decision.id}/corrections"
    typed = {"slip.stands": "Larkmere", "slip.should_be": "Larkmere", "slip.why": "A letter was left out"}
    page = refused(made.olive, at(decided), corrections, typed)
    assert "This is what stands there: say what it should be" in page.text
    assert (page.fields["slip.why"], "#slip.should_be" in page.links) == ("A letter was left out", True)
    page = made.olive.does(at(decided), corrections, {**typed, "slip.should_be": "Larkmoor"})
    assert "The slip is recorded beside the decision." in page.text
    assert "It says Larkmere. It should say Larkmoor." in page.text
    slip = made.olive.client.get(f"{corrections}/1", headers=BROWSER)
    assert (slip.status_code, "Larkmoor" in slip.text) == (200, True)
    made.olive.opens(f"{corrections}/2", 404)


def test_a_decided_case_leads_to_what_can_still_be_done_and_no_page_of_a_draft(made: Bench, decided: Case) -> None:
    page = made.olive.opens(at(decided))
    assert "The case is taken up again on one of these grounds, and on no other:" in page.text
    assert "What the appeal was left open for is over" not in page.text, "this decision disposed of the appeal"
    for rest in ("/findings", DEPART, "/conclusion", "/law", "/review", "/issue"):
        led = made.olive.client.get(at(decided, rest), headers=BROWSER)
        assert (led.status_code, led.headers["Location"]) == (303, at(decided)), rest
    assert "You may read it; it is not yours to write now." in made.olive.opens(at(decided, "/text")).text
    assert "A decision is drafted once the case stands at" not in page.text


def test_somebody_departs_with_reasons_and_what_was_proposed_stays_beside_it(made: Bench, draft: Case) -> None:
    form = at(draft, "/depart")
    asked = at(draft, DEPART)
    page = made.olive.opens(asked)
    assert "Proposed Refuse" in page.text
    assert "Why it was proposed" in page.text
    page = refused(made.olive, asked, form, {"reasons": "They were persuaded"})
    assert "Choose what is decided instead" in page.text
    assert page.fields["reasons"] == "They were persuaded"
    page = refused(made.olive, asked, form, {"decided": "grant"})
    assert ("#reasons" in page.links, "This is empty: say it in words" in page.text) == (True, True)
    page = made.olive.does(asked, form, {"decided": "grant", "reasons": "They were persuaded"})
    assert "Proposed: Refuse. Decided: Grant, by Olive Officer" in page.text
    assert "the answer decided is “grant”: record that" in page.text
    page = made.olive.opens(asked)
    assert (page.fields["decided"], page.fields["reasons"]) == ("grant", "They were persuaded")
    page = made.olive.does(at(draft), form, {"do": "take_back"})
    assert "The departure was taken back: it stands as it was proposed." in page.text
    assert "Nowhere: it adopts what was proposed." in page.text


def test_a_provision_and_a_condition_are_found_otherwise_from_their_list(made: Bench, draft: Case) -> None:
    page = made.olive.opens(at(draft, "/findings"))
    links = [each for each in page.links if "about=provision" in each or "about=condition" in each]
    provision = next(each for each in links if "about=provision" in each)
    condition = next(each for each in links if "about=condition" in each)
    assert "Find otherwise" in page.text
    for link in (provision, condition):
        assert "Why it was proposed" in made.olive.opens(link).text
    assert "Find otherwise" not in made.rowan.opens(at(draft, "/findings")).text
    unknown = made.olive.opens(f"{at(draft, '/depart')}?rule_set=pharmacy/market-entry&about=provision&name=x", 404)
    assert "Nothing of this name was proposed in the draft." in unknown.text
    odd = refused(made.olive, provision, at(draft, "/depart"), {"about": "mood", "decided": "met", "reasons": "x"})
    assert "A decision departs on a question, a provision or a condition, not on 'mood'" in odd.text


def test_who_decided_is_typed_as_for_a_judgement_and_comes_back_as_it_was(made: Bench, draft: Case) -> None:
    conclusion = at(draft, "/conclusion")
    assert made.olive.opens(conclusion).fields["decided_by.committee.members.0.name"] == "R. Adeyemi"
    typed = {"final": "", "decided_by.committee.quorum": "two", "decided_by.committee.members.1.name": "R. Adeyemi"}
    page = refused(made.olive, conclusion, conclusion, typed)
    for told, place in (
        ("Choose one", "final"),
        ("Write how many members must take part, in figures, such as 3", "decided_by.committee.quorum"),
        ("R. Adeyemi stands twice among the members", "decided_by.committee.members.1.name"),
    ):
        assert told in page.text, told
        assert f"#{place}" in page.links, place
    assert page.fields["decided_by.committee.quorum"] == "two"


def test_a_text_that_is_refused_or_stale_comes_back_beside_what_stands_now(made: Bench, draft: Case) -> None:
    text = at(draft, "/text")
    page = refused(made.olive, text, text, {"sections.law": "x" * 20_001})
    assert ("#sections.law" in page.links, "Your text is not kept yet" in page.text) == (True, True)
    assert "The text is as it was: nothing was stored" in refused(made.olive, text, text, {}).text
    opened = made.olive.opens(text)
    made.olive.does(text, text, {"sections.law": "What somebody else wrote."})
    page = read(made.olive.sends(opened, text, {"sections.law": "What I wrote."}), 409)
    assert page.fields["sections.law"] == "What I wrote."
    assert "What is kept now: The law What somebody else wrote." in page.text
    assert "which somebody else may have written since you began" in page.text
    again = read(made.olive.client.get(made.olive.sends(page, text).headers["Location"], headers=BROWSER))
    assert again.fields["sections.law"] == "What I wrote."
    page = made.olive.opens(f"{text}/compare?from=1&to=3")
    assert "Version 1 beside version 3" in page.text
    assert "[put in:" in page.text
    assert "Version 2 beside version 3" in made.olive.opens(f"{text}/compare?from=x&to=99").text
    page = made.olive.does(text, at(draft, "/adopted"))
    assert "The draft rests on the newest determination now." in page.text
    assert "made from what was proposed" in made.rowan.opens(text).text


def test_a_comment_is_answered_and_a_draft_is_sent_back_by_whoever_wrote_none_of_it(made: Bench, draft: Case) -> None:
    review, comments = at(draft, "/review"), at(draft, "/comments")
    assert "A reviewer approves it or sends it back." in made.olive.opens(review).text
    assert "First say whether you have an interest in this case" in made.rowan.opens(review).text
    page = refused(made.rowan, at(draft), at(draft, "/interests"), {})
    assert "Say whether you have an interest in this case" in page.text
    made.rowan.does(at(draft), at(draft, "/interests"), NONE)
    assert "This is empty: say it in words" in refused(made.rowan, review, comments, {}).text
    page = made.rowan.does(review, comments, {"section": "law", "said.law": "Which day?"})
    assert "This is empty" not in page.text
    assert "Rowan Reviewer commented on" in page.text
    comment = made.decision(draft).comments[-1].id
    page = made.olive.does(at(draft), f"{comments}/{comment}", {f"answer.{comment}": "The day of the decision."})
    assert "The comment is answered." in page.text
    assert "Olive Officer answered on" in page.text
    assert "Say whether you approve it or send it back" in refused(made.rowan, review, review, {}).text
    page = refused(made.rowan, review, review, {"approved": "no"})
    assert "#review.said" in page.links
    page = made.rowan.does(review, review, {"approved": "no", "review.said": "Say which day"})
    assert "Rowan Reviewer sent it back on" in page.text
    assert "Say which day" in page.text


def test_that_the_rules_were_changed_since_is_told_and_stops_nothing(made: Bench, draft: Case) -> None:
    told, app = "determined before these were changed: Pharmacy market entry", made.place.client.application
    assert told not in made.olive.opens(at(draft)).text
    before, loaded = lacks(made, draft), app.extensions["rationale"]
    changed = replace(loaded.rule_sets[MARKET], revision="0" * 64)
    app.extensions["rationale"] = replace(loaded, rule_sets={**loaded.rule_sets, MARKET: changed})
    assert told in made.olive.opens(at(draft)).text
    assert lacks(made, draft) == before
    app.extensions["rationale"] = loaded


def test_whoever_only_reads_is_shown_no_form(made: Bench, draft: Case) -> None:
    auditor = desk(made.place, "auditor")
    for rest in ("", "/text", "/findings", "/law", "/review", "/text/compare"):
        page = auditor.opens(at(draft, rest))
        assert "post" not in {each.get("method") for tag, each in page.tags if tag == "form"}, rest
    trust = desk(made.place, "trust", organisation="RX1")
    trust.opens(at(draft), 403)


def test_the_law_is_confirmed_only_for_what_was_ticked_and_as_it_was_seen(made: Bench, draft: Case) -> None:
    law = at(draft, "/law")
    page = refused(made.rowan, law, law, {})
    assert "Choose the provisions that you have read" in page.text
    assert {"#provisions", "#read_in"} <= set(page.links)
    form = made.rowan.form(made.rowan.opens(law), law)
    assert form.fields["read_in"] == ""
    page = refused(made.rowan, law, law, {"provisions": "pharmacy/market-entry nothing 0", "read_in": READ_IN})
    assert "The decision does not rest on nothing of “" in page.text
