"""Published decisions that are like one: by the provisions that both applied, and the facts behind their findings.

Two are alike by the weights of what they share, as a part of the weights of all that mattered in either. Those that
applied the same provisions and came to another result stand first, since they are what consistency asks for.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, select

from register.folding import facet_token
from register.hits import Hit, hits_of
from storage import publication, publication_version, search_applied, search_entry, search_facet

WEIGHTS: Mapping[str, int] = {
    "provision": 3,  # both applied it
    "status": 2,  # and it was met, or was not, in both
    "fact": 1,  # a fact behind it is the same in both
}
LEAST = Fraction(1, 4)  # what is less alike is not shown
SAME_PROVISIONS = Fraction(1, 2)  # so many of the provisions of either are shared: then another result is told first
_RAREST = 3  # provisions of a decision that others are found by
_OF_EACH = 200  # decisions, the newest
_READ = 40  # decisions whose facts are compared

_Mattered = Mapping[tuple[str, ...], str]  # what mattered, and how it stood


@dataclass(frozen=True, slots=True)
class Alike:
    """A decision that is like another: how much, in per cent; ``shared`` are provisions that stood the same in both.

    ``differ`` are provisions that both applied and that stood otherwise. ``other_result``: the same provisions, and
    another result.
    """

    hit: Hit
    percent: int
    other_result: bool
    shared: tuple[str, ...]
    differ: tuple[str, ...]
    facts: tuple[str, ...]


def similar_to(connection: Connection, id: str, size: int = 5) -> tuple[Alike, ...]:
    """The decisions that are most like a published one; none where it is not in the search or applied nothing."""
    here = connection.execute(_ENTRY.where(search_entry.c.publication_id == id)).one_or_none()
    if here is None:
        return ()
    mine = _provisions(connection, [here.docid]).get(here.docid, {})
    if not mine:
        return ()
    theirs = _provisions(connection, _candidates(connection, here.docid, mine))
    nearest = sorted(theirs, key=lambda docid: (-_alike(mine, theirs[docid]), -docid))[:_READ]
    rows = {row.docid: row for row in connection.execute(_ENTRY.where(search_entry.c.docid.in_(nearest)))}
    facts = _facts(connection, [here.docid, *nearest])
    whole = {**mine, **facts.get(here.docid, {})}
    told = [_told(whole, {**theirs[each], **facts.get(each, {})}, here, rows[each]) for each in nearest]
    alike = sorted((each for each in told if each.part >= LEAST), key=_Told.key)[: max(1, min(size, _READ))]
    hits = {hit.docid: hit for hit in hits_of(connection, [each.docid for each in alike])}
    return tuple(each.alike(hits[each.docid]) for each in alike)


@dataclass(frozen=True, slots=True)
class _Told:
    docid: int
    part: Fraction
    other_result: bool
    same: frozenset[tuple[str, ...]]
    differ: frozenset[tuple[str, ...]]

    def key(self) -> tuple[bool, Fraction, int]:
        return not self.other_result, -self.part, -self.docid

    def alike(self, hit: Hit) -> Alike:
        percent = self.part.numerator * 100 // self.part.denominator
        shared, facts = _names(self.same, "provision"), _names(self.same, "fact")
        return Alike(hit, percent, self.other_result, shared, _names(self.differ, "provision"), facts)


_ENTRY = select(
    search_entry.c.docid, search_entry.c.final_id, search_entry.c.disposal_id, search_entry.c.publication_id
)


def _names(these: Iterable[tuple[str, ...]], sort: str) -> tuple[str, ...]:
    return tuple(sorted(each[-1] for each in these if each[0] == sort))


def _candidates(connection: Connection, docid: int, mine: _Mattered) -> list[int]:
    """Decisions that applied one of the rarest provisions of this one."""
    tokens = {facet_token("provision", f"{each[1]}/{each[2]}"): each for each in mine}
    of = search_facet.c
    rarest = select(of.token).where(of.token.in_(list(tokens))).order_by(of.docs, of.token).limit(_RAREST)
    found: dict[int, None] = {}
    for token in connection.scalars(rarest).all():
        _, rule_set, provision = tokens[token]
        applied = search_applied.c
        wanted = select(applied.docid).where(
            applied.rule_set == rule_set, applied.provision == provision, applied.docid != docid
        )
        found.update(dict.fromkeys(connection.scalars(wanted.order_by(applied.docid.desc()).limit(_OF_EACH))))
    return list(found)


def _provisions(connection: Connection, docids: list[int]) -> dict[int, dict[tuple[str, ...], str]]:
    of = search_applied.c
    wanted = select(of.docid, of.rule_set, of.provision, of.status).where(of.docid.in_(docids))
    found: dict[int, dict[tuple[str, ...], str]] = {}
    for row in connection.execute(wanted) if docids else ():
        found.setdefault(row.docid, {})["provision", row.rule_set, row.provision] = row.status
    return found


def _facts(connection: Connection, docids: list[int]) -> dict[int, dict[tuple[str, ...], str]]:
    """The facts behind the findings of decisions, as published."""
    newest = (publication_version.c.publication_id == publication.c.id) & (
        publication_version.c.version == publication.c.version
    )
    wanted = select(publication.c.docid, publication_version.c.canonical).join(publication_version, newest)
    wanted = wanted.where(publication.c.docid.in_(docids), publication_version.c.canonical.is_not(None))
    return {row.docid: dict(_mattered(json.loads(row.canonical))) for row in connection.execute(wanted)}


def _mattered(said: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    behind = {name for finding in said.get("findings", ()) for name in finding["because"]}
    for fact in said.get("facts", ()):
        if fact["name"] in behind and not fact["redacted"]:
            yield ("fact", fact["name"]), json.dumps(fact["put"], sort_keys=True)


def _weight(each: tuple[str, ...], same: bool) -> int:
    if each[0] == "fact":
        return WEIGHTS["fact"] if same else 0
    return WEIGHTS["provision"] + (WEIGHTS["status"] if same else 0)


def _alike(mine: _Mattered, theirs: _Mattered) -> Fraction:
    shared = sum(_weight(each, theirs[each] == mine[each]) for each in mine if each in theirs)
    whole = sum(_weight(each, True) for each in {*mine, *theirs})
    return Fraction(shared, whole)


def _told(mine: _Mattered, theirs: _Mattered, here: Any, there: Any) -> _Told:
    both = {each for each in mine if each in theirs}
    same = frozenset(each for each in both if mine[each] == theirs[each])
    provisions = [each for each in {*mine, *theirs} if each[0] == "provision"]
    same_law = Fraction(sum(each in both for each in provisions), len(provisions)) >= SAME_PROVISIONS
    other = same_law and _is_other(here, there)
    return _Told(there.docid, _alike(mine, theirs), other, same, frozenset(both - same))


def _is_other(here: Any, there: Any) -> bool:
    """Whether it is another result: of the applications where both have one, or else of the appeals."""
    for one, other in ((here.final_id, there.final_id), (here.disposal_id, there.disposal_id)):
        if one and other:
            return bool(one != other)
    return False
