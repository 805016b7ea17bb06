"""Disks that take nothing more: one that is full, and folders in which one may not write."""

import os
import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file can grow beyond this, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def without_rights() -> Iterator[Path]:
    """A folder of one's own, for somebody whom the rights of files bind: root is nobody meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        mine = Path(name)
        if os.geteuid() != 0:
            yield mine
            return
        os.chown(mine, NOBODY, NOBODY)
        os.seteuid(NOBODY)
        try:
            yield mine
        finally:
            os.seteuid(0)
