"""Did the measure work? Real counts, a measure that was not, and one that takes two fifths away."""

import csv

import numpy as np

from tilannekuva.stats import difference_in_differences, synthetic_control, weighted_displacement_quotient

with open("tempe_calls.csv", encoding="utf-8") as file:
    calls = list(csv.DictReader(file))

# Squares of two kilometres by half year, 2020 to 2023; those with at least 16 calls before 2022.
column = np.array([int(call["easting_m"]) // 2000 for call in calls])
row = np.array([int(call["northing_m"]) // 2000 for call in calls])
half = np.array([int(call["day"][:4]) * 2 + (int(call["day"][5:7]) > 6) for call in calls]) - 2020 * 2
_, square = np.unique(np.column_stack([column, row]), axis=0, return_inverse=True)
kept = (half >= 0) & (half < 8)
counts = np.zeros((square.max() + 1, 8), dtype=int)
np.add.at(counts, (square.ravel()[kept], half[kept]), 1)
counts = counts[counts[:, :4].sum(axis=1) >= 16]
busiest = np.argsort(-counts[:, :4].sum(axis=1))
treated_idx, other_idx = busiest[[3, 5, 7, 9]], np.delete(busiest, [3, 5, 7, 9])

rng = np.random.default_rng(1)
thinned = counts.copy()
thinned[treated_idx, 4:] = rng.binomial(counts[treated_idx, 4:], 0.6)
for what, units in (
    ("Nothing was done in four squares in 2022:", counts),
    ("Two fifths taken away:", thinned),
):
    print(what)
    print(difference_in_differences(units[treated_idx], units[other_idx], n_before=4))
    print(synthetic_control(units, treated_idx, n_before=4, n_placebos=199, rng=np.random.default_rng(1)))

print("A measure that took half away, of which a part moved next door:")
print(weighted_displacement_quotient(treated=[420, 210], control=[600, 580], displacement=[240, 310]))
