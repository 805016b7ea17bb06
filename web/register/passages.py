"""The words of a part of a page, paragraph by paragraph, so that two versions of it can be set side by side."""

import re
from html.parser import HTMLParser

_BLOCKS = {"p", "li", "tr", "caption", "blockquote", "ul", "ol", "table", "h3", "h4", "div", "section"}
_CELLS = {"td", "th"}
_SPACES = re.compile(r"\s+")


def passages(html: str) -> str:
    """The text of a part, an empty line between its paragraphs, items and rows; cells of a row behind a dash."""
    reader = _Blocks()
    reader.feed(html)
    reader.close()
    return "\n\n".join(reader.ended())


class _Blocks(HTMLParser):
    """Reads the HTML of our own templates, which is whole."""

    def __init__(self) -> None:
        super().__init__()
        self._done: list[str] = []
        self._now: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._end()
        elif tag in _CELLS and "".join(self._now).strip():
            self._now.append(" – ")
        elif tag == "br":
            self._now.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end()

    def handle_data(self, data: str) -> None:
        self._now.append(data)

    def ended(self) -> list[str]:
        """Every passage, the last one too."""
        self._end()
        return self._done

    def _end(self) -> None:
        said = _SPACES.sub(" ", "".join(self._now)).strip()
        self._now = []
        if said:
            self._done.append(said)
