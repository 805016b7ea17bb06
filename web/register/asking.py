"""A search as an address holds it: the same parameters for the page, the feed and the API."""

from typing import Literal

from werkzeug.datastructures import MultiDict

from register import FACETS, Looking

WORDS, ORDER, AFTER = "q", "order", "after"
SIZE = 20


def looking(args: MultiDict[str, str], size: int = SIZE) -> Looking:
    """What is looked for. It takes any parameters at all; of one that comes twice the first counts."""
    facets = {name: args[name].strip() for name in FACETS if args.get(name, "").strip()}
    order: Literal["best", "newest"] = "newest" if args.get(ORDER) == "newest" else "best"
    return Looking(args.get(WORDS, "").strip(), facets, args.get(AFTER, "").strip(), size, order)


def parameters(wanted: Looking, **changes: str) -> dict[str, str]:
    """What the address of a search holds, with changes; whatever is empty is left out of it."""
    said = {WORDS: wanted.words, **{name: wanted.facets[name] for name in FACETS if name in wanted.facets}}
    said |= {ORDER: wanted.order if wanted.order == "newest" else "", AFTER: wanted.after}
    return {name: each for name, each in {**said, **changes}.items() if each}
