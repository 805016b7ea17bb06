"""Copies of a condition, one for each combination of options, and the cells of facts that have a number for each.

Both are written out when the rules are read: after that a cell is a fact like another, known by the name of its cell.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

Raw = Any
Facts = dict[str, Raw]

DERIVED = ("counted_from", "sum_of", "latest_of", "earliest_of", "longest_gap")


def cell_name(name: str, options: list[str]) -> str:
    return f"{name}[{', '.join(options)}]"


def written_out(node: Raw, facts: Facts, bound: dict[str, str] | None = None) -> Raw:
    """The node with its copies in place of every `for_each`, and facts by the names of their cells."""
    bound = bound or {}
    if isinstance(node, list):
        return [written_out(part, facts, bound) for part in node]
    if not isinstance(node, dict):
        return node
    if "for_each" not in node:
        return {key: _part(key, part, facts, bound) for key, part in node.items()}
    names, rest = list(node["for_each"]), {key: part for key, part in node.items() if key != "for_each"}
    choices = [part if isinstance(part, list) else [part] for part in node["for_each"].values()]
    copies = [written_out(rest, facts, bound | dict(zip(names, each, strict=True))) for each in product(*choices)]
    if not copies:
        raise ValueError(f"for_each over an empty list: {node['for_each']}")
    return copies[0] if len(copies) == 1 else {"all": copies}


def _part(key: str, part: Raw, facts: Facts, bound: dict[str, str]) -> Raw:
    if not isinstance(part, str):
        return written_out(part, facts, bound)
    if key in ("fact", "share", "of"):
        return _cell(part, facts, bound)
    if key == "id" and bound:
        return cell_name(_filled(part, bound), [str(option) for option in bound.values()])
    if key in ("says", "cites"):
        return _filled(part, {name: str(option).replace("_", " ") for name, option in bound.items()})
    return part


def _filled(text: str, bound: dict[str, str]) -> str:
    for name, option in bound.items():
        text = text.replace("{" + name + "}", str(option))
    return text


def _cell(name: str, facts: Facts, bound: dict[str, str]) -> str:
    if "by" not in facts.get(name, {}):
        return name
    if missing := [field for field in facts[name]["by"] if field not in bound]:
        raise ValueError(f"{name} has one number for each {missing}: no for_each says which")
    if (found := cell_name(name, [bound[field] for field in facts[name]["by"]])) not in facts:
        raise ValueError(f"there is no cell {found}")
    return found


# Facts


def with_cells(facts: Facts) -> Facts:
    """The facts, with one more for each cell, and for what is derived from rows its table and condition over a row."""
    found = dict(facts)
    for name, fact in facts.items():
        if "by" in fact:
            found |= dict(_cells(name, facts))
    return {name: _derived(name, found) if is_read(fact) else fact for name, fact in found.items()}


def is_read(fact: Raw) -> bool:
    """Whether it has a value of its own: a table has none, nor has a fact that is divided into cells."""
    return fact["type"] != "records" and "by" not in fact


def is_derived(fact: Raw) -> bool:
    return "worked_out" in fact or "table" in fact


def _cells(name: str, facts: Facts) -> Iterator[tuple[str, Raw]]:
    fields = facts[_table_of(name, facts)]["fields"]
    for options in product(*(fields[field]["options"] for field in facts[name]["by"])):
        fact = {key: part for key, part in facts[name].items() if key != "by"}
        if "part_of" in fact and "by" in facts[fact["part_of"]]:
            fact["part_of"] = cell_name(fact["part_of"], list(options))
        fact |= {"cell_of": name, "cell": dict(zip(facts[name]["by"], options, strict=True))}
        yield cell_name(name, list(options)), fact


def _spec(fact: Raw) -> Raw:
    return next((fact[kind] for kind in DERIVED if kind in fact), {})


def _table_of(name: str, facts: Facts) -> str:
    """The table that a fact is counted from; the first that has the fields of its cells where it is only asked for."""
    spec = _spec(facts[name])
    if "among" in spec:
        return _table_of(spec["among"], facts)
    if "records" in spec:
        return str(spec["records"])
    tables = [table for table, fact in facts.items() if fact["type"] == "records"]
    return next(table for table in tables if set(facts[name]["by"]) <= set(facts[table]["fields"]))


def _derived(name: str, facts: Facts) -> Raw:
    fact = facts[name]
    kind = next((kind for kind in DERIVED if kind in fact), None)
    if kind is None:
        return fact
    more = {"kind": kind, "table": _table_of(name, facts), "condition": _condition(name, facts), "own": _own(fact)}
    if "among" in fact[kind]:
        more["counted_among"] = _whole(fact, facts)
    if kind in ("counted_from", "longest_gap"):
        more |= {"whole": True, "at_least": fact.get("at_least", 0)}
    return fact | more


def _own(fact: Raw) -> Raw:
    """Its own `where`; what is always so where it has none."""
    return _spec(fact).get("where", {"all": []})


def _whole(fact: Raw, facts: Facts) -> str:
    among = str(_spec(fact)["among"])
    return cell_name(among, list(fact["cell"].values())) if "by" in facts[among] else among


def _condition(name: str, facts: Facts) -> Raw:
    """What a row must satisfy to be counted: to be in the cell, to be in what it is counted among, and `where`."""
    fact = facts[name]
    if "among" in _spec(fact):
        return {"all": [_condition(_whole(fact, facts), facts), _own(fact)]}
    return {"all": [*({"field": field, "is": option} for field, option in fact.get("cell", {}).items()), _own(fact)]}
