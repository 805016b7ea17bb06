"""What changes of an assessment and of a publication are asked with where they are to be done: see ``sound_bodies``.

Who asks reads first what there is, since such a change names the hash or the place of what was read.
"""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from tests.web.assessed import BOARD, TRUST
from tests.web.officers import Caller
from tests.web.whole_case import Whole

NUMBERS = count(1)
ROWS = b"staff,attended_on\nA,2025-03-03\nB,2024-11-30\n"
PLAN = {"name": "plan_signed", "source": "the signed plan", "correction": "It was misread"}
SERVES = {"requirement": "sa8-b-plan"}
TABLE = {"name": "a.csv", "site": "north", "complete_by": "A. Matron"}
Bodies = Callable[[Whole, Caller], list[Any]]


def beside(operation: str, it: Whole, who: Caller) -> list[Any]:
    """Bodies with which the operation can be done; none where it takes none, or where we know of none."""
    known = _BODIES.get(operation)
    return known(it, who) if known else []


def file_of(operation: str, it: Whole, who: Caller) -> tuple[dict[str, str], bytes] | None:
    """What is said in the address of a file that an assessment takes, and the file; None of other operations."""
    at = f"/assessments/{it.assessed['id']}"
    if operation == "post_brought_file":
        said = {"name": "a.csv", "title": "The plan", "original": "The archive", **SERVES}
        return said, f"a,{next(NUMBERS)}\n".encode()
    if operation == "post_table_preview":
        return TABLE, ROWS
    if operation == "post_table":
        shown = who.open("POST", f"{at}/tables/training/preview", query_string=TABLE, data=ROWS)
        return {**TABLE, "preview": shown.get_json()["sha256"]}, ROWS
    return None


def _signatures(it: Whole, who: Caller) -> list[Any]:
    frozen = who.get(f"/assessments/{it.assessed['id']}").get_json()["snapshot"]
    return [{"role": frozen["next_role"], "sha256": frozen["sha256"]}] if frozen and not frozen["voided"] else []


def _whole(it: Whole, who: Caller) -> Mapping[str, Any]:
    """All that would be published now."""
    at = f"/cases/{it.decided['id']}/publications/{it.decided['publication_id']}"
    found: Mapping[str, Any] = who.get(at).get_json()
    return found


def _redactions(it: Whole, who: Caller) -> list[Any]:
    pointers = [each["pointer"] for each in _whole(it, who)["personal"]]
    return [{"redactions": [{"pointer": each, "reason": "personal"}]} for each in pointers]


def _releases(it: Whole, who: Caller) -> list[Any]:
    pointers = [each["pointer"] for each in _whole(it, who)["personal"]]
    return [{"pointer": each, "reason": "not_personal", "says": "It is about a company"} for each in pointers]


def _undone(it: Whole, who: Caller) -> list[Any]:
    made = _whole(it, who)["publication"]["redactions"]
    return [{"pointer": each["pointer"], "words": each["words"]} for each in made if each["act"] != "undo"]


_BODIES: Mapping[str, Bodies] = {
    "post_assessment": lambda _it, _who: [
        {"trust": TRUST, "name": "A trust", "year": "year-6", "sites": [{"code": "north", "name": "North site"}]}
    ],
    "post_assessment_site": lambda _it, _who: [{"code": f"s{next(NUMBERS)}", "name": "Another site"}],
    "post_assessment_facts": lambda _it, _who: [{"facts": [{**PLAN, "value": said}]} for said in (True, False)],
    "put_money": lambda _it, _who: [{"contribution": 400_000}, {"maternity_part": next(NUMBERS)}],
    "post_self_assessment": lambda _it, _who: [{"action": "sa8", "stands": said} for said in ("met", "not_met")],
    "post_validation": lambda _it, _who: [{"sort": "validated", "action": "sa8", "stands": "not_met", "why": "Late"}],
    "post_brought_item": lambda _it, _who: [{"title": "Minutes", "original": "The archive", "serves": [SERVES]}],
    "post_serves": lambda _it, _who: [{"serves": [SERVES]}, {"serves": [{**SERVES, "site": "north"}]}],
    "post_note": lambda _it, _who: [{**SERVES, "owner": "A. Matron", "due_on": "2025-11-01"}],
    "post_what_if": lambda _it, _who: [{"changes": [{"state": "plan_signed", "value": True}]}],
    "post_signature": _signatures,
    "post_icb_trust": lambda _it, _who: [{"trust": TRUST, "icb": BOARD}],
    "put_publication_summary": lambda _it, _who: [{"summary": "It was granted."}, {"summary": "It was refused."}],
    "put_publication_settings": lambda _it, _who: [{"noindex": True}, {"noindex": False}],
    "post_redactions": _redactions,
    "post_release": _releases,
    "post_redaction_undone": _undone,
    "post_approval": lambda it, who: [{"content": _whole(it, who)["content"]}],
    "post_takedown": lambda _it, _who: [{"asker": "A neighbour", "said": "My name is in it."}],
    "post_takedown_answer": lambda _it, _who: [{"answer": "stays", "said": "It is not."}],
}
