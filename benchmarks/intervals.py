"""Measured rates and shares with their intervals, as the tables for the docs print them."""

from scipy import stats

CONFIDENCE = 0.95


def rate(n: int, n_looks: int) -> str:
    """How many a look, with the exact interval of a Poisson count (Garwood 1936)."""
    tail = (1 - CONFIDENCE) / 2
    lower = stats.chi2.ppf(tail, 2 * n) / 2 if n else 0.0
    upper = stats.chi2.ppf(1 - tail, 2 * n + 2) / 2
    return f"{n / n_looks:.2f} ({lower / n_looks:.2f}–{upper / n_looks:.2f})"


def share(n: int, n_all: int) -> str:
    """So many of all, with the exact interval of the share (Clopper & Pearson 1934)."""
    ends = stats.binomtest(n, n_all).proportion_ci(CONFIDENCE, method="exact")
    return f"{n} of {n_all} ({ends.low:.0%}–{ends.high:.0%})"
