"""Reading a page as a browser would: its title, headings, links, words, and what its form would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
VOID = {"meta", "link", "input", "br"}
WITHIN_WORDS = {"a", "span", "strong", "code"}


@dataclass
class Page(HTMLParser):
    """A page that has been read. ``fields`` is what its main form would send as it stands."""

    status: int
    source: str
    title: str = ""
    headings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    fields: MultiDict[str, str] = field(default_factory=MultiDict)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._textarea = ""
        self.feed(self.source)

    @property
    def text(self) -> str:
        """All words, with single spaces."""
        return " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.tags.append((tag, held))
        if tag not in VOID:
            self._open.append(tag)
        if tag not in WITHIN_WORDS:
            self.words.append(" ")
        if "id" in held:
            self.ids.append(held["id"])
        if tag == "a":
            self.links.append(held["href"])
        if tag == "textarea":
            self._textarea = held["name"]
            self.fields.add(held["name"], "")
        if (
            tag == "input"
            and held["type"] != "hidden"
            and (held["type"] not in ("radio", "checkbox") or "checked" in held)
        ):
            self.fields.add(held["name"], held.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes nothing that is open"

    def handle_data(self, data: str) -> None:
        where = self._open[-1] if self._open else ""
        if where == "title" and "svg" not in self._open:
            self.title += data
        elif where == "textarea":
            self.fields[self._textarea] += data
        elif "head" not in self._open:
            self.words.append(data)
        if {"h1", "h2", "h3"} & set(self._open) and data.strip():
            self.headings.append(data.strip())


def got(client: FlaskClient, address: str, status: int = 200) -> Page:
    """The page at an address."""
    return read(client.get(address, headers=BROWSER), status)


def posted(client: FlaskClient, address: str, typed: dict[str, str] | MultiDict[str, str], status: int = 200) -> Page:
    """The page that a form leads to."""
    return read(client.post(address, data=typed, headers=BROWSER), status)


def read(response: TestResponse, status: int = 200) -> Page:
    """A response as a page, which it must be."""
    assert response.status_code == status, response.text[:2000]
    assert response.content_type == "text/html; charset=utf-8"
    return Page(response.status_code, response.text)
