"""The exact interval of a ratio of two Poisson counts, by searching the tails of the binomial."""

from math import comb


def interval(before: int, after: int, confidence: float) -> tuple[float, float]:
    n, tail = before + after, (1 - confidence) / 2

    def at_least(p: float) -> float:
        return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(after, n + 1))

    def at_most(p: float) -> float:
        return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(after + 1))

    low = _where(lambda p: at_least(p) < tail) if after else 0.0
    high = _where(lambda p: at_most(p) >= tail) if before else 1.0
    return low / (1 - low), high / (1 - high) if high < 1 else float("inf")


def _where(holds) -> float:  # type: ignore[no-untyped-def]
    """The end of the stretch from 0 on which it holds."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low
