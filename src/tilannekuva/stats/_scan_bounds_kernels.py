"""Which counts may matter: a table of the counts that a window needs to beat the best ratio so far.

Nearly all windows of a replicate are dismissed by comparing their count with a whole number from the table;
logarithms are for the few that pass. Rows are levels of the ratio, columns steps of the root of the
expectation, in which the needed count hardly bends.
"""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit

from ._compiling import inner
from ._scan_kernels import log_likelihood_ratio

STEPS_PER_ROOT = 16.0
LEVEL_HEIGHT = 0.25
N_LEVELS = 80
# A hair less than a step, so that the rounding of single precision never reaches the next one.
_SCALE = np.float32(STEPS_PER_ROOT * (1 - 3e-7))


@njit(cache=True, nogil=True)
def step_of(expected):
    """The column of an expectation; it may be one too low, where the needed count is less."""
    return np.int64(np.sqrt(np.float32(max(expected, 0.0))) * _SCALE)


@inner
def step_least(step):
    """The least expectation in a step."""
    root = step / STEPS_PER_ROOT
    return max(root * root * (1 - 1e-12), 1e-12)


@inner
def count_beats(count, level, expected, n_cases, n_people):
    """Whether a count may have a ratio above that of the level, in a window that can hold so many."""
    if np.isinf(n_people):
        return log_likelihood_ratio(count, expected, n_cases, n_people) > level * LEVEL_HEIGHT
    # No window has more cases than people.
    expected = max(expected, count * n_cases / n_people)
    return log_likelihood_ratio(count, expected, n_cases, n_people) > level * LEVEL_HEIGHT


@njit(cache=True, nogil=True)
def counts_needed(n_cases, n_people, min_cases, most_counted, first, stop, table):
    """Into the rows `first` to `stop` of `table`, the largest count that does not beat the row's level.

    No window counts more than `most_counted`.
    """
    for level in range(first, stop):
        count = 0
        growth = 0
        for step in range(table.shape[1]):
            expected = step_least(step)
            # Counts grow evenly along a row: begin where the last step points to.
            before = count
            count = min(count + growth, most_counted)
            while count < most_counted and not count_beats(count + 1, level, expected, n_cases, n_people):
                count += 1
            while count > before and count_beats(count, level, expected, n_cases, n_people):
                count -= 1
            growth = count - before
            table[level, step] = max(count, min_cases - 1)
