"""From receipt to a closed case at the desk, page by page: what comes before a draft and after it is issued."""

import re
from collections.abc import Mapping
from typing import Any

from tests.browser.keys import Hand
from tests.browser.test_desk import fill
from tests.casework.office import appeal
from tests.web.kept import TODAY
from tests.web.officers import rules
from web.pages import forms

PROCEDURE = "pharmacy/appeal-procedure"
TOLD: Mapping[str, Any] = appeal("invented", "dunmarrow-misconceived")
PARTIES = ("appellant@example.org", "commissioner@example.org", "applicant@example.org")
# The Committee confirms what was to be dismissed.
OTHERWISE = f"rule_set={PROCEDURE.replace('/', '%2F')}&about=question&name=disposal"


def types_day(hand: Hand, place: str) -> None:
    """Today, in the three fields of a day."""
    for part, figure in (("day", TODAY.day), ("month", TODAY.month), ("year", TODAY.year)):
        hand.type(f"{place}.{part}", str(figure))


def receives(hand: Hand) -> str:
    """The appeal comes in, is somebody's and is admitted; its address."""
    hand.type("title", TOLD["title"])
    types_day(hand, "received_on")
    every = hand.page.locator('select[name^="rule_sets."]')
    for number in range(every.count()):
        every.nth(number).select_option(PROCEDURE if number == 0 else "")
    for place, contact in enumerate(PARTIES):
        hand.type(f"parties.{place}.name", TOLD["parties"][(1, 2, 0)[place]]["name"])
        hand.type(f"parties.{place}.contact", contact)
    hand.press("Receive the case")
    at = hand.page.url.partition("?")[0]
    hand.press("Take this case")
    moves(hand, at, "admissible")
    return at


def moves(hand: Hand, at: str, to: str) -> None:
    """The case goes to another state."""
    hand.page.goto(at)
    hand.choose("move.to", to)
    hand.press("Move the case")


def answers_all(hand: Hand, at: str) -> None:
    """All that is known of it is answered in the interview, and it is determined."""
    typed = forms.typed_from(rules()[PROCEDURE], TOLD)
    hand.page.goto(f"{at}/facts")
    hand.press("See what is still needed")
    hand.press("Begin")
    asked: list[str] = []
    while not hand.page.url.endswith("/check"):
        name = hand.page.url.rsplit("/", 1)[1]
        assert name not in asked, "the interview goes round in a circle"
        asked.append(name)
        fields = {field: typed.getlist(field) for field in typed if field.split(".")[1] == name}
        for field, values in fields.items():
            fill(hand, field, values)
        hand.press("Save and continue" if fields else "Leave this for now")
    assert {"decision_appealed", "no_valid_grounds", "dismissed_as_misconceived"} <= set(asked)
    hand.press("Determine")
    moves(hand, at, "determined")


def sends_all(hand: Hand) -> int:
    """The letter to each party goes out; how many did."""
    count = 0
    while hand.page.locator("main a").filter(has_text=re.compile("^Write and send it")).count():
        hand.press("Write and send it")
        hand.choose("sent.how", "post")
        hand.press("Record that it was sent")
        hand.press("Go back to the decision")
        count += 1
    return count


def corrects(hand: Hand) -> None:
    """A slip of the pen is corrected beside the decision."""
    hand.type("slip.stands", "The law, as the Committee found it.")
    hand.type("slip.should_be", "The law as the Committee found it.")
    hand.type("slip.why", "The comma is one too many.")
    hand.press("Record the correction")


def takes_up_again(hand: Hand, at: str) -> None:
    """A court sent it back: the ground is chosen, and all is named that goes with it."""
    hand.page.goto(at)
    hand.choose("move.to", "determined")
    hand.choose("move.ground", "court_remitted")
    hand.type("move.court", "High Court (Administrative Court)")
    hand.type("move.reference", "AC-2026-LON-000123")
    types_day(hand, "move.dated")
    hand.press("Move the case")


def drafts_anew(hand: Hand, at: str) -> None:
    """A draft that adopts what is proposed, with who decided."""
    hand.page.goto(f"{at}/decision")
    hand.press("Begin the draft")
    hand.press("Record the disposal and who decided")
    hand.type("decided_by.committee.name", "The Pharmacy Appeals Committee")
    hand.type("decided_by.committee.quorum", "2")
    for row, name in enumerate(("R. Adeyemi", "J. Okafor", "S. Lindqvist")):
        hand.type(f"decided_by.committee.members.{row}.name", name)
        hand.choose(f"decided_by.committee.members.{row}.no_interest", "yes")
    hand.press("Record it")
