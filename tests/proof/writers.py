"""Clients that write in a case, one request after the other, and remember what they were answered.

Each request has an Idempotency-Key, so that one which nobody answered can be sent again. A case is a client's own, or
two work on one and the same: where the other was quicker, a client is told so (412), and reads the case again.
"""

import hashlib
import http.client
import json
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.web.kept import NEW

PARTY = {"role": "interested_party", "personal": False}
OFTEN = {"fact": 5, "judgement": 2, "party": 3, "notice": 2, "evidence": 3, "determined": 1}
KINDS_OF_CHANGE = {"case", *OFTEN, "extension"}
TODAY = datetime.now(UTC).date()
_PLACES = {
    "fact": "facts", "judgement": "judgements", "party": "parties", "notice": "notices", "determined": "determinations"
}  # fmt: skip
HEADERS = ("Location", "ETag", "Content-Type")


def in_letters(value: object) -> str:
    """A unique value without a figure: ten of them in a row could be a patient's number, and such a file is refused."""
    return str(value).translate(str.maketrans("0123456789", "ghijklmnop"))


@dataclass(frozen=True)
class Request:
    """What is sent. ``what`` it changes, and ``value``, by which that is found again."""

    what: str
    value: str
    path: str
    body: bytes
    kind: str
    version: int
    key: str = field(default_factory=lambda: str(uuid4()))
    method: str = "POST"

    def headers(self, token: str) -> dict[str, str]:
        """Who sends it, under which key, and of which version it is."""
        said = {"Authorization": f"Bearer {token}", "Idempotency-Key": self.key, "Content-Type": self.kind}
        return said | ({"If-Match": f'"{self.version}"'} if self.version else {})

    def send(self, connection: http.client.HTTPConnection, token: str) -> "Answer":
        """The answer. OSError or HTTPException where none comes."""
        connection.request(self.method, f"/api/v1{self.path}", self.body, self.headers(token))
        came = connection.getresponse()
        return Answer.of(came.status, came.read(), came.headers)


@dataclass(frozen=True)
class Answer:
    """What came back, as far as the same request is answered the same again."""

    status: int
    body: bytes
    headers: tuple[str, ...]

    @classmethod
    def of(cls, status: int, body: bytes, headers: Any) -> "Answer":
        """What came over a connection."""
        return cls(status, body, tuple(headers.get(name, "") for name in HEADERS))

    @property
    def done(self) -> bool:
        return self.status in (200, 201)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def version(self) -> int:
        """That of the case, by its ETag."""
        return int(self.headers[1].strip('"'))


@dataclass(frozen=True)
class Stay:
    """A deadline that can be put off: on which day it is due now, and the last to which it may be."""

    id: str
    due_on: date
    until: date


@dataclass
class Writer:
    """One client. ``waiting``: the request that was sent and not answered; ``done``: those that were acknowledged.

    ``party``: one of the case, who can be told something; ``stay``: what can be put off in it, as far as is known.
    ``beside``: on whose case this client works. ``quicker``: what was not done since the other had been quicker.
    """

    token: str
    chance: random.Random
    case: str = ""
    version: int = 0
    party: str = ""
    stay: Stay | None = None
    of_stay: int = 0  # how much of what it takes was done
    looks: bool = False  # before anything else: what can be put off, and which version the case is in
    shares: bool = False
    beside: "Writer | None" = field(default=None, repr=False, compare=False)
    quicker: list[Request] = field(default_factory=list)
    waiting: Request | None = None
    done: list[tuple[str, Request, Answer]] = field(default_factory=list)
    refused: list[tuple[Request, Answer]] = field(default_factory=list)

    def write(self, port: int, most: int = sys.maxsize) -> None:
        """Write until nobody answers any more, or it is refused."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            for _ in range(most):
                self.write_once(lambda request: request.send(connection, self.token))
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()

    def write_once(self, send: Callable[[Request], Answer]) -> None:
        """Write one thing; what was never answered first."""
        if self.waiting is None:
            self._follow()
            self._look(send)
        self.waiting = request = self.waiting or self._next()
        self._took(request, send(request))

    def settle(self, port: int) -> Answer:
        """Send what was not answered again, as it was."""
        request = self.waiting
        assert request is not None
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            answer = request.send(connection, self.token)
            self._took(request, answer)
            return answer
        finally:
            connection.close()

    def again(self, port: int) -> tuple[Answer, Answer] | None:
        """The answer to something that was acknowledged, then and now that it is sent once more."""
        if not self.done:
            return None
        _, request, before = self.chance.choice(self.done)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            return before, request.send(connection, self.token)
        finally:
            connection.close()

    def _took(self, request: Request, answer: Answer) -> None:
        """Believe what was answered. A refusal of the moment leaves the request waiting."""
        if answer.status == 412 and self.shares:
            self.quicker.append(request)
            self.waiting, self.stay, self.looks = None, None, True
            return
        if not answer.done:
            self.refused.append((request, answer))
            raise http.client.HTTPException(f"{answer.status}: {answer.body[:500]!r}")
        if request.what == "case":
            self._turn_to(answer.json["id"])
        self.version = answer.version
        if request.what == "party":
            self.party = answer.json["id"]
        if request.what in ("fact", "judgement", "determined", "extension"):
            self.stay = _put_off([answer.json]) if request.what == "extension" else None
            self.looks = self.looks or request.what == "determined"
        self.done.append((self.case, request, answer))
        self.waiting = None

    def _turn_to(self, case: str) -> None:
        self.case, self.party, self.stay, self.of_stay = case, "", None, 0

    def _follow(self) -> None:
        """Work on the case of the other, where this client works beside one."""
        other = self.beside.case if self.beside else ""
        if other not in ("", self.case):
            self._turn_to(other)
            self.looks = True

    def _look(self, send: Callable[[Request], Answer]) -> None:
        """Read the case anew, where that is due. Nothing is kept of it, and so it is not told among the requests."""
        if self.looks:
            answer = send(
                Request("look", "", f"/cases/{self.case}/deadlines", b"", "application/json", 0, method="GET")
            )
            if answer.done:
                self.version, self.stay, self.looks = answer.version, _put_off(answer.json["items"]), False

    def _next(self) -> Request:
        if self.case and self.chance.random() > 0.05:
            return self._change()
        return _json("case", str(uuid4()), "/cases", lambda value: {**NEW, "title": value}, 0)

    def _change(self) -> Request:
        value, at = str(uuid4()), f"/cases/{self.case}"
        if self.stay is not None and self.chance.random() < 0.5:
            to = self.stay.due_on + timedelta(days=1)
            return _json(
                "extension", f"{value}, to {to}", f"/deadlines/{self.stay.id}/extensions", _to(to), self.version
            )
        if self.of_stay < len(_OF_STAY) and self.chance.random() < 0.5:
            what, place, body = _OF_STAY[self.of_stay]
            self.of_stay += 1
            return _json(what, value, f"{at}/{place}", body, self.version)
        what = self.chance.choices(list(OFTEN), list(OFTEN.values()))[0]
        if what == "notice" and not self.party:
            what = "party"
        if what == "evidence":
            file = f"{in_letters(value)}\n".encode() + b"a line of a rota\n" * self.chance.randrange(400)
            digest = hashlib.sha256(file).hexdigest()
            return Request(what, digest, f"{at}/evidence?name=a.csv", file, "application/octet-stream", self.version)
        body = _BODIES.get(what, lambda value: _notice(self.party, value))
        return _json(what, value, f"{at}/{_PLACES[what]}", body, self.version)


def _json(what: str, value: str, path: str, body: Callable[[str], Any], version: int) -> Request:
    return Request(what, value, path, json.dumps(body(value)).encode(), "application/json", version)


def _fact(value: str, name: str = "ground", said: Any = "A ground") -> Any:
    return {"facts": {name: {"value": said, "source": value, "correction": "It was misread"}}}


# Once these are done, the last day of a stay is known, and so is how far it may be put off.
_OF_STAY: tuple[tuple[str, str, Callable[[str], Any]], ...] = (
    ("fact", "facts", lambda value: _fact(value, "stayed_on", str(TODAY))),
    ("fact", "facts", lambda value: _fact(value, "complex", True)),
    ("determined", "determinations", lambda _: {"as_at": "2024-05-01"}),
)


def _put_off(deadlines: list[Any]) -> Stay | None:
    """Of these deadlines, one that can be put off by a day at least."""
    for each in deadlines:
        last = [power["until"] for power in each["powers"] if power["status"] == "met"]
        if last and each["standing"] == "due" and not each["stale"] and each["due_on"] < last[0]:
            return Stay(each["id"], date.fromisoformat(each["due_on"]), date.fromisoformat(last[0]))
    return None


def _judgement(value: str) -> Any:
    judged = {"answer": True, "decided_by": {"reasons": value, "officer": "A. Officer"}}
    return {"judgements": {"arguable": {**judged, "correction": "It was misread"}}}


def _to(day: date) -> Callable[[str], Any]:
    return lambda why: {"to": str(day), "why": why}


def _notice(party: str, value: str) -> Any:
    return {"party_id": party, "what": value, "on": NEW["received_on"], "how": "email"}


_BODIES: dict[str, Callable[[str], Any]] = {
    "fact": _fact,
    "judgement": _judgement,
    "party": lambda value: {**PARTY, "name": value},
    "determined": lambda _: {"as_at": "2024-05-01"},
}
