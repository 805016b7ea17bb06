"""Clients that write in a case of their own, one request after the other, and remember what they were answered.

Each request has an Idempotency-Key, so that one which nobody answered can be sent again.
"""

import hashlib
import http.client
import json
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.web.kept import NEW

PARTY = {"role": "interested_party", "personal": False}
OFTEN = {"fact": 5, "judgement": 2, "party": 3, "notice": 2, "evidence": 3, "determined": 1}
KINDS_OF_CHANGE = {"case", *OFTEN}
_PLACES = {
    "fact": "facts", "judgement": "judgements", "party": "parties", "notice": "notices", "determined": "determinations"
}  # fmt: skip
HEADERS = ("Location", "ETag", "Content-Type")


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

    def headers(self, token: str) -> dict[str, str]:
        """Who sends it, under which key, and of which version it is."""
        said = {"Authorization": f"Bearer {token}", "Idempotency-Key": self.key, "Content-Type": self.kind}
        return said | ({"If-Match": f'"{self.version}"'} if self.version else {})

    def send(self, connection: http.client.HTTPConnection, token: str) -> "Answer":
        """The answer. OSError or HTTPException where none comes."""
        connection.request("POST", f"/api/v1{self.path}", self.body, self.headers(token))
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


@dataclass
class Writer:
    """One client. ``waiting``: the request that was sent and not answered; ``done``: those that were acknowledged.

    ``party``: one of the case, who can be told something.
    """

    token: str
    chance: random.Random
    case: str = ""
    version: int = 0
    party: str = ""
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
        if not answer.done:
            self.refused.append((request, answer))
            raise http.client.HTTPException(f"{answer.status}: {answer.body[:500]!r}")
        if request.what == "case":
            self.case, self.version, self.party = answer.json["id"], 1, ""
        else:
            self.version += 1
        if request.what == "party":
            self.party = answer.json["id"]
        self.done.append((self.case, request, answer))
        self.waiting = None

    def _next(self) -> Request:
        if self.case and self.chance.random() > 0.05:
            return self._change()
        return _json("case", str(uuid4()), "/cases", lambda value: {**NEW, "title": value}, 0)

    def _change(self) -> Request:
        value, at = str(uuid4()), f"/cases/{self.case}"
        what = self.chance.choices(list(OFTEN), list(OFTEN.values()))[0]
        if what == "notice" and not self.party:
            what = "party"
        if what == "evidence":
            file = f"{value}\n".encode() + b"a line of a rota\n" * self.chance.randrange(400)
            digest = hashlib.sha256(file).hexdigest()
            return Request(what, digest, f"{at}/evidence?name=a.csv", file, "application/octet-stream", self.version)
        body = _BODIES.get(what, lambda value: _notice(self.party, value))
        return _json(what, value, f"{at}/{_PLACES[what]}", body, self.version)


def _json(what: str, value: str, path: str, body: Callable[[str], Any], version: int) -> Request:
    return Request(what, value, path, json.dumps(body(value)).encode(), "application/json", version)


def _fact(value: str) -> Any:
    return {"facts": {"ground": {"value": value, "source": "a letter", "correction": "It was misread"}}}


def _judgement(value: str) -> Any:
    judged = {"answer": True, "decided_by": {"reasons": value, "officer": "A. Officer"}}
    return {"judgements": {"arguable": {**judged, "correction": "It was misread"}}}


def _notice(party: str, value: str) -> Any:
    return {"party_id": party, "what": value, "on": NEW["received_on"], "how": "email"}


_BODIES: dict[str, Callable[[str], Any]] = {
    "fact": _fact,
    "judgement": _judgement,
    "party": lambda value: {**PARTY, "name": value},
    "determined": lambda _: {"as_at": "2024-05-01"},
}
