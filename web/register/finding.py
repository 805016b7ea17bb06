"""Finding what was published: the search, with its filters, and a list of the results of a scheme."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for

from register import FACETS, SCHEME_RESULT, FacetShown, Looking, search
from web.made_once import page_once
from web.register import asking, remembering
from web.shelf import shelf

SHOWN_AT_ONCE = 6  # values of a facet; the others are folded

Address = Callable[..., str]


def search_page() -> str:
    """What was found for the words and filters in the address; without any, everything, the newest first."""
    wanted = asking.looking(request.args)
    with shelf().reading() as connection:
        return page_once(
            connection, ("search", urlencode(asking.parameters(wanted))), lambda: _search(connection, wanted)
        )


def _search(connection: Any, wanted: Looking) -> str:
    found = search(connection, wanted)
    return render_template(
        "register/search.html", wanted=wanted, found=found, covered=remembering.covered(connection),
        chosen=_chosen(found.facets), facets=[each for each in found.facets if each.name not in wanted.facets],
        at=_address("search_page", wanted), feed=_feed(wanted), labels=FACETS, shown_at_once=SHOWN_AT_ONCE,
        by_email=shelf().intake("/follow-by-email", **asking.parameters(wanted, after="", order="")),
    )  # fmt: skip


def all_results() -> str:
    """Every scheme result that is published, the newest first; words narrow the list down."""
    asked = asking.looking(request.args)
    wanted = Looking(asked.words, {"kind": SCHEME_RESULT}, asked.after, asked.size, "newest")
    with shelf().reading() as connection:
        found = search(connection, wanted)
    only_words = Looking(asked.words, {}, asked.after, asked.size)
    return render_template(
        "register/scheme_results.html", wanted=only_words, found=found, at=_address("all_results", only_words),
        feed=_feed(wanted),
        by_email=shelf().intake("/follow-by-email", **asking.parameters(wanted, after="", order="")),
    )  # fmt: skip


def _chosen(facets: tuple[FacetShown, ...]) -> list[tuple[FacetShown, str]]:
    """The filters that are set, with the words of their values."""
    return [(facet, value.says) for facet in facets for value in facet.values if value.chosen]


def _address(endpoint: str, wanted: Looking) -> Address:
    """The address of the same search with changes, which begin at the first page unless they name another."""
    return lambda **changes: _url(endpoint, asking.parameters(wanted, **{"after": "", **changes}))


def _feed(wanted: Looking) -> str:
    """The address at which this very search is followed."""
    said = asking.parameters(wanted, after="", order="")
    return _url("search_page", said).replace("/decisions", "/decisions/feed.atom", 1)


def _url(endpoint: str, said: Mapping[str, Any]) -> str:
    return url_for(f"register_pages.{endpoint}", **said)
