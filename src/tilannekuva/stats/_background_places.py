"""Where the background of a process lies: a mixture of kernel densities, from one place to anywhere."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, spatial

_Floats = NDArray[np.float64]
# Kernels reach to so many other events: from what is of this place alone to what is of the whole quarter.
_REACHES = (5, 15, 50, 150)
# Of the background, at least so much lies anywhere in the area: no event is impossible.
_ANYWHERE = 0.005
_MOST_TURNS = 25


@dataclass(frozen=True)
class BackgroundPlaces:
    """`kernels[m][i, j]` is the density per square metre that one event at place j gives place i."""

    place_idx: NDArray[np.int64]
    kernels: tuple[Any, ...]
    own: tuple[_Floats, ...]
    area_m2: float

    @classmethod
    def of(
        cls, x_m: _Floats, y_m: _Floats, *, least_radius_m: float, area_m2: float, n_threads: int
    ) -> "BackgroundPlaces":
        """Quartic kernels around the places of all events, at least `least_radius_m` wide."""
        places, place_idx, n_events = np.unique(
            np.column_stack([x_m, y_m]), axis=0, return_inverse=True, return_counts=True
        )
        reaches = [reach for reach in _REACHES if reach <= max(len(x_m) // 3, _REACHES[0])]
        n_near = min(reaches[-1] + 1, len(places))
        away_m, near_idx = spatial.cKDTree(places).query(places, k=n_near, workers=n_threads)
        within = np.cumsum(n_events[near_idx], axis=1)
        kernels = []
        for reach in reaches:
            enough = within > reach
            at = np.where(enough.any(axis=1), np.argmax(enough, axis=1), n_near - 1)
            radius_m = np.maximum(away_m[np.arange(len(places)), at], least_radius_m)
            if n_near < len(places):  # not beyond the neighbours that were looked up
                radius_m = np.minimum(radius_m, away_m[:, -1])
            k = max(int(at.max()) + 1, int((away_m < radius_m[:, np.newaxis]).sum(axis=1).max()))
            kernels.append(_kernel(away_m[:, :k], near_idx[:, :k], radius_m[:, np.newaxis]))
        place_idx = place_idx.reshape(-1)
        own = tuple(kernel.diagonal()[place_idx] for kernel in kernels)
        return cls(place_idx, tuple(kernels), own, area_m2)

    def density(self, weight: _Floats, mixture: _Floats | None) -> tuple[_Floats, _Floats]:
        """(n_events,) per square metre at each event, from the weighted others; and the mixture for it.

        An event tells nothing of its own density. So the mixture that makes the events likeliest is no
        narrower than their places are clustered (likelihood cross-validation). It is looked for from
        `mixture` on.
        """
        n_events = len(weight)
        by_place = np.bincount(self.place_idx, weights=weight, minlength=self.kernels[0].shape[0])
        others = np.maximum(weight.sum() - weight, 1e-12)
        parts = np.empty((1 + len(self.kernels), n_events))
        parts[0] = 1 / self.area_m2
        for row, (kernel, own) in enumerate(zip(self.kernels, self.own, strict=True), start=1):
            parts[row] = np.maximum((kernel @ by_place)[self.place_idx] - own * weight, 0.0) / others
        shares = np.full(len(parts), 1 / len(parts)) if mixture is None else mixture
        for _ in range(_MOST_TURNS):
            new = shares * (parts @ (weight / (shares @ parts)))
            new = np.maximum(new / new.sum(), 0.0)
            new[0] = max(new[0], _ANYWHERE)
            new /= new.sum()
            moved, shares = float(np.abs(new - shares).max()), new
            if moved < 1e-4:
                break
        return np.asarray(shares @ parts), shares


def _kernel(away_m: _Floats, near_idx: NDArray[np.int64], radius_m: _Floats) -> Any:
    n_places, k = away_m.shape
    height = np.maximum(1 - (away_m / radius_m) ** 2, 0.0) ** 2 * (3 / np.pi) / radius_m**2
    begins = np.arange(n_places + 1) * k
    by_source = sparse.csc_matrix((height.ravel(), near_idx.ravel(), begins), (n_places, n_places))
    return by_source.tocsr()
