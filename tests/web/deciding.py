"""Decisions over the API, by two people: an officer drafts, answers and issues; a reviewer comments and reviews."""

from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

import people
from tests.casework.deciding import determined
from tests.casework.office import Office
from tests.web.decided import Words
from tests.web.kept import Case
from tests.web.officers import Caller, Place

NOBODY = "0" * 32
MARKET, PROCEDURE = "pharmacy/market-entry", "pharmacy/appeal-procedure"
COMMITTEE: dict[str, Any] = {
    "name": "The Pharmacy Appeals Committee",
    "members": [
        {"name": "R. Adeyemi", "no_interest": True},
        {"name": "J. Okafor", "no_interest": True},
        {"name": "S. Lindqvist", "no_interest": True, "dissent": "Too far to walk"},
    ],
    "quorum": 2,
}
DEPARTING = {"rule_set": MARKET, "about": "question", "name": "final", "decided": "refuse", "reasons": "On the merits"}
CONCLUDING = {"disposal": "quash_and_redetermine", "final": "grant", "decided_by": {"committee": COMMITTEE}}


def plainly(field: str) -> str:
    """What somebody writes in a field."""
    return f"The {field}."


@dataclass(frozen=True)
class Deciding:
    """A decision that an officer's program works on, and the reviewer's program."""

    case: Case
    reviewer: Caller
    id: str = ""

    @property
    def address(self) -> str:
        """Where the decision stands."""
        return f"{self.case.address}/decisions/{self.id}"

    def now(self) -> Any:
        """The decision as it stands."""
        return self.case.officer.get(self.address).get_json()

    def asks(self, method: str, at: str, body: Any = None, by: Caller | None = None, version: int = 0) -> TestResponse:
        """What a change of the decision is answered, by the officer or somebody else."""
        caller = by or self.case.officer
        return caller.change(method, f"{self.address}{at}", body, version or self.case.version)

    def does(self, method: str, at: str, body: Any = None, by: Caller | None = None) -> Any:
        """The answer to a change that must be done."""
        answered = self.asks(method, at, body, by)
        assert answered.status_code in (200, 201), answered.text
        return answered.get_json()

    def declares(self, by: Caller, *, has_one: bool = False, said: str = "") -> None:
        """Somebody declares whether they have an interest."""
        body = {"has_one": has_one, "said": said}
        answered = by.change("POST", f"{self.case.address}/interests", body, self.case.version)
        assert answered.status_code == 201, answered.text

    def reads_law(self, read_in: str, by: Caller | None = None) -> None:
        """Somebody reads all the law that nobody has read."""
        unread = [each for each in self.case.officer.get(f"{self.address}/law").get_json()["items"] if not each["read"]]
        keys = ("rule_set", "provision", "fingerprint")
        if unread:
            provisions = [{key: each[key] for key in keys} for each in unread]
            self.does("POST", "/law", {"provisions": provisions, "read_in": read_in}, by)

    def lacking(self) -> dict[str, list[str]]:
        """What stands in the way of its issue, by the line of the gate's table."""
        lines = self.case.officer.get(f"{self.address}/gate").get_json()["items"]
        return {each["id"]: each["lacking"] for each in lines if each["lacking"]}


def drafted(case: Case, reviewer: Caller) -> Deciding:
    """A new draft of a determined case."""
    answered = case.officer.change("POST", f"{case.address}/decisions", None, case.version)
    assert answered.status_code == 201, answered.text
    return Deciding(case, reviewer, answered.get_json()["id"])


def commented(draft: Deciding, say: Words) -> str:
    """The id of a comment of the reviewer, which the officer answers."""
    made = draft.does("POST", "/comments", {"section": "reasons", "said": say("comment")}, draft.reviewer)
    id: str = made["comments"][-1]["id"]
    draft.does("POST", f"/comments/{id}/answer", {"said": say("answer")})
    return id


def reviewed(draft: Deciding, say: Words) -> None:
    """Both declare that they have no interest, the law is read, and the reviewer approves the draft as it stands."""
    draft.declares(draft.case.officer, has_one=True, said=say("declared"))
    draft.declares(draft.case.officer, said=say("no longer"))
    draft.declares(draft.reviewer)
    draft.reads_law(say("read in"))
    for approved in (False, True):
        said = {"approved": approved, "said": say(f"review {approved}"), "content": draft.now()["content"]}
        draft.does("POST", "/reviews", said, draft.reviewer)


def determined_by(office: Place, officer: Caller) -> Case:
    """The Larkmere appeal, put to the real rules by an officer, and determined."""
    with office.database.reading() as connection:
        actor = people.actor(connection, officer.person_id)
    assert actor is not None
    return Case(determined(Office(office.database), actor).id, officer)
