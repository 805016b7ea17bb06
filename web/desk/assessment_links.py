"""Where on the pages of an assessment each thing that its rules ask for is stated or brought."""

from collections.abc import Iterable, Mapping

from flask import url_for

from assessment.kept import Held
from engine import Fault
from web.desk.assessment_asked import at_code, of_year


def links_to(held: Held, names: Iterable[str], site: str, action: str = "") -> Mapping[str, str]:
    """The page of each of these facts and tables, at a site or for the trust, by its name; of others nothing.

    ``action``: the safety action from whose page somebody comes.
    """
    year, found = of_year(held), dict[str, str]()
    asked = {name: each for each in year.asked.values() for name in each.names}
    for name in set(names) & asked.keys():
        one = asked[name]
        at = at_code("" if year.at_trust(one.name) else site)
        if one.records:
            found[name] = url_for("desk.assessment_table", id=held.id, at=at, table=one.name)
        else:
            found[name] = url_for("desk.assessment_fact", id=held.id, at=at, name=one.name, action=action or None)
    return found


def mended_at(held: Held, faults: Iterable[Fault]) -> Mapping[str, str]:
    """Where each fault in what is stated is mended, by its place: ``/trust/NAME`` or ``/sites/CODE/NAME``."""
    found = {}
    for fault in faults:
        kind, *rest = fault.where.strip("/").split("/")
        site, *names = rest if kind == "sites" and rest else ["", *rest[:1]]
        if names and (link := links_to(held, names[:1], site).get(names[0])):
            found[fault.where] = link
    return found
