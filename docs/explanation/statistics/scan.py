"""Opioid calls of Tempe, Arizona: is something gathering in a place, now or at any time?"""

import csv
import datetime as dt

import numpy as np

from tilannekuva.stats import space_time_scan

with open("tempe_calls.csv", encoding="utf-8") as file:
    calls = list(csv.DictReader(file))

# The last year, by week, in squares of a kilometre; the middle of a square stands for what lies in it.
last = dt.date.fromisoformat(calls[-1]["day"])
week = np.array([52 - (last - dt.date.fromisoformat(call["day"])).days // 7 for call in calls]) - 1
square = np.array([[int(call["easting_m"]) // 1000, int(call["northing_m"]) // 1000] for call in calls])
is_recent = week >= 0
places, place = np.unique(square[is_recent], axis=0, return_inverse=True)
counts = np.zeros((len(places), 52), dtype=int)
np.add.at(counts, (place, week[is_recent]), 1)

now = space_time_scan(
    counts, places * 1000 + 500, max_radius_m=3000, max_periods=8, rng=np.random.default_rng(1)
)
print(now)

ever = space_time_scan(
    counts,
    places * 1000 + 500,
    when="retrospective",
    max_radius_m=3000,
    max_periods=8,
    rng=np.random.default_rng(1),
)
print(ever)
