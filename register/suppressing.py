"""Small numbers of a table, left out so that nobody can work them out from what is left."""

from collections.abc import Iterable, Sequence

LEAST = 5  # smaller numbers could tell of single people

_Cell = tuple[int, int]


def suppressed(numbers: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """A table without the numbers from 1 to 4, and without those beside them that would give them away.

    Whoever knows what a line or a column adds up to still cannot tell a number that was left out: each line and column
    that leaves out any leaves out two at least, which add up to LEAST or more and to twice their count or more; unless
    there is nothing else in it, and then what it adds up to is itself a number that is left out where it would stand.
    """
    rows = [[(row, column) for column in range(len(line))] for row, line in enumerate(numbers)]
    columns = [list(each) for each in zip(*rows, strict=True)]
    hidden = {(row, column) for each in rows for row, column in each if 0 < numbers[row][column] < LEAST}
    while sum(_hide_more(numbers, cells, hidden) for cells in (*rows, *columns)):
        pass
    return [[None if cell in hidden else numbers[cell[0]][cell[1]] for cell in cells] for cells in rows]


def _hide_more(numbers: Sequence[Sequence[int]], cells: Iterable[_Cell], hidden: set[_Cell]) -> int:
    """Leave out the smallest numbers of a line or column until none gives another away, and say how many."""
    left = sorted((numbers[row][column], row, column) for row, column in cells)
    out = [number for number, *cell in left if (cell[0], cell[1]) in hidden]
    open_to_it = [each for each in left if each[0] and each[1:] not in hidden]
    more = 0
    while out and (len(out) < 2 or sum(out) < max(LEAST, 2 * len(out))) and more < len(open_to_it):
        number, row, column = open_to_it[more]
        hidden.add((row, column))
        out.append(number)
        more += 1
    return more
