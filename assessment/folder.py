"""A trust's folder: what it says of itself, its sites and its facts, with tables beside; read as evidence, or refused.

``trust.json`` holds the trust's ODS code and name, its sites, what is about the trust, and perhaps items of evidence;
``metrics.json``, where there is one, the counts of the quality metrics. Each site has a folder, named after its code,
with a ``facts.json``. A table is a ``.csv`` or ``.xlsx`` file under its own name, in the folder of what it is about; a
table of a rule set whose answer the year takes up too, such as that of the counts of the quality metrics.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.asked_for import asked_for_all
from assessment.assessing import rule_set_of
from assessment.errors import AssessmentRefused
from assessment.folder_place import FACTS_KEYS, Place
from assessment.items_read import read_item
from assessment.model import Evidence, EvidenceItem, Site
from assessment.places import ill_named_sites, misplaced, places_of
from engine import FactError, Fault, RuleSet, read_given

TRUST, METRICS, SITE = "trust.json", "metrics.json", "facts.json"
_TRUST_KEYS = ("ods_code", "name", "invented", "sites", "items", *FACTS_KEYS)
_METRICS_KEYS = ("facts",)
_ODS_CODE = re.compile(r"[A-Z0-9]{3,5}", re.ASCII)
_SITE_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class TrustFolder:
    """What was read, and where each thing stands, by the site's code (empty: the trust) and the name of the thing."""

    evidence: Evidence
    places: Mapping[tuple[str, str], str]

    def at_files(self, faults: Iterable[Fault]) -> tuple[Fault, ...]:
        """Faults of an assessment, at the files that state what they are about."""
        return tuple(Fault(self._place(each.where), each.message) for each in faults)

    def _place(self, where: str) -> str:
        """``/sites/north/shifts/rows/3`` is ``north/shifts.csv, /rows/3``; a fact has its place in its JSON file."""
        _, kind, *parts = where.split("/")
        if kind not in ("trust", "sites"):
            return where
        if len(parts) < (1 if kind == "trust" else 2):
            return f"{TRUST}, {where}"
        code, (name, *rest) = ("", parts) if kind == "trust" else (parts[0], parts[1:])
        place = self.places.get((code, name)) or f"{code or 'trust'}: {name}"
        return f"{place}{'' if ', /' in place else ', '}/{'/'.join(rest)}" if rest else place


def read_folder(folder: Path, rule_sets: Mapping[str, RuleSet], year: str) -> TrustFolder:
    """All that stands in a trust's folder, as evidence for a year of the scheme, such as year-7.

    Raises AssessmentRefused with every fault, each with its file and its place there; nothing is taken of a folder in
    which there is one, and no file is passed over.
    """
    rule_set = rule_set_of(rule_sets, year)
    asking = {name: each for each in asked_for_all(rule_sets, year).every for name in each.tables}
    own = Place(folder, "")
    said = own.json(TRUST, _TRUST_KEYS)
    if own.faults and not said:
        raise AssessmentRefused(own.faults)
    sites = tuple(_sites(own, said))
    _take_trust(own, asking, said, sites)
    of_sites = {site.code: _of_site(folder, asking, site) for site in sites}
    evidence = Evidence(
        _text(own, said, "ods_code"),
        _text(own, said, "name"),
        year,
        sites,
        own.stated,
        {code: place.stated for code, place in of_sites.items()},
        _invented(own, said),
        tuple(_items(own, said, sites, rule_set)),
    )
    every = {"": own, **of_sites}
    read = TrustFolder(evidence, {(code, name): each for code in every for name, each in every[code].places.items()})
    found = [fault for place in every.values() for fault in place.faults]
    if faults := [*found, *read.at_files(_ill_stated(rule_sets, rule_set, read))]:
        raise AssessmentRefused(faults)
    return read


def _take_trust(own: Place, asking: Mapping[str, RuleSet], said: Mapping[str, Any], sites: tuple[Site, ...]) -> None:
    own.take_facts(TRUST, said)
    if (own.folder / METRICS).exists():
        own.take_facts(METRICS, own.json(METRICS, _METRICS_KEYS))
    codes = {site.code for site in sites}
    for path in filter(Path.is_dir, own.unread()):
        own.seen.add(path.name)
        if path.name not in codes:
            own.wrong(path.name, "this folder is of no site: name the site in trust.json, or take the folder away")
    own.take_tables(asking, TRUST, said)


def _of_site(folder: Path, asking: Mapping[str, RuleSet], site: Site) -> Place:
    place = Place(folder / site.code, f"{site.code}/")
    said = place.json(SITE, FACTS_KEYS)
    place.take_facts(SITE, said)
    place.take_tables(asking, SITE, said)
    return place


def _ill_stated(rule_sets: Mapping[str, RuleSet], rule_set: RuleSet, read: TrustFolder) -> Iterator[Fault]:
    """What no site could be assessed on: facts in the wrong place, unknown ones, and values that none may have."""
    evidence = read.evidence
    stated = {"": evidence.of_trust, **evidence.of_sites}
    places = places_of(rule_sets, rule_set, [name for each in stated.values() for name in each])
    yield from ill_named_sites(evidence)
    yield from misplaced(rule_set, places, evidence)
    for code, each in stated.items():
        where = f"/sites/{code}" if code else "/trust"
        in_json = {name: value for name, value in each.items() if ", /" in read.places[code, name]}
        for id in places.put_to:
            yield from _ill_typed(rule_sets[id], where, in_json)


def _ill_typed(rule_set: RuleSet, where: str, stated: Mapping[str, Any]) -> Iterator[Fault]:
    """The faults of what JSON states; those of tables were told where their files were read."""
    known = {*rule_set.facts, *rule_set.cells, *rule_set.tables}
    try:
        read_given(rule_set, {name: each for name, each in stated.items() if name in known})
    except FactError as error:
        for fault in error.faults:
            yield Fault("/".join([where, *fault.where.split("/")[2:]]), fault.message)


def _sites(own: Place, said: Mapping[str, Any]) -> Iterator[Site]:
    """The sites; whatever is none is told of."""
    listed = said.get("sites")
    if not isinstance(listed, list) or not listed:
        own.wrong(TRUST, 'a trust has at least one site: [{"code": "north", "name": "North site"}]', "/sites")
        return
    for number, each in enumerate(listed):
        where = f"/sites/{number}"
        if not isinstance(each, dict) or set(each) != {"code", "name"}:
            own.wrong(TRUST, 'a site is {"code": "north", "name": "North site"}', where)
        elif not isinstance(each["code"], str) or not _SITE_CODE.fullmatch(each["code"]):
            told = "the code of a site is the name of its folder: small letters, digits and single hyphens"
            own.wrong(TRUST, told, f"{where}/code")
        elif not isinstance(each["name"], str) or not each["name"].strip():
            own.wrong(TRUST, "the name of a site is text", f"{where}/name")
        else:
            yield Site(each["code"], each["name"].strip())


def _items(own: Place, said: Mapping[str, Any], sites: tuple[Site, ...], rule_set: RuleSet) -> Iterator[EvidenceItem]:
    """The items of evidence; whatever is none is told of."""
    listed = said.get("items", [])
    if not isinstance(listed, list):
        own.wrong(TRUST, "the items of evidence are a list: [{…}, …]", "/items")
        return
    if len(sites) != len(said.get("sites") or ()):
        return  # what is wrong with the sites is told: no item is to be told of one that is none
    for number, each in enumerate(listed):
        try:
            yield read_item(each, number + 1, sites, rule_set)
        except AssessmentRefused as refused:
            for fault in refused.faults:
                own.wrong(TRUST, fault.message, f"/items/{number}{fault.where}")


def _text(own: Place, said: Mapping[str, Any], key: str) -> str:
    text = said.get(key)
    if not isinstance(text, str) or not text.strip():
        own.wrong(TRUST, "this is missing, or is no text", f"/{key}")
        return ""
    if key == "ods_code" and not _ODS_CODE.fullmatch(text):
        own.wrong(TRUST, f"'{text}' is no ODS code of a trust: three to five capital letters and digits", f"/{key}")
    return text.strip()


def _invented(own: Place, said: Mapping[str, Any]) -> bool:
    invented = said.get("invented", False)
    if isinstance(invented, bool):
        return invented
    own.wrong(TRUST, "this is true where nothing in the folder is real, else false", "/invented")
    return False
