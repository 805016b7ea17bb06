"""Determinations are stored whole, with the rules that they were made with, and can be made again from that alone."""

import json
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from engine import Determination, FactError, RuleSet, Span, determine
from keeping import activity, rule_files
from keeping.as_put import as_put, put
from keeping.exact import canonical
from keeping.kept import Kept, NoSuchDetermination, by_id, newest, of_case, required
from keeping.replaying import NotMadeAgain, Replayed, again, replay
from keeping.statements import Given
from storage import determined, new_key

__all__ = [
    "Kept",
    "NoSuchDetermination",
    "NotMadeAgain",
    "NotReplayable",
    "Replayed",
    "again",
    "by_id",
    "newest",
    "of_case",
    "replay",
    "store",
]


class NotReplayable(Exception):
    """A determination that could not be made again from what was to be kept with it. Nothing was stored."""


def store(  # noqa: PLR0913, PLR0917  # a determination is kept with all that it was made from
    connection: Connection,
    now: datetime,
    by: str,
    case_id: str,
    rule_set: RuleSet,
    files: bytes,
    determination: Determination,
    given: Given,
    as_at: date | None,
    record_closed: bool,
) -> Kept:
    """Store a determination of a case, and keep its rules; the database refuses to change either.

    ``files`` are the rule set's, as ``rule_files.pack`` made them; ``given`` is what stood in the case, ``as_at`` and
    ``record_closed`` what ``determine`` was told. Raises NotReplayable where these are not what the determination was
    made from, and RuleFilesRefused where the files are not those of its rules.

    Where the same revision is kept in another layout, such as results in another order, what is stored follows that.
    """
    said = as_put(given, determination)
    _check(rule_set, determination, said, as_at, record_closed)
    kept_files = rule_files.keep(connection, now, rule_set, files)
    if kept_files != files:
        kept_rules = rule_files.read(kept_files, rule_set.id)
        determination = determine(kept_rules, determination.facts, as_at, record_closed)
    key = new_key()
    connection.execute(
        determined.insert().values(
            id=key,
            case_id=case_id,
            place=_next_place(connection, case_id),
            rule_set=rule_set.id,
            revision=rule_set.revision,
            sha256=determination.id,
            canonical=determination.canonical,
            explanation=_explained(determination),
            given=said,
            as_at=as_at,
            record_closed=record_closed,
            stated_to=given.to,
            at=now,
            by=by,
        )
    )
    about = {"determined_id": key, "rule_set": rule_set.id, "revision": rule_set.revision, "stated_to": given.to}
    activity.record(connection, now, by, "determination.made", case_id, about)
    return required(connection, key)


def _check(rule_set: RuleSet, made: Determination, said: str, as_at: date | None, record_closed: bool) -> None:
    law = Span(as_at, as_at) if as_at else None
    wrong = {
        "its rules": made.rule_set.revision != rule_set.revision or made.rule_set.id != rule_set.id,
        "the date on which the law was taken": (made.as_at if made.as_at_given else None) != law,
        "whether the record was closed": made.record_closed != record_closed,
        "its facts": not _same_facts(rule_set, made, said),
    }
    if differing := [what for what, differs in wrong.items() if differs]:
        raise NotReplayable(
            f"This determination under {rule_set.id} was made from something else than was to be kept with it: "
            f"{' and '.join(differing)} differ. Nothing was stored. Determine the case again from what stands in it."
        )


def _same_facts(rule_set: RuleSet, made: Determination, said: str) -> bool:
    try:
        return dict(put(rule_set, json.loads(said))) == dict(made.facts)
    except FactError:
        return False


def _next_place(connection: Connection, case_id: str) -> int:
    last = connection.scalar(select(func.max(determined.c.place)).where(determined.c.case_id == case_id))
    return (last or 0) + 1


def _explained(determination: Determination) -> str:
    return canonical({"headline": determination.account.headline, "paragraphs": list(determination.account.paragraphs)})
