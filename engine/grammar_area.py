"""The shapes of the files that stand beside the rule sets of an area: its coverage map, and where words were read."""

from engine.grammar_fields import Day, Each, Many, Name, PlaceName, Table, Text, Whole
from engine.grammar_strict import Part, Strict, shape_of

AREA_SHAPES: dict[str, type[Strict]] = {
    "place": shape_of(
        "place",
        id=PlaceName(required=True),
        title=Text(required=True),
        judgement=Name(),
        in_part=Text(),
        not_encoded=Text(),
    ),
    "chapter": shape_of(
        "chapter", id=Text(required=True), title=Text(required=True), rows=Many(Part("place"), required=True)
    ),
    "coverage": shape_of(
        "coverage",
        title=Text(required=True),
        about=Text(required=True),
        elsewhere=Many(Text()),
        chapters=Many(Part("chapter"), required=True),
    ),
    "text_read": shape_of(
        "text_read",
        ("stood_on", "in_force"),
        title=Text(required=True),
        instrument=Text(required=True),
        url=Text(required=True),
        stood_on=Day(),
        in_force=Many(Day()),
        file=Text(required=True),
        commit=Text(required=True),
    ),
    "place_read": shape_of("place_read", cites=Text(required=True), texts=Each(Many(Whole(), least=2), required=True)),
    "read": shape_of(
        "read",
        title=Text(required=True),
        about=Text(required=True),
        copies=Text(required=True),
        texts=Table(Part("text_read"), required=True),
        places=Many(Part("place_read"), required=True),
    ),
}
