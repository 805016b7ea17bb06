"""Small numbers of a table, left out so that nobody can work them out from what is left."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

LEAST = 5  # smaller numbers could tell of single people

_Cell = tuple[int, int]
_Numbers = Sequence[Sequence[int]]


def suppressed(numbers: _Numbers) -> list[list[int | None]]:
    """A table without the numbers from 1 to 4, and without those beside them that would give them away.

    Whoever knows what every line and column adds up to, from here or elsewhere, still cannot tell a number that was
    left out. Each line and column that leaves out any leaves out two at least, which add up to LEAST or more and to
    twice their count or more; and each number left out stands in a ring of such, corner after corner in one line or
    column, round which 1 can be taken from every other and given to the rest, so that all totals stay and none is 0.

    Where no number that is not 0 could be left out to bring that about, as in a table of one line, whoever knows all
    totals can tell; here the total of such a line is left out too.
    """
    rows = [[(row, column) for column in range(len(line))] for row, line in enumerate(numbers)]
    columns = [list(each) for each in zip(*rows, strict=True)]
    hidden = {(row, column) for each in rows for row, column in each if 0 < numbers[row][column] < LEAST}
    while sum(_hide_more(numbers, cells, hidden) for cells in (*rows, *columns)) + _hide_rings(numbers, hidden):
        pass
    return [[None if cell in hidden else numbers[cell[0]][cell[1]] for cell in cells] for cells in rows]


def _hide_more(numbers: _Numbers, cells: Iterable[_Cell], hidden: set[_Cell]) -> int:
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


def _hide_rings(numbers: _Numbers, hidden: set[_Cell]) -> int:
    """Leave out what closes a ring round each number that is left out, the smallest sum first, and say how many."""
    before, settled = len(hidden), set[_Cell]()
    for cell in sorted(hidden):
        if cell not in settled:
            ring = _ring(numbers, hidden, cell, 1)
            settled.update(ring)
            hidden.update(ring or _ring(numbers, hidden, cell, 0))
    return len(hidden) - before


def _ring(numbers: _Numbers, hidden: set[_Cell], cell: _Cell, least: int) -> tuple[_Cell, ...]:
    """The ring through a cell that adds the smallest sum to what is left out, every other number falling to ``least``
    at the lowest; nothing where there is none.
    """
    row, column = cell
    if sum(map(bool, numbers[row])) == 1 or sum(bool(line[column]) for line in numbers) == 1:
        return ()
    found = _way(numbers, hidden, cell, (~column, row), least)
    if numbers[row][column] > least and (not found or found[0]):
        other = _way(numbers, hidden, cell, (row, ~column), least)
        found = min((each for each in (found, other) if each), default=None)
    return (cell, *found[1]) if found else ()


def _way(
    numbers: _Numbers, hidden: set[_Cell], past: _Cell, ends: tuple[int, int], least: int
) -> tuple[int, tuple[_Cell, ...]] | None:
    """The cheapest way between a line and a column, which is written ``~column``: its sum and its cells.

    From a line to a column a number grows, from a column to a line it falls; what is left out already costs nothing.
    Among equals the longest goes first, which soon comes to an end where most is left out.
    """
    waiting: list[tuple[int, int, int, tuple[_Cell, ...]]] = [(0, 0, ends[0], ())]
    been = set[int]()
    while waiting:
        cost, shortness, place, cells = heappop(waiting)
        if place == ends[1]:
            return cost, cells
        if place in been:
            continue
        been.add(place)
        if place < 0:
            steps = [(row, (row, ~place)) for row, line in enumerate(numbers) if line[~place] > least]
        else:
            steps = [(~column, (place, column)) for column, number in enumerate(numbers[place]) if number]
        for reached, (row, column) in steps:
            if reached not in been and (row, column) != past:
                more = 0 if (row, column) in hidden else numbers[row][column]
                if reached == ends[1] and not cost + more:
                    return 0, (*cells, (row, column))
                heappush(waiting, (cost + more, shortness - 1, reached, (*cells, (row, column))))
    return None
