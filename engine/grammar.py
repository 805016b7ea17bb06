"""The shapes of the rule files, as marshmallow schemas. Editors get the same shapes as JSON Schema (``json_schema``).

What a shape alone cannot say (types of comparisons, tiling versions, cycles) the builder checks.
"""

from typing import get_args

from engine.counting import Unit
from engine.grammar_area import AREA_SHAPES
from engine.grammar_fields import (
    Bound,
    Day,
    Each,
    Flag,
    Given,
    Many,
    Name,
    Number,
    OneOf,
    Plain,
    Question,
    Scalar,
    Sentence,
    Table,
    Text,
    Whole,
)
from engine.grammar_strict import REGISTRY, Part, Strict, ValuePart, shape_of
from engine.model import How, Operation
from engine.values import KINDS, ORDERED

ROLES = (
    "commissioner",
    "applicant",
    "appellant",
    "contractor",
    "interested_party",
    "trust",
    "committee",
    "officer",
    "board",
)
SUBJECTS = ("site", "trust")  # a trust has one or several sites
UNITS: tuple[Unit, ...] = ("days", "working_days", "months", "years")
COUNTINGS = ("from_the_next_day", "including_the_first_day")
OPERATIONS: tuple[Operation, ...] = ("add", "take_away", "multiply", "divide", "lowest_of", "highest_of")
ROUNDINGS = ("down", "nearest", "up")
LOWER = ("at_least", "more_than", "on_or_after", "after")
UPPER = ("at_most", "less_than", "on_or_before", "before")
SOURCES = ("fact", "judgement", "provision", "share", "field")
GROUPS = ("all", "any", "not", "at_least_of")


VALUE_KEYS = ("fact", "figure", "field", *OPERATIONS, "days_between")
COUNTS = ("counted_from", "sum_of", "earliest_of", "latest_of", "longest_gap")


def _value_parts() -> dict[str, Plain]:
    return {
        "fact": Name(),
        "figure": Name(),
        "field": Name(),
        "plus": Part("shift"),
        "minus": Part("shift"),
        "counting": OneOf(*COUNTINGS),
        **{name: Many(ValuePart(), least=2) for name in OPERATIONS},
        "days_between": Many(ValuePart(), least=2),
    }


def _number_parts() -> dict[str, Plain]:
    return {"unit": Text(), "whole": Flag(), "at_least": Scalar(), "at_most": Scalar()}


def _rows_of(*more: str) -> type[Strict]:
    keys: dict[str, Plain] = {name: Name(required=True) for name in more}
    return shape_of("counted", ("records", "among"), records=Name(), among=Name(), where=Part("node"), **keys)


def _said() -> dict[str, Plain]:
    return {"id": Name(), "says": Text(), "cites": Text()}


SHAPES: dict[str, type[Strict]] = {
    "shift": shape_of("shift", UNITS, **{unit: ValuePart() for unit in UNITS}),
    "value": shape_of("value", VALUE_KEYS, **_value_parts()),
    "worked_out": shape_of("worked_out", VALUE_KEYS, **_value_parts(), rounded=OneOf(*ROUNDINGS)),
    "result": shape_of(
        "result",
        VALUE_KEYS,
        type=OneOf(*(kind for kind in KINDS if kind in ORDERED), required=True),
        says=Text(required=True),
        cites=Text(required=True),
        **_value_parts(),
        rounded=OneOf(*ROUNDINGS),
    ),
    "checked": shape_of(
        "checked",
        how=OneOf(*get_args(How), required=True),
        by=Text(),
        read_in=OneOf("official", "copy"),
        dated=Day(),
        url=Text(),
    ),
    "at_least_of": shape_of("at_least_of", count=Whole(required=True), of=Many(Part("node"), least=3, required=True)),
    "node": shape_of(
        "node",
        (*GROUPS, *SOURCES),
        **_said(),
        for_each=Bound(),
        checked=Part("checked"),
        all=Many(Part("node")),
        any=Many(Part("node")),
        not_=Part("node"),
        at_least_of=Part("at_least_of"),
        fact=Name(),
        judgement=Name(),
        provision=Text(),
        share=Name(),
        field=Name(),
        of=Name(),
        when_none=OneOf("met", "not_met"),
        rounded_to=Whole(),
        is_=ValuePart(),
        is_one_of=Many(Scalar()),
        **{name: ValuePart() for name in (*LOWER, *UPPER)},
        in_period=Name(),
    ),
    "unless": shape_of(
        "unless",
        id=Name(required=True),
        says=Text(required=True),
        cites=Text(required=True),
        when=Part("node", required=True),
        unless=Many(Part("unless")),
    ),
    "effective": shape_of("effective", from_=Day(required=True), to=Day()),
    "changed_by": shape_of("changed_by", instrument=Text(required=True), note=Text(required=True)),
    "version": shape_of(
        "version",
        effective=Part("effective", required=True),
        not_in_force=Flag(),
        as_before=Flag(),
        changed_by=Part("changed_by"),
        checked=Part("checked"),
        summary=Text(),
        when=Part("node"),
        unless=Many(Part("unless")),
        gives=Table(Part("result")),
        concludes=Text(),
        otherwise=Text(),
    ),
    "citation": shape_of(
        "citation", instrument=Text(required=True), provision=Text(required=True), url=Text(required=True)
    ),
    "extends": shape_of("extends", date=Name(required=True), until=Name()),
    "reviewed": shape_of("reviewed", by=Text(required=True), dated=Day(required=True)),
    "provision": shape_of(
        "provision",
        title=Text(required=True),
        question=Question(required=True),
        citation=Part("citation", required=True),
        stage=OneOf("draft", "reviewed", "retired", required=True),
        reviewed=Part("reviewed"),
        effect=OneOf("must", "may"),
        extends=Many(Part("extends")),
        governed_by=Name(),
        limits=Many(Text(), required=True),
        versions=Many(Part("version"), required=True),
    ),
    "bridge": shape_of("bridge", rule_set=Text(required=True), question=Name(required=True)),
    "authority": shape_of(
        "authority",
        citation=Text(required=True),
        url=Text(required=True),
        point=Text(required=True),
        checked=Part("checked"),
    ),
    "fact": shape_of(
        "fact",
        type=OneOf(*KINDS, "records"),
        ask=Question(),
        shown_by=OneOf(*ROLES),
        decided_by=OneOf(*ROLES),
        about=OneOf(*SUBJECTS),
        personal=Flag(),
        from_=Part("bridge"),
        evidence=Text(),
        hint=Text(),
        ask_if=Part("node"),
        if_not_shown=Scalar(),
        may_be_none=Flag(),
        weigh=Many(Text()),
        authorities=Many(Part("authority"), least=0),
        options=Many(Name(), least=2),
        **_number_parts(),
        part_of=Name(),
        says=Text(),
        cites=Text(),
        worked_out=Part("worked_out"),
        fields=Table(Part("field")),
        one_row_per=Many(Name()),
        by=Many(Name()),
        counted_from=Part("counted"),
        sum_of=Part("taken"),
        earliest_of=Part("taken"),
        latest_of=Part("taken"),
        longest_gap=Part("gap"),
    ),
    "field": shape_of(
        "field",
        type=OneOf(*KINDS, required=True),
        personal=Flag(),
        if_not_shown=Scalar(),
        may_be_none=Flag(),
        empty=OneOf("none", "not_known"),
        options=Many(Name(), least=2),
        **_number_parts(),
        worked_out=Part("worked_out"),
    ),
    "counted": _rows_of(),
    "taken": _rows_of("field"),
    "gap": _rows_of("field", "in_period"),
    "table": shape_of("table", rows=Many(Given(), least=0, required=True), complete=Flag()),
    "must_hold": shape_of("must_hold", when=Part("node", required=True), message=Text(required=True)),
    "facts": shape_of("facts", facts=Table(Part("fact"), required=True), must_hold=Many(Part("must_hold"))),
    "figure_step": shape_of(
        "figure_step",
        from_=Day(required=True),
        to=Day(),
        is_=Number(required=True),
        cites=Text(required=True),
        checked=Part("checked", required=True),
    ),
    "figure": shape_of("figure", unit=Text(required=True), values=Many(Part("figure_step"), required=True)),
    "instrument": shape_of("instrument", id=Text(required=True), title=Text(required=True), url=Text(required=True)),
    "period": shape_of("period", from_=ValuePart(required=True), to=ValuePart(required=True)),
    "line": shape_of(
        "line",
        ("outcome", "otherwise"),
        outcome=Name(),
        otherwise=Name(),
        when=Part("node"),
        if_used=Name(),
        told=Flag(),
        says=Text(required=True),
    ),
    "question": shape_of(
        "question",
        id=Name(required=True),
        asks=Question(required=True),
        step=Flag(),
        first_of=Many(Part("line"), required=True),
    ),
    "ruleset": shape_of(
        "ruleset",
        title=Text(required=True),
        kind=OneOf("appeal", "dispute", "assessment", "data_quality", required=True),
        instrument=Part("instrument", required=True),
        covers=Part("effective", required=True),
        as_at=Name(required=True),
        periods=Table(Part("period")),
        questions=Many(Part("question"), required=True),
        renamed=Each(Each(Text())),
    ),
    "expect": shape_of(
        "expect",
        provisions=Each(OneOf("met", "not_met", "not_known")),
        questions=Each(Name()),
        amounts=Given(),
        because=Many(Text(), least=0),
        needs=Each(OneOf("ask", "find", "rows", "close")),
        refused=Many(Name()),
    ),
    "test": shape_of(
        "test",
        name=Sentence(required=True),
        as_at=Day(),
        given=Given(required=True),
        rows=Each(Part("table")),
        closed=Flag(),
        expect=Part("expect", required=True),
    ),
    **AREA_SHAPES,
}
REGISTRY.update(SHAPES)
