"""What the displacement measures say."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._results import Result, one_row


@dataclass(frozen=True, eq=False)
class DisplacementResult(Result):
    """Whether events went away or only elsewhere. Every interval is (low, high) at `confidence`.

    Attributes
    ----------
    quotient : change in the displacement area over change in the treated one, both as shares of the control.
        Above 0 the benefit spread; below 0 events moved, at -1 and below as many or more than went away. NaN
        without a displacement area or without control events.
    quotient_interval : (-inf, inf) where the treated change could be 0: then nothing can have moved.
    quotient_known : whether the treated area changed beyond chance, so that the quotient says something.
    local_change : events in the treated area, after minus before, less the same of its control.
    displacement_change : the same of the displacement area. NaN without one.
    total_change : both together; below 0 the measure took events away in all.
    z, p_value : of the total change, two-sided, from the normal approximation; NaN where not `enough`.
    enough : False where there are too few events to say anything of the total change. The interval of each change
        is NaN where it rests on too few itself.
    """

    quotient: float
    quotient_interval: tuple[float, float]
    quotient_known: bool
    local_change: float
    local_change_interval: tuple[float, float]
    displacement_change: float
    displacement_change_interval: tuple[float, float]
    total_change: float
    total_change_interval: tuple[float, float]
    z: float
    p_value: float
    enough: bool
    dispersion: float
    confidence: float

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """One row, an interval as two columns: polars or pandas take it in one call."""
        return one_row({item.name: getattr(self, item.name) for item in fields(self)})

    def __repr__(self) -> str:
        low, high = self.total_change_interval
        moved = ""
        if not np.isnan(self.quotient):
            known = (
                f"{self.quotient_interval[0]:.2f} to {self.quotient_interval[1]:.2f}"
                if self.quotient_known
                else "too little change to say"
            )
            moved = f", quotient {self.quotient:.2f} ({known})"
        if not self.enough:
            return f"<DisplacementResult: total change {self.total_change:+.0f}, too few events to say>"
        return (
            f"<DisplacementResult: total change {self.total_change:+.0f} ({low:.0f} to {high:.0f} at "
            f"{self.confidence:.0%}), p = {self.p_value:.3g}{moved}>"
        )
