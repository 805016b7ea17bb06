"""The tests beside the rules: read, run, and told apart line by line where they fail."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.determination import Determination, determine
from engine.errors import EngineDisagreement, FactError, Fault, RuleError, nearest
from engine.facts import read_given
from engine.model import RuleSet
from engine.needs import needs_of_provision
from engine.reasons import considered, of_line, of_provision
from engine.record import known_json, scalar_json
from engine.shapes import load_shape
from engine.walk import tested_by
from engine.yaml_reader import Document, Path_, read_yaml


@dataclass(frozen=True, slots=True)
class RuleTest:
    """One test as written, and where."""

    name: str
    provision: str
    file: str
    line: int
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """A test and what came of it. ``failures`` is empty where everything is as expected.

    ``refused`` holds what was said of the facts, where the test expects that they are refused.
    """

    test: RuleTest
    determination: Determination | None
    failures: tuple[str, ...]
    refused: tuple[str, ...] = ()


def read_tests(folder: Path, provision: str = "*") -> tuple[RuleTest, ...]:
    """Every test of a rule set, or of one provision. Raises RuleError with every fault in every test file."""
    tests: list[RuleTest] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob(f"{provision}.test.yaml")):
        try:
            doc = read_yaml(path, "/".join(path.parts[-3:]))
        except RuleError as error:
            faults.extend(error.faults)
            continue
        wrong = load_shape("tests", doc.data) or dict(_expectations(doc.data))
        faults.extend(doc.fault(where, message) for where, message in wrong.items())
        if not wrong:
            tests.extend(_tests(doc, path.name.removesuffix(".test.yaml")))
    if faults:
        raise RuleError(faults)
    return tuple(tests)


def _expectations(data: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Path_, str]]:
    """What a shape alone cannot say: that a test expects something, and whose reasons it expects."""
    for place, expect in ((place, each["expect"]) for place, each in enumerate(data)):
        named = [*expect.get("provisions", {}), *expect.get("questions", {})]
        if "refused" in expect:
            if len(expect) > 1:
                yield (place, "expect"), "where facts are refused nothing is determined; refused stands alone"
        elif {"because", "needs"} & set(expect) and len(named) != 1:
            yield (
                (place, "expect"),
                "because and needs belong to the one provision or question that expect names; name exactly one",
            )
        elif not named and not expect.get("amounts"):
            yield (place, "expect"), "a test expects something: provisions, questions, amounts or refused"


def _tests(doc: Document, provision: str) -> Iterator[RuleTest]:
    for place, data in enumerate(doc.data):
        yield RuleTest(data["name"], provision, doc.file, doc.line((place,)), data)


def run_test(rule_set: RuleSet, test: RuleTest, by: Callable[..., Determination] = determine) -> Run:
    """Put a test's facts to the rule set, and compare."""
    data, expect = test.data, test.data["expect"]
    try:
        facts = read_given(rule_set, {**data["given"], **_tables(data)})
        determination = by(rule_set, facts, data.get("as_at"), data.get("closed", False))
    except FactError as error:
        said = tuple(fault.message for fault in error.faults) if "refused" in expect else ()
        return Run(test, None, tuple(_refusal(error, expect)), said)
    except EngineDisagreement as error:
        return Run(test, None, (str(error),))
    if "refused" in expect:
        return Run(test, determination, (f"{_shown(expect['refused'])} was to be refused, and nothing is",))
    return Run(test, determination, tuple(_differences(determination, expect)))


def _tables(data: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of a test as a caller states them; whoever wrote the test says that they are complete."""
    return {name: {**table, "by": "the test"} for name, table in data.get("rows", {}).items()}


def _refusal(error: FactError, expect: Mapping[str, Any]) -> Iterator[str]:
    """What was refused, where that was not expected; what was expected, where something else was refused."""
    places = [fault.where.split("/") for fault in error.faults]  # ["", "facts", NAME, …] or ["", "as_at"]
    refused = {(place[2:] or place[-1:])[0] for place in places}
    if "refused" not in expect:
        yield from (str(fault) for fault in error.faults)
    elif refused != set(expect["refused"]):
        yield f"{_shown(expect['refused'])} was to be refused, and {_shown(refused)} is"


def _differences(found: Determination, expect: Mapping[str, Any]) -> Iterator[str]:
    statuses = {each.id: each.status for each in found.provisions}
    outcomes = {each.id: each.outcome or "undetermined" for each in found.questions}
    amounts = {name: known_json(known) for name, known in found.amounts.items()}
    yield from _compared("provision", expect.get("provisions", {}), statuses)
    yield from _compared("question", expect.get("questions", {}), outcomes)
    yield from _compared("amount", {name: _plain(value) for name, value in expect.get("amounts", {}).items()}, amounts)
    for name in (*expect.get("provisions", {}), *expect.get("questions", {})):
        if name in {*statuses, *outcomes}:
            yield from _reasons(found, name, expect)


def _reasons(found: Determination, name: str, expect: Mapping[str, Any]) -> Iterator[str]:
    if "because" in expect:
        because = because_of(found, name)
        if set(because) != set(expect["because"]):
            yield f"because of {_shown(expect['because'])} was expected, and it is because of {_shown(because)}"
    if "needs" in expect:
        needs = _needs_of(found, name)
        if needs != expect["needs"]:
            yield f"needs {_shown_map(expect['needs'])} were expected, and they are {_shown_map(needs)}"


def because_of(found: Determination, name: str) -> tuple[str, ...]:
    """The conditions that carry a provision's status, or the provisions and facts that carry a question's answer."""
    ev = found.evaluation
    if name in found.rule_set.provisions:
        return tuple(carrier.part.id for carrier in of_provision(ev, name))
    question = next(each for each in found.rule_set.questions if each.id == name)
    carried = (leaf for _, line in considered(ev, question) for leaf in of_line(ev, line))
    return tuple(dict.fromkeys(getattr(leaf.source, "id", "") or tested_by(leaf)[0] for leaf in carried))


def _needs_of(found: Determination, name: str) -> dict[str, str]:
    if name in found.rule_set.provisions:
        needs = needs_of_provision(found.evaluation, found.facts, name)
    else:
        needs = found.needs_of.get(name, ())
    return {need.fact: need.what for need in needs}


def _compared(sort: str, expected: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    for name, wanted in expected.items():
        if name not in found:
            yield f"there is no {sort} '{name}' here.{nearest(name, found)}"
        elif found[name] != wanted:
            yield f"{sort} {name}: expected {wanted}, found {found[name]}"


def _plain(value: Any) -> Any:
    return {key: scalar_json(each) for key, each in value.items()} if isinstance(value, dict) else scalar_json(value)


def _shown(names: Any) -> str:
    return ", ".join(sorted(names)) or "nothing"


def _shown_map(needs: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {what}" for name, what in needs.items()) or "nothing"
