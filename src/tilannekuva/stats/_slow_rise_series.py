"""One series beside others: what it would be without a rise, by chance of its own."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One series; what is known of its level is as much as `known_cases` tell."""

    counts: NDArray[np.int64]
    mean: _Floats
    dispersion: _Floats
    known_cases: float

    def stream(self, seed: int) -> np.random.Generator:
        """Chance of its own, whatever stands beside it."""
        digest = hashlib.blake2b(digest_size=16)
        for column in (self.counts, self.mean, self.dispersion, np.float64(self.known_cases)):
            digest.update(column.tobytes())
        words = np.frombuffer(digest.digest(), dtype=np.uint32).tolist()
        return np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, *words])))

    def replicates(self, n: int, chance: np.random.Generator) -> NDArray[np.int64]:
        """(n, n_periods) counts without a rise; 0 where nothing is known."""
        known = ~np.isnan(self.mean)
        means, excess = self.mean[known], self.dispersion[known] - 1
        rates = np.broadcast_to(means, (n, len(means))).copy()
        if self.known_cases < np.inf:
            # As uncertain as a mean of so many cases, which vary as much as the counts do.
            shape = self.known_cases / float(self.dispersion[known].mean())
            rates *= chance.gamma(shape, 1 / shape, (n, 1))
        wide = excess > 0
        # A negative binomial count is Poisson with a gamma-distributed mean.
        rates[:, wide] = chance.gamma(rates[:, wide] / excess[wide], excess[wide])
        drawn = np.zeros((n, len(self.mean)), np.int64)
        drawn[:, known] = chance.poisson(rates)
        return drawn
