"""Determinations of a case: made from what is stated in it, kept whole with their rules, read again and made again.

The engine works before anything is written, so that nobody who stores something waits for it.
"""

from typing import Any

from flask import Response

import casework
from casework import Case, Proposal
from keeping import Kept, Replayed, determinations
from schemas.kept import (
    DetermineSchema,
    KeptDeterminations,
    KeptDeterminationSchema,
    KeptDeterminationSummaries,
    ReplayedSchema,
)
from web import loaded
from web.api import stored
from web.api.asking import actor
from web.api.body import read
from web.api.errors import refuse
from web.api.metrics import determined
from web.api.operations import AsItIs, Blueprint, operation
from web.api.rights import act
from web.kept_determinations import NotWhole, canonical_of, determination_of, noted, replaying_in
from web.office import now, office

blueprint = Blueprint(
    "case-determinations", __name__, url_prefix="/api/v1", description="What cases were determined to be."
)

_OF_ENGINE = ("facts", "closing-refused", "disagreement", "rules-changed")
_READ = (*stored.COMMON, "bad-parameter")
_ONE = "/cases/<id>/determinations/<determination_id>"


@operation(
    blueprint, "POST", "/cases/<id>/determinations", KeptDeterminations, DetermineSchema,
    *stored.COMMON, *stored.OF_POST, *stored.OF_CHANGE, *_OF_ENGINE, act="determination.make", status=201,
)  # fmt: skip
def post_case_determinations(id: str) -> Response:
    """Determine a case from what is stated in it, under each of its rule sets, and keep what comes of it."""
    expected, as_at = stored.expected(), read(DetermineSchema).get("as_at")
    with stored.reading() as connection:
        before = stored.answered(connection)
        if before is not None:
            return before
        proposal = casework.work_out(connection, actor(), id, loaded().rule_sets, expected, as_at)
    return stored.storing(lambda connection: _kept(connection, proposal))


@operation(
    blueprint, "GET", "/cases/<id>/determinations", KeptDeterminationSummaries, None, *_READ, act="determination.read"
)
def list_case_determinations(id: str) -> Response:
    """Every determination of a case in short, the first first. That they were read is kept in the activity."""
    with stored.reading() as connection:
        found = casework.seen(connection, actor(), act(), id)
        kept = determinations.of_case(connection, found.id)
    noted(actor(), "determination.read", found, *kept)
    return stored.answer(stored.Made({"items": kept}, KeptDeterminationSummaries, headers=stored.etag(found.version)))


@operation(blueprint, "GET", _ONE, KeptDeterminationSchema, None, *_READ, act="determination.read")
def get_case_determination(id: str, determination_id: str) -> Response:
    """A determination with its reasons, and whether it is stale. That it was read is kept in the activity."""
    with stored.reading() as connection:
        found, kept = _one(connection, id, determination_id)
    noted(actor(), "determination.read", found, kept)
    return stored.answer(stored.Made(kept, KeptDeterminationSchema, headers=stored.etag(found.version)))


@operation(
    blueprint, "GET", f"{_ONE}/canonical", AsItIs("application/json", "object"), None,
    *_READ, "gone", "damaged", act="determination.read",
)  # fmt: skip
def get_canonical_determination(id: str, determination_id: str) -> Response:
    """A determination whole, as the bytes that were kept. That it was read is kept in the activity."""
    with stored.reading() as connection:
        found, kept = _one(connection, id, determination_id)
    try:
        canonical = canonical_of(kept)
    except NotWhole as not_whole:
        raise refuse(not_whole.kind, str(not_whole)) from not_whole
    noted(actor(), "determination.read", found, kept)
    return Response(canonical, headers={"Cache-Control": "no-store"}, content_type="application/json")


@operation(blueprint, "GET", f"{_ONE}/replay", ReplayedSchema, None, *_READ, act="determination.replay")
def replay_case_determination(id: str, determination_id: str) -> Response:
    """Make a determination again from the rules and facts that were kept with it, and compare every byte."""
    with stored.reading() as connection:
        found, kept = _one(connection, id, determination_id)
        again: Replayed = determinations.replay(connection, kept.id, replaying_in())
    noted(actor(), "determination.replayed", found, kept)
    return stored.answer(stored.Made(again, ReplayedSchema, headers=stored.etag(found.version)))


def _kept(connection: Any, proposal: Proposal) -> stored.Made:
    kept = casework.keep(connection, now(), actor(), proposal, office().rules_dir)
    for each in proposal.determined:
        determined(each)
    headers = stored.etag(proposal.case.version + 1)
    at = {"Location": f"/api/v1/cases/{proposal.case.id}/determinations"}
    return stored.Made({"items": kept}, KeptDeterminations, 201, headers | at)


def _one(connection: Any, id: str, determination_id: str) -> tuple[Case, Kept]:
    found = casework.seen(connection, actor(), act(), id)
    return found, determination_of(connection, found, determination_id)
