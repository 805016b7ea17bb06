"""What each change that the API has is asked with where it is to be done, in a case that holds something of everything.

Nothing in here ends a case: it takes what comes after.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tests.keeping.making import APPEAL
from tests.web.deciding import COMMITTEE
from tests.web.kept import LAW, NEW, TODAY
from tests.web.whole_case import Whole

PARTY = {"role": "interested_party", "name": "Brook Street", "personal": True, "contact": "1 Mill Lane"}
MISREAD = {"source": "a letter", "correction": "It was misread"}
JUDGED = {"decided_by": {"reasons": "It is arguable", "officer": "A. Officer"}, "correction": "It was misread"}
SLIP = {"stands": "section reasons", "should_be": "the reasons", "why": "A slip of the pen"}
Bodies = Callable[[Whole], list[Any]]


def sound(operation: str, it: Whole) -> list[Any]:
    """Bodies with which the operation can be done; none where it takes none, or where we know of none."""
    known = _BODIES.get(operation)
    return known(it) if known else []


def _notices(it: Whole) -> list[Any]:
    on = {"what": "the appeal", "on": str(TODAY)}
    return [{"party_id": it.ids["party_id"], "how": how, **on} for how in ("email", "post")]


def _assignments(it: Whole) -> list[Any]:
    parts = {"officer": it.case.officer.person_id, "committee_member": it.ids["person_id"]}
    return [{"part": part, "person_id": id} for part, id in parts.items()]


def _draft(it: Whole) -> Any:
    """The newest decision, as it stands."""
    return it.case.officer.get(f"/cases/{it.decided['id']}/decisions/{it.decided['decision_id']}").get_json()


def _departures(it: Whole) -> list[Any]:
    """Every answer that is possible to a question, in the place of the one that is proposed."""
    of = {"rule_set": APPEAL, "about": "question", "reasons": "On the merits"}
    return [
        {**of, "name": each["question"], "decided": decided}
        for each in _draft(it)["answers"]
        for decided in each["possible"]
        if decided != each["proposed"]
    ]


def _conclusions(it: Whole) -> list[Any]:
    stands = _draft(it)["conclusion"]
    return [{**{name: stands[name] for name in ("disposal", "final")}, "decided_by": {"committee": COMMITTEE}}]


def _reviews(it: Whole) -> list[Any]:
    return [{"approved": False, "said": "Mend it", "content": _draft(it)["content"]}]


_BODIES: Mapping[str, Bodies] = {
    "post_case": lambda _: [NEW, {**NEW, "parties": [{**PARTY, "role": "appellant"}]}],
    "put_title": lambda _: [{"title": "Larkmere"}, {"title": "Larkmere again"}],
    "put_rule_sets": lambda _: [{"rule_sets": [APPEAL]}],
    "post_state": lambda _: [{"to": to, "on": str(TODAY), "why": "A letter"} for to in ("stayed", "received")],
    "post_record_change": lambda _: [{"closed": closed, "why": "A letter"} for closed in (True, False)],
    "post_assignment": _assignments,
    "post_link": lambda it: [{"other": it.ids["other_id"], "how": how} for how in ("linked", "joined")],
    "post_party": lambda _: [PARTY],
    "put_party": lambda _: [PARTY, {**PARTY, "name": "Mill Lane"}],
    "post_notice": _notices,
    "post_withdrawal": lambda _: [{"why": "It was another's"}],
    "post_facts": lambda _: [{"facts": {"ground": {"value": said, **MISREAD}}} for said in ("the site", "the need")],
    "post_judgements": lambda _: [{"judgements": {"arguable": {"answer": said, **JUDGED}}} for said in (True, False)],
    "post_case_determinations": lambda _: [LAW, {}],
    "post_met": lambda _: [{"on": str(TODAY)}],
    "post_interest": lambda _: [{"has_one": False, "said": ""}],
    "post_adopted": lambda _: [{"text_anew": anew} for anew in (True, False)],
    "post_decision_departure": _departures,
    "put_conclusion": _conclusions,
    "put_text": lambda _: [{"sections": {"reasons": said}} for said in ("As they were.", "As they are.")],
    "post_comment": lambda _: [{"section": "reasons", "said": "Say more"}],
    "post_comment_answer": lambda _: [{"said": "It is said"}],
    "post_review": _reviews,
    "put_letter": lambda _: [{"said": "We enclose it"}],
    "post_correction": lambda _: [SLIP, {**SLIP, "should_be": "our reasons"}],
}
