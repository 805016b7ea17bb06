"""Why one provision stands as it does, told apart from the rest: for those who list many provisions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.briefly import Briefly
from engine.reasons import of_provision
from engine.weighing import named_in

if TYPE_CHECKING:
    from engine.determination import Determination


def why_it_stands(found: "Determination", provision: str) -> tuple[str, ...]:
    """What carries the status of a provision, a text for each condition: how it stands, on which numbers, whose word.

    After a condition that names another provision comes why that one stands as it does.
    """
    return tuple(_told(found, Briefly(found.evaluation, found.facts, found.fallen), provision, set()))


def _told(found: "Determination", teller: Briefly, provision: str, seen: set[str]) -> Iterator[str]:
    if provision in seen:
        return
    seen.add(provision)
    for alike in teller.alike(of_provision(found.evaluation, provision, briefly=True)):
        if sentences := teller.finding(alike[0], alike[1:]):
            yield " ".join(sentences)
        for carrier in alike:
            for id in named_in(carrier):
                if found.evaluation.provision(id) is carrier.status:
                    yield from _told(found, teller, id, seen)
