"""Who decided a judgement, as it is typed into its fields and back: an officer, or a Committee with its members."""

import re
from collections.abc import Iterator

from engine import Fault
from keeping import Committee, DecidedBy, Member
from web.pages.typed_facts import pointer
from web.pages.typed_values import Typed

ROWS = 7  # of members: no Committee has more
_QUORUM = re.compile("[0-9]{1,2}")
_ROW = re.compile("[0-9]{1,2}")  # what is typed into any other is refused, and makes no page longer
_NO_NUMBER = "Write how many members must take part, in figures, such as 3"


def decided_by(typed: Typed, place: str) -> DecidedBy:
    """Who decided and why, as typed. A quorum that is no number is none: ``quorum_faults`` says so."""
    words = _words(typed, place, ("officer", "reasons", "committee.name", "committee.quorum"))
    members = tuple(_member(typed, at) for at in _filled(typed, place))
    given = members or words["committee.name"] or words["committee.quorum"]
    quorum = int(words["committee.quorum"]) if _QUORUM.fullmatch(words["committee.quorum"]) else 0
    committee = Committee(words["committee.name"], members, quorum) if given else None
    return DecidedBy(words["reasons"], words["officer"], committee, _ticked(typed, f"{place}.no_interest"))


def quorum_faults(typed: Typed, place: str) -> Iterator[Fault]:
    """What is wrong with the quorum as it is typed."""
    said = typed.get(f"{place}.committee.quorum", "").strip()
    if said and not _QUORUM.fullmatch(said):
        yield Fault(pointer(f"{place}.committee.quorum"), _NO_NUMBER)


def type_decided_by(typed: Typed, place: str, decided: DecidedBy) -> None:
    """Type who decided and why."""
    typed[f"{place}.officer"], typed[f"{place}.reasons"] = decided.officer, decided.reasons
    if decided.no_interest:
        typed[f"{place}.no_interest"] = "yes"
    if decided.committee is not None:
        type_committee(typed, place, decided.committee)


def type_committee(typed: Typed, place: str, committee: Committee, *, dissent: bool = True) -> None:
    """Type a Committee; without its dissents, where it is to decide something else."""
    typed[f"{place}.committee.name"] = committee.name
    typed[f"{place}.committee.quorum"] = str(committee.quorum)
    for row, member in enumerate(committee.members):
        at = f"{place}.committee.members.{row}"
        typed[f"{at}.name"], typed[f"{at}.interest"] = member.name, member.interest
        if dissent:
            typed[f"{at}.dissent"] = member.dissent
        for name in (name for name in ("withdrew", "no_interest") if getattr(member, name)):
            typed[f"{at}.{name}"] = "yes"


def rows_for(typed: Typed, place: str) -> int:
    """How many rows for members a form has: all that are filled, and never fewer than there are to fill."""
    filled = [int(at.rpartition(".")[2]) for at in _filled(typed, place)]
    return max(ROWS, *(row + 1 for row in filled)) if filled else ROWS


def field_of(typed: Typed, place: str, rest: str) -> str:
    """The field in which a fault at this key of who decided is to be mended; members count by typed rows."""
    parts = rest.split(".")
    if not rest:
        return f"{place}.officer"
    if parts[:2] == ["committee", "members"] and len(parts) > 2:
        members = {str(number): at for number, at in enumerate(_filled(typed, place))}
        return f"{members.get(parts[2], f'{place}.committee')}.name"
    return f"{place}.{rest}"


def _filled(typed: Typed, place: str) -> Iterator[str]:
    """The rows of members in which anything is typed, by what their fields are named after."""
    start = f"{place}.committee.members."
    rows = {
        name[len(start) :].partition(".")[0] for name, said in typed.items() if name.startswith(start) and said.strip()
    }
    for row in sorted(filter(_ROW.fullmatch, rows), key=int):
        yield f"{start}{row}"


def _member(typed: Typed, at: str) -> Member:
    words = _words(typed, at, ("name", "interest", "dissent"))
    withdrew, none = _ticked(typed, f"{at}.withdrew"), _ticked(typed, f"{at}.no_interest")
    return Member(words["name"], words["interest"], withdrew, words["dissent"], none)


def _ticked(typed: Typed, box: str) -> bool:
    return typed.get(box) == "yes"


def _words(typed: Typed, place: str, keys: tuple[str, ...]) -> dict[str, str]:
    return {key: typed.get(f"{place}.{key}", "").replace("\r\n", "\n").strip() for key in keys}
