"""Two rule sets side by side, such as two years of a scheme: what is new, gone, changed and how, or the same.

Structure only: nothing is solved, and what differs in shape is told though it may come to the same. Provisions are
matched by id, names that a rule set says were changed are followed, and what is left is matched by its place in the
law. The newest version of each is looked at.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.compare_parts import How, Key, Part, PartsOf
from engine.compare_words import without_days, wordings
from engine.findings import unchecked_conditions
from engine.model import Provision, RuleSet
from engine.plain import words
from engine.walk import leaves_of, provisions_in

Compared = Literal["new", "gone", "changed", "same"]
COMPARED: tuple[Compared, ...] = ("new", "gone", "changed", "same")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: how it differs, of what, and what it was and is. Empty where there was or is nothing."""

    how: How
    of: tuple[str, ...]
    before: str
    after: str

    @property
    def told(self) -> str:
        """In words: ``threshold: at least 75%, was at least 60% (reviews published in time of reviews to publish)``."""
        of = f" ({'; '.join(self.of)})" if self.of else ""
        if self.how == "wording":
            return f"{self.how}: “{self.after}”, was “{self.before}”"
        if self.before and self.after:
            return f"{self.how}: {self.after}, was {self.before}{of}"
        return f"{self.how} {'added' if self.after else 'gone'}: {self.after or self.before}{of}"


@dataclass(frozen=True, slots=True)
class ComparedProvision:
    """A provision of the later rule set, or of the earlier where it is gone. ``before``: its id in the earlier."""

    id: str
    before: str
    title: str
    place: str
    stands: Compared
    changes: tuple[Change, ...]

    @property
    def days_only(self) -> bool:
        """Whether nothing changed but the days within which something is asked for."""
        return bool(self.changes) and all(change.how == "window" for change in self.changes)


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """Something that is asked for in one or both: a fact, all its cells together, or a table."""

    name: str
    before: str
    ask: str
    stands: Compared
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rule sets side by side: provisions by question (the empty id where none asks), then what is asked for."""

    before: RuleSet
    after: RuleSet
    provisions: Mapping[str, tuple[ComparedProvision, ...]]
    facts: tuple[ComparedFact, ...]

    @property
    def counts(self) -> Mapping[Compared, int]:
        """How many provisions are new, gone, changed and the same."""
        every = [each.stands for several in self.provisions.values() for each in several]
        return {stands: every.count(stands) for stands in COMPARED}

    @property
    def unchecked(self) -> tuple[int, int]:
        """How many conditions nobody has read in the published text, before and after."""
        return unchecked_conditions(self.before), unchecked_conditions(self.after)

    def asks(self, question: str) -> str:
        """What a question asks, in the later rule set where it has it."""
        asked = {each.id: each.asks for each in (*self.before.questions, *self.after.questions)}
        return asked.get(question, "")


def compare(before: RuleSet, after: RuleSet) -> Comparison:
    """What ``after`` asks for, beside what ``before`` asked for."""
    names = _names(before, after)
    asked = {**_asked_in(before), **_asked_in(after)}
    provisions: dict[str, list[ComparedProvision]] = {each.id: [] for each in (*after.questions, *before.questions)}
    for found in _provisions(before, after, names):
        provisions.setdefault(asked.get(found.id, ""), []).append(found)
    told = {question: tuple(several) for question, several in provisions.items() if several}
    return Comparison(before, after, told, tuple(_facts(before, after, names)))


def comparable(one: RuleSet, others: Iterable[RuleSet]) -> tuple[RuleSet, ...]:
    """Those of other rule sets of the same area that have a provision in common with this one."""
    area = one.id.partition("/")[0]
    return tuple(
        other
        for other in others
        if other.id != one.id
        and other.id.partition("/")[0] == area
        and any(_names(other, one).get(id, id) in one.provisions for id in other.provisions)
    )


def _names(before: RuleSet, after: RuleSet) -> dict[str, str]:
    """What is named otherwise: a name in ``before`` and its name in ``after``. Either of the two may say so."""
    back = {there: here for here, there in after.renamed.get(before.id, {}).items()}
    return {**back, **before.renamed.get(after.id, {})}


# -- provisions


def _provisions(before: RuleSet, after: RuleSet, names: Mapping[str, str]) -> Iterator[ComparedProvision]:
    """Each provision of the later with its like in the earlier, in order; what is gone comes last."""
    likes = _likes(before, after, names)
    for id, now in _in_force(after).items():
        like = likes.get(id)
        yield _both(before, after, names, like, now) if like else _alone_here(now, "new")
    placed = {like.id for like in likes.values()}
    yield from (_alone_here(was, "gone") for id, was in _in_force(before).items() if id not in placed)


def _likes(before: RuleSet, after: RuleSet, names: Mapping[str, str]) -> Mapping[str, Provision]:
    """What each provision of the later was in the earlier: by its id, or by its place."""
    first = {names.get(id, id): provision for id, provision in _in_force(before).items()}
    second = _in_force(after)
    alone = [provision for id, provision in first.items() if id not in second]
    by_id = {id: first[id] for id in second if id in first}
    return by_id | _by_place(alone, [provision for id, provision in second.items() if id not in first])


def _in_force(rule_set: RuleSet) -> Mapping[str, Provision]:
    """The provisions whose newest version asks for something."""
    return {id: each for id, each in rule_set.provisions.items() if each.versions[0].when is not None}


def _by_place(before: list[Provision], after: list[Provision]) -> dict[str, Provision]:
    """Provisions that stand at the same place in the law, where one on each side does."""
    places = [each.citation.provision for each in before]
    again = [each.citation.provision for each in after]
    return {
        each.id: before[places.index(each.citation.provision)]
        for each in after
        if places.count(each.citation.provision) == again.count(each.citation.provision) == 1
    }


def _alone_here(one: Provision, stands: Compared) -> ComparedProvision:
    return ComparedProvision(one.id, one.id if stands == "gone" else "", one.title, _place(one), stands, ())


def _both(
    before: RuleSet, after: RuleSet, names: Mapping[str, str], was: Provision, now: Provision
) -> ComparedProvision:
    first, second = was.versions[0], now.versions[0]
    changes = _changes(PartsOf(before, names).version(first), PartsOf(after, {}).version(second))
    if all(change.how == "window" for change in changes):
        changes += _wording(wordings(was, first), wordings(now, second))
    return ComparedProvision(now.id, was.id, now.title, _place(now), "changed" if changes else "same", changes)


def _place(one: Provision) -> str:
    return one.citation.provision


def _asked_in(rule_set: RuleSet) -> Mapping[str, str]:
    """The first question that rests on a provision, itself or through others."""
    found: dict[str, str] = {}
    for question in rule_set.questions:
        waiting = [id for line in question.lines if line.when is not None for id in provisions_in(line.when)]
        while waiting:
            id = waiting.pop()
            if id in rule_set.provisions and found.setdefault(id, question.id) == question.id:
                inner = leaves_of(rule_set.provisions[id].versions[0])
                waiting += [each for leaf in inner for each in provisions_in(leaf) if each not in found]
    return found


# -- facts


def _facts(before: RuleSet, after: RuleSet, names: Mapping[str, str]) -> Iterator[ComparedFact]:
    """What is asked for in either, the later first, each with how it is asked for and counted."""
    first = {names.get(name, name): (name, ask) for name, ask in _asked(before)}
    second = dict(_asked(after))
    for name, ask in second.items():
        was, was_asked = first.get(name, ("", ""))
        changes: tuple[Change, ...] = ()
        if was:
            changes = _changes(PartsOf(before, names).fact(was), PartsOf(after, {}).fact(name))
            changes += _wording((was_asked,), (ask,)) if all(each.how == "window" for each in changes) else ()
        yield ComparedFact(name, was, ask, "new" if not was else "changed" if changes else "same", changes)
    yield from (ComparedFact(was, was, ask, "gone", ()) for name, (was, ask) in first.items() if name not in second)


def _asked(rule_set: RuleSet) -> Iterator[tuple[str, str]]:
    """What somebody is asked for, by name, and how; of a fact that is told apart, its name in words."""
    named: dict[str, str] = {}
    for fact in rule_set.facts.values():
        if fact.given:
            named.setdefault(fact.cell_of or fact.name, words(fact.cell_of) if fact.cell_of else fact.ask)
    yield from named.items()
    yield from ((table.name, table.ask) for table in rule_set.tables.values())


# -- what differs


def _changes(before: Mapping[Key, Part], after: Mapping[Key, Part]) -> tuple[Change, ...]:
    """Every part of which there is one on one side only, or that is not worth the same on both."""
    came, went = set(_alone(after, before)), set(_alone(before, after))
    found: list[Change] = []
    for key in (*after, *(key for key in before if key not in after)):
        was, now = before.get(key), after.get(key)
        if was is not None and now is not None:
            found += _differs(was, now, ways=any(each[0] == "alternative" for each in came | went))
        elif now is not None and key in came and not came & set(now.within):
            found.append(Change(now.comes, (), "", now.told))
        elif was is not None and key in went and not went & set(was.within):
            found.append(Change(was.comes, (), was.told, ""))
    return _together(found)


def _alone(here: Mapping[Key, Part], there: Mapping[Key, Part]) -> Iterator[Key]:
    """What stands on one side only; a way, only where none of what it asks for is asked for on the other."""
    for key, part in here.items():
        inner = [each for each, held in here.items() if key in held.within and each[0] == "condition"]
        if key not in there and not (part.how == "alternative" and any(each in there for each in inner)):
            yield key


def _differs(was: Part, now: Part, ways: bool) -> Iterator[Change]:
    if was.value != now.value:
        if isinstance(was.value, frozenset) and isinstance(now.value, frozenset):
            yield from (Change("option", (now.of,), "", words(str(each))) for each in _sorted(now.value - was.value))
            yield from (Change("option", (now.of,), words(str(each)), "") for each in _sorted(was.value - now.value))
        else:
            yield Change(now.how, (now.of,), was.said, now.said)
    if was.choice != now.choice and not ways:
        yield Change("alternative", (now.of,), _way(was), _way(now))


def _way(part: Part) -> str:
    return "one way among several" if part.choice else "asked for by itself"


def _sorted(options: frozenset[object]) -> list[object]:
    return sorted(options, key=str)


def _together(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The same difference of several things is told once."""
    found: dict[tuple[How, str, str], list[str]] = {}
    for change in changes:
        of = found.setdefault((change.how, change.before, change.after), [])
        of += [each for each in change.of if each not in of]
    return tuple(Change(how, tuple(of), was, now) for (how, was, now), of in found.items())


def _wording(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[Change, ...]:
    """The first text that reads otherwise, its days and years left aside."""
    first, second = ([without_days(text) for text in texts] for texts in (before, after))
    if first == second:
        return ()
    place = next((each for each, (one, other) in enumerate(zip(first, second, strict=False)) if one != other), -1)
    return (Change("wording", (), before[place], after[place]),)
