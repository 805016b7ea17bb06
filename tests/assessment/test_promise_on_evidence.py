"""More evidence never turns what stands: met stays met, and not met stays so, unless what was stated is corrected."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from assessment import Assessed, Evidence
from tests.assessment.making import folder, put

Key = tuple[str, str]  # the site's code (empty: the trust) and the name of a fact or table
FEW, MANY = range(1), range(1, 12)


def growing(evidence: Evidence, seed: int, steps: int) -> Iterator[Evidence]:
    """The evidence, from nothing to all of it: facts come one by one, tables row by row, and are complete at last."""
    chance = Random(seed)  # noqa: S311  # seeded, so that a failure can be seen again
    parts = [(key, each) for key, said in stated(evidence).items() for each in pieces(said, chance)]
    chance.shuffle(parts)
    for step in range(steps + 1):
        known: dict[Key, Any] = {}
        for key, part in parts[: len(parts) * step // steps]:
            known[key] = {**part, "rows": [*known[key]["rows"], *part["rows"]]} if key in known else part
        yield with_only(evidence, {key: ended(said, stated(evidence)[key]) for key, said in known.items()})


def stated(evidence: Evidence) -> dict[Key, Any]:
    places = {"": evidence.of_trust, **evidence.of_sites}
    return {(code, name): said for code, each in places.items() for name, said in each.items()}


def is_table(said: Any) -> bool:
    return isinstance(said, dict) and "rows" in said


def pieces(said: Any, chance: Random) -> Iterator[Any]:
    """A table comes in up to five parts of its rows, a fact at once."""
    if not is_table(said):
        yield said
        return
    rows = chance.sample(said["rows"], len(said["rows"]))
    size = max(1, len(rows) // chance.randint(1, 5))
    for start in range(0, max(1, len(rows)), size):
        yield {"rows": rows[start : start + size], "source": said["source"]}


def ended(said: Any, whole: Any) -> Any:
    """A table with all of its rows is as complete as somebody said; before that it is open."""
    return whole if is_table(said) and len(said["rows"]) == len(whole["rows"]) else said


def with_only(evidence: Evidence, known: dict[Key, Any]) -> Evidence:
    of_sites = {
        site.code: {name: said for (code, name), said in known.items() if code == site.code} for site in evidence.sites
    }
    return replace(
        evidence, of_trust={name: said for (code, name), said in known.items() if not code}, of_sites=of_sites
    )


def turned(before: Assessed, after: Assessed) -> Iterator[str]:
    """What stood before and stands otherwise now."""
    for one, two in zip(before.sites, after.sites, strict=True):
        for old, new in zip(one.determination.provisions, two.determination.provisions, strict=True):
            if old.status not in ("not_known", new.status):
                yield f"{one.site.code}: {old.id} was {old.status} and is {new.status}"
        for action in one.actions:
            if action.stands not in ("not_shown", two.action(action.id).stands):
                yield f"{one.site.code}: {action.id} was {action.stands} and is {two.action(action.id).stands}"
    if before.stands not in ("not_shown", after.stands):
        yield f"the trust was {before.stands} and is {after.stands}"


@pytest.mark.parametrize(
    ("trust", "seeds"),
    [
        ("carrowmere", FEW),
        pytest.param("carrowmere", MANY, marks=pytest.mark.proof),
        pytest.param("brackenford", MANY, marks=pytest.mark.proof),
    ],
)
def test_more_evidence_never_turns_what_stands(trust: str, seeds: range) -> None:
    whole = folder(trust).evidence
    for seed in seeds:
        before: Assessed | None = None
        for evidence in growing(whole, seed, 4):
            after = put(evidence)
            assert [f"seed {seed}: {each}" for each in (turned(before, after) if before else ())] == []
            before = after
        assert before is not None
        assert before.counts == put(whole).counts


def test_a_thing_that_turned_would_be_noticed() -> None:
    evidence = folder("carrowmere").evidence
    lost = replace(evidence, of_trust={**evidence.of_trust, "executive_champion_named": False})
    assert [*turned(put(evidence), put(lost))] == [
        "carrowmere: sa9-c-safety-champions was met and is not_met",
        "carrowmere: sa9 was met and is not_met",
    ]
