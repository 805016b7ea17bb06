"""Items of evidence in the words of the evidence index."""

from collections.abc import Sequence

from assessment.item_windows import outside
from assessment.model import EvidenceItem, Serves, Site
from documents import IndexItem
from engine import RuleSet, capital, day, words

NOT_KEPT = "Named with what was assessed: when it came and who approved it is kept elsewhere"


def index_item(
    rule_set: RuleSet,
    sites: Sequence[Site],
    item: EvidenceItem,
    received: str = NOT_KEPT,
    approved: str = "",
    sha256: str = "",
) -> IndexItem:
    """One item: its days, what it supports, and for what of that its days do not count."""
    names = {site.code: site.name for site in sites}
    return IndexItem(
        item.place,
        item.title,
        item.original,
        _days(item),
        received,
        approved,
        tuple(_served(rule_set, names, each) for each in item.serves),
        tuple(each.told for each in outside(rule_set, item)),
        sha256,
    )


def _served(rule_set: RuleSet, names: dict[str, str], served: Serves) -> str:
    provision = rule_set.provisions.get(served.requirement)
    cited = capital(provision.citation.provision) if provision else words(served.requirement)
    return f"{cited}, {names.get(served.site, served.site)}" if served.site else cited


def _days(item: EvidenceItem) -> str:
    dated = f"Dated {day(item.dated)}" if item.dated else "Not dated"
    if not (item.covers_from or item.covers_to):
        return dated
    first, last = (day(each) if each else "" for each in (item.covers_from, item.covers_to))
    return f"{dated}; covers {' to '.join(filter(None, (first, last)))}"
