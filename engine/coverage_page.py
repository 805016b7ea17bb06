"""A coverage map as JSON and as a page in Markdown: the same map gives the same text."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from engine.coverage_map import HOW, Chapter, CoverageMap, Read, Row, Stands, read_in
from engine.places import in_words
from engine.plain import day, listed
from engine.texts_read import Reading, Stretch, TextRead

STANDS: dict[Stands, str] = {
    "encoded": "encoded",
    "encoded_in_part": "encoded in part",
    "judgement": "left to a person",
    "not_encoded": "not encoded",
}
_HOW = {
    "published_text": "read in the law",
    "construed": "read and construed by the builders",
    "secondary": "from a secondary source",
    "recalled": "from memory",
}
_CONSTRUED = (
    " Construed: the words were read, and how they apply rests on general law or on a reading that the limits name."
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


def as_json(found: CoverageMap) -> str:
    """The whole map, for programs."""
    counted = Counter(row.stands for row in found.rows)
    said = {
        "area": found.area,
        "title": found.title,
        "rows": {name: counted[name] for name in STANDS},
        "checked": _checked(read_in(found.cites)),
        "rule_sets": [
            {"id": each.id, "title": each.title, "provisions": len(each.provisions), "tests": found.tests[each.id]}
            for each in found.rule_sets
        ],
        "texts": [_text(each) for each in found.reading.texts] if found.reading else [],
        "chapters": [
            {"id": each.id, "title": each.title, "rows": [_row(row) for row in each.rows]} for each in found.chapters
        ],
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _row(row: Row) -> dict[str, Any]:
    said = {
        "id": row.id,
        "cited_as": in_words(row.id),
        "title": row.title,
        "stands": row.stands,
        "why": row.why,
        "judgement": row.judgement,
        "provisions": [{"rule_set": rule_set, "provision": id} for rule_set, id in row.provisions],
        "facts": list(row.facts),
        "checked": _checked(row.read),
        "sources": [{"how": each.how, "url": each.url, "count": each.count} for each in row.read if each.url],
        "read_at": [{"text": each.text.id, "from": each.start, "to": each.end} for each in row.read_at],
        "tests": row.tests,
    }
    return {name: value for name, value in said.items() if value not in ("", [])}


def _text(text: TextRead) -> dict[str, Any]:
    said = {
        "id": text.id,
        "title": text.title,
        "instrument": text.instrument,
        "url": text.url,
        "copy": text.copy,
        "stood_on": text.stood_on.isoformat() if text.stood_on else "",
        "in_force": [each.isoformat() for each in text.in_force],
    }
    return {name: value for name, value in said.items() if value not in ("", [])}


def _checked(read: Iterable[Read]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for each in read:
        counted[each.how] += each.count
    return {how: counted[how] for how in HOW}


def as_page(found: CoverageMap, rules: str) -> str:
    """The map for people. ``rules`` is the way from the page's folder to the rules, for its links."""
    return (
        "\n".join([*_head(found, rules), *(line for each in found.chapters for line in _chapter(each, rules))]) + "\n"
    )


def _head(found: CoverageMap, rules: str) -> Iterator[str]:
    yield f"# {found.title}"
    yield ""
    made = f"Made by `rationale coverage {found.area}` from the rules and from"
    yield f"{made} [coverage.yaml]({rules}/{found.area}/coverage.yaml). Change those, and make it again."
    yield ""
    yield found.about
    yield ""
    yield "| How it stands | Places | What that means |"
    yield "| --- | --: | --- |"
    counted = Counter(row.stands for row in found.rows)
    for name, shown in STANDS.items():
        yield f"| {shown} | {counted[name]} | {_MEANS[name]} |"
    yield ""
    yield _how_all(found)
    yield ""
    yield "| Rule set | Provisions | Tests |"
    yield "| --- | --: | --: |"
    for each in found.rule_sets:
        linked = f"[{each.id}]({rules}/{each.id}/ruleset.yaml): {_cell(each.title)}"
        yield f"| {linked} | {len(each.provisions)} | {found.tests[each.id]} |"
    if found.reading is not None:
        yield from _texts(found.reading, f"{rules}/{found.area}")


def _texts(reading: Reading, folder: str) -> Iterator[str]:
    yield ""
    yield f"## {reading.title}"
    yield ""
    yield f"{reading.about} [read.yaml]({folder}/read.yaml) has them all."
    yield ""
    yield "| Text | As it stood | Copy |"
    yield "| --- | --- | --- |"
    for each in reading.texts:
        days = listed([day(one) for one in each.in_force])
        stood = f"whole, on {day(each.stood_on)}" if each.stood_on else f"what it amends from {days}"
        yield f"| [{_cell(each.title)}]({each.url}) | {stood} | [copy]({each.copy}) |"


_MEANS: dict[Stands, str] = {
    "encoded": "conditions or results of the rules cite it",
    "encoded_in_part": "the same, and the row says what of it is left out, and why",
    "judgement": "a person decides what it is about, in the judgement that the row names",
    "not_encoded": "no rule cites it, and the row says why",
}


def _how_all(found: CoverageMap) -> str:
    counted = _checked(read_in(found.cites))
    every = sum(counted.values())
    said = listed([f"{counted[how]:,} {_HOW[how]}" for how in HOW])
    construed = _CONSTRUED if counted["construed"] else ""
    return (
        f"The rules hold {every:,} conditions and results with a citation, counted in each of their versions: {said}. "
        f"A row counts those that cite it, and the tests beside the provisions in which they stand.{construed}"
    )


def _chapter(chapter: Chapter, rules: str) -> Iterator[str]:
    yield ""
    yield f"## {chapter.title}"
    yield ""
    yield "| Place | What it is about | How it stands | Where | How its words were checked | Tests |"
    yield "| --- | --- | --- | --- | --- | --: |"
    for row in chapter.rows:
        cells = [in_words(row.id), row.title, _stands(row), _where(row, rules), _read(row), str(row.tests or "")]
        yield f"| {' | '.join(map(_cell, cells))} |"


def _stands(row: Row) -> str:
    said = f"`{row.judgement}`: {row.asks}" if row.judgement else row.why
    return f"{STANDS[row.stands]}: {said}" if said else STANDS[row.stands]


def _where(row: Row, rules: str) -> str:
    """Each rule set once, with its provisions, and then the facts."""
    by: dict[str, list[str]] = {}
    for rule_set, id in row.provisions:
        by.setdefault(rule_set, []).append(f"[{id}]({rules}/{rule_set}/{id}.yaml)")
    said = [f"{rule_set.partition('/')[2]}: {', '.join(links)}" for rule_set, links in by.items()]
    return "<br>".join([*said, *([f"worked out: {', '.join(f'`{name}`' for name in row.facts)}"] if row.facts else [])])


def _read(row: Row) -> str:
    """How many were read in the law, with a link to each text by its day, and how many were not."""
    lines = []
    for how, count in _checked(row.read).items():
        links = ", ".join(f"[{_day(each.url)}]({each.url})" for each in row.read if each.how == how and each.url)
        if count:
            lines.append(f"{count} {_HOW[how]}{f' ({links})' if links else ''}")
    if row.read_at:
        lines.append(f"in {'; '.join(map(_stretch, row.read_at))}")
    return "<br>".join(lines)


def _stretch(each: Stretch) -> str:
    return f"{each.text.title}, {each.start:,} to {each.end:,}"


def _day(url: str) -> str:
    found = _DAY.search(url)
    return found[0] if found else "text"


def _cell(said: str) -> str:
    """Text that stands in a table: on one line, and its bars no ends of cells."""
    return " ".join(said.split()).replace("|", "\\|")
