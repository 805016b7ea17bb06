"""What a rule set has, by name: what its conditions and values may speak of."""

from dataclasses import dataclass, field

from engine.model import Fact, Figure, Period, Records
from engine.values import Kind


@dataclass(slots=True)
class Names:
    """What the rule set has, by name: what a leaf or a value may speak of."""

    rule_set: str = ""
    facts: dict[str, Fact] = field(default_factory=dict)
    tables: dict[str, Records] = field(default_factory=dict)
    by: dict[str, tuple[str, ...]] = field(default_factory=dict)  # a fact that has cells -> the fields they go by
    results: dict[str, tuple[Kind, str]] = field(default_factory=dict)  # a result -> its kind and its provision
    figures: dict[str, Figure] = field(default_factory=dict)
    periods: dict[str, Period] = field(default_factory=dict)
    period_names: frozenset[str] = frozenset()
    provisions: frozenset[str] = frozenset()

    def kind(self, name: str) -> Kind | None:
        """The kind of a fact or a result; None where there is no such name."""
        if name in self.facts:
            return self.facts[name].kind
        return self.results[name][0] if name in self.results else None

    def of_kind(self, *kinds: Kind) -> list[str]:
        """The facts and results of these kinds, by name."""
        return [name for name in (*self.facts, *self.results) if self.kind(name) in kinds]

    def stepped(self, name: str) -> bool:
        """Whether its values move in whole steps."""
        return self.facts[name].stepped if name in self.facts else self.kind(name) not in ("number", None)

    def options(self, name: str) -> tuple[str, ...]:
        """A choice's options."""
        return self.facts[name].options if name in self.facts else ()

    def may_be_none(self, name: str) -> bool:
        """Whether it may have no value: a result always may, while its provision is not met."""
        if name in self.results:
            return True
        fact = self.facts[name]
        counted = fact.counted is not None and fact.counted.how in ("earliest", "latest")
        return fact.domain.none or fact.worked_out is not None or counted
