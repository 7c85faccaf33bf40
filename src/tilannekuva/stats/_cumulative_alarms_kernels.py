"""Cumulated log likelihood ratios of a rise against none, for counts that are Poisson or negative binomial.

A count x with mean m and dispersion d (variance over mean, e = d - 1) is negative binomial of size m / e. Under
a rise by the ratio q the mean is q m and the size stays, so that the log likelihood ratio is

    x log q + (x + m / e) (log(1 + e) - log(1 + e q)),      or      x log q - m (q - 1)      for e = 0.

With one dispersion for all periods the most likely ratio is cases over expected cases, in either case.
"""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit

from ._compiling import inner, inner_inline

_MAX_STEPS = 50
_CLOSE = 1e-13


@inner_inline
def log_ratio(cases, mean, excess, log_q):
    """The log likelihood ratio of a rise by exp(log_q); linear in cases and in mean."""
    q = np.exp(log_q)
    if excess == 0:
        return cases * log_q - mean * (q - 1)
    return cases * log_q + (cases + mean / excess) * (np.log1p(excess) - np.log1p(excess * q))


@inner
def most_likely_log_ratio(cases, mean, excess, begin, now, newest, start):
    """The log of the ratio at which the likelihood of a rise from `begin` to `now` is highest.

    Newton's method from `start`; the likelihood is concave in the logarithm of the ratio.
    """
    log_q = start
    for _ in range(_MAX_STEPS):
        q = np.exp(log_q)
        slope = 0.0
        curvature = 0.0
        for t in range(begin, now + 1):
            count = newest if t == now else cases[t]
            pull = (count * excess[t] + mean[t]) * q / (1 + excess[t] * q)
            slope += count - pull
            curvature += pull / (1 + excess[t] * q)
        step = min(max(slope / curvature, -1.0), 1.0)
        log_q += step
        if abs(step) < _CLOSE:
            break
    return log_q


@inner
def best_rise(cases, mean, excess, sums, steady, begin, now, newest):
    """The largest log likelihood ratio of a rise from `begin` to `now`, if the newest count is `newest`.

    `sums` (2, n + 1) holds the cases and the means cumulated before each period.
    """
    total = sums[0, now] - sums[0, begin] + newest
    expected = sums[1, now + 1] - sums[1, begin]
    if total <= 0 or (steady and total <= expected):
        return 0.0
    log_q = np.log(total / expected)
    if steady:
        return max(log_ratio(total, expected, excess[now], log_q), 0.0)
    log_q = most_likely_log_ratio(cases, mean, excess, begin, now, newest, log_q)
    if log_q <= 0:
        return 0.0
    largest = 0.0
    for t in range(begin, now + 1):
        if mean[t] > 0:
            largest += log_ratio(newest if t == now else cases[t], mean[t], excess[t], log_q)
    return max(largest, 0.0)


@inner
def smallest_alarm(cases, mean, excess, sums, steady, oldest, now, threshold):
    """The smallest newest count with which a rise from some period on reaches the threshold."""
    top = 1
    while best_rise(cases, mean, excess, sums, steady, now, now, top) < threshold:
        top *= 2
    begin = now
    while True:
        low = 0
        while low < top:
            middle = (low + top) // 2
            if best_rise(cases, mean, excess, sums, steady, begin, now, middle) >= threshold:
                top = middle
            else:
                low = middle + 1
        # From the next beginning at which an even smaller count would do, if there is one.
        begin -= 1
        while (
            begin >= oldest and best_rise(cases, mean, excess, sums, steady, begin, now, top - 1) < threshold
        ):
            begin -= 1
        if begin < oldest:
            return top


@njit(cache=True, nogil=True)
def cumulate_known_ratio(counts, mean, excess, log_q, thresholds, first, stop, statistic, upper):
    """Fill statistic and upper of the series `first` to `stop`; the sum begins anew after an alarm."""
    for series in range(first, stop):
        threshold = thresholds[series]
        carried = 0.0
        for t in range(counts.shape[1]):
            if np.isnan(mean[series, t]):
                continue
            base = log_ratio(0.0, mean[series, t], excess[series, t], log_q)
            slope = log_ratio(1.0, mean[series, t], excess[series, t], log_q) - base
            bound = np.inf
            if threshold < np.inf:
                bound = np.floor((threshold - carried - base) / slope)
                while carried + base + slope * bound >= threshold:
                    bound -= 1
                while carried + base + slope * (bound + 1) < threshold:
                    bound += 1
            carried = max(carried + base + slope * counts[series, t], 0.0)
            statistic[series, t] = carried
            upper[series, t] = bound
            if counts[series, t] > bound:
                carried = 0.0


@njit(cache=True, nogil=True)
def cumulate_unknown_ratio(
    counts, mean, excess, thresholds, window, steady, first, stop, statistic, upper
):  # fmt: skip
    """The same, maximised over the ratio and over when, in the last `window` periods, the rise began."""
    n = counts.shape[1]
    cases, means, excesses = np.empty(n), np.empty(n), np.empty(n)
    sums = np.zeros((2, n + 1))
    for series in range(first, stop):
        oldest = 0
        for t in range(n):
            # A period about which nothing is known has no cases and no expectation: it adds nothing.
            known = not np.isnan(mean[series, t])
            cases[t] = counts[series, t] if known else 0.0
            means[t] = mean[series, t] if known else 0.0
            excesses[t] = excess[series, t] if known else 0.0
            sums[0, t + 1] = sums[0, t] + cases[t]
            sums[1, t + 1] = sums[1, t] + means[t]
            oldest = max(oldest, t - window + 1)
            if not known:
                continue
            largest = 0.0
            for begin in range(oldest, t + 1):
                rise = best_rise(cases, means, excesses, sums, steady[series], begin, t, cases[t])
                largest = max(largest, rise)
            statistic[series, t] = largest
            upper[series, t] = np.inf
            if thresholds[series] < np.inf:
                upper[series, t] = -1 + smallest_alarm(
                    cases, means, excesses, sums, steady[series], oldest, t, thresholds[series]
                )
            if largest >= thresholds[series]:
                oldest = t + 1
