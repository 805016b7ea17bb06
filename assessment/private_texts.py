"""NHS numbers in what is said in words of an assessment: each text that holds one is told of at its place.

No message shows the number. Nothing is loaded for it, so that a folder of files is read as fast as ever; whoever keeps
what was typed gives ``holds`` another test, which reads numbers however they are written.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engine import Fault
from evidence import holds_nhs_number, masked

NHS_NUMBER = "this holds a valid NHS number: take it out, since nothing here needs to know who a patient is"


def private_faults(said: Any, where: str, holds: Callable[[str], bool] = holds_nhs_number) -> Iterator[Fault]:
    """A fault for each text in a value, and each name in it, that ``holds`` an NHS number. Numbers are let be."""
    if isinstance(said, str):
        if holds(said):
            yield Fault(where, NHS_NUMBER)
    elif isinstance(said, Mapping):
        for name, each in said.items():
            at = f"{where}/{masked(name)}"
            if holds(name):
                yield Fault(at, NHS_NUMBER)
            else:
                yield from private_faults(each, at, holds)
    elif isinstance(said, list | tuple):
        for place, each in enumerate(said):
            yield from private_faults(each, f"{where}/{place}", holds)
