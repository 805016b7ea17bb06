"""Judgements: who decided, an officer or a Committee, and why. A Committee has members, a quorum, maybe dissent."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from engine import Fault


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a Committee. ``interest`` is what was declared, ``dissent`` why they would have decided otherwise.

    ``no_interest``: they were asked, and said that they have none. Where neither is recorded, it is not known.
    """

    name: str
    interest: str = ""
    withdrew: bool = False
    dissent: str = ""
    no_interest: bool = False


@dataclass(frozen=True, slots=True)
class Committee:
    """Those who decided together. ``quorum``: how many must take part, as the Committee's rules say."""

    name: str
    members: tuple[Member, ...]
    quorum: int


@dataclass(frozen=True, slots=True)
class DecidedBy:
    """Who decided, one officer by name or a Committee, and the reasons.

    ``no_interest``: the officer was asked, and said that they have none; of a Committee each member says it.
    """

    reasons: str
    officer: str = ""
    committee: Committee | None = None
    no_interest: bool = False

    @property
    def name(self) -> str:
        """Who decided, as a determination names them: the members of a Committee stay in the record."""
        return self.committee.name if self.committee else self.officer

    @property
    def not_asked(self) -> tuple[str, ...]:
        """Those who decided and of whom it is not recorded that they said that they have no interest."""
        if self.committee is None:
            return () if self.no_interest else (self.officer,)
        return tuple(each.name for each in self.committee.members if not each.withdrew and not each.no_interest)


def faults_of(decided_by: DecidedBy, where: str) -> Iterator[Fault]:
    """Why this cannot have been decided so: each fault under ``where``, a JSON pointer."""
    if not says_something(decided_by.reasons):
        yield Fault(f"{where}/reasons", "why was it decided so? A judgement is never stored without its reasons")
    if says_something(decided_by.officer) == (decided_by.committee is not None):
        yield Fault(where, "who decided this? Name one officer, or a Committee with its members, and not both")
    elif decided_by.committee:
        yield from _of_committee(decided_by.committee, f"{where}/committee")


def says_something(text: str) -> bool:
    """Whether there is a letter or a digit in the text, and not only signs and spaces."""
    return any(sign.isalnum() for sign in text)


def as_json(decided_by: DecidedBy) -> dict[str, Any]:
    """Who decided and why, as it is kept."""
    return asdict(decided_by)


def from_json(kept: Mapping[str, Any]) -> DecidedBy:
    """What ``as_json`` was given."""
    committee = kept["committee"]
    if committee is not None:
        members = tuple(Member(**each) for each in committee["members"])
        committee = Committee(committee["name"], members, committee["quorum"])
    return DecidedBy(kept["reasons"], kept["officer"], committee, kept.get("no_interest", False))


def _of_committee(committee: Committee, where: str) -> Iterator[Fault]:
    if not says_something(committee.name):
        yield Fault(f"{where}/name", "which Committee was it? Give its name")
    names: set[str] = set()
    for place, member in enumerate(committee.members):
        for told in _of_member(member):
            yield Fault(f"{where}/members/{place}", told)
        if member.name in names:
            yield Fault(f"{where}/members/{place}", f"{member.name} stands twice among the members: leave one out")
        names.add(member.name)
    yield from _of_numbers(committee, where)


def _of_member(member: Member) -> Iterator[str]:
    if not says_something(member.name):
        yield "a member has a name: give it"
    if member.interest.strip() and not member.withdrew:
        yield (
            f"{member.name} declared an interest and did not withdraw. Whoever has an interest takes no part: record "
            "that they withdrew, or have the Committee decide again without them"
        )
    if member.interest.strip() and member.no_interest:
        yield f"{member.name} is recorded with an interest and with none: which is it?"
    if member.dissent.strip() and member.withdrew:
        yield f"{member.name} withdrew and so cannot dissent: leave the dissent out"


def _of_numbers(committee: Committee, where: str) -> Iterator[Fault]:
    sat = [member for member in committee.members if not member.withdrew]
    against = sum(1 for member in sat if member.dissent.strip())
    if committee.quorum < 1:
        yield Fault(f"{where}/quorum", "how many members make a quorum? Give the number that the rules name, 1 or more")
    elif len(sat) < committee.quorum:
        told = f"{len(sat)} took part and the quorum is {committee.quorum}, so this Committee has decided nothing"
        yield Fault(f"{where}/members", f"{told}. Have it decide again with enough members who have no interest")
    if against * 2 > len(sat):
        told = f"{against} of the {len(sat)} members who took part dissent"
        yield Fault(f"{where}/members", f"{told}: what most of them are against is not what the Committee decided")
