"""Opioid calls of Tempe, Arizona: is a call followed by others nearby, and until when and how far?"""

import csv
import datetime as dt

import numpy as np

from tilannekuva.stats import knox, near_repeat

with open("tempe_calls.csv", encoding="utf-8") as file:
    calls = list(csv.DictReader(file))
easting_m = np.array([float(call["easting_m"]) for call in calls])
northing_m = np.array([float(call["northing_m"]) for call in calls])
day = np.array([dt.date.fromisoformat(call["day"]).toordinal() for call in calls])

print(
    knox(
        easting_m, northing_m, day, distance_m=1000, days=7, n_permutations=999, rng=np.random.default_rng(1)
    )
)
bands = near_repeat(
    easting_m,
    northing_m,
    day,
    distance_bands_m=[0, 500, 1000, 2000],
    day_bands=[0, 2, 7, 14, 28],
    n_permutations=999,
    rng=np.random.default_rng(1),
)
print(bands)
for row, upper_m in zip(bands.ratio, (500, 1000, 2000), strict=True):
    print(f"below {upper_m:>4} m:", *(f"{ratio:5.2f}" for ratio in row))
