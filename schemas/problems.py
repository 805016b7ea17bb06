"""Problem documents (RFC 9457): one shape for everything that goes wrong, written for the person who must act."""

from collections.abc import Iterable
from dataclasses import dataclass

from marshmallow import fields

from engine import Fault, nearest
from schemas.base import Strict, Text, Whole


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem. ``name`` is its anchor on the API's page, and its label in the metrics."""

    name: str
    status: int
    title: str
    means: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "not-json", 400, "This is not JSON that can be read", "The body is not one JSON object, or repeats itself."
        ),
        Kind("bad-request", 400, "The request cannot be read", "HTTP or this API does not allow such a request."),
        Kind("bad-parameter", 400, "A parameter is not known here", "The address has one that nothing would read."),
        Kind("no-token", 401, "Say who you are", "Send a token that stands: Authorization: Bearer TOKEN."),
        Kind("not-allowed", 403, "You may not do this", "You see it, and your roles or your token's scopes end there."),
        Kind("unknown-rule-set", 404, "There is no such rule set", "No rule set has that id; the nearest are named."),
        Kind("not-found", 404, "There is nothing here", "Nothing is at this address, or nothing that you may see."),
        Kind("method", 405, "This method is not allowed here", "The Allow header names those that are."),
        Kind("gone", 410, "It is no longer kept", "Its time was over. Its hash, date and rule stay, and it does not."),
        Kind("withdrawn", 410, "It is no longer published", "It was withdrawn or erased. Only the reason is kept."),
        Kind("stale", 412, "Somebody else changed it", "Read it again: the ETag that you sent is no longer its own."),
        Kind("if-match", 428, "Say which version you read", "A change carries If-Match with the ETag that you read."),
        Kind("idempotency-key", 422, "The Idempotency-Key cannot be taken", "It came with another request."),
        Kind("case", 422, "This does not fit the case", "Each fault says what, where and what to do."),
        Kind("assessment", 422, "This does not fit the assessment", "Each fault says what, where and what to do."),
        Kind("evidence", 422, "This file cannot be taken", "The reason says what to send in its place."),
        Kind("account", 422, "This does not fit the account", "The reason says what to correct."),
        Kind("deadline", 422, "This cannot be done about the deadline", "The reason says what stands in the way."),
        Kind("closing-refused", 409, "The record cannot be closed", "Something is open that no burden settles."),
        Kind("too-large", 413, "The body is too large", "A request may have 1 MB, a file of evidence 20 MB."),
        Kind("media-type", 415, "The body is not sent as it is read", "Send application/json, not compressed."),
        Kind("request", 422, "The request has faults", "The JSON is sound; its keys or values are not a request's."),
        Kind("too-many", 429, "Too much was asked at once", "Wait as Retry-After says, or take the bulk files."),
        Kind(
            "facts", 422, "The facts cannot be used as they are stated", "Each fault has its place and what it may be."
        ),
        Kind("internal", 500, "Something went wrong here", "Not your fault. The instance names the entry in our log."),
        Kind(
            "disagreement",
            503,
            "The two readings of the rules do not agree",
            "A fault of ours. Nothing is determined where they differ; the detail names the case, to quote to us.",
        ),
        Kind("damaged", 500, "What was kept is not whole", "It is missing or was altered, and is not given out so."),
        Kind("pdf-unavailable", 503, "PDF cannot be made here", "Ask for HTML or DOCX; whoever runs this has to act."),
        Kind("rules-changed", 503, "The rules were changed on disk", "Nothing was stored. Start the service again."),
        Kind("activity-broken", 503, "The activity was tampered with", "Nothing is stored before it is looked into."),
        Kind("being-made", 503, "The files are being made", "The register changed. Ask again as Retry-After says."),
        Kind(
            "being-set",
            503,
            "Other PDFs are being set",
            "A PDF that is not kept is set when it is asked for, one at a time. Ask again as Retry-After says.",
        ),
        Kind("storage", 503, "Nothing can be stored just now", "Nothing was stored. Try again shortly."),
        Kind("disk-full", 507, "The disk is full", "Nothing was stored. Whoever runs this has to free some space."),
        Kind("not-ready", 503, "The service is not ready", "A rule set cannot be used; the log says why."),
        Kind("http", 0, "The request was refused", "Any other refusal of HTTP's own; the status says which."),
    )
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, as it is sent."""

    kind: Kind
    detail: str
    errors: tuple[Fault, ...] = ()
    code: int = 0

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.code or self.kind.status

    @property
    def title(self) -> str:
        """The kind of problem, in a few words."""
        return self.kind.title

    @property
    def type(self) -> str:
        """Where the kind of problem is explained."""
        return f"/docs#problem-{self.kind.name}"


class FaultSchema(Strict):
    """One fault at one place."""

    pointer = Text(attribute="where", required=True, metadata={"description": "JSON pointer into the body sent."})
    detail = Text(attribute="message", required=True, metadata={"description": "What is wrong and what is allowed."})


class ProblemSchema(Strict):
    """A problem document."""

    type = Text(required=True, metadata={"format": "uri-reference"})
    title = Text(required=True)
    status = Whole(required=True)
    detail = Text(required=True)
    instance = Text(metadata={"format": "uri-reference", "description": "The entry of our log, to quote when you ask."})
    errors = fields.List(fields.Nested(FaultSchema), required=True)


def problem(kind: str, detail: str, *faults: Fault) -> Problem:
    """A problem of a named kind."""
    return Problem(KINDS[kind], detail, faults)


def no_such_rule_set(id: str, known: Iterable[str], pointer: str = "") -> Problem:
    """There is no such rule set; the nearest ids are offered. ``pointer``: where a body named it."""
    near = nearest(id[:200].casefold(), known)
    detail = f"There is no rule set '{id[:200]}'.{near} GET /api/v1/rule-sets lists them all."
    return problem("unknown-rule-set", detail, *([Fault(pointer, detail)] if pointer else []))
