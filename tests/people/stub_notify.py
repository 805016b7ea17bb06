"""A GOV.UK Notify of the tests' own: a real server that checks every token as the real one does, and keeps what comes.

It answers a request as the next of ``answers`` says, where there is one; and otherwise that it took the e-mail.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from people import Notify

ISSUER, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"tests-{ISSUER}-{SECRET}"
TEMPLATE = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"
TRIAL = "Can't send to this recipient when service is in trial mode"
_SECONDS = 30  # by which a clock may differ

Answer = tuple[int, Any]  # a status, 0 to hang up, and what is said with it


@dataclass
class StubNotify:
    """The service. ``now`` is its clock; ``taken`` are the e-mails that it took, in order."""

    url: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    answers: list[Answer] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0
    before: Callable[[], None] | None = None  # is called once an e-mail was taken, before that is answered

    def known(self, key: str = KEY, template: str = TEMPLATE) -> Notify:
        """The account as our settings name it."""
        return Notify(key, template, self.url)

    @property
    def settings(self) -> dict[str, str]:
        """The settings that name it."""
        return {"NOTIFY_API_KEY": KEY, "NOTIFY_TEMPLATE": TEMPLATE, "NOTIFY_URL": self.url}

    def to(self, email: str) -> list[dict[str, Any]]:
        """The e-mails that it took for an address."""
        return [each for each in self.taken if each["email_address"] == email]

    def answer(self, path: str, token: str, content: dict[str, Any]) -> Answer:
        """What is answered to a request."""
        self.asked += 1
        if self.answers:
            return self.answers.pop(0)
        if wrong := self._wrong(token):
            return 403, _errors("AuthError", wrong)
        if path != "/v2/notifications/email" or content.get("template_id") != TEMPLATE:
            return 400, _errors("BadRequestError", "Template not found")
        self.taken.append(content)
        if self.before is not None:
            self.before()
        return 201, {"id": "740e5834-3a29-46b4-9a6f-16142fde533a", "reference": content["reference"]}

    def _wrong(self, token: str) -> str:
        try:
            said = jwt.decode(token, OctKey.import_key(SECRET), ["HS256"])
        except (JoseError, ValueError):
            return "Invalid token: signature, api token not found"
        if said.claims.get("iss") != ISSUER:
            return "Invalid token: API key not found"
        late = abs(self.now().timestamp() - said.claims.get("iat", 0)) > _SECONDS
        return "Error: Your system clock must be accurate to within 30 seconds" if late else ""


def _errors(sort: str, message: str) -> dict[str, Any]:
    return {"status_code": 400, "errors": [{"error": sort, "message": message}]}


def refuses(message: str, status: int = 400) -> Answer:
    """An answer that takes nothing."""
    return status, _errors("BadRequestError" if status == 400 else "AnError", message)


@contextmanager
def notifying() -> Iterator[StubNotify]:
    """A service that answers on this machine until the block ends."""
    stub, turn = StubNotify(), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            with turn:
                status, said = stub.answer(self.path, token, body)
            if not status:  # hang up
                return
            sent = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_said: object) -> None:
            """Tests read no log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
