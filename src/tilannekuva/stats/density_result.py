"""How dense events lie, cell by cell."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._results import Result

_Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class DensityResult(Result):
    """A smooth map of how dense events lie; arrays (n_cells,), read-only.

    NaN where too few events lie within reach to say.

    Attributes
    ----------
    density_per_km2 : events per square kilometre, of the whole time that the counts cover.
    lower, upper : between them the density lies with `confidence`, as smooth as the bandwidth makes it: narrower
        peaks and valleys are not in it.
    effective_events : on how many events the value rests.
    inside_share : how much of the kernel lies on the map, 1 far from its edges; also where the value is NaN.
    bandwidth_m : standard deviation of the kernel along each axis.
    """

    density_per_km2: _Floats
    lower: _Floats
    upper: _Floats
    effective_events: _Floats
    inside_share: _Floats
    bandwidth_m: float
    confidence: float

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """One row a cell: polars or pandas take it in one call."""
        names = ("density_per_km2", "lower", "upper", "effective_events", "inside_share")
        return {name: getattr(self, name) for name in names}

    def __repr__(self) -> str:
        known = ~np.isnan(self.density_per_km2)
        highest = ""
        if known.any():
            cell = int(np.nanargmax(self.density_per_km2))
            highest = (
                f"; highest in cell {cell}: {self.density_per_km2[cell]:,.1f} "
                f"({self.lower[cell]:,.1f} to {self.upper[cell]:,.1f}) per km²"
            )
        return (
            f"<DensityResult: {len(known):,} cells, bandwidth {self.bandwidth_m:,.0f} m, "
            f"{int((~known).sum()):,} with too few events to say{highest}>"
        )
