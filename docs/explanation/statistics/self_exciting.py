"""Does it feed itself? Opioid calls of Tempe, Arizona, and made-up events of which the truth is known."""

import csv
import datetime as dt

import numpy as np

from tilannekuva.stats import self_exciting

with open("tempe_calls.csv", encoding="utf-8") as file:
    calls = list(csv.DictReader(file))
easting_m = np.array([float(call["easting_m"]) for call in calls])
northing_m = np.array([float(call["northing_m"]) for call in calls])
day = np.array([dt.date.fromisoformat(call["day"]).toordinal() for call in calls])

print("Tempe, in time alone:")
print(self_exciting(day))
print("Tempe, in space and time (the publisher moves places by about 400 m):")
print(self_exciting(day, easting_m, northing_m, place_width_m=400, max_distance_m=2000))

# 400 events of their own, each of all bringing 0.35 others within about 10 days and 120 m.
rng = np.random.default_rng(1)
when, where = rng.uniform(0, 1000, 400), rng.uniform(0, 10_000, (400, 2))
days, places = [when], [where]
while len(when):
    brings = rng.poisson(0.35, len(when))
    when = np.repeat(when, brings) + rng.exponential(10, brings.sum())
    where = np.repeat(where, brings, axis=0) + rng.normal(0, 120, (brings.sum(), 2))
    days.append(when)
    places.append(where)
when, where = np.concatenate(days), np.vstack(places)
seen = when < 1000
print("Made up, 0.35:")
print(self_exciting(when[seen], *where[seen].T, window_days=1000, area_m2=1e8))
