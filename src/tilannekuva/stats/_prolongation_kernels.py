"""Episodes in rows of counts: from where the evidence for a rise begins to add up until it has stopped."""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit

from ._compiling import inner
from ._cumulative_alarms_kernels import log_ratio


@inner
def best_stretch(counts, mean, excess, log_q, begin, last):
    """The stretch from `begin` to `last` that speaks most strongly for a rise by exp(log_q)."""
    best, best_begin, best_last = -np.inf, begin, last
    total, since = 0.0, begin
    for t in range(begin, last + 1):
        if total <= 0:
            total, since = 0.0, t
        if mean[t] > 0:
            total += log_ratio(float(counts[t]), mean[t], excess[t], log_q)
        if total > best:
            best, best_begin, best_last = total, since, t
    return best_begin, best_last


@inner
def trimmed(counts, mean, excess, log_q, begin, last):
    """The part of an episode that speaks for a rise half as strong as that of its core.

    The core is the stretch that fits a rise of its own size best: both are sought in turn.
    """
    log_own, core_begin, core_last = log_q, -1, -1
    for _ in range(20):
        b, e = best_stretch(counts, mean, excess, log_own, begin, last)
        if b == core_begin and e == core_last:
            break
        core_begin, core_last = b, e
        log_own = max(log_q, np.log(counts[b : e + 1].sum() / mean[b : e + 1].sum()))
    return best_stretch(counts, mean, excess, max(log_q, 0.5 * log_own), begin, last)


@njit(cache=True, nogil=True)
def find_episodes(counts, mean, excess, log_q, threshold):
    """(n, 4) rows of series, first period, last period, and 1 if the episode has ended.

    An episode is there once the evidence since its beginning reaches the threshold. It ends where that is
    highest, once the periods after speak as strongly for no rise against one half as strong (on the log
    scale) as the episode's own. What was not part of the rise is trimmed off its ends, and the search goes on
    from there. Where nothing is expected nothing is known.
    """
    found = []
    n = counts.shape[1]
    for series in range(counts.shape[0]):
        begin, last = 0, -1
        total, highest, after = 0.0, 0.0, 0.0
        cases, expected, log_half = 0.0, 0.0, log_q
        t = 0
        while t < n:
            count, m, e = float(counts[series, t]), mean[series, t], excess[series, t]
            cases += count
            expected += m
            if m > 0:
                total += log_ratio(count, m, e, log_q)
                after += log_ratio(count, m, e, log_half)
            if total > highest:
                highest, last, after = total, t, 0.0
                log_half = max(log_q, 0.5 * np.log(cases / expected))
            if highest >= threshold:
                if after <= -threshold:
                    row = (counts[series], mean[series], excess[series])
                    begin, last = trimmed(*row, log_q, begin, last)
                    found.append((series, begin, last, 1))
                    t = last
                    highest = total = 0.0
            elif total <= 0:
                last, highest = t, 0.0
            if highest == 0:
                begin, total, after = t + 1, 0.0, 0.0
                cases, expected = 0.0, 0.0
            t += 1
        if highest >= threshold:
            row = (counts[series], mean[series], excess[series])
            begin, last = trimmed(*row, log_q, begin, last)
            found.append((series, begin, last, 0))
    episodes = np.empty((len(found), 4), np.int64)
    for i in range(len(found)):
        for k in range(4):
            episodes[i, k] = found[i][k]
    return episodes
