"""Made-up districts in which the truth is known: each area alone, and with strength of its district."""

import numpy as np

from tilannekuva.stats import small_area_shares

rng = np.random.default_rng(5)
district = np.repeat(np.arange(7), 5)
angle = np.arcsin(np.sqrt(rng.uniform(0.08, 0.35, 7)))[district] + rng.normal(0, 0.06, 35)
truth = np.sin(angle) ** 2
n_answers = rng.integers(10, 90, 35)
share = rng.binomial(n_answers, truth) / n_answers

result = small_area_shares(share, n_answers, district)
print(result)
for name, estimate in (("each area alone", share), ("with its district", result.estimate)):
    print(f"{name}: {100 * np.sqrt(((estimate - truth) ** 2).mean()):.1f} percentage points off")
inside = (result.lower <= truth) & (truth <= result.upper)
print(f"{inside.sum()} of 35 intervals hold the truth")
few = int(np.argmin(n_answers))
print(
    f"of {n_answers[few]} people {share[few]:.0%}: estimated {result.estimate[few]:.0%} "
    f"({result.lower[few]:.0%} to {result.upper[few]:.0%}), truth {truth[few]:.0%}"
)
