"""From the tree that the definition reads to frames for the rules engine: flat, small, and in waves.

``not`` is pushed down to the slots, and ``at_least_of`` becomes all and any. Both are exact in three values: not met,
not known and met stand in one order, of which all takes the least and any the greatest. What is too large for one frame
is cut into several, since the rules engine has limits to what one pattern may hold (``limits``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.cross_checks import rests_on
from engine.frames import (
    Compare,
    Frame,
    InQuestion,
    InVersion,
    Pattern,
    Place,
    Plan,
    Sign,
    Slot,
    Together,
    both,
    either,
)
from engine.model import Is, Leaf, Line, Literally, Node, OfFact, OfProvision, Provision, Question, RuleSet, Unless
from engine.rails import (
    MET,
    MOST_VERSIONS,
    NOT_KNOWN,
    NOT_MET,
    WIDEST,
    Many,
    Tree,
    fits,
    many,
    pattern_of,
    rules_of,
    size,
    turned,
)
from engine.values import YES
from engine.walk import facts_of


def lower(rule_set: RuleSet) -> Plan:
    """The frames of a rule set that the loader has checked: it names only what is there, and nothing in a circle."""
    lowering = _Lowering(rule_set)
    for id in rule_set.provisions:
        lowering.decided(id)
    for question in rule_set.questions:
        lowering.question(question)
    places = lowering.versions, lowering.exceptions, lowering.together, lowering.lines, lowering.questions
    counted = [name for name, fact in rule_set.facts.items() if fact.counted is not None]
    return Plan(tuple(lowering.frames), *places, counts_first=not any(map(lowering.known, counted)))


@dataclass(slots=True)
class _Lowering:
    rule_set: RuleSet
    frames: list[Frame] = field(default_factory=list)
    versions: dict[tuple[str, date], int] = field(default_factory=dict)
    exceptions: dict[tuple[str, date, str], Sign] = field(default_factory=dict)
    together: dict[str, int] = field(default_factory=dict)
    lines: dict[tuple[str, int], Sign] = field(default_factory=dict)
    questions: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _decided: dict[str, int] = field(default_factory=dict)
    _known: dict[str, int] = field(default_factory=dict)

    # -- provisions: how many waves have passed when they are decided, and when a fact is known

    def decided(self, id: str) -> int:
        """After how many waves a provision is decided; its frames are made on the way."""
        if id not in self._decided:
            frames = list(self._provision(self.rule_set.provisions[id]))
            self._decided[id] = max((self.frames[number].wave + 1 for number in frames), default=0)
        return self._decided[id]

    def known(self, name: str) -> int:
        """After how many waves a fact, or a provision's result, is known: those of the provisions it rests on."""
        if name not in self._known:
            behind = rests_on(self.rule_set, f"fact {name}")
            parts = ((sort, plain) for sort, _, plain in (each.partition(" ") for each in behind))
            waits = (self.decided(plain) if sort == "provision" else self.known(plain) for sort, plain in parts)
            self._known[name] = max(waits, default=0)
        return self._known[name]

    def _provision(self, provision: Provision) -> Iterator[int]:
        slots: list[Slot] = []
        for version in provision.versions:
            place = InVersion(provision.id, version.start)
            slots.append(place)
            if version.when is not None:
                number = self.versions[provision.id, version.start] = self._frame(
                    place, self._whole(place, version.when, version.unless)
                )
                yield number
        if len(slots) > 1:
            number = self.together[provision.id] = self._agreed(provision.id, slots)
            yield number

    def _agreed(self, id: str, slots: Sequence[Slot]) -> int:
        """What versions agree on: met where all are, not met where none is."""
        place = Together(id)
        if len(slots) > MOST_VERSIONS:
            parts = [slots[at : at + MOST_VERSIONS] for at in range(0, len(slots), MOST_VERSIONS)]
            slots = [self._agreed(id, part) for part in parts]
        every = range(len(slots))
        return self._add(
            place,
            slots,
            (MET, both(*(Compare(slot, "is", MET) for slot in every))),
            (NOT_MET, both(*(Compare(slot, "is", NOT_MET) for slot in every))),
            (
                NOT_KNOWN,
                both(
                    either(*(Compare(slot, "below", MET) for slot in every)),
                    either(*(Compare(slot, "above", NOT_MET) for slot in every)),
                ),
            ),
        )

    def _whole(self, place: InVersion, when: Node, unless: tuple[Unless, ...]) -> Tree:
        """``when`` and none of the exceptions."""
        return many("all", [self._tree(place, when), *(turned(self._exception(place, each)) for each in unless)])

    def _exception(self, place: InVersion, exception: Unless) -> Sign:
        sign = self._sign(place, self._whole(place, exception.when, exception.unless))
        self.exceptions[place.provision, place.start, exception.id] = sign
        return sign

    # -- conditions

    def _tree(self, place: Place, node: Node, positive: bool = True) -> Tree:
        if isinstance(node, Leaf):
            return Sign(node.source.id if isinstance(node.source, OfProvision) else node, positive)
        if node.operation == "not":
            return self._tree(place, node.of[0], not positive)
        parts = [self._tree(place, part, positive) for part in node.of]
        if node.operation == "at_least_of":
            wanted = node.count if positive else len(parts) - node.count + 1
            return self._at_least(place, wanted, [self._sign(place, part) for part in parts])
        return many("all" if (node.operation == "all") is positive else "any", parts)

    def _at_least(self, place: Place, wanted: int, of: Sequence[Tree]) -> Tree:
        """At least so many of several: some of the first half, and the rest of the second, in one way or another."""
        made: dict[tuple[int, int, int], Tree] = {}

        def some(wanted: int, start: int, end: int) -> Tree:
            if (wanted, start, end) not in made:
                tree = pick(wanted, start, end)
                made[wanted, start, end] = tree if end - start <= 3 else self._sign(place, tree)
            return made[wanted, start, end]

        def pick(wanted: int, start: int, end: int) -> Tree:
            if wanted in (1, end - start):
                return many("any" if wanted == 1 else "all", of[start:end])
            half = (start + end) // 2
            fewest, most = max(0, wanted - (end - half)), min(wanted, half - start)
            ways = []
            for first in range(fewest, most + 1):
                left = [some(first, start, half)] if first else []
                right = [some(wanted - first, half, end)] if wanted > first else []
                ways.append(many("all", left + right))
            return many("any", ways)

        return pick(wanted, 0, len(of))

    # -- questions

    def question(self, question: Question) -> None:
        """The frames of a question's lines, and of where they end."""
        signs = {at: self._line(question.id, at, line) for at, line in enumerate(question.lines) if line.when}
        self.lines |= {(question.id, at): sign for at, sign in signs.items()}
        starts = range(0, len(question.lines), WIDEST)
        self.questions[question.id] = tuple(self._ends(question, signs, start) for start in starts)

    def _line(self, question: str, at: int, line: Line) -> Sign:
        place = InQuestion(question)
        parts = [self._tree(place, line.when)] if line.when else []
        if line.if_used:
            parts.append(Sign(Leaf(OfFact(line.if_used, judgement=True), Is(Literally(YES)), "yes_no", stepped=False)))
        return self._sign(place, many("all", parts))

    def _ends(self, question: Question, signs: dict[int, Sign], start: int) -> int:
        """Where some lines of a question end it: at the first that is met, on what those before it leave open."""
        end = min(start + WIDEST, len(question.lines))
        here = {line.outcome for line in question.lines[start:end]}
        before: dict[str, list[Tree]] = {}
        for at in range(start):
            if here != {outcome := question.lines[at].outcome}:
                before.setdefault(outcome, []).append(signs[at])
        earlier = [(outcome, self._sign(InQuestion(question.id), many("any", of))) for outcome, of in before.items()]
        slots: list[Slot] = []
        rules: list[tuple[int, Pattern]] = []
        for at in range(start, end):
            own, outcome = signs.get(at), question.lines[at].outcome
            met = [pattern_of(own, "met", slots)] if own else []
            passed = [pattern_of(signs[each], "may_fail", slots) for each in range(start, at)]
            others = [sign for other, sign in earlier if other != outcome]
            others += [signs[each] for each in range(start, at) if question.lines[each].outcome != outcome]
            ruled_out = [pattern_of(sign, "not_met", slots) for sign in others]
            rules.append((at + 1, both(*met, *passed, *ruled_out)))
            if others:
                rules.append(
                    (-at - 1, both(*met, *passed, either(*(pattern_of(s, "may_be_met", slots) for s in others))))
                )
        if end < len(question.lines):
            rules.append((0, both(*(pattern_of(signs[each], "may_fail", slots) for each in range(start, end)))))
        return self._add(InQuestion(question.id, start), slots, *rules)

    # -- frames

    def _sign(self, place: Place, tree: Tree) -> Sign:
        """A tree as one slot: itself where it is one, else a frame of its own."""
        return tree if isinstance(tree, Sign) else Sign(self._frame(place, tree))

    def _frame(self, place: Place, tree: Tree) -> int:
        slots, rules = rules_of(self._fitted(place, tree))
        return self._add(place, slots, *rules)

    def _fitted(self, place: Place, tree: Tree) -> Tree:
        """A tree that fits into one frame; what does not is put into frames of its own, the largest parts first."""
        if isinstance(tree, Sign):
            return tree
        parts = [self._fitted(place, part) for part in tree.of]
        while len(parts) > WIDEST:
            cut = [parts[at : at + WIDEST] for at in range(0, len(parts), WIDEST)]
            parts = [self._sign(place, many(tree.operation, part)) for part in cut]
        while not fits(whole := Many(tree.operation, tuple(parts))):
            largest = max(range(len(parts)), key=lambda at: size(parts[at]))
            parts[largest] = self._sign(place, parts[largest])
        return whole

    def _add(self, place: Place, slots: Sequence[Slot], *rules: tuple[int, Pattern]) -> int:
        wave = max([self._starts(place), *map(self._waits, slots)])  # this may make other frames first
        self.frames.append(Frame(len(self.frames), wave, place, tuple(slots), rules))
        return self.frames[-1].number

    def _starts(self, place: Place) -> int:
        """After how many waves it is known which law applies in a place."""
        if isinstance(place, InQuestion):
            return self.known(self.rule_set.as_at)
        return self.known(self.rule_set.provisions[place.provision].governed_by or self.rule_set.as_at)

    def _waits(self, slot: Slot) -> int:
        match slot:
            case int():
                return self.frames[slot].wave + 1
            case str():
                return self.decided(slot)
            case InVersion(provision, start):
                number = self.versions.get((provision, start))
                return 0 if number is None else self.frames[number].wave + 1
            case _:
                return max(map(self.known, facts_of(slot)), default=0)
