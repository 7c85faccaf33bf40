"""Episodes found by looking at every stretch again, and the survival curve by the letter of its definition."""

import math
from collections.abc import Sequence
from itertools import accumulate

from .cumulative_alarms import log_likelihood_ratio


def episodes(
    counts: Sequence[int], means: Sequence[float], dispersion: float, ratio: float, threshold: float
) -> list[tuple[int, int, bool]]:
    """First and last period of each episode, and whether it has ended."""

    def evidence(first: int, q: float) -> list[float]:
        """Cumulated from a period on."""
        steps = zip(counts[first:], means[first:], strict=True)
        return list(accumulate(log_likelihood_ratio(c, m, dispersion, q) for c, m in steps))

    found = []
    begin = 0
    while begin < len(counts):
        sums = evidence(begin, ratio)
        strong = next((i for i, total in enumerate(sums) if total >= threshold), None)
        weak = next((i for i, total in enumerate(sums) if total <= 0), None)
        if weak is not None and (strong is None or weak < strong):
            begin += weak + 1
            continue
        if strong is None:
            break
        over = False
        for now in range(strong, len(sums)):
            last = begin + sums.index(max(sums[: now + 1]))
            own = sum(counts[begin : last + 1]) / sum(means[begin : last + 1])
            after = evidence(last + 1, max(ratio, math.sqrt(own)))[: begin + now - last]
            over = bool(after) and after[-1] <= -threshold
            if over:
                break

        def strongest(q: float, begin: int = begin, last: int = last) -> tuple[int, int]:
            strength = {
                (first, first + i): total
                for first in range(begin, last + 1)
                for i, total in enumerate(evidence(first, q)[: last + 1 - first])
            }
            return max(strength, key=lambda stretch: (round(strength[stretch], 9), -stretch[0]))

        own, core = ratio, (-1, -1)
        while (stretch := strongest(own)) != core:
            core = stretch
            within = slice(core[0], core[1] + 1)
            own = max(ratio, sum(counts[within]) / sum(means[within]))
        first, last = strongest(max(ratio, math.sqrt(own)))
        found.append((first, last, over))
        if not over:
            break
        begin = last + 1
    return found


def survival(durations: Sequence[float], ended: Sequence[bool], beyond: float) -> float:
    """The product, over the durations at which something ended, of the share that went on."""
    share = 1.0
    for step in sorted({d for d, over in zip(durations, ended, strict=True) if over and d <= beyond}):
        at_risk = sum(d >= step for d in durations)
        gone = sum(d == step and over for d, over in zip(durations, ended, strict=True))
        share *= 1 - gone / at_risk
    return share
