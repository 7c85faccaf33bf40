"""Pairs of points that lie near each other, found through a grid of squares as wide as the reach."""
# mypy: allow-untyped-defs

from numba import njit

from ._compiling import inner


@inner
def band_of(dx, dy, manhattan, edges):
    """The band [edges[k], edges[k + 1]) of a distance, -1 when it lies in none.

    Euclidean distances are compared squared: `edges` are squared then.
    """
    away = abs(dx) + abs(dy) if manhattan else dx * dx + dy * dy
    if away < edges[0] or away >= edges[-1]:
        return -1
    band = 0
    while away >= edges[band + 1]:
        band += 1
    return band


@njit(cache=True, nogil=True)
def pairs_of(x, y, start, n_columns, manhattan, edges, first, stop, n_before, first_idx, second_idx, band):
    """The near pairs whose first point lies in the rows of squares `first` to `stop`.

    Points are sorted by square, row by row; `start[q]` is the first point of square q (a frame of empty
    squares lies around). A pair is found once: in its own square, or from the earlier of its two squares.
    With an empty `band` pairs are only counted, into `n_before[row]`; else they are written from there on.
    Returns nothing.
    """
    for row in range(first, stop):
        n = n_before[row] if band.size else 0
        for square in range(row * n_columns + 1, (row + 1) * n_columns - 1):
            if start[square] == start[square + 1]:
                continue
            # Later in this square and in the next, then the three squares below.
            below = square + n_columns
            for i in range(start[square], start[square + 1]):
                for part in range(2):
                    begin = i + 1 if part == 0 else start[below - 1]
                    end = start[square + 2] if part == 0 else start[below + 2]
                    for j in range(begin, end):
                        k = band_of(x[i] - x[j], y[i] - y[j], manhattan, edges)
                        if k < 0:
                            continue
                        if band.size:
                            first_idx[n] = i
                            second_idx[n] = j
                            band[n] = k
                        n += 1
        if not band.size:
            n_before[row] = n
