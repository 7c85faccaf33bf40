"""The inner loops of the self-exciting process: what earlier events add to the rate at each event."""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def add_earlier(start, lag_days, away_m2, weights, first, stop, later, same_day):
    """For the events `first` to `stop`, sums over their possible parents, which are pairs `start[i]` on.

    `weights` begin with the first pair of event `first`. Into `later[i]`, of parents with a lag: weights,
    weights times lag, weights times squared distance. Into `same_day[i]`, of those without: weights, weights
    times squared distance.
    """
    begin = start[first]
    for i in range(first, stop):
        of_later, by_lag, by_distance, of_same_day, by_distance_same_day = 0.0, 0.0, 0.0, 0.0, 0.0
        for pair in range(start[i], start[i + 1]):
            weight = weights[pair - begin]
            lag = lag_days[pair]
            if lag > 0:
                of_later += weight
                by_lag += weight * lag
                by_distance += weight * away_m2[pair]
            else:
                of_same_day += weight
                by_distance_same_day += weight * away_m2[pair]
        later[i, 0] = of_later
        later[i, 1] = by_lag
        later[i, 2] = by_distance
        same_day[i, 0] = of_same_day
        same_day[i, 1] = by_distance_same_day


@njit(cache=True, nogil=True)
def add_all_earlier(day, decay_rate, sums):
    """Into `sums[i]`, over all strictly earlier events: exp(-decay_rate * lag), and that times the lag.

    Days ascend. The sums are carried from event to event (Ogata 1981, the recursion of his section 3), so
    that a long history costs no more than a short one.
    """
    weights, by_lag = 0.0, 0.0
    i = 0
    while i < day.size:
        j = i
        while j < day.size and day[j] == day[i]:
            sums[j, 0] = weights
            sums[j, 1] = by_lag
            j += 1
        if j < day.size:
            step = day[j] - day[i]
            fade = np.exp(-decay_rate * step)
            weights_now = weights + (j - i)
            by_lag = fade * (by_lag + step * weights_now)
            weights = fade * weights_now
        i = j


@njit(cache=True, nogil=True)
def keep_causal(first_idx, second_idx, day, x_m, y_m, max_lag_days, whole_days, start, lag_days, away_m2):
    """The pairs in which one event may have brought the other, by the later event.

    With empty `lag_days` pairs are only counted, into `start[child + 2]`; else they are written from
    `start[child + 1]` on, which moves to the end of the child's pairs. On whole days, events of one day are
    parents of each other; instants need a strictly earlier parent.
    """
    write = lag_days.size > 0
    for pair in range(first_idx.size):
        a = first_idx[pair]
        b = second_idx[pair]
        lag = abs(day[a] - day[b])
        if lag > max_lag_days or (lag == 0 and not whole_days):
            continue
        child = a if day[a] > day[b] else b
        away = (x_m[a] - x_m[b]) ** 2 + (y_m[a] - y_m[b]) ** 2
        for turn in range(2 if lag == 0 else 1):
            one = child if turn == 0 else a + b - child
            if write:
                at = start[one + 1]
                lag_days[at] = lag
                away_m2[at] = away
                start[one + 1] += 1
            else:
                start[one + 2] += 1
