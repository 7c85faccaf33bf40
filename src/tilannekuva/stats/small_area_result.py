"""What small areas say when each borrows strength from the others."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._results import Result

_Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SmallAreaResult(Result):
    """Estimates of small areas; arrays (n_areas,), read-only. NaN: too little is known to say.

    Attributes
    ----------
    estimate : the area's own estimate and what areas like it say, weighted by how sure each is.
    lower, upper : between them the truth lies with `confidence`.
    mean_squared_error : of the estimate, with what estimating the variance between areas costs; for shares on the
        scale of arcsin √share, on which it was found.
    own : the area's own estimate from its own answers alone. NaN where it has none.
    own_weight : how much of the estimate is the area's own, 0 to 1; 0 where it has no answers of its own.
    coefficients, coefficient_errors : (n_covariates,) what areas have in common, and the standard errors.
    variance_between : of the truth of areas around what they have in common, 0 or more.
    log_likelihood : restricted, at the estimate.
    """

    estimate: _Floats
    lower: _Floats
    upper: _Floats
    mean_squared_error: _Floats
    own: _Floats
    own_weight: _Floats
    coefficients: _Floats
    coefficient_errors: _Floats
    variance_between: float
    log_likelihood: float
    confidence: float

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """One row an area: polars or pandas take it in one call."""
        names = ("estimate", "lower", "upper", "mean_squared_error", "own", "own_weight")
        return {
            "area_idx": np.arange(len(self.estimate)),
            **{name: getattr(self, name) for name in names},
        }

    def __repr__(self) -> str:
        known = np.isfinite(self.estimate)
        if not known.any():
            return f"<SmallAreaResult: {len(known):,} areas, too few answers to say>"
        return (
            f"<SmallAreaResult: {len(known):,} areas, {np.isnan(self.own).sum():,} without own answers; estimates "
            f"{self.estimate[known].min():.3g} to {self.estimate[known].max():.3g}, half of them at least "
            f"{np.median(self.own_weight[known]):.0%} their own>"
        )
