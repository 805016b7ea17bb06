"""The left-hand sides of conditions: facts and judgements, their cells, provisions, shares, and fields of a row."""

import re
from dataclasses import dataclass
from typing import Any

from engine.build_values import ValueBuilder
from engine.errors import nearest
from engine.model import OfFact, OfField, OfProvision, OfShare, Source
from engine.values import Kind, Span
from engine.yaml_reader import Path_

_NO_ROW = "a field is spoken of under where only; here there is no row"
_CELL = re.compile(r"\[[a-z0-9_, ]+\]")  # which cell of a fact: an author names the fact alone


@dataclass(slots=True)
class SourceBuilder(ValueBuilder):
    """Builds left-hand sides, and the values on the right, from one document."""

    def wrong(self, path: Path_, message: str) -> None:
        """Report a fault once, in however many cells or copies it is found."""
        fault = self.doc.fault(path, _CELL.sub("", message))
        if fault not in self.faults:
            self.faults.append(fault)

    def cell(self, name: str, path: Path_) -> str:
        """As for values. Where no cell is found that is told, and any cell stands in its place: no more is said of it.

        Nothing is told where for_each binds a name that is no field: that has been said already, and may be the cause.
        """
        if name not in self.names.by:
            return name
        fields = {field for by in self.names.by.values() for field in by}
        found = ValueBuilder.cell(self, name, path) if fields >= set(self.bound) else name
        cells = [each for each, fact in self.names.facts.items() if fact.cell_of == name]
        return found if found in cells or not cells else cells[0]

    def spoken_of(self, *kinds: Kind) -> set[str]:
        """The facts and results that a condition may name, of these kinds where some are named; a cell by its fact."""
        names = self.names.of_kind(*kinds) if kinds else [*self.names.facts, *self.names.results]
        return {self.names.facts[name].cell_of or name if name in self.names.facts else name for name in names}

    def source(self, data: dict[str, Any], path: Path_) -> tuple[Source, Kind, bool]:
        """The left-hand side of a leaf, its kind, and whether it moves in whole steps."""
        for name in ("of", "when_none", "rounded_to"):
            if name in data and "share" not in data:
                self.wrong((*path, name), f"'{name}' goes with share only")
        if self.row is not None and not {"field", "fact"} & set(data):
            self.wrong(path, "under where a condition is about the row: it names a field, or a fact")
        if "provision" in data:
            return self._of_provision(data["provision"], (*path, "provision"))
        if "share" in data:
            return self._share(data, path)
        if "field" in data:
            return self._of_field(data["field"], (*path, "field"))
        word = "judgement" if "judgement" in data else "fact"
        name = self.cell(data[word], (*path, word))
        kind = self.names.kind(name)
        if kind is None:
            self.wrong((*path, word), f"there is no fact or result '{name}'.{nearest(name, self.spoken_of())}")
            return OfFact(name), "yes_no", False
        decided = name in self.names.facts and self.names.facts[name].judgement
        if decided and word == "fact":
            instead = f"write judgement: {name}" if self.row is None else "it does not stand under where"
            self.wrong((*path, word), f"'{name}' is a judgement, which only a person may reach; {instead}")
        if not decided and word == "judgement":
            self.wrong((*path, word), f"'{name}' is no judgement (it has no decided_by); write fact: {name}")
        return OfFact(name, decided), kind, self.names.stepped(name)

    def _of_provision(self, id: str, path: Path_) -> tuple[Source, Kind, bool]:
        known = self.names.provisions
        if id not in known:
            self.wrong(path, f"there is no provision '{id}' here.{nearest(id, known)}")
        return OfProvision(id), "yes_no", False

    def _of_field(self, name: str, path: Path_) -> tuple[Source, Kind, bool]:
        fields = self.row.fields if self.row else {}
        if name not in fields:
            where = f"{self.row.name} has no field '{name}'.{nearest(name, fields)}" if self.row else _NO_ROW
            self.wrong(path, where)
            return OfField(name), "yes_no", False
        return OfField(name), fields[name].kind, fields[name].stepped

    def _share(self, data: dict[str, Any], path: Path_) -> tuple[Source, Kind, bool]:
        data = data | {word: self.cell(data[word], (*path, word)) for word in ("share", "of") if word in data}
        for word in ("of", "when_none"):
            if word not in data:
                self.wrong(path, f"a share has '{word}': share: PART, of: WHOLE, when_none: met or not_met")
        numbers = {fact.cell_of or name: fact for name, fact in self.names.facts.items() if fact.kind == "number"}
        for word in ("share", "of"):
            name = data.get(word, "")
            fact = self.names.facts.get(name)
            if name and (fact is None or fact.kind != "number"):
                self.wrong((*path, word), f"'{name}' is not a number among the facts.{nearest(name, numbers)}")
            elif (
                fact is not None and isinstance(fact.domain, Span) and (fact.domain.low is None or fact.domain.low < 0)
            ):
                self.wrong((*path, word), f"a share is of counts: give '{name}' at_least: 0")
        if data["share"] == data.get("of"):
            self.wrong((*path, "of"), "the part and the whole are one fact")
        rounded_to = data.get("rounded_to")
        whole = data.get("of", "")
        source = OfShare(
            data["share"], whole, data.get("when_none", "not_met"), None if rounded_to is None else int(rounded_to)
        )
        return source, "number", False

    def kind_of(self, source: Source) -> Kind | None:
        """The kind of a left-hand side; None where there is no such thing."""
        if isinstance(source, OfFact):
            return self.names.kind(source.name)
        if isinstance(source, OfField):
            return self.row.fields[source.name].kind if self.row and source.name in self.row.fields else None
        return "yes_no"

    def options_of(self, source: Source) -> tuple[str, ...]:
        """What there is to choose from on the left-hand side."""
        if isinstance(source, OfField) and self.row:
            return self.row.fields[source.name].options
        return self.names.options(source.name) if isinstance(source, OfFact) else ()

    def may_be_none(self, source: Source) -> bool:
        """Whether the left-hand side may have no value."""
        if isinstance(source, OfField) and self.row:
            field = self.row.fields[source.name]
            return field.domain.none or field.worked_out is not None
        return isinstance(source, OfFact) and self.names.may_be_none(source.name)
