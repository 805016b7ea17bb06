"""Items of evidence as a trust's folder or a workbook names them: each read as an assessment takes it, or refused."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from assessment.errors import AssessmentRefused
from assessment.model import EvidenceItem, Serves, Site
from engine import Fault, RuleSet, day, nearest
from evidence import holds_nhs_number

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LONGEST = {"title": 200, "original": 20_000}  # characters, as where they are kept
_DAYS = ("dated", "covers_from", "covers_to")
_KEYS = ("title", "original", *_DAYS, "serves")
_SHAPE = '{"title": "Minutes of the Board", "original": "where it is kept", "dated": "2025-09-01", "serves": […]}'
_SERVES = '[{"requirement": "sa8-b-plan", "site": "north"}, …], without a site for the trust as a whole'
_NHS_NUMBER = "this holds a valid NHS number: take it out, since nothing here needs to know who a patient is"


def read_item(said: Any, place: int, sites: Sequence[Site], rule_set: RuleSet) -> EvidenceItem:
    """One item, from JSON. Raises AssessmentRefused with every fault, at its place within the item: ``/dated``."""
    if not isinstance(said, dict):
        raise AssessmentRefused([Fault("", f"an item of evidence is {_SHAPE}")])
    faults = [Fault(f"/{key}", f"an item has no such key.{nearest(key, _KEYS)}") for key in said if key not in _KEYS]
    title, original = _text(said, "title", faults), _text(said, "original", faults, may_be_empty=True)
    dated, first, last = (_day(said, key, faults) for key in _DAYS)
    if first and last and first > last:
        told = f"the days that it covers are upside down: from {day(first)} to {day(last)}. Put the earlier one first"
        faults.append(Fault("/covers_from", told))
    serves = tuple(_serves(said.get("serves", ()), faults))
    if not any(each.where.startswith("/serves") for each in faults):
        faults += serves_faults(serves, sites, rule_set)
    if faults:
        raise AssessmentRefused(faults)
    return EvidenceItem(place, title, original, serves, dated, first, last)


def as_json(item: EvidenceItem) -> dict[str, Any]:
    """An item as ``read_item`` reads it."""
    days = {key: known.isoformat() for key in _DAYS if (known := getattr(item, key))}
    serves = [{"requirement": each.requirement, "site": each.site} for each in item.serves]
    return {"title": item.title, "original": item.original, **days, "serves": serves}


def serves_faults(serves: Sequence[Serves], sites: Sequence[Site], rule_set: RuleSet) -> Iterator[Fault]:
    """What is wrong with what an item supports: nothing, a requirement that no rule has, or a site that is none."""
    codes = [site.code for site in sites]
    if not serves:
        yield Fault("/serves", "which requirement does this support? Name one at least")
    for place, each in enumerate(serves):
        if each.requirement not in rule_set.provisions:
            near = nearest(each.requirement, rule_set.provisions)
            year = rule_set.id.rpartition("/")[2]
            told = f"the rules of {year} have no requirement {each.requirement}.{near}"
            yield Fault(f"/serves/{place}/requirement", told)
        if each.site not in ("", *codes):
            yield Fault(f"/serves/{place}/site", f"the trust has no site {each.site}.{nearest(each.site, codes)}")


def _text(said: Mapping[str, Any], key: str, faults: list[Fault], *, may_be_empty: bool = False) -> str:
    text = said.get(key, "")
    if not isinstance(text, str) or not (text.strip() or may_be_empty):
        faults.append(Fault(f"/{key}", "this is missing, or is no text: say it in words"))
        return ""
    if len(text) > _LONGEST[key]:
        faults.append(Fault(f"/{key}", f"this has {len(text):,} characters, and {_LONGEST[key]:,} are taken"))
    if holds_nhs_number(text):
        faults.append(Fault(f"/{key}", _NHS_NUMBER))
    return text


def _day(said: Mapping[str, Any], key: str, faults: list[Fault]) -> date | None:
    """A day; what is not known is left out."""
    text = said.get(key)
    if text is None:
        return None
    try:
        return date.fromisoformat(text if isinstance(text, str) and _DAY.fullmatch(text) else "")
    except ValueError:
        faults.append(Fault(f"/{key}", "a day is written as 2025-09-01; leave it out where nobody knows it"))
        return None


def _serves(said: Any, faults: list[Fault]) -> Iterator[Serves]:
    if not isinstance(said, list | tuple):
        faults.append(Fault("/serves", f"what an item supports is a list: {_SERVES}"))
        return
    for place, each in enumerate(said):
        known = isinstance(each, dict) and {"requirement"} <= each.keys() <= {"requirement", "site"}
        if known and all(isinstance(text, str) for text in each.values()):
            yield Serves(each["requirement"], each.get("site", ""))
        else:
            faults.append(Fault(f"/serves/{place}", f"what an item supports is named so: {_SERVES}"))
