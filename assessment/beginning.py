"""Beginning an assessment, and naming the maternity sites of its trust."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, delete, exists, insert, select

from assessment.assessing import rule_set_of, years_of
from assessment.change import begin as begin_change
from assessment.change import change_content, note
from assessment.held import OPEN, Held
from assessment.model import Site
from assessment.private_texts import private_faults
from assessment.refusing import NotAllowed, refuse
from assessment.seeing import allowed
from assessment.trusts import merged_before
from engine import Fault, RuleSet, nearest
from keeping.activity import insert_if_new
from keeping.nhs_numbers import in_text
from keeping.texts import line_faults, organisation_faults
from people import Actor
from storage import assessment, assessment_item, assessment_item_serves, assessment_site, assessment_stated, new_key
from storage import assessment_table as table

_LONGEST_CODE = 20
ACT = "assessment.change"


@dataclass(frozen=True, slots=True)
class New:
    """An assessment to begin: a trust by its ODS code and name, a year of the scheme, and the sites known so far."""

    organisation: str
    name: str
    year: str
    sites: tuple[Site, ...] = ()


def begin(connection: Connection, now: datetime, actor: Actor, new: New, rule_sets: Mapping[str, RuleSet]) -> Held:
    """The assessment of a trust for a year, of which there is one. Raises NotAllowed; AssessmentRefused."""
    refuse(_of_trust(new))
    if not allowed(connection, actor, "assessment.begin", new.organisation):
        raise NotAllowed("assessment.begin")
    refuse(_faults(new, rule_sets))
    made = Held(
        new_key(), new.organisation, new.name.strip(), new.year, OPEN, 1, 1, secrets.token_hex(32), now, actor.id,
        None, (),
    )  # fmt: skip
    columns = ("id", "organisation", "name", "year", "state", "version", "content", "salt", "made_at", "made_by")
    if not insert_if_new(connection, assessment, **{each: getattr(made, each) for each in columns}):
        told = f"there is an assessment of {made.called} already: go on with that one"
        refuse([Fault("/year", told)])
    for place, site in enumerate(new.sites, start=1):
        _insert(connection, made, site, place)
    note(connection, now, actor, "assessment.begun", made, {"name": made.year, "count": len(new.sites)})
    return replace(made, sites=new.sites)


def add_site(
    connection: Connection, now: datetime, actor: Actor, assessment_id: str, site: Site, expected: int
) -> Held:
    """One more maternity site. Raises NotFound, NotAllowed, Stale, AssessmentRefused."""
    held = begin_change(connection, actor, ACT, assessment_id, expected)
    refuse(_site_faults((*held.sites, site), len(held.sites), ""))
    changed = change_content(connection, now, actor, held, ACT)
    _insert(connection, held, site, _last_place(connection, held) + 1)
    note(connection, now, actor, "assessment.site_added", held, {"name_hash": site.code})
    return replace(changed, sites=(*held.sites, site))


def remove_site(
    connection: Connection, now: datetime, actor: Actor, assessment_id: str, code: str, expected: int
) -> Held:
    """The assessment without a site that was named by mistake: one of which nothing was ever stated or brought."""
    held = begin_change(connection, actor, ACT, assessment_id, expected)
    codes = [site.code for site in held.sites]
    if code not in codes:
        refuse([Fault("/code", f"the trust has no site {code}.{nearest(code, codes)}")])
    if _is_used(connection, held, code):
        told = f"something was stated or brought for {code}, so it stays: a trust's verdict is that of every site"
        refuse([Fault("/code", told)])
    changed = change_content(connection, now, actor, held, ACT)
    mine = assessment_site.c.assessment_id == held.id, assessment_site.c.code == code
    connection.execute(delete(assessment_site).where(*mine))
    note(connection, now, actor, "assessment.site_removed", held, {"name_hash": code})
    return replace(changed, sites=tuple(site for site in held.sites if site.code != code))


def _of_trust(new: New) -> Iterator[Fault]:
    if not new.organisation:
        yield Fault("/trust", "which trust is it? Give its ODS code, such as RX1")
    yield from organisation_faults("/trust", new.organisation)


def _faults(new: New, rule_sets: Mapping[str, RuleSet]) -> Iterator[Fault]:
    yield from line_faults("/name", new.name)
    yield from private_faults(new.name, "/name", in_text)
    if new.year not in (years := years_of(rule_sets)):
        there = ", ".join(years) or "none at all"
        yield Fault("/year", f"there is no rule set for {new.year[:40] or 'a year without a name'}: there is {there}")
    else:
        yield from merged_before(new.organisation, rule_set_of(rule_sets, new.year))
    for place in range(len(new.sites)):
        yield from _site_faults(new.sites, place, f"/sites/{place}")


def _site_faults(sites: Sequence[Site], place: int, where: str) -> Iterator[Fault]:
    """What is wrong with one of these sites, given those before it."""
    site, before = sites[place], sites[:place]
    if private := tuple(private_faults({"code": site.code, "name": site.name}, where, in_text)):
        yield from private
        return
    if not (site.code.isascii() and site.code.isalnum() and len(site.code) <= _LONGEST_CODE):
        told = f"1 to {_LONGEST_CODE} letters and digits, such as north"
        yield Fault(f"{where}/code", f"a site's code is a short one of the trust's own: {told}")
    elif site.code in [each.code for each in before]:
        yield Fault(f"{where}/code", f"there is a site with the code {site.code} already: give each its own")
    yield from line_faults(f"{where}/name", site.name)
    if site.name.strip().casefold() in [each.name.strip().casefold() for each in before]:
        yield Fault(f"{where}/name", f"there is another site called {site.name}: give each a name of its own")


def _insert(connection: Connection, held: Held, site: Site, place: int) -> None:
    row = {"assessment_id": held.id, "code": site.code, "place": place, "name": site.name}
    connection.execute(insert(assessment_site).values(row))


def _last_place(connection: Connection, held: Held) -> int:
    wanted = select(assessment_site.c.place).where(assessment_site.c.assessment_id == held.id)
    return max(connection.scalars(wanted), default=0)


def _is_used(connection: Connection, held: Held, code: str) -> bool:
    mine = assessment_item_serves.join(assessment_item, assessment_item.c.id == assessment_item_serves.c.item_id)
    brought = select(assessment_item_serves.c.site).select_from(mine)
    wanted = (
        select(exists().where(assessment_stated.c.assessment_id == held.id, assessment_stated.c.site == code)),
        select(exists().where(table.c.assessment_id == held.id, table.c.site == code)),
        select(
            brought.where(assessment_item.c.assessment_id == held.id, assessment_item_serves.c.site == code).exists()
        ),
    )
    return any(connection.scalar(each) for each in wanted)
