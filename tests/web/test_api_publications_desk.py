"""A program prepares a decision, has it approved by two, publishes it, corrects it and withdraws it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.web.asking import problem
from tests.web.officers import Caller
from tests.web.publishing_bench import Press, copied, press

READ_IN = "It is about a company"


@dataclass(frozen=True)
class Program:
    """Programs of an officer, a reviewer and a publisher, at work on one publication."""

    made: Press
    officer: Caller
    reviewer: Caller
    publisher: Caller

    @property
    def at(self) -> str:
        return f"/cases/{self.made.case_id}/publications/{self.made.prepared.id}"

    @property
    def whole(self) -> Mapping[str, Any]:
        """All that would go out now."""
        answer = self.officer.get(self.at)
        assert answer.status_code == 200, answer.text
        assert answer.headers["ETag"] == f'"{answer.get_json()["publication"]["version"]}"'
        found: Mapping[str, Any] = answer.get_json()
        return found

    def does(self, method: str, at: str, body: Any = None, by: Caller | None = None) -> Mapping[str, Any]:
        """The publication after a change, which must be done."""
        version = self.made.prepared.version
        answer = (by or self.officer).change(method, f"{self.at}{at}", body, version)
        assert answer.status_code == 200, answer.text
        found: Mapping[str, Any] = answer.get_json()
        assert (found["version"], answer.headers["ETag"]) == (self.made.prepared.version, f'"{found["version"]}"')
        return found

    def approved(self) -> None:
        for who in (self.reviewer, self.publisher):
            self.does("POST", "/approvals", {"content": self.whole["content"]}, who)


@pytest.fixture(scope="module")
def stood(tmp_path_factory: pytest.TempPathFactory) -> Press:
    found = press(tmp_path_factory.mktemp("office"))
    found.close()
    return found


@pytest.fixture
def program(stood: Press, tmp_path: Path) -> Iterator[Program]:
    made = copied(stood, tmp_path / "office")
    yield Program(made, *(made.made.place.caller(role) for role in ("officer", "reviewer", "publisher")))
    made.close()


@pytest.mark.proof
def test_a_decision_is_prepared_published_corrected_and_withdrawn(program: Program) -> None:
    listed = program.officer.get(f"/cases/{program.made.case_id}/publications").get_json()["items"]
    assert [(each["id"], each["state"], each["out"]) for each in listed] == [(program.made.prepared.id, "draft", 0)]
    whole = program.whole
    assert {line["id"] for line in whole["gate"] if line["lacking"]} == {"personal", "approved"}
    one, other = (each["pointer"] for each in whole["personal"])
    redacted = program.does("POST", "/redactions", {"redactions": [{"pointer": one, "reason": "personal"}]})
    assert [each["pointer"] for each in redacted["redactions"]] == [one]
    kept = program.does("POST", "/redactions", {"redactions": [{"words": "Mrs Jane Roe", "reason": "personal"}]})
    assert [(each["pointer"], each["words"]) for each in kept["redactions"]] == [(one, ""), ("", "Mrs Jane Roe")]
    program.does("POST", "/releases", {"pointer": other, "reason": "not_personal", "says": READ_IN})
    early = program.publisher.change("POST", f"{program.at}/published", None, program.made.prepared.version)
    assert problem(early, 422)["errors"][0]["pointer"] == "/gate/approved"
    program.approved()
    assert program.does("POST", "/published", None, program.publisher)["state"] == "published"
    program.does("PUT", "/summary", {"summary": "The new pharmacy may open."})
    program.does("PUT", "/why", {"what": "correction", "says": "It was too short."})
    assert program.whole["record"]["why"]["says"] == "It was too short."
    program.approved()
    out = program.does("POST", "/corrected", None, program.publisher)
    assert (out["state"], out["out"]) == ("corrected", 2)
    named = {"reason": "It named Jane Roe."}
    refused = program.publisher.change("POST", f"{program.at}/withdrawn", named, program.made.prepared.version)
    assert problem(refused, 422)["errors"][0]["pointer"] == "/reason"
    gone = program.does("POST", "/withdrawn", {"reason": "A court forbids it."}, program.publisher)
    assert gone["state"] == "withdrawn"


@pytest.mark.proof
def test_requests_settings_and_what_is_taken_back(program: Program) -> None:
    program.does("POST", "/redactions", {"redactions": [{"pointer": "/title", "reason": "personal"}]})
    assert program.does("POST", "/redactions/undone", {"pointer": "/title"})["redactions"] == []
    asked = program.does("POST", "/requests", {"asker": "A neighbour", "said": "My name is in it."})["requests"][0]
    at = f"/requests/{asked['id']}/answer"
    answered = program.does("POST", at, {"answer": "stays", "said": "It is not."}, program.publisher)["requests"][0]
    assert (answered["answer"], answered["asker"]) == ("stays", "A neighbour")
    until = "2099-01-01T00:00:00+00:00"
    held = program.does("PUT", "/settings", {"embargo_until": until, "noindex": True}, program.publisher)
    assert (held["embargo_until"], held["noindex"]) == (until, True)
    seen = program.reviewer.get(program.at).get_json()["publication"]["requests"][0]
    assert (seen["asker"], seen["said"]) == ("", "")


@pytest.mark.proof
def test_what_cannot_be_is_told_with_its_place(program: Program) -> None:
    again = program.officer.post(
        f"/cases/{program.made.case_id}/publications", {"decision_id": program.made.decision_id}
    )
    assert "is prepared already" in problem(again, 422)["errors"][0]["detail"]
    none = program.officer.post(f"/cases/{program.made.case_id}/publications", {"decision_id": "0" * 32})
    assert problem(none, 422)["errors"][0]["pointer"] == "/decision_id"
    odd = {"redactions": [{"pointer": "/id", "reason": "shame"}]}
    wrong = program.officer.change("POST", f"{program.at}/redactions", odd, program.made.prepared.version)
    assert {each["pointer"] for each in problem(wrong, 422)["errors"]} == {
        "/redactions/0/pointer", "/redactions/0/reason",
    }  # fmt: skip
    stale = program.officer.change("PUT", f"{program.at}/summary", {"summary": "A"}, 999)
    problem(stale, 412)
