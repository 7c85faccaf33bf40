"""What a scan found, and all that is needed to find it again."""

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._results import Result

# Also where there is no cluster a column knows what it would hold.
_DTYPE: dict[Any, type[np.generic]] = {int: np.int64, float: np.float64}


@dataclass(frozen=True)
class Cluster:
    """A circle and a run of periods with more cases than expected.

    Attributes
    ----------
    location_idx : the locations of the circle as rows of the input, nearest to the centre first.
    first_period_idx, last_period_idx : the periods as columns of the input, both included.
    observed, expected : cases in the circle and the periods, and their expectation under the model.
    log_likelihood_ratio : the test statistic.
    p_value : Monte Carlo, (1 + replicates whose maximum is as large) / (1 + replicates); it already
        allows for the many windows looked at.
    gumbel_p_value : from a Gumbel distribution fitted to the replicate maxima by moments; finer than the
        Monte Carlo value in the far tail (Abrams et al. 2010). NaN when the maxima do not vary.
    recurrence_interval_periods : 1 / p_value: how many looks, one a period, until chance alone is expected
        to show something as strong once. NaN where the scan is not prospective, which is no repeated look.
    relative_risk : (c / E) / ((N - c) / (N - E)), risk inside over risk outside; inf when no case lies
        outside. Where no total is held fixed (expectation-based), c / E. SaTScan prints c / E alone for the
        permutation model as well: see `observed_per_expected`.
    relative_risk_low, relative_risk_high : its interval at the scan's `confidence`, of this window as if it had been
        named beforehand. The best of many windows shows more than there is: believe the interval where the p-value
        is small, and there take the low end seriously rather than the middle. Exact for Poisson cases of which the
        sum is given (Clopper & Pearson 1934), or without a fixed total (Garwood 1936); somewhat wide for
        the permutation and Bernoulli models, which hold more fixed than the sum.
    radius_m : from the centre to the farthest location in which anything is expected, along the ground.
    centre_idx : the location in the middle.
    """

    location_idx: tuple[int, ...]
    first_period_idx: int
    last_period_idx: int
    observed: int
    expected: float
    log_likelihood_ratio: float
    p_value: float
    gumbel_p_value: float
    recurrence_interval_periods: float
    relative_risk: float
    relative_risk_low: float
    relative_risk_high: float
    radius_m: float
    centre_idx: int

    @property
    def observed_per_expected(self) -> float:
        return self.observed / self.expected

    def __repr__(self) -> str:
        return (
            f"<Cluster: {self.observed} cases, {self.expected:.2f} expected, risk {self.relative_risk:.3g} times "
            f"({self.relative_risk_low:.3g} to {self.relative_risk_high:.3g}), {len(self.location_idx)} "
            f"location(s) within {self.radius_m:,.0f} m of {self.centre_idx}, periods "
            f"{self.first_period_idx}–{self.last_period_idx}, p = {self.p_value:.3g}>"
        )


@dataclass(frozen=True, eq=False)
class ScanResult(Result):
    """The outcome of `space_time_scan`: clusters, the chance they are judged by, and the parameters.

    Attributes
    ----------
    clusters : most likely first; no two share both a location and a period. All are listed, also those that
        chance explains: read `p_value`.
    replicate_maxima : (n_replicates,) largest statistic of each replicate, read-only; fewer where a
        sequential scan stopped.
    seed : what was drawn from `rng`; together with the parameters it determines every replicate.
    max_radius_m : None when unlimited.
    max_periods : as used, also when it was left to the default; all of them where places alone are scanned.
    """

    clusters: tuple[Cluster, ...]
    replicate_maxima: NDArray[np.float64] = field(repr=False)
    n_cases: int
    n_locations: int
    n_periods: int
    model: str
    metric: str
    when: str
    max_share: float
    max_radius_m: float | None
    max_periods: int
    min_cases: int
    confidence: float
    n_replicates: int
    sequential: bool
    seed: int

    def as_dict(self) -> dict[str, Any]:
        """One row a cluster, its locations as a list: polars or pandas take it in one call.

        `location_idx` is a list of arrays, one of each cluster's length; all other columns are arrays.
        """
        columns: dict[str, Any] = {
            item.name: np.array([getattr(cluster, item.name) for cluster in self.clusters], _DTYPE[item.type])
            for item in fields(Cluster)
            if item.name != "location_idx"
        }
        return {"location_idx": [np.array(cluster.location_idx) for cluster in self.clusters]} | columns

    def __repr__(self) -> str:
        head = (
            f"<ScanResult: {self.when} {self.model} scan of {self.n_cases:,} cases in {self.n_locations:,} "
            f"locations over {self.n_periods:,} periods, {self.replicate_maxima.size} replicates: "
            f"{len(self.clusters)} cluster(s)"
        )
        lines = [head, *(f"  {cluster!r}" for cluster in self.clusters[:3])]
        if len(self.clusters) > 3:
            lines.append(f"  … and {len(self.clusters) - 3} more")
        return "\n".join(lines) + ">"
