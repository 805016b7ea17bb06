"""Programs of officers who all work on the same cases, and what each remembers of what it was answered."""

import hashlib
import http.client
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from tests.proof.writers import in_letters
from tests.web.test_api_cases import LARKMERE

_DAYS = 300  # of which a fact may be any
WEIGHTS = {
    "read a case": 30, "state a fact": 30, "add a party": 12, "add evidence": 8, "determine": 4, "list deadlines": 8,
    "search": 8,
}  # fmt: skip


@dataclass
class Client:
    """``changes`` counts what was acknowledged, by case; ``values`` is by what it is found again."""

    port: int
    token: str
    cases: list[str]
    chance: random.Random
    took: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: "Counter[int]" = field(default_factory=Counter)
    changes: "Counter[str]" = field(default_factory=Counter)
    values: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._acts: dict[str, Callable[[str], object]] = {
            "read a case": lambda id: self._read(f"/cases/{id}"),
            "state a fact": self._state,
            "add a party": self._add_party,
            "add evidence": self._add_evidence,
            "determine": lambda id: self._change(id, "determinations", {}),
            "list deadlines": lambda id: self._read(self.chance.choice([f"/cases/{id}/deadlines", "/deadlines"])),
            "search": lambda _: self._read("/cases?words=larkmere"),
        }

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def receive(self) -> str:
        """A new case, by its id."""
        status, body, _ = self._ask("receive", "POST", "/cases", json.dumps(LARKMERE).encode(), {})
        assert status == 201, body
        return str(json.loads(body)["id"])

    def work(self, seconds: float) -> None:
        """One thing after the other."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            act = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            self._acts[act](self.chance.choice(self.cases))

    def _read(self, address: str) -> str:
        """What is there, or its ETag where it is a case."""
        status, body, headers = self._ask("read", "GET", address, None, {})
        if status != 200:
            self.wrong.append(f"GET {address}: {status} {body[:300]!r}")
        return str(headers.get("ETag", ""))

    def _state(self, id: str) -> None:
        value, day = str(uuid4()), date(2024, 1, 1) + timedelta(self.chance.randrange(_DAYS))
        said = {"value": str(day), "source": f"letter {value}", "correction": "It was misread"}
        if self._change(id, "facts", {"facts": {"notice_received_on": said}}):
            self.values["fact"].add(f"letter {value}")

    def _add_party(self, id: str) -> None:
        name = str(uuid4())
        if self._change(id, "parties", {"role": "interested_party", "name": name, "personal": False}):
            self.values["party"].add(name)

    def _add_evidence(self, id: str) -> None:
        file = f"{in_letters(uuid4())}\n".encode() + b"a line of a rota\n" * self.chance.randrange(2_000)
        if self._change(id, "evidence?name=rota.csv", file):
            self.values["evidence"].add(hashlib.sha256(file).hexdigest())

    def _change(self, id: str, at: str, body: Any) -> bool:
        """Change a case as it was read; where somebody was quicker, read it again and say it again."""
        file = isinstance(body, bytes)
        sent = body if file else json.dumps(body).encode()
        kind = "application/octet-stream" if file else "application/json"
        while True:
            headers = {"If-Match": self._read(f"/cases/{id}"), "Idempotency-Key": str(uuid4()), "Content-Type": kind}
            status, said, _ = self._ask(at.partition("?")[0], "POST", f"/cases/{id}/{at}", sent, headers)
            if status in (200, 201):
                self.changes[id] += 1
                return True
            if status != 412:
                self.wrong.append(f"POST {at}: {status} {said[:300]!r}")
                return False

    def _ask(
        self, what: str, method: str, address: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes, Any]:
        kind = {"Content-Type": "application/json"} if body else {}
        sent = {**kind, **headers, "Authorization": f"Bearer {self.token}"}
        started = time.perf_counter()
        self._connection.request(method, f"/api/v1{address}", body, sent)
        answer = self._connection.getresponse()
        said = answer.read()
        self.took[what].append(time.perf_counter() - started)
        self.statuses[answer.status] += 1
        return answer.status, said, answer.headers
