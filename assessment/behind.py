"""What stands behind a requirement: the provisions that it names, and those that they name."""

from collections.abc import Iterable

from engine import Determination, Unless, conditions_of, provisions_in


def with_those_behind(found: Determination, ids: Iterable[str]) -> set[str]:
    """These provisions, and all that they name in the versions that may apply."""
    own: set[str] = set()
    waiting = list(ids)
    while waiting:
        id = waiting.pop()
        if id not in own:
            own.add(id)
            for version, _ in found.evaluation.versions(id):
                for part in conditions_of(version):
                    waiting += provisions_in(part.when if isinstance(part, Unless) else part)
    return own
