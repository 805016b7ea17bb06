"""One publication: a decision or a scheme result in one of its versions, and what stands there when it is gone.

The text is the record's own, from ``documents``: what stands beside it here is how to check it, and what is like it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from documents import (
    FORMATS_OF,
    DecisionRecord,
    ProvisionApplied,
    Record,
    published_notices,
    published_parts,
)
from register import Alike, Head, Publication, VersionHeld, newest_head, similar_to
from web import loaded
from web.negotiation import answered, path_of
from web.pages.reading import in_force
from web.shelf import shelf, site

FORMATS: Mapping[str, str] = {
    "pdf": "PDF",
    "html": "One page without scripts or menus",
    "txt": "Plain text",
    "json": "JSON, the record itself",
    "jsonld": "JSON-LD",
    "xml": "Akoma Ntoso (XML)",
}


@dataclass(frozen=True, slots=True)
class Proven:
    """Where a version stands in the log, and the newest signed head, which ``covers`` it or is of an earlier log."""

    leaf_index: int
    sha256: str
    head: Head | None
    covers: bool


def one_publication(said: str) -> ResponseReturnValue:
    """The newest version at its address, in the format that was asked for."""
    return answered(said, "", _page, _gone)


def one_version(said: str, number: str) -> ResponseReturnValue:
    """A version by its number."""
    return answered(said, number, _page, _gone)


def _page(connection: Any, found: Publication, held: VersionHeld) -> str:
    record = held.record
    if record is None:
        raise LookupError(f"version {held.version} of {found.id} was erased, and has no page")
    newest = held.version == found.version
    return render_template(
        "register/publication.html",
        found=found,
        held=held,
        record=record,
        newest=newest,
        notices=published_notices(record),
        sections=published_parts(record, f"{site()}{path_of(found)}", encoded_at),
        formats=_formats(found, held, newest),
        proven=_proven(connection, held),
        reruns=isinstance(record, DecisionRecord) and bool(record.determinations),
        alike=_alike(connection, record) if newest else (),
        cited=_cited(record),
        take_down=shelf().intake("/ask-to-take-down", publication=found.id),
        by_email=shelf().intake("/follow-by-email", publication=found.id),
    )


def _gone(found: Publication, held: VersionHeld | None) -> str:
    """What stands where a publication was withdrawn; or, where a version is given, where that one was erased."""
    return render_template("register/gone.html", found=found, held=held, path=path_of(found))


def encoded_at(applied: ProvisionApplied) -> str:
    """Where the rule for a provision that was applied can be read here; empty where the rules do not have it."""
    rule_set = loaded().rule_sets.get(applied.rule_set)
    provision = rule_set.provisions.get(applied.provision) if rule_set else None
    if rule_set is None or provision is None:
        return ""
    version = applied.version if in_force(provision, applied.version) else None
    return url_for("pages.one_provision", id=rule_set.id, provision=applied.provision, version=version)


def _formats(found: Publication, held: VersionHeld, newest: bool) -> list[tuple[str, str]]:
    where = path_of(found) if newest else f"{path_of(found)}/versions/{held.version}"
    return [(f"{where}{FORMATS_OF[name].ending}", says) for name, says in FORMATS.items()]


def _proven(connection: Any, held: VersionHeld) -> Proven:
    head = newest_head(connection)
    return Proven(held.leaf_index, held.sha256, head, head is not None and head.tree_size > held.leaf_index)


def _alike(connection: Any, record: Record) -> tuple[Alike, ...]:
    return similar_to(connection, record.id) if isinstance(record, DecisionRecord) else ()


def _cited(record: Record) -> Mapping[str, str]:
    """By the name of a provision or fact of a record: what it is cited as, or how it is asked."""
    if not isinstance(record, DecisionRecord):
        return {}
    facts = {each.name: each.asks for each in record.facts}
    return {**facts, **{each.provision: f"{each.cited} ({each.title})" for each in record.applied}}
