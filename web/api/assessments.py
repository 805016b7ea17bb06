"""Assessments of trusts: begin one, read how its ten actions stand, freeze, sign and submit it.

What is read of one says first that the scheme's rules are recalled, before anything that rests on them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Response

from assessment import SCHEME, AssessmentRefused
from assessment.kept import (
    Held,
    New,
    beginning,
    change,
    freezing,
    gathering,
    seeing,
    signing,
    statuses,
    submitting,
)
from engine import said_first
from keeping.texts import today
from people import Actor
from schemas.assessment_acts import (
    CheckedStatusSchema,
    NewAssessmentSchema,
    NewSiteSchema,
    SelfAssessedSchema,
    SignSchema,
    SubmitSchema,
)
from schemas.assessments import (
    AssessmentItems,
    AssessmentSchema,
    SaysFirst,
    SnapshotItems,
    SubmissionItems,
    WholeAssessmentSchema,
    snapshot_of,
)
from schemas.base import Strict
from web import loaded
from web.api import body, stored
from web.api.asking import actor
from web.api.operations import Blueprint, operation
from web.api.rights import act
from web.kept_determinations import replaying_in
from web.office import now, office

blueprint = Blueprint(
    "assessments", __name__, url_prefix="/api/v1", description="Assessments of trusts, for those who say who they are."
)
blueprint.before_request(body.refuse_parameters)


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that is asked for: by whom, when and of which assessment; what was said; the version that was read."""

    who: tuple[Any, datetime, Actor, str]
    said: Any
    expected: int


READ = (*stored.COMMON, "bad-parameter")
CHANGE = (*stored.COMMON, *stored.OF_POST, "if-match", "stale", "assessment")


@operation(blueprint, "GET", "/assessments", AssessmentItems, None, *READ, act="assessment.read")
def list_assessments() -> Response:
    """The assessments that you may see, by trust and year."""
    with stored.reading() as connection:
        found = seeing.all_seen(connection, actor())
    made = {"says_first": first_said(*found), "items": found}
    return stored.answer(stored.Made(made, AssessmentItems))


@operation(
    blueprint, "POST", "/assessments", AssessmentSchema, NewAssessmentSchema,
    *stored.COMMON, *stored.OF_POST, "assessment", act="assessment.begin", status=201,
)  # fmt: skip
def post_assessment() -> Response:
    """Begin the assessment of a trust for a year, of which there is one."""
    new: New = body.read(NewAssessmentSchema)
    return stored.storing(
        lambda connection: _begun(beginning.begin(connection, now(), actor(), new, loaded().rule_sets))
    )


@operation(blueprint, "GET", "/assessments/<id>", WholeAssessmentSchema, None, *READ, act="assessment.read")
def get_assessment(id: str) -> Response:
    """An assessment with the ten actions of each site, as they stand today. That it was read is kept."""
    with stored.reading() as connection:
        held = seeing.find(connection, actor(), id)
        made = stored.Made(_whole(connection, held, today(now())), WholeAssessmentSchema, headers=etag(held))
    noted(held, "")
    return stored.answer(made)


@operation(
    blueprint, "POST", "/assessments/<id>/sites", AssessmentSchema, NewSiteSchema, *CHANGE,
    act="assessment.change", status=201,
)  # fmt: skip
def post_assessment_site(id: str) -> Response:
    """Name one more maternity site. Every signature is void then."""
    return changing(
        id, NewSiteSchema, lambda asked: beginning.add_site(*asked.who, asked.said, asked.expected), status=201
    )


@operation(
    blueprint, "POST", "/assessments/<id>/sites/<code>/removal", AssessmentSchema, None, *CHANGE,
    act="assessment.change",
)  # fmt: skip
def post_assessment_site_removal(id: str, code: str) -> Response:
    """Take out a site that was named by mistake, of which nothing was stated or brought."""
    return changing(id, None, lambda asked: beginning.remove_site(*asked.who, code, asked.expected))


@operation(
    blueprint, "POST", "/assessments/<id>/self-assessment", AssessmentSchema, SelfAssessedSchema, *CHANGE,
    act="assessment.change",
)  # fmt: skip
def post_self_assessment(id: str) -> Response:
    """Say how an action stands as the trust itself sees it. It is signed for, so that signatures are void then."""
    return changing(id, SelfAssessedSchema, lambda asked: statuses.record(*asked.who, asked.said, asked.expected))


@operation(
    blueprint, "POST", "/assessments/<id>/validation", AssessmentSchema, CheckedStatusSchema, *CHANGE,
    act="assessment.validate",
)  # fmt: skip
def post_validation(id: str) -> Response:
    """Record how an action stands after external checks, or after a second check. No signature rests on it."""
    return changing(id, CheckedStatusSchema, lambda asked: statuses.record(*asked.who, asked.said, asked.expected))


@operation(blueprint, "GET", "/assessments/<id>/snapshots", SnapshotItems, None, *READ, act="assessment.read")
def list_snapshots(id: str) -> Response:
    """What was frozen, with the signatures on it, and why it counts no more where it does not."""

    def read_snapshots(connection: Any, held: Held) -> stored.Made:
        found = [snapshot_shown(connection, each) for each in freezing.snapshots(connection, held.id)]
        return listed(held, found, SnapshotItems)

    return opening(id, "snapshots", read_snapshots)


@operation(
    blueprint, "POST", "/assessments/<id>/snapshots", AssessmentSchema, None, *CHANGE, "disagreement",
    "rules-changed", act="assessment.change", status=201,
)  # fmt: skip
def post_snapshot(id: str) -> Response:
    """Freeze what stands and what the engine makes of it today, under one hash. It is worked out before others wait."""
    at = now()
    with stored.reading() as connection:
        seeing.find(connection, actor(), id, act())
        expected = stored.expected()
        body.read_nothing()
        before = stored.answered(connection)
        if before is not None:
            return before
        rule_sets, rules_dir = loaded().rule_sets, office().rules_dir
        proposal = freezing.work_out(connection, actor(), id, rule_sets, today(at), expected, rules_dir)
    return stored.storing(lambda connection: _made(freezing.keep(connection, at, actor(), proposal), 201))


@operation(
    blueprint, "POST", "/assessments/<id>/signatures", AssessmentSchema, SignSchema, *CHANGE,
    act="assessment.sign", status=201,
)  # fmt: skip
def post_signature(id: str) -> Response:
    """Sign the hash of the last snapshot, in your turn."""
    return changing(
        id,
        SignSchema,
        lambda asked: signing.sign(*asked.who, asked.said["role"], asked.said["sha256"], asked.expected),
        status=201,
    )


@operation(blueprint, "GET", "/assessments/<id>/submissions", SubmissionItems, None, *READ, act="assessment.read")
def list_submissions(id: str) -> Response:
    """The declarations that were received, with their receipts."""
    return opening(
        id,
        "submissions",
        lambda connection, held: listed(held, submitting.submissions(connection, held.id), SubmissionItems),
    )


@operation(
    blueprint, "POST", "/assessments/<id>/submissions", AssessmentSchema, SubmitSchema, *CHANGE,
    act="assessment.submit", status=201,
)  # fmt: skip
def post_submission(id: str) -> Response:
    """Submit what all four signed. What is late is refused, the rule quoted, and so is what stands otherwise by now."""
    at, rule_sets = now(), loaded().rule_sets
    with stored.reading() as connection:
        seeing.find(connection, actor(), id, act())
        expected = stored.expected()
        sha256 = body.read(SubmitSchema)["sha256"]
        before = stored.answered(connection)
        if before is not None:
            return before
        who = (at, actor(), id, sha256, rule_sets, expected)
        looked = submitting.look(connection, *who, replaying_in())
    return stored.storing(lambda connection: _made(submitting.submit(connection, *who, looked), 201))


def changing(id: str, takes: type[Strict] | None, change_it: Callable[[Asked], Held], status: int = 200) -> Response:
    """Change an assessment by a function of the room, told who asks, what was said and the version that was read.

    Answers with the assessment under its new ETag. What is not there for whoever asks is said before all else.
    """
    with stored.reading() as connection:
        seeing.find(connection, actor(), id, act())
    expected = stored.expected()
    said = None
    if takes is None:
        body.read_nothing()
    else:
        said = body.read(takes)
    return stored.storing(
        lambda connection: _made(change_it(Asked((connection, now(), actor(), id), said, expected)), status)
    )


def opening(id: str, what: str, work: Callable[[Any, Held], stored.Made]) -> Response:
    """Answer with what is in an assessment, under its ETag; that it was read is kept in the activity."""
    with stored.reading() as connection:
        held = seeing.find(connection, actor(), id)
        made = work(connection, held)
    noted(held, what)
    return stored.answer(stored.Made(made.data, made.schema, made.status, {**etag(held), **made.headers}))


def first_said(*held: Held) -> tuple[str, ...]:
    """What is said first of these assessments; nothing of a year that is not encoded, since its rules say nothing."""
    ids, known = [f"{SCHEME}/{each.year}" for each in held], loaded().rule_sets
    return said_first(known, *(id for id in ids if id in known))


def listed(held: Held, found: Iterable[Any], schema: type[SaysFirst]) -> stored.Made:
    """What is in an assessment as the answer, after what is said first of it."""
    return stored.Made({"says_first": first_said(held), "items": found}, schema)


def noted(held: Held, what: str) -> None:
    """Keep in the activity that ``what`` was read, in a word."""
    with office().private.writing() as connection:
        change.opened(connection, now(), actor(), held.id, what)


def etag(held: Held) -> dict[str, str]:
    """The header that names a version of an assessment."""
    return stored.etag(held.version)


def snapshot_shown(connection: Any, snapshot: freezing.Snapshot) -> dict[str, Any]:
    """A snapshot with its signatures, to be dumped."""
    signed = signing.signatures(connection, snapshot.id)
    return snapshot_of(snapshot, signed, signing.next_role(signed))


def _begun(held: Held) -> stored.Made:
    at = {"Location": f"/api/v1/assessments/{held.id}"}
    return stored.Made(held, AssessmentSchema, 201, etag(held) | at)


def _made(held: Held, status: int = 200) -> stored.Made:
    return stored.Made(held, AssessmentSchema, status, etag(held))


def _whole(connection: Any, held: Held, as_at: date) -> dict[str, Any]:
    """What says first that the rules are recalled, then how the actions stand; or why that cannot be said."""
    last = freezing.newest(connection, held.id)
    made = {
        "says_first": first_said(held), "assessment": held, "as_at": as_at, "stands": None, "counts": None,
        "to_come": (), "sites": (), "faults": (),
        "statuses": statuses.standing(connection, held.id).values(),
        "snapshot": snapshot_shown(connection, last) if last else None,
        "submissions": submitting.submissions(connection, held.id),
    }  # fmt: skip
    try:
        found = gathering.assessed(connection, held.id, loaded().rule_sets, as_at)
    except AssessmentRefused as refused:
        return {**made, "faults": refused.faults}
    return {**made, "stands": found.stands, "counts": found.counts, "to_come": found.to_come, "sites": found.sites}
