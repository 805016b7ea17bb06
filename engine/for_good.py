"""Where very much is made that stays, nobody looks for rubbish among it meanwhile."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_for_good() -> Iterator[None]:
    """Python does not look for rubbish in here: among hundreds of thousands of things that stay, it takes a tenth."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()
