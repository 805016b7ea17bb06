"""The text of a draft is made from what was proposed, in order, and is read again after whatever departs from that."""

from collections.abc import Callable
from datetime import timedelta

from casework.deciding import Departing, decided, depart, draft, paper_of, proposals, write
from casework.deciding.first_text import plainly
from tests.casework import deciding
from tests.casework.deciding import live
from tests.casework.office import NOON, PHARMACY
from tests.casework.standing import Standing

ENTRY = PHARMACY[0]
BENEFITS = "reg-19-6-benefits"
Stands = Callable[[str], Standing]


def drafted(at: Standing) -> Standing:
    at.does(draft, live)
    return at


def test_the_first_text_reasons_as_the_explanations_do_question_by_question(here: Stands) -> None:
    at = drafted(here("determined"))
    sections = at.decision.text.sections
    with at.office.database.reading() as connection:
        made = proposals(connection, at.decision, live)
    asked = [plainly(each.asks) for each in decided(at.decision, made)]
    for section in ("findings", "reasons"):
        headings = [line.removeprefix("### ") for line in sections[section].splitlines() if line.startswith("### ")]
        assert len(headings) > 4
        assert headings == [each for each in asked if each in headings], section
    told = [each for one in made if one.live for each in one.live.told if each.sort == "reason"]
    arising = {answer.id for one in made if one.live for answer in one.live.arising}
    reasons = [plainly(each.text) for each in told if each.question in arising]
    assert len(reasons) > 10
    assert [each for each in reasons if each not in sections["reasons"].split("\n\n")] == []
    for one in made:
        assert one.live is not None
        mine = [plainly(each.text) for each in one.live.told if each.sort == "reason" and each.question == "final"]
        places = [sections["reasons"].index(each) for each in mine]
        assert places == sorted(places), "each question's reasons stand in the order of its explanation"


def test_a_text_from_before_a_departure_is_kept_again_by_whoever_has_read_it(here: Stands) -> None:
    at = drafted(here("determined"))
    before = at.decision.text
    same = {"reasons": before.sections["reasons"]}
    assert at.refused(write, same) == ["the text is as it was: nothing was stored"]
    asked = Departing(ENTRY, "provision", BENEFITS, "not_met", "The benefits are slight.")
    at.does(depart, asked, live, now=NOON + timedelta(hours=1))
    assert at.lacking()["written"]
    kept = at.does(write, same, now=NOON + timedelta(hours=2)).text
    assert (kept.number, kept.sections) == (before.number + 1, before.sections)
    assert "written" not in at.lacking()
    assert at.refused(write, same) == ["the text is as it was: nothing was stored"]


def test_what_people_decide_by_is_the_law_that_was_applied_with_who_read_it(here: Stands) -> None:
    at = drafted(here("determined"))

    def applied() -> dict[str, str]:
        with at.office.database.reading() as connection:
            cited = paper_of(connection, at.here, at.decision, live).law
        return {each.cited: each.read_by for each in cited}

    wait = "regulations 14(2) and (3), 16(2) to (4), 19(3) and (4) and 21(2) to (4)"
    assert not {"regulation 18(1)", "regulations 13 to 21"} & set(applied())
    at.does(depart, Departing(ENTRY, "provision", "reg-18-1-unforeseen-benefits", "not_met", "It was foreseen."), live)
    at.does(depart, Departing(ENTRY, "question", "final", "defer", "Others may apply."), live)
    deciding.reads_law(at.office, at.reviewer, at.here)
    law = applied()
    assert all(law[each] for each in ("regulation 18(1)", "regulation 19(2)", wait)), law
