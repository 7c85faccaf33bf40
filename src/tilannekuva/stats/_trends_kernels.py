"""The inner loop of the trend test: every value against every other of its series."""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def rises_and_ties(series, first, stop, rises, ties, squares, equal):
    """Into `rises`, later values above minus later values below; into `ties`, the correction of the variance.

    Into `squares` the sum over values of the square of (pairs of it that rise minus pairs that fall), and into
    `equal` how many pairs are equal.

    The correction is the sum of t (t - 1) (2 t + 5) over groups of t equal values: a value that equals e
    others adds e (2 e + 7) to it, since its group has t = e + 1.
    """
    n = series.shape[1]
    net = np.empty(n, np.int32)
    for row in range(first, stop):
        values = series[row]
        up = np.int64(0)
        correction = np.int64(0)
        n_ties = np.int64(0)
        net[:] = 0
        for i in range(n):
            value = values[i]
            n_equal = np.int32(0)
            for j in range(n):
                n_equal += np.int32(values[j] == value)
            above = np.int32(0)
            for j in range(i + 1, n):
                sign = np.int32(values[j] > value) - np.int32(values[j] < value)
                above += sign
                net[j] += sign
            net[i] += above
            up += above
            n_ties += n_equal - 1
            correction += (n_equal - 1) * (2 * n_equal + 5)
        rises[row] = up
        ties[row] = correction
        equal[row] = n_ties // 2
        square = np.int64(0)
        for i in range(n):
            square += np.int64(net[i]) * np.int64(net[i])
        squares[row] = square
