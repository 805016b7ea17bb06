"""What a table would change, row by row, and which of its rows have a day that does not count."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assessment.windows import windows_of_fields
from engine import Records, RuleSet, words
from keeping.exact import exact


def written(document: Mapping[str, Any]) -> str:
    """JSON with its keys in order, in plain signs, numbers exactly as they were given."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), default=exact)


def difference(
    records: Records, before: Sequence[Any], after: Sequence[Any]
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """The numbers of rows that are new, gone and changed, told apart by what there is one row for, or by all of it.

    Both are rows as ``written`` has them and JSON reads them again: with the same keys in the same order.
    """
    whole = [repr(each) for each in before], [repr(each) for each in after]
    names = records.one_row_per
    if not names:
        return tuple(_more(whole[1], whole[0])), tuple(_more(whole[0], whole[1])), ()
    old, new = ([repr([row.get(name) for name in names]) for row in rows] for rows in (before, after))
    was = dict(zip(old, whole[0], strict=True))
    came = tuple(at for at, key in enumerate(new, 1) if key not in was)
    changed = tuple(at for at, key in enumerate(new, 1) if key in was and was[key] != whole[1][at - 1])
    still = set(new)
    return came, tuple(at for at, key in enumerate(old, 1) if key not in still), changed


def _more(these: Sequence[str], those: Sequence[str]) -> Iterator[int]:
    """The numbers of the rows here that have none like them there, each row there answering for one."""
    left = Counter(those)
    for at, each in enumerate(these, 1):
        if left[each]:
            left[each] -= 1
        else:
            yield at


def outside(rule_set: RuleSet, name: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Rows with a day outside the window, field by field: they are kept, and do not count."""
    if name not in rule_set.tables:
        return
    for field, window in windows_of_fields(rule_set, name).items():
        start, end = str(window.start), str(window.end)
        days = [each for row in rows if isinstance(each := row.get(field), str)]
        if count := sum(not start <= each[:10] <= end for each in days):
            which, counts = ("1 row has", "is") if count == 1 else (f"{count:,} rows have", "are")
            told = f"{which} a day under {words(field)} outside {window}"
            yield f"{told}, and {counts} not counted for what looks at those days"
