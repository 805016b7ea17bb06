"""From the shapes of a rule file to conditions: nodes, leaves and exceptions, with every name and type checked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from engine.build_sources import SourceBuilder
from engine.build_values import called, crossed
from engine.errors import nearest
from engine.fixed import fixed_test
from engine.grammar import GROUPS, LOWER, UPPER
from engine.model import (
    Authority,
    Between,
    Checked,
    Group,
    Is,
    IsNone,
    IsOneOf,
    Leaf,
    Literally,
    Node,
    OfFact,
    OfField,
    OfProvision,
    OfShare,
    Source,
    Test,
    Unless,
)
from engine.plain import words
from engine.values import YES, Kind, Known, Options, Span
from engine.walk import bounds_in, facts_in, facts_of, fields_in, leaves
from engine.yaml_reader import Path_, key

_COMPARES: Mapping[str, frozenset[str]] = {
    "number": frozenset({"at_least", "more_than", "at_most", "less_than"}),
    "money": frozenset({"at_least", "more_than", "at_most", "less_than"}),
    "date": frozenset({"on_or_after", "after", "on_or_before", "before", "in_period"}),
    "date_and_time": frozenset({"on_or_after", "after", "on_or_before", "before", "in_period"}),
}
ALWAYS = "this always has a value, so it is never none; give it may_be_none: true if it may have none"
_OPERATORS = ("is", "is_one_of", "in_period", *LOWER, *UPPER)
_WORDS = ("id", "says", "cites", "checked")
_BRACES = re.compile(r"\{([^{}]*)\}")
_IN_BRACES = "in braces stands a name that for_each binds or, in a fact, one that it is told apart by"


@dataclass(slots=True)
class Builder(SourceBuilder):
    """Builds conditions, and the values in them, from one document."""

    def node(self, data: dict[str, Any], path: Path_, said: bool, root: bool = False) -> Node:
        """A condition. ``said``: its leaves speak for themselves (id, says, cites), as under a provision's ``when``."""
        if "for_each" in data:
            return self._copies(data, path, said, root)
        operation = next((name for name in GROUPS if name in data), None)
        return self._leaf(data, path, said) if operation is None else self._group(data, path, said, operation, root)

    def _group(self, data: dict[str, Any], path: Path_, said: bool, operation: str, root: bool) -> Node:
        extra = set(data) - {operation, "id", "says", "cites"}
        for name in sorted(extra):
            self.wrong(
                (*path, name), f"'{name}' does not stand beside {operation}; a group has id, says and cites only"
            )
        inner: Any = data[operation]
        count = 0
        if operation == "not":
            parts = (self.node(inner, (*path, "not"), said),)
            return Group("not", parts, 0, *self._words(data, path))
        place: Path_ = (*path, operation)
        if operation == "at_least_of":
            count, inner, place = int(inner["count"]), inner["of"], (*place, "of")
            if not 1 < count < len(inner):
                self.wrong(
                    path,
                    f"count lies between 1 and the number of conditions ({len(inner)}); for one, any; for all, all",
                )
        if len(inner) > 3 and not root and not {"id", "says", "cites"} <= set(data):
            self.wrong(path, "a group of more than three conditions says what they are: give it id, says and cites")
        made = tuple(self.node(part, (*place, number), said) for number, part in enumerate(inner))
        return Group(operation, made, count, *self._words(data, path))  # type: ignore[arg-type]  # one of GROUPS

    def _copies(self, data: dict[str, Any], path: Path_, said: bool, root: bool) -> Node:
        """One copy of a node for each way of binding the names of for_each; all of them are asked for."""
        place, made = (*path, "for_each"), []
        bound = {name: self._options_of(name, each, (*place, name)) for name, each in data["for_each"].items()}
        rest, before = {key: value for key, value in data.items() if key != "for_each"}, self.bound
        for options in product(*bound.values()):
            self.bound = before | dict(zip(bound, options, strict=True))
            made.append(self.node(rest, path, said, root))
        self.bound = before
        read = (self.names.facts.get(fact) for node in made for leaf in leaves(node) for fact in facts_of(leaf))
        apart = {name for fact in read if fact is not None for name in fact.cell}
        told = any(fault.file == self.doc.file and fault.where.startswith(key(path)) for fault in self.faults)
        for name in bound:
            if name not in apart and not told:
                self.wrong((*place, name), f"nothing here is told apart by '{name}', so every copy says the same")
        return made[0] if len(made) == 1 else Group("all", tuple(made))

    def _options_of(self, name: str, said: Any, path: Path_) -> list[str]:
        """What a name of for_each stands for, in turn."""
        options = said if isinstance(said, list) else [said]
        known = {fact.cell[name] for fact in self.names.facts.values() if name in fact.cell}
        if name in self.bound:
            self.wrong(path, f"'{name}' is bound already; name it once")
        elif not known:
            near = nearest(name, {each for by in self.names.by.values() for each in by})
            self.wrong(path, f"for_each names what facts are told apart by, and '{name}' is none of it.{near}")
        for place, option in enumerate(options) if known else ():
            where = (*path, place) if isinstance(said, list) else path
            if option not in known:
                self.wrong(where, f"'{option}' is none of the options of '{name}'.{nearest(option, known)}")
            elif option in options[:place]:
                self.wrong(where, f"'{option}' stands here twice; there is one copy for each option")
        return [option for option in options if option in known] or sorted(known)[:1] or options[:1]

    def _words(self, data: Mapping[str, Any], path: Path_) -> tuple[str, str, str]:
        id = data.get("id", "")
        if id and self.bound:
            id = f"{id}[{', '.join(self.bound.values())}]"
        says, cites = (self.prose(data.get(word, ""), (*path, word), self.bound) for word in ("says", "cites"))
        return id, says, cites

    def prose(self, text: str, path: Path_, bound: Mapping[str, str]) -> str:
        """Words with the options that names in braces stand for."""
        for name, option in bound.items():
            text = text.replace(f"{{{name}}}", words(option))
        for name in _BRACES.findall(text):
            self.wrong(path, f"'{{{name}}}' stands for nothing: {_IN_BRACES}.{nearest(name, bound)}")
        return text

    def _leaf(self, data: dict[str, Any], path: Path_, said: bool) -> Leaf:
        if said:
            for name in ("id", "says", "cites"):
                if name not in data:
                    self.wrong(path, f"a condition under when has id, says and cites; '{name}' is missing")
        else:
            for name in (word for word in _WORDS if word in data):
                self.wrong((*path, name), f"leave '{name}' out: what stands around this condition says and cites it")
        source, kind, stepped = self.source(data, path)
        unknown = self.kind_of(source) is None  # it is told; its test cannot be
        test = IsNone() if unknown else self._test(data, path, source, kind)
        self._not_itself(path, source, test)
        fixed = fixed_test(test, stepped) if isinstance(source, OfFact | OfField) else None
        return Leaf(source, test, kind, stepped, *self._words(data, path), checked(data.get("checked")), fixed)

    def _test(self, data: dict[str, Any], path: Path_, source: Source, kind: Kind) -> Test:
        used = [name for name in _OPERATORS if name in data]
        if isinstance(source, OfProvision):
            for name in used:
                self.wrong(
                    (*path, name), "a provision is met or it is not: leave the comparison out, or put it under not"
                )
            return Is(Literally(YES))
        if not used and isinstance(source, OfFact) and source.judgement and kind == "yes_no":
            return Is(Literally(YES))
        allowed = self._allowed(source, kind)
        if not used:
            self.wrong(path, f"nothing is compared; write one of {', '.join(sorted(allowed))}")
        for name in used:
            if name not in allowed:
                self.wrong(
                    (*path, name), f"'{name}' does not compare a {called(kind)}; it takes {', '.join(sorted(allowed))}"
                )
                return IsNone()
        lower, upper = [n for n in used if n in LOWER], [n for n in used if n in UPPER]
        single = [name for name in used if name in ("is", "is_one_of", "in_period")]
        if len(lower) > 1 or len(upper) > 1 or len(single) > 1 or (single and (lower or upper)):
            self.wrong(path, f"{' and '.join(used)} do not stand together; write one, or one lower and one upper bound")
            return IsNone()
        if single:
            return self._single_test(single[0], data, path, source, kind)
        return self._between(data, path, kind, lower, upper)

    def _allowed(self, source: Source, kind: Kind) -> frozenset[str]:
        if kind == "text":
            return frozenset({"is"})
        if kind in ("yes_no", "choice"):
            return frozenset({"is", "is_one_of"})
        return _COMPARES[kind] | {"is"}

    def _single_test(self, word: str, data: dict[str, Any], path: Path_, source: Source, kind: Kind) -> Test:
        said, place = data[word], (*path, word)
        options = self.options_of(source)
        if word == "in_period":
            if said not in self.names.period_names:
                self.wrong(
                    place, f"there is no period '{said}' in ruleset.yaml.{nearest(said, self.names.period_names)}"
                )
                return IsNone()
            period = self.names.periods.get(said)
            return Between(period.start, period.end, period=said) if period else IsNone()
        if word == "is_one_of":
            wanted = [self.value(item, (*place, number), kind, options) for number, item in enumerate(said)]
            return IsOneOf(frozenset(item.known.value for item in wanted if isinstance(item, Literally)))
        if said == "none":
            if self.may_be_none(source):
                return IsNone()
            self.wrong(place, ALWAYS if isinstance(source, OfFact | OfField) else "a share is never none")
            return IsNone()
        if kind == "text":
            self.wrong(place, "a text is kept and shown, and compared only with none")
            return IsNone()
        return Is(self.value(said, place, kind, options))

    def _between(self, data: dict[str, Any], path: Path_, kind: Kind, lower: list[str], upper: list[str]) -> Test:
        low, high = (names[0] if names else None for names in (lower, upper))
        floor = None if low is None else self.value(data[low], (*path, low), kind)
        ceiling = None if high is None else self.value(data[high], (*path, high), kind)
        if crossed(floor, ceiling):
            self.wrong(path, f"{low} lies beyond {high}, so nothing can be between them; swap them")
        return Between(floor, ceiling, low in ("more_than", "after"), high in ("less_than", "before"))

    def _not_itself(self, path: Path_, source: Source, test: Test) -> None:
        sides = {source.name} if isinstance(source, OfFact) else set()
        if isinstance(source, OfField) and source.name in {f for bound in bounds_in(test) for f in fields_in(bound)}:
            self.wrong(path, f"both sides speak of '{source.name}', which says nothing; compare it with something else")
        if isinstance(source, OfShare):
            sides = {source.part, source.whole}
        values = bounds_in(test)
        for name in sorted(sides & {name for value in values for name in facts_in(value)}):
            self.wrong(path, f"both sides speak of '{name}', which says nothing; compare it with something else")

    def unless(self, data: list[dict[str, Any]], path: Path_) -> Iterator[Unless]:
        """The exceptions of a version, in the law's order, with their own."""
        for number, each in enumerate(data):
            place: Path_ = (*path, number)
            when = self.node(each["when"], (*place, "when"), said=False, root=True)
            inner = tuple(self.unless(each.get("unless", []), (*place, "unless")))
            says, cites = (self.prose(each[word], (*place, word), self.bound) for word in ("says", "cites"))
            yield Unless(each["id"], says, cites, when, inner)


def checked(data: Mapping[str, Any] | None) -> Checked | None:
    """How a text was checked, as written."""
    return None if data is None else read_checked(data)


def read_checked(data: Mapping[str, Any]) -> Checked:
    """How a text was checked, where that is said."""
    day: date | None = data.get("dated")
    return Checked(data["how"], data.get("by", ""), data.get("read_in", ""), day, data.get("url", ""))


def read_authorities(data: Mapping[str, Any]) -> tuple[Authority, ...]:
    """What courts have decided that bears on a judgement; from memory, where nothing says how that was checked."""
    return tuple(
        Authority(each["citation"], each["url"], each["point"], read_checked(each.get("checked", {"how": "recalled"})))
        for each in data.get("authorities", ())
    )


def domain(kind: Kind, options: tuple[str, ...], low: Any, high: Any, none: bool) -> Known:
    """Every value a fact may have before anything is known of it."""
    if kind == "yes_no":
        return Options(frozenset({True, False}), none)
    if kind == "choice":
        return Options(frozenset(options), none)
    return Span(low, high, none)
