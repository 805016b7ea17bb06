"""A few pieces of HTML. Text is escaped wherever it is put in; only what these functions made is taken as it is."""

from collections.abc import Sequence
from html import escape

_STYLE = (
    "body{font:1rem/1.5 Arial,sans-serif;color:#212b32;background:#fff;max-width:70rem;margin:0 auto;padding:1rem}"
    "table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:bold}"
    "th,td{text-align:left;vertical-align:top;padding:.5rem;border-bottom:1px solid #d8dde0}"
    ".wide{overflow-x:auto;margin:1rem 0}a{color:#005eb8}h1,h2,h3,p,li{overflow-wrap:anywhere}"
)


class Html(str):
    """What is HTML already."""

    __slots__ = ()


Held = str | None


def joined(*parts: Held) -> Html:
    """One piece after the other; text is escaped."""
    return Html("".join(part if isinstance(part, Html) else escape(part or "") for part in parts))


def tag(name: str, *parts: Held, **attributes: str) -> Html:
    """An element. An underscore in the name of an attribute is a hyphen."""
    said = "".join(f' {key.strip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return Html(f"<{name}{said}>{joined(*parts)}</{name}>")


def link(to: str, text: str) -> Html:
    """A link."""
    return tag("a", text, href=to)


def listing(items: Sequence[Held]) -> Html:
    """A list."""
    return tag("ul", *(tag("li", item) for item in items))


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[Held]]) -> Html:
    """A table that scrolls by itself where it is wide; one sentence where it has no rows."""
    if not rows:
        return tag("p", f"{caption}: none.")
    top = tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads)))
    body = tag("tbody", *(tag("tr", *(tag("td", cell) for cell in row)) for row in rows))
    whole = tag("table", tag("caption", caption), top, body)
    return tag("div", whole, class_="wide", role="region", aria_label=caption, tabindex="0")


def section(id: str, heading: str, *parts: Held) -> Html:
    """A part of the page, to which links lead."""
    return tag("section", tag("h2", heading, id=id), *parts, aria_labelledby=id)


def document(title: str, *parts: Held) -> str:
    """A whole page, which needs no script, no server and no network."""
    head = joined(
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", title),
        tag("style", Html(_STYLE)),
    )
    return f'<!DOCTYPE html>\n<html lang="en-GB">{tag("head", head)}{tag("body", *parts)}</html>\n'
