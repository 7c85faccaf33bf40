"""The false discovery rate as its authors write it."""

import math


def benjamini_hochberg(p_values: list[float]) -> list[float]:
    """Adjusted p-values by their definition: the smallest over all larger ones of p m / rank."""
    known = sorted(p for p in p_values if not math.isnan(p))
    m = len(known)
    return [
        math.nan
        if math.isnan(p)
        else min(1.0, *(q * m / (rank + 1) for rank, q in enumerate(known) if q >= p), 1.0)
        for p in p_values
    ]
