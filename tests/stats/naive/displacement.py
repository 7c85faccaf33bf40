"""The quotient as its authors print it, and its interval by trying quotients one after another."""

import math
from collections.abc import Sequence

Pair = Sequence[float]


def quotient(treated: Pair, control: Pair, displacement: Pair) -> float:
    around = displacement[1] / control[1] - displacement[0] / control[0]
    within = treated[1] / control[1] - treated[0] / control[0]
    return around / within


def could_be(q: float, treated: Pair, control: Pair, displacement: Pair, width: float) -> bool:
    """Whether displacement - q * treated, as shares of the control, changed no more than chance allows."""
    change = variance = 0.0
    for sign, t, c, d in zip((-1, 1), treated, control, displacement, strict=True):
        change += sign * (d - q * t) / c
        variance += (d + q * q * t) / c**2 + (d - q * t) ** 2 / c**3
    return abs(change) <= width * math.sqrt(variance)
