"""Provisions: from their files to the model, version by version."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from engine.build_conditions import Builder, read_checked
from engine.errors import nearest
from engine.model import Citation, Extends, Provision, Result, Version
from engine.values import DATED
from engine.yaml_reader import Path_

_ABSENT = frozenset({"effective", "not_in_force", "changed_by", "checked", "summary"})
_AS_BEFORE = _ABSENT - {"not_in_force"} | {"as_before"}
_NEEDED_AS_BEFORE = ("changed_by", "checked", "summary")
_NEEDED = ("checked", "summary", "when", "concludes", "otherwise")
_SAID = frozenset({"rounded", "type", "says", "cites"})


def build_provision(builder: Builder, id: str, data: Mapping[str, Any]) -> Provision:
    """One provision, from a file whose shape is right."""
    if ("reviewed" in data) != (data["stage"] == "reviewed"):
        builder.wrong(
            ("stage",),
            "a rule is reviewed by somebody: stage: reviewed has reviewed: {by, dated}, and no other stage has",
        )
    governed_by = data.get("governed_by", "")
    if governed_by:
        builder.governing(governed_by, ("governed_by",))
    return Provision(
        id=id,
        title=data["title"],
        question=data["question"],
        citation=Citation(**data["citation"]),
        stage=data["stage"],
        limits=tuple(data["limits"]),
        versions=tuple(_versions(builder, data["versions"])),
        effect=data.get("effect"),
        extends=tuple(_extends(builder, data)),
        governed_by=governed_by,
        reviewed=data.get("reviewed"),
    )


def _extends(builder: Builder, data: Mapping[str, Any]) -> Iterator[Extends]:
    """The dates that a power lets somebody put off: dates by which something is due."""
    if "extends" not in data:
        return
    names = builder.names
    due = [name for name in names.of_kind(*DATED) if name in names.results or names.facts[name].is_due]
    if data.get("effect") != "may":
        builder.wrong(("extends",), "what may be put off is a power: extends stands beside effect: may")
    told = "is no date that a provision gives, or that is worked out and has cites"
    for place, each in enumerate(data["extends"]):
        for key, name in each.items():
            if name not in due:
                builder.wrong(("extends", place, key), f"'{name}' {told}.{nearest(name, due)}")
        yield Extends(**each)


def _versions(builder: Builder, data: list[Mapping[str, Any]]) -> list[Version]:
    """Each version, newest first. One that is as before keeps the conditions of the one below it, which is older."""
    made = [_version(builder, each, ("versions", place)) for place, each in enumerate(data)]
    for place in (place for place in reversed(range(len(data))) if data[place].get("as_before")):
        if place + 1 < len(data) and made[place + 1].when is not None:
            own, older = made[place], made[place + 1]
            tree = replace(own, when=older.when, unless=older.unless, gives=older.gives)
            made[place] = replace(tree, concludes=older.concludes, otherwise=older.otherwise)
        else:
            told = "no version in force stands below this one, so there are no conditions that it could keep"
            builder.wrong(("versions", place, "as_before"), told)
    return made


def _version(builder: Builder, data: Mapping[str, Any], path: Path_) -> Version:
    start, end = data["effective"]["from"], data["effective"].get("to")
    absent, as_before = data.get("not_in_force", False), data.get("as_before", False)
    for name in sorted(set(data) - _ABSENT) if absent else ():
        builder.wrong((*path, name), f"law that was not in force has no '{name}'")
    for name in sorted(set(data) - _AS_BEFORE) if as_before and not absent else ():
        builder.wrong((*path, name), f"a version that is as before keeps the '{name}' of the one below it")
    which = "a version that is as before" if as_before else "a version"
    needed = () if absent else _NEEDED_AS_BEFORE if as_before else _NEEDED
    for name in needed:
        if name not in data:
            builder.wrong(path, f"the key '{name}' is missing; {which} has {', '.join(needed)}")
    in_force = "when" in data and not absent
    return Version(
        start,
        end,
        when=builder.node(data["when"], (*path, "when"), said=True, root=True) if in_force else None,
        unless=tuple(builder.unless(data.get("unless", []), (*path, "unless"))) if in_force else (),
        gives=dict(_gives(builder, data.get("gives", {}), (*path, "gives"))) if in_force else {},
        summary=data.get("summary", ""),
        concludes=data.get("concludes", ""),
        otherwise=data.get("otherwise", ""),
        changed_by=data.get("changed_by"),
        checked=read_checked(data["checked"]) if "checked" in data else None,
    )


def _gives(builder: Builder, data: Mapping[str, Any], path: Path_) -> Iterator[tuple[str, Result]]:
    for name, result in data.items():
        how, kind = result.get("rounded"), result["type"]
        bare = {key: value for key, value in result.items() if key not in _SAID}
        value = builder.value(bare, (*path, name), kind)
        builder.rounding(value, kind, how, (*path, name))
        yield name, Result(name, kind, result["says"], result["cites"], value, how)
