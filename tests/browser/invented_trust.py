"""What an invented trust brings for year 7: each fact with where it stands, and each file of records."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.browser.keys import Hand
from tests.web.officers import Caller, rules
from web.pages import forms

TRUSTS = Path(__file__).parents[2] / "fixtures" / "trusts"
YEAR = "maternity-incentive-scheme/year-7"
METRICS = "maternity-data-quality/cqim"
THE_TRUST = "the-trust"


@dataclass(frozen=True)
class Stated:
    """One fact, at a site or of the trust (no site), as its file has it."""

    rule_set: str
    site: str
    name: str
    said: Any
    judged: bool = False

    @property
    def address(self) -> str:
        """Where it is answered, after the address of the assessment."""
        return f"/facts/{self.site or THE_TRUST}/{self.name}"

    @property
    def source(self) -> str:
        """Where it is from; a judgement's file has who reached it and why, and no more."""
        return "The minutes of the Board (invented)" if self.judged else self.said.get("source", "")

    def fields(self) -> Mapping[str, list[str]]:
        """What is typed, by field."""
        room = "judgements" if self.judged else "facts"
        typed = forms.typed_from(rules()[self.rule_set], {room: {self.name: self.said}})
        return {**{field: typed.getlist(field) for field in typed}, f"{room}.{self.name}.source": [self.source]}

    def body(self) -> Mapping[str, Any]:
        """The same for a program."""
        value = self.said.get("value", self.said)  # a judgement, or that nobody knows, as it is
        return {"site": self.site, "name": self.name, "value": value, "source": self.source}


@dataclass(frozen=True)
class File:
    """One file of records, at a site or of the trust, and who says that its rows are all."""

    site: str
    path: Path
    by: str

    @property
    def table(self) -> str:
        """What it is a table of."""
        return self.path.stem

    @property
    def address(self) -> str:
        """Where it is brought, after the address of the assessment."""
        return f"/upload/{self.site or THE_TRUST}/{self.table}"


@dataclass(frozen=True)
class InventedTrust:
    """A folder of fixtures."""

    folder: Path

    @property
    def told(self) -> Mapping[str, Any]:
        """Its code, its name and its sites."""
        found: Mapping[str, Any] = json.loads((self.folder / "trust.json").read_text("utf-8"))
        return found

    def facts(self) -> Iterator[Stated]:
        """Every fact and judgement."""
        for site, path in self._places():
            yield from _stated(YEAR, site, path)
        metrics = self.folder / "metrics.json"
        if metrics.exists():
            yield from _stated(METRICS, "", metrics)

    def files(self) -> Iterator[File]:
        """Every file of records."""
        for site, path in self._places():
            complete = json.loads(path.read_text("utf-8")).get("complete", {})
            for each in sorted((*path.parent.glob("*.csv"), *path.parent.glob("*.xlsx"))):
                yield File(site, each, complete.get(each.stem, ""))

    def _places(self) -> Iterator[tuple[str, Path]]:
        yield "", self.folder / "trust.json"
        for site in self.told["sites"]:
            yield site["code"], self.folder / site["code"] / "facts.json"


def named(name: str) -> InventedTrust:
    """One of the three."""
    return InventedTrust(TRUSTS / f"{name}-invented")


def types_fact(hand: Hand, at: str, stated: Stated) -> None:
    """A fact is answered on its page."""
    hand.page.goto(f"{at}{stated.address}")
    for field, values in stated.fields().items():
        kind = hand.page.locator(f'[name="{field}"]:not([type="hidden"])').first.get_attribute("type")
        for each in values:
            if kind in ("radio", "checkbox"):
                hand.choose(field, each)
            else:
                hand.type(field, each)
    hand.press("Save the answer")


def brings(hand: Hand, at: str, file: File) -> None:
    """A file is looked into, and what it changes is stored."""
    hand.page.goto(f"{at}{file.address}")
    hand.page.locator("input[type=file]").set_input_files(file.path)
    hand.type("complete_by", file.by)
    hand.press("Show what it changes")
    hand.press("Store this table")


def begins_and_brings(caller: Caller, trust: InventedTrust) -> str:
    """A program of the trust begins the assessment and brings all that there is; its address."""
    told = trust.told
    sites = [{"code": each["code"], "name": each["name"]} for each in told["sites"]]
    begun = caller.post(
        "/assessments", {"trust": told["ods_code"], "name": told["name"], "year": "year-7", "sites": sites}
    )
    assert begun.status_code == 201, begun.text
    at = begun.headers["Location"].removeprefix("/api/v1")
    for each in trust.files():
        said = {"site": each.site, "complete_by": each.by, "name": each.path.name}
        for step in ("/preview", ""):
            version = caller.get(at).headers["ETag"]
            url = f"{at}/tables/{each.table}{step}?{urlencode(said)}"
            answer = caller.open("POST", url, {"If-Match": version}, data=each.path.read_bytes())
            assert answer.status_code in (200, 201), answer.text
            said["preview"] = answer.get_json().get("sha256", "")
    changes(caller, at, "facts", {"facts": [each.body() for each in trust.facts()]})
    return at


def changes(caller: Caller, at: str, act: str, said: Any) -> None:
    """A program of the trust changes what stands."""
    version = int(caller.get(at).headers["ETag"].strip('"'))
    answer = caller.change("POST", f"{at}/{act}", said, version)
    assert answer.status_code in (200, 201), answer.text


def _stated(rule_set: str, site: str, path: Path) -> Iterator[Stated]:
    held = json.loads(path.read_text("utf-8"))
    for name, said in held.get("facts", {}).items():
        yield Stated(rule_set, site, name, said)
    for name, said in held.get("judgements", {}).items():
        yield Stated(rule_set, site, name, said, judged=True)
