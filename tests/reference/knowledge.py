"""Random knowledge of a case: a hidden truth, and steps from knowing nothing of it to knowing all."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from tests.reference.decide import Case
from tests.reference.for_each import is_derived, is_read
from tests.reference.leaves import NOT_MET, Verdict
from tests.reference.yaml_reader import Raw, Rules

Given = dict[str, Any]
FIRST, LAST = date(2015, 1, 1), date(2025, 12, 31)


def truth(rules: Rules, rng: Random) -> Given:
    """One value for every fact and judgement that is not worked out; what must hold may still turn on rows."""
    for _ in range(20_000):
        found = _any_values(rules, rng)
        if NOT_MET not in what_must_hold(rules, found):
            return found
    raise ValueError("no random case keeps what must hold: must_hold may be impossible")


def what_must_hold(rules: Rules, given: Given) -> Iterator[Verdict]:
    """Whether each thing holds that must."""
    case = Case(rules, given, None)
    return (case.tree(rule["when"], case.at_as_at()) for rule in rules.must_hold)


def _any_values(rules: Rules, rng: Random) -> Given:
    found: Given = {}
    governing = {rules.ruleset["as_at"], *(body.get("governed_by") for body in rules.provisions.values())}
    for name, fact in sorted(rules.facts.items(), key=lambda item: "part_of" in item[1]):
        if is_derived(fact) or not is_read(fact):
            continue
        found[name] = one_value(fact, rng)
        if name in governing and name in rules.facts and found[name] is not None:
            found[name] = max(found[name], rules.ruleset["covers"]["from"] + timedelta(days=found[name].day))
        if "part_of" in fact and None not in (found[name], found[fact["part_of"]]):
            found[name] = min(found[name], found[fact["part_of"]])
    return {name: "none" if value is None else value for name, value in found.items()}


def one_value(fact: Raw, rng: Random) -> Any:
    """Any one value of those that the fact, or a field, is described as having."""
    if fact.get("may_be_none") and rng.random() < 0.3:
        return None
    match fact["type"]:
        case "yes_no":
            return rng.random() < 0.5
        case "choice":
            return rng.choice(fact["options"])
        case "text":
            return "some words"
        case "date":
            return _day(rng)
        case "date_and_time":
            return datetime.fromisoformat(f"{_day(rng)} {rng.randint(8, 18):02}:{rng.choice(['00', '30', '45'])}")
        case _:
            lowest, highest = fact.get("at_least", 0), fact.get("at_most", rng.choice([20, 60, 400]))
            whole = fact.get("whole") or fact["type"] == "money"
            number = rng.randint(lowest, highest)
            return (
                number
                if whole or rng.random() < 0.5
                else min(Fraction(4 * number + rng.randint(0, 3), 4), Fraction(highest))
            )


def _day(rng: Random) -> date:
    return FIRST + timedelta(days=rng.randrange((LAST - FIRST).days + 1))


def random_given(rules: Rules, true: Given, rng: Random) -> Given:
    """Something between nothing and everything of the truth, none of it wrong."""
    density = rng.choice([0.0, 0.2, 0.5, 0.7, 0.85, 0.95, 1.0])
    found: Given = {}
    for name, value in true.items():
        if rng.random() < density:
            found[name] = value
        elif rng.random() < 0.5:
            partial = partly(rules.facts[name], value, rng, fixed=name in _governing(rules))
            found |= {name: partial} if partial is not None else {}
        elif rng.random() < 0.3:
            found[name] = {"state": rng.choice(["not_known", "disputed", "not_asked"])}
    return found


def _governing(rules: Rules) -> set[str]:
    """Dates that pick versions or carry a period, which stay in one stretch inside what is covered."""
    found = {body["governed_by"] for body in rules.provisions.values() if "governed_by" in body}
    ends = [
        end for period in rules.ruleset.get("periods", {}).values() for end in period.values() if isinstance(end, dict)
    ]
    return found | {rules.ruleset["as_at"]} | {end["fact"] for end in ends}


def partly(fact: Raw, value: Any, rng: Random, *, fixed: bool) -> Any:
    """Less than the value and more than nothing; None where there is no such thing. A `fixed` date keeps its first."""
    none = {"may_be_none": True} if value == "none" or (fact.get("may_be_none") and rng.random() < 0.4) else {}
    if "decided_by" in fact or fact["type"] == "text":
        return None
    if fact["type"] in ("yes_no", "choice"):
        options = fact.get("options", [True, False])
        some = {value} if value != "none" else {rng.choice(options)}
        some |= set(rng.sample(options, rng.randint(0 if none else 1, len(options) - 1)))
        return (
            {"one_of": [option for option in options if option in some]} | none if len(some) + len(none) > 1 else None
        )
    middle = one_value({**fact, "may_be_none": False}, rng) if value == "none" else value
    ends = {"from": _move(fact, middle, -1, rng), "to": _move(fact, middle, 1, rng)}
    dropped = rng.choice(["to", None] if fixed else ["from", "to", None, None])
    ends = {end: at for end, at in ends.items() if end != dropped}
    return ends | none if len(set(ends.values())) + len(ends) != 3 or none else None


def _move(fact: Raw, value: Any, sign: int, rng: Random) -> Any:
    wide = rng.choice([0, 1, 5, 40, 400])
    if isinstance(value, date):
        moved = value + sign * timedelta(days=rng.randint(0, wide))
        return max(moved, FIRST) if type(moved) is date else moved
    moved = max(value + sign * rng.randint(0, wide), fact.get("at_least", 0))
    return min(moved, fact.get("at_most", moved))


def refine(rules: Rules, given: Given, true: Given, rng: Random) -> Given:
    """The same with something more known, and nothing taken back; at last the truth itself."""
    open_names = [name for name in true if given.get(name) != true[name]]
    found = dict(given)
    for name in rng.sample(open_names, rng.randint(1, max(1, len(open_names) // 3)) if open_names else 0):
        known, fact = given.get(name), rules.facts[name]
        if rng.random() < 0.4:
            found[name] = true[name]
        elif known is None or (isinstance(known, dict) and "state" in known):
            partial = partly(fact, true[name], rng, fixed=name in _governing(rules))
            found[name] = true[name] if partial is None else partial
        else:
            found[name] = narrower(known, true[name], rng)
    return found


def narrower(known: Any, value: Any, rng: Random) -> Any:
    """Part of what was possible, the truth still in it."""
    if value == "none" or "may_be_none" in known:
        found = {key: part for key, part in known.items() if key != "may_be_none"}
        return value if value == "none" or len(set(map(str, found.get("one_of", [1, 2])))) == 1 else found
    if "one_of" in known:
        rest = [option for option in known["one_of"] if option == value or rng.random() < 0.5]
        return {"one_of": rest} if len(rest) > 1 else value
    ends = {end: _between(known.get(end), value, rng) for end in ("from", "to")}
    ends = {end: at for end, at in ends.items() if at is not None}
    return value if ends.get("from") == ends.get("to") else ends


def _between(end: Any, value: Any, rng: Random) -> Any:
    if end is None or rng.random() < 0.4:
        return end
    if isinstance(value, date):
        return (
            value + (end - value) * rng.choice([0, 1])
            if isinstance(value, datetime)
            else value + timedelta((end - value).days // 2)
        )
    moved = value + Fraction(end - value) / 2
    return moved if isinstance(value, Fraction) else int(moved) if end < value else -int(-moved)


def chain(rules: Rules, rng: Random, steps: int, *, of_nothing: bool | None = None) -> Iterator[Given]:
    """Growing knowledge of one truth to everything. It begins with nothing, with something, or as chance has it."""
    true = truth(rules, rng)
    nothing = rng.random() >= 0.5 if of_nothing is None else of_nothing
    given = {} if nothing else random_given(rules, true, rng)
    for _ in range(steps):
        yield given
        given = refine(rules, given, true, rng)
    yield true


def some_random(seed: int) -> Random:
    """The source of one random case, named by its seed."""
    return Random(seed)  # noqa: S311 - cases that can be told again, nothing secret
