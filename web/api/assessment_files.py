"""Files for an assessment: a table is shown before it is stored, evidence comes with what it supports.

What a file is called stands in Content-Disposition or in ?name=, as it does for the evidence of a case.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Response

from assessment import AssessmentRefused, rule_set_of
from assessment.kept import (
    File,
    Held,
    NewItem,
    NotFound,
    Serves,
    Stands,
    change,
    importing,
    items,
    places_of,
    seeing,
    stating,
)
from engine import Fault, RuleSet
from evidence import ImportRefused, read_table, state
from keeping import Days, evidence_items
from schemas.assessment_evidence import AssessmentFacts, PreviewSchema, WithTableSchema
from schemas.assessments import AssessmentSchema
from web import loaded
from web.api import parameters, stored
from web.api.asking import actor
from web.api.assessments import CHANGE, READ, etag, listed, opening
from web.api.errors import refuse
from web.api.evidence import file_sent, name_sent
from web.api.operations import AsItIs, Blueprint, operation
from web.api.rights import act
from web.office import now, office

blueprint = Blueprint(
    "assessment-files", __name__, url_prefix="/api/v1", description="Files for an assessment of a trust."
)

_CODE = re.compile("[A-Za-z0-9]{0,20}")
_OF_TABLE = ("site", "complete_by", "name")
_OF_ITEM = ("name", "title", "original", "requirement", "site", "dated", "covers_from", "covers_to")
_OF_UPLOAD = ("bad-parameter", "bad-request", "too-large", "media-type", "assessment")
_FILE = AsItIs("application/octet-stream")


@operation(
    blueprint, "GET", "/assessments/<id>/facts/<name>/history", AssessmentFacts, None, *READ,
    act="assessment.read", asks=("site",),
)  # fmt: skip
def get_assessment_fact_history(id: str, name: str) -> Response:
    """Everything that was ever stated of one fact, the oldest first; of a site where ?site= names it."""
    site = _site(parameters.asked("site"))

    def read_history(connection: Any, held: Held) -> stored.Made:
        return listed(held, _known(stating.history(connection, held.id, site, name)), AssessmentFacts)

    return opening(id, "facts", read_history)


@operation(
    blueprint, "POST", "/assessments/<id>/tables/<name>/preview", PreviewSchema, _FILE, *stored.COMMON, *_OF_UPLOAD,
    act="assessment.change", asks=_OF_TABLE,
)  # fmt: skip
def post_table_preview(id: str, name: str) -> Response:
    """What a file of records would change. Nothing is stored. Every fault is told with its sheet, row and column."""
    with stored.reading() as connection:
        held = seeing.find(connection, actor(), id, act())
    brought = _table(held.year, name, parameters.asked(*_OF_TABLE))
    with stored.reading() as connection:
        seen = importing.preview(connection, actor(), id, brought, loaded().rule_sets)
    return stored.answer(stored.Made(seen, PreviewSchema, headers=etag(held)))


@operation(
    blueprint, "POST", "/assessments/<id>/tables/<name>", WithTableSchema, _FILE, *CHANGE, *_OF_UPLOAD,
    act="assessment.change", asks=(*_OF_TABLE, "preview"), status=201,
)  # fmt: skip
def post_table(id: str, name: str) -> Response:
    """Store the file whose preview had the hash ?preview=. The same file twice changes nothing.

    With other rows than those that somebody had called complete, their word is void: the answer names them.
    """
    with stored.reading() as connection:
        held = seeing.find(connection, actor(), id, act())
    said, expected, data = parameters.asked(*_OF_TABLE, "preview"), stored.expected(), file_sent()
    with stored.reading() as connection:
        before = stored.answered(connection)
        if before is not None:
            return before
        change.begin(connection, actor(), act(), id, expected)  # before a long file is read for nothing
    brought, rule_sets = _read(held.year, name, said, data), loaded().rule_sets
    with stored.reading() as connection:
        ready = importing.work_out(connection, actor(), id, brought, said.get("preview", ""), rule_sets, expected)

    def kept(connection: Any) -> stored.Made:
        now_held = importing.keep(connection, now(), actor(), ready)
        here = (brought.site, name)
        (table,) = [each for each in importing.standing(connection, id) if (each.site, each.name) == here]
        said = {**asdict(now_held), "no_longer_complete": table.no_longer_complete}
        return stored.Made(said, WithTableSchema, 201, etag(now_held))

    return stored.storing(kept)


@operation(
    blueprint, "POST", "/assessments/<id>/evidence/file", AssessmentSchema, _FILE, *CHANGE, *_OF_UPLOAD, "evidence",
    act="assessment.change", asks=_OF_ITEM, status=201,
)  # fmt: skip
def post_brought_file(id: str) -> Response:
    """Add an item of evidence with its file, for one ?requirement= at first; more of them under /serves."""
    with stored.reading() as connection:
        seeing.find(connection, actor(), id, act())
    said, expected, data = parameters.asked(*_OF_ITEM), stored.expected(), file_sent()
    with stored.reading() as connection:
        before = stored.answered(connection)
        if before is not None:
            return before
        change.begin(connection, actor(), act(), id, expected)
    days = Days(*(parameters.day(said, each) for each in ("dated", "covers_from", "covers_to")))
    name = name_sent(said)
    serves = (Serves(said.get("requirement", ""), _site(said)),)
    new = NewItem(said.get("title", name), said.get("original", ""), serves, days)
    file = File(data, evidence_items.check(name, data), office().data_dir / "evidence")
    rule_sets = loaded().rule_sets

    def added(connection: Any) -> stored.Made:
        held = items.add(connection, now(), actor(), id, new, file, rule_sets, expected)
        return stored.Made(held, AssessmentSchema, 201, etag(held))

    return stored.storing(added)


def _known(said: tuple[Stands, ...]) -> tuple[Stands, ...]:
    """Raises NotFound where nothing was ever stated."""
    if not said:
        raise NotFound
    return said


def _site(said: Mapping[str, str]) -> str:
    site = said.get("site", "")
    if not _CODE.fullmatch(site):
        raise refuse("bad-parameter", "site is the code of a site: letters and digits, such as north.")
    return site


def _table(year: str, name: str, said: Mapping[str, str]) -> importing.Brought:
    return _read(year, name, said, file_sent())


def _read(year: str, name: str, said: Mapping[str, str], data: bytes) -> importing.Brought:
    """A file of records, as the assessment takes it. Raises AssessmentRefused with every fault of it."""
    site, rule_set = _site(said), _asking(year, name)
    try:
        read = read_table(rule_set.tables[name], data, name_sent(said))
        table = state(rule_set, name, read, said.get("complete_by", "").strip())
    except ImportRefused as wrong:
        raise AssessmentRefused([Fault("/file", str(each)) for each in wrong.faults]) from None
    return importing.Brought(site, name, table, hashlib.sha256(data).hexdigest(), rule_set.id)


def _asking(year: str, name: str) -> RuleSet:
    """The rule set that asks for a table of this name. Raises AssessmentRefused where there is none."""
    rule_sets = loaded().rule_sets
    rule_set = rule_set_of(rule_sets, year)
    for id in places_of(rule_sets, rule_set, [name]).put_to:
        if name in rule_sets[id].tables:
            return rule_sets[id]
    told = f"the rules of {year} have no table {name[:60]}: there are {', '.join(rule_set.tables) or 'none'}"
    raise AssessmentRefused([Fault("/table", told)])
