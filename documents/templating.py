"""The one set of templates: whole pages with their style inside, and parts of pages."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from documents import published_words as words
from documents.prose import plain
from documents.rule_words import FILTERS
from engine import day

_TEMPLATES = Path(__file__).parent / "templates"
_SAID: Mapping[str, Callable[..., object]] = {
    "checked": words.checked,
    "ended": words.ended,
    "in_full": words.in_full,
    "spelt": words.spelt,
}


def whole_page(template: str, head: Mapping[str, object], *, more: str = "", **values: object) -> str:
    """A page with the style of every page inside, and ``more``: the name of a file of style that it has beside."""
    style = Markup(_style(more))  # noqa: S704 - files of ours
    return _ENVIRONMENT.get_template(template).render(**head, **values, style=style)


def macros_of(template: str, values: Mapping[str, object]) -> Mapping[str, Callable[[], str]]:
    """The macros of a template, by name, which know these values."""
    made = _ENVIRONMENT.get_template(template).make_module(dict(values))
    return {name: held for name, held in vars(made).items() if callable(held)}


def style_hash(more: str = "") -> str:
    """What a Content-Security-Policy names to let the one style of a page in."""
    return f"sha256-{base64.b64encode(hashlib.sha256(_style(more).encode()).digest()).decode()}"


@cache
def _style(more: str) -> str:
    return "".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in ("style.css", more) if name)


def _lines(text: str) -> Markup:
    """Text of several lines, each on its own."""
    return Markup("<br>").join(escape(plain(line)) for line in text.strip().splitlines())


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: plain(value) if type(value) is str else value,
    )
    made.filters.update(day=day, lines=_lines, **FILTERS, **_SAID)
    made.tests["web"] = lambda url: url.startswith(("https://", "http://"))
    made.tests["reachable"] = lambda url: url.startswith(("https://", "http://", "/"))
    return made


_ENVIRONMENT = _environment()
