"""A draft adopts what was determined or departs from it with reasons, and both are kept, as is every text it had."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import update

from casework import CaseRefused, Move, NotFound, change_state, determine, state
from casework.deciding import (
    DISPOSALS,
    SECTIONS,
    Concluding,
    Departing,
    adopt_anew,
    answer,
    comment,
    conclude,
    decided,
    depart,
    draft,
    open_to_departure,
    proposals,
    write,
)
from keeping import Committee, DecidedBy, Member
from keeping.sayings import Saying
from storage import case, new_key
from tests.casework.deciding import COMMITTEE, live
from tests.casework.office import PHARMACY, RULES, TODAY, rules
from tests.casework.standing import Standing

ENTRY, PROCEDURE = PHARMACY
Stands = Callable[[str], Standing]
BENEFITS = "reg-19-6-benefits"
SIGNIFICANT = "reg-18-2-b-significant-benefits#benefits_significant"


def says(at: Standing, *said: Saying) -> None:
    """Something is stated in the case."""
    at.does(state, said, rules())


def determines(at: Standing) -> None:
    """The case is determined as it stands."""
    at.does(determine, rules(), RULES)


def drafted(at: Standing) -> Standing:
    at.does(draft, live)
    return at


def test_a_draft_adopts_the_newest_determinations_and_says_what_they_propose(stands: Stands) -> None:
    at = drafted(stands("determined"))
    made = at.decision
    assert [each.rule_set for each in made.adopted] == [ENTRY, PROCEDURE]
    assert (made.conclusion.disposal, made.conclusion.final) == ("quash_and_redetermine", "grant")
    assert made.conclusion.decided_by is None
    assert (made.place, made.supersedes, made.reference, made.state) == (1, "", "", "draft")
    assert (made.made_by, made.authors) == (at.officer.id, frozenset({at.officer.id}))
    assert list(made.text.sections) == sorted(each.id for each in SECTIONS)
    assert all(text.strip() for text in made.text.sections.values())
    assert at.here.reference in made.text.sections["application"]
    with at.office.database.reading() as connection:
        answers = decided(made, proposals(connection, made, live))
    assert [(each.question, each.decided) for each in answers] == [
        ("forum", "secretary_of_state"),
        ("jurisdiction", "within_jurisdiction"),
        ("summary_dismissal", "not_dismissed"),
        ("hearing", "need_not_be_heard"),
        ("directions", "no_directions"),
        ("final", "grant"),
        ("disposal", "quash_and_redetermine"),
    ]
    assert at.refused(draft, live) == [f"{at.here.reference} has a draft already: work on that"]


def test_nothing_is_drafted_on_what_is_no_longer_so_nor_before_a_case_is_determined(here: Stands) -> None:
    at = here("determined")
    assert at.refused(adopt_anew, live) == [f"{at.here.reference} has no draft of a decision: begin one"]
    says(at, Saying("fact", "notice_received_on", "2024-04-04", source="the stamp", correction="Misread"))
    told = "cannot be decided yet: something changed since it was determined under"
    assert at.refused(draft, live)[0].startswith(f"{at.here.reference} {told} {ENTRY} and {PROCEDURE}. Determine it")
    at.does(change_state, Move("representations", TODAY, "More was sent"))
    told = "is representations, and takes no draft of a decision. From representations you can go to determined,"
    assert at.refused(draft, live)[0].startswith(f"{at.here.reference} {told}")


@pytest.mark.parametrize(
    ("about", "name", "proposed", "decided_"),
    [
        ("question", "final", "grant", "refuse"),
        ("provision", BENEFITS, "met", "not_met"),
        ("condition", SIGNIFICANT, "met", "not_met"),
    ],
)
def test_a_departure_is_kept_beside_what_was_proposed_until_it_is_taken_back(
    here: Stands, about: str, name: str, proposed: str, decided_: str
) -> None:
    at = drafted(here("determined"))
    before = at.decision
    made = at.does(depart, Departing(ENTRY, about, name, decided_, " The benefits are slight. "), live)
    (departed,) = made.departures
    assert (departed.proposed, departed.decided, departed.reasons) == (proposed, decided_, "The benefits are slight.")
    assert made.adopted == before.adopted
    assert made.content != before.content
    with at.office.database.reading() as connection:
        answers = {each.question: each for each in decided(made, proposals(connection, made, live))}
        choices = open_to_departure(proposals(connection, made, live), ENTRY, about, name)
    assert decided_ in choices
    assert proposed not in choices
    assert answers["final"].decided == ("refuse" if about == "question" else "grant")
    assert answers["final"].proposed == "grant"
    again = at.does(depart, Departing(ENTRY, about, name, decided_, "They are slight, and far away."), live)
    assert [each.reasons for each in again.departures] == ["They are slight, and far away."]
    back = at.does(depart, Departing(ENTRY, about, name, ""), live)
    assert (back.departures, back.content) == ((), before.content)


def test_a_departure_that_cannot_be_is_told_with_what_can(here: Stands) -> None:
    at = drafted(here("determined"))

    def told(about: str, name: str, to: str, reasons: str = "Reasons", rule_set: str = ENTRY) -> list[str]:
        return at.refused(depart, Departing(rule_set, about, name, to, reasons), live)

    assert told("finding", "final", "refuse") == [
        "/about: a decision departs on a question, a provision or a condition, not on 'finding'"
    ]
    nothing = f"/name: no provision 'reg-99' of {ENTRY} was proposed in this draft"
    assert told("provision", "reg-99", "met") == [nothing]
    assert told("question", "final", "refuse", rule_set="gp/x") == [
        "/name: no question 'final' of gp/x was proposed in this draft"
    ]
    assert told("condition", "reg-19-6-benefits#x", "met")[0].startswith("/name: no condition 'reg-19-6-benefits#x'")
    assert told("question", "final", "grant") == [
        "/decided: 'grant' is what was proposed: depart from it, or leave it. It can be: refuse, defer"
    ]
    assert told("question", "final", "refused", "") == [
        "/decided: 'refused' cannot be decided here. It can be: refuse, defer",
        "/reasons: this is empty: say it in words",
    ]
    assert told("provision", BENEFITS, "not_known") == [
        "/decided: 'not_known' cannot be decided here. It can be: not_met"
    ]
    assert told("question", "final", "") == [
        "/decided: the draft does not depart here, so there is nothing to take back"
    ]


def test_a_departure_is_taken_back_by_itself_where_the_new_determination_proposes_otherwise(here: Stands) -> None:
    at = drafted(here("determined"))
    at.does(depart, Departing(ENTRY, "question", "final", "refuse", "The benefits are slight."), live)
    at.does(depart, Departing(ENTRY, "provision", BENEFITS, "not_met", "They are slight."), live)
    at.does(conclude, Concluding("confirm", "refuse", DecidedBy("", committee=COMMITTEE)))
    nothing = "the draft rests on the newest determinations already"
    assert at.refused(adopt_anew, live) == [nothing]
    says(at, Saying("fact", "notice_received_on", "2024-04-04", source="the stamp", correction="Misread"))
    assert "cannot be decided yet: something changed since" in at.refused(adopt_anew, live)[1]
    determines(at)
    kept = at.does(adopt_anew, live)
    assert [each.name for each in kept.departures] == ["final", BENEFITS], "the same was proposed again"
    slight = DecidedBy("They are slight.", officer="A. Officer")
    says(
        at,
        Saying("judgement", "significant_benefits", {"answer": False}, decided_by=slight, correction="Weighed again"),
    )
    determines(at)
    anew = at.does(adopt_anew, live)
    assert [each.place for each in anew.adopted] == [5, 6]
    assert anew.departures == ()
    assert (anew.conclusion.final, anew.conclusion.decided_by) == ("refuse", kept.conclusion.decided_by)
    assert anew.texts == kept.texts
    text = at.does(partial(adopt_anew, text_anew=True), live)
    assert len(text.texts) == len(kept.texts) + 1
    assert text.text.sections["findings"] != kept.text.sections["findings"]


TOO_FEW = (
    "2 took part and the quorum is 3, so this Committee has decided nothing. Have it decide again with enough members "
    "who have no interest"
)
CONCLUDED: list[tuple[Concluding, list[str]]] = [
    (Concluding("", "", None), ["/disposal: choose one", "/final: choose one"]),
    (
        Concluding("confirmed", "grand", None),
        [
            f"/disposal: 'confirmed' is none of these: {', '.join(DISPOSALS)}. Did you mean confirm?",
            "/final: 'grand' is none of these: grant, refuse, defer, none. Did you mean grant?",
        ],
    ),
    (
        Concluding("not_disposed_of", "grant", None),
        [
            "/disposal: an appeal stays open only while the application is deferred: choose how it is disposed of",
        ],
    ),
    (
        Concluding("confirm", "defer", None),
        ["/final: an application that is deferred leaves the appeal open: it is not disposed of yet"],
    ),
    (
        Concluding("quash_and_remit", "refuse", None),
        ["/final: what goes back to the commissioner is not decided here: nothing is decided on it itself"],
    ),
    (
        Concluding("confirm", "refuse", DecidedBy("")),
        ["/decided_by: who decided this? Name one officer, or a Committee with its members, and not both"],
    ),
    (
        Concluding("confirm", "refuse", DecidedBy("", officer="A. Officer", committee=COMMITTEE)),
        ["/decided_by: who decided this? Name one officer, or a Committee with its members, and not both"],
    ),
    (
        Concluding("confirm", "refuse", DecidedBy("", committee=Committee("It", (Member("A"), Member("B")), 3))),
        [
            f"/decided_by/committee/members: {TOO_FEW}",
        ],
    ),
    (
        Concluding("confirm", "refuse", DecidedBy("", committee=Committee("It\0", (Member("A" * 201),), 1))),
        [
            "/decided_by/committee/name: this holds a character that nobody sees (U+0000): type it again",
            "/decided_by/committee/members/0/name: this has 201 characters, and 200 are kept: say it in fewer",
        ],
    ),
]


def test_a_conclusion_has_its_own_kinds_and_whoever_decided(here: Stands) -> None:
    at = drafted(here("disputed"))
    assert (at.decision.conclusion.disposal, at.decision.conclusion.final) == ("", "none")
    for asked, told in CONCLUDED:
        assert at.refused(conclude, asked) == told
    dissents, withdrew = Member("J. Okafor", dissent="It was late."), Member("S. Lindqvist", "A friend", True)
    sat = (Member("R. Adeyemi"), dissents, withdrew)
    for asked in (
        Concluding("not_disposed_of", "defer", None),
        Concluding("quash_and_remit", "none", DecidedBy("", officer="A. Officer")),
        Concluding("dismiss", "none", DecidedBy("", committee=Committee("The Committee", sat, 2))),
    ):
        made = at.does(conclude, asked).conclusion
        assert (made.disposal, made.final) == (asked.disposal, asked.final)
        assert (made.decided_by and made.decided_by.committee) == (asked.decided_by and asked.decided_by.committee)
    assert made.decided_by is not None
    assert made.decided_by.reasons == "The reasons stand in the text of the decision."


def test_every_version_of_the_text_is_kept_and_what_is_not_named_stays(here: Stands) -> None:
    at = drafted(here("disputed"))
    first = at.decision.text
    made = at.does(write, {"reasons": "It was late.\r\nSo it fails.\n"})
    assert [each.number for each in made.texts] == [1, 2]
    assert made.texts[0] == first
    assert made.text.sections == {**first.sections, "reasons": "It was late.\nSo it fails."}
    same = {"reasons": " It was late.\nSo it fails."}
    assert at.refused(write, same) == ["the text is as it was: nothing was stored"]
    assert at.refused(write, {"reason": "x", "law": "y" * 20_001, "findings": "z\0"}) == [
        "/sections/reason: a decision has no section 'reason'. Did you mean reasons?",
        "/sections/law: this has 20,001 characters, and 20,000 are kept: say it in fewer",
        "/sections/findings: this holds a character that nobody sees (U+0000): type it again",
    ]


def test_each_comment_is_answered_once(here: Stands) -> None:
    at = drafted(here("disputed"))
    content = at.decision.content
    made = at.does(comment, "reasons", "Which day was it?", by=at.reviewer)
    (asked,) = made.open_comments
    assert (asked.section, asked.said, asked.by) == ("reasons", "Which day was it?", at.reviewer.id)
    assert made.content == content
    (both,) = at.does(answer, asked.id, "2 March.").comments
    assert (both.said, both.answered, both.answered_by) == ("Which day was it?", "2 March.", at.officer.id)
    assert at.decision.open_comments == ()
    assert at.refused(answer, asked.id, "3 March.") == ["this comment is answered already: add another comment"]
    assert at.refused(answer, asked.id, " ")[-1] == "/said: this is empty: say it in words"
    assert at.refused(comment, "", "") == ["/said: this is empty: say it in words"]
    every = ", ".join(each.id for each in SECTIONS)
    told = f"/section: a decision has no section 'reason': choose one of {every}, or none"
    assert at.refused(comment, "reason", "x") == [told]
    with pytest.raises(NotFound):
        at.does(answer, new_key(), "To nothing")


def test_a_draft_stays_while_the_case_goes_back_and_comes_again(here: Stands) -> None:
    at = drafted(here("disputed"))
    made = at.decision
    at.does(change_state, Move("representations", TODAY, "More was sent"))
    with pytest.raises(CaseRefused, match="takes no draft of a decision"):
        at.does(write, {"reasons": "x"})
    at.does(change_state, Move("determined", TODAY))
    assert at.decision == made


def test_a_case_that_others_decide_has_no_draft(here: Stands) -> None:
    at = here("determined")
    with at.office.database.writing() as connection:
        connection.execute(update(case).values(kind="performers_list"))
    told = "such a case is decided by the First-tier Tribunal (Primary Health Lists), so no decision of ours is drafted"
    assert at.refused(draft, live) == [f"{told} in it"]
