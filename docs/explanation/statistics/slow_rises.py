"""Weekly opioid calls of Tempe, Arizona: which year has crept up, and how long do such times last?"""

import csv

import numpy as np

from tilannekuva.stats import benjamini_hochberg, kaplan_meier, slow_rise

with open("tempe_weeks.csv", encoding="utf-8") as file:
    weeks = list(csv.DictReader(file))
counts = np.array([[int(week["calls"]) for week in weeks]])

# Each half year by what the two years before it let one expect: a question each, thirteen in all.
ends = np.arange(3 * 52, counts.shape[1], 19)
p_values, results = [], []
for end in ends:
    before = counts[:, end - 130 : end - 26]
    result = slow_rise(
        counts[:, end - 26 : end],
        mean=before.mean(),
        dispersion=max(before.var(ddof=1) / before.mean(), 1.0),
        known_cases=before.sum(),
        rng=np.random.default_rng(1),
    )
    results.append(result)
    p_values.append(float(result.p_value[0]))
rejected, adjusted = benjamini_hochberg(p_values, alpha=0.05)
print(f"{np.sum(np.array(p_values) <= 0.05)} of {len(ends)} have p at most 0.05; {rejected.sum()} remain:")
for end, result, p, many in zip(ends, results, p_values, adjusted, strict=True):
    if many <= 0.05:
        since = weeks[end - 26 + result.first_period_idx[0]]["week_from"]
        print(
            f"until {weeks[end - 1]['week_from']}: since {since} {result.observed[0]} calls, "
            f"{result.expected[0]:.0f} expected, ratio {result.ratio[0]:.2f} ({result.ratio_low[0]:.2f} to "
            f"{result.ratio_high[0]:.2f}), p = {p:.2g}, {many:.2g} among all"
        )

# Runs of weeks above the median of the year before: how long do they last?
above = np.array([counts[0, t] > np.median(counts[0, t - 52 : t]) for t in range(52, counts.shape[1])])
edges = np.flatnonzero(np.diff(np.concatenate([[0], above.astype(int), [0]])))
begins, stops = edges[::2], edges[1::2]
curve = kaplan_meier(stops - begins, stops < len(above))
print(curve)
share, low, high = curve.longer_than(4)
print(f"longer than four weeks: {share:.0%} ({low:.0%} to {high:.0%})")
